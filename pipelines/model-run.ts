import {basename} from "node:path";
import {exitCodes, type NoteInput, ReportError} from "../agents/contracts/index.ts";
import type {Chosen, ModelSession, ModelUnavailableError, OpenModelSpec} from "../agents/model/index.ts";
import type {Effects} from "./effects.ts";
import type {PromptPack} from "./packs.ts";
import type {ReportPlan} from "./spec.ts";
import {hashOf} from "./store.ts";

/** Opens the model that was asked for: `openModel` of the model layer, which is loaded only now. */
export interface Models {
  open: (spec: OpenModelSpec, signal?: AbortSignal) => Promise<Chosen>;
}

/** A call that takes longer is ended, unless `--timeout` says otherwise: a slow machine needs minutes for a long prompt. */
const usualTimeoutSeconds = 300;

/** The model of a report as it is known before anything is asked: plain data. */
export interface FoundModel {
  /** How it is opened again. */
  spec: OpenModelSpec;
  provider: string;
  /** As it is shown: no path of the machine. */
  name: string;
  digest?: string;
  /** Server, model, weights and options: whatever another answer could come from. */
  key: string;
  /** Which provider was taken and why, where that was left open. */
  notes: NoteInput[];
}

/** Why there is none. */
export interface MissingModel {
  error: NoteInput;
  /** Providers that were passed over. */
  notes: NoteInput[];
}

/** What weakens a result without stopping it; worded under `cli.warning.<code>`. */
export type Warning = NoteInput & {
  /** The error behind it; worded under `error.<code>`. */
  cause?: NoteInput;
};

/** A note on the choice of a provider. That it was passed over names the code of the error. */
export function providerWarning(note: NoteInput): Warning {
  const code = note.values?.["error"];
  return typeof code === "string" ? {...note, cause: {code, values: note.values}} : note;
}

export const isFound = (model: FoundModel | MissingModel | undefined): model is FoundModel => model !== undefined && "spec" in model;

/** Asks for the model of a plan; undefined when the plan wants none. @throws SpecError for what only the user can put right. */
export async function findModel(
  plan: ReportPlan,
  pack: Pick<PromptPack, "options">,
  {models, signal}: {models: Models; signal?: AbortSignal}
): Promise<FoundModel | MissingModel | undefined> {
  const {provider, model, baseUrl, timeoutSeconds = usualTimeoutSeconds} = plan;
  if (provider === "none") return undefined;
  if (model === undefined) return {error: {code: "model-not-named", values: {provider}}, notes: []};
  const options = {...pack.options, ...plan.options};
  const spec = {provider, model, options, timeoutSeconds, ...(baseUrl === undefined ? {} : {baseUrl})};
  try {
    const {port, description, notes} = await models.open(spec, signal);
    await port.close();
    const {digest, server = ""} = description;
    const taken = providerOf(description.provider, provider);
    return {
      spec: {...spec, provider: taken},
      provider: description.provider,
      name: shownModel(model),
      ...(digest === undefined ? {} : {digest}),
      key: hashOf([description.provider, digest ?? server, model, JSON.stringify(Object.entries(options).sort())]),
      notes: provider === "auto" ? notes : []
    };
  } catch (error) {
    if (!isNoModel(error)) throw error;
    return {error: {code: error.code, values: {...error.values}}, notes: [...(error.passedOver ?? [])]};
  }
}

/** Weights in a file are named by it, without its folder. */
export const shownModel = (model: string): string => (/\.gguf$/i.test(model) ? basename(model) : model);

const named = ["ollama", "llamacpp", "openai"] as const;

function providerOf(described: string, asked: OpenModelSpec["provider"]): OpenModelSpec["provider"] {
  return named.find(name => name === described) ?? asked;
}

/** By its exit code: the class itself would load the model layer. */
export const isNoModel = (error: unknown): error is ReportError & Partial<Pick<ModelUnavailableError, "passedOver">> =>
  error instanceof ReportError && error.exitCode === exitCodes.noModel;

export interface ModelRun {
  /** Opens the model when first asked for. A model that is gone by now gives a session in which every question fails. */
  session: () => Promise<ModelSession>;
  close: () => Promise<void>;
}

/** The model of one report while it is made. */
export function openModelRun(
  {spec}: FoundModel,
  pack: Pick<PromptPack, "prompts">,
  effects: Pick<Effects, "clock"> & {models: Models; signal?: AbortSignal}
): ModelRun {
  const {clock, models, signal} = effects;
  let opened: Promise<{session: ModelSession; close: () => Promise<void>}> | undefined;
  const open = async () => {
    const {failingPort, openSession} = await import("../agents/model/index.ts");
    const chosen = await models.open(spec, signal).catch((error: unknown) => {
      if (!isNoModel(error)) throw error;
      return {port: failingPort(error), description: undefined};
    });
    const repair = (fault: {user: string; reply: string; issues: readonly string[]}) => pack.prompts.repair.render(fault).user;
    const session = openSession(chosen.port, {clock, repair, ...(signal === undefined ? {} : {signal})}, chosen.description?.mostParallel);
    return {session, close: () => chosen.port.close()};
  };
  return {
    session: async () => {
      opened ??= open();
      return (await opened).session;
    },
    close: async () => {
      await (await opened?.catch(() => undefined))?.close();
    }
  };
}
