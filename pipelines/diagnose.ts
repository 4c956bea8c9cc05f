import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {parse} from "yaml";
import {z} from "zod";
import {exitCodes, type NoteInput} from "../agents/contracts/index.ts";
import {type Doctored, examine, openModel, realWait, type Survey, surveyOllama} from "../agents/model/index.ts";
import {ggufDigest} from "./gguf-digest.ts";
import {isNoModel} from "./model-run.ts";
import {loadPack} from "./packs.ts";
import {type ModelPlan, unnamedModel} from "./spec.ts";

/** What a server and a model are and get wrong. */
export interface Diagnosis extends Doctored {
  /** Of an Ollama server for which no model was named. */
  survey?: Survey;
  /** Which provider was taken and why, where that was left open. */
  notes: NoteInput[];
}

export interface DiagnoseEffects {
  clock: {seconds: () => number};
  environment: Record<string, string | undefined>;
  signal?: AbortSignal;
}

const promptsSchema = z.strictObject({prose: z.string(), russian: z.string(), filler: z.string()});
const promptsFile = fileURLToPath(new URL("../prompts/chimera/doctor.yaml", import.meta.url));

/** A call of the examination is short: a server that needs longer is of no use for a report. */
const usualTimeoutSeconds = 60;

/**
 * Tries the model that is named; with none, says what an Ollama server has. A failure is advice, not an error.
 * @throws SpecError when a provider needs a name; the signal's reason when aborted.
 */
export async function diagnose(plan: ModelPlan, effects: DiagnoseEffects): Promise<Diagnosis> {
  const {model, provider, baseUrl} = plan;
  if (model === undefined && provider !== "auto" && provider !== "ollama") throw unnamedModel(provider);
  try {
    return model === undefined ? await surveyed(baseUrl, effects) : await examined({...plan, model}, effects);
  } catch (error) {
    if (!isNoModel(error)) throw error;
    return {advice: [{code: error.code, values: {...error.values}}], exitCode: exitCodes.noModel, notes: [...(error.passedOver ?? [])]};
  }
}

async function surveyed(baseUrl: string | undefined, {signal, ...effects}: DiagnoseEffects): Promise<Diagnosis> {
  const survey = await surveyOllama(baseUrl, effects, signal);
  const isEmpty = survey.models.length === 0;
  return {
    survey,
    advice: [isEmpty ? {code: "no-models"} : {code: "name-a-model", values: {models: survey.models}}],
    exitCode: isEmpty ? exitCodes.noModel : exitCodes.done,
    notes: []
  };
}

async function examined(plan: ModelPlan & {model: string}, {signal, ...effects}: DiagnoseEffects): Promise<Diagnosis> {
  const {provider, model, baseUrl, timeoutSeconds = usualTimeoutSeconds} = plan;
  const options = {...loadPack(plan.pack ?? plan.agent).options, ...plan.options};
  const spec = {provider, model, options, timeoutSeconds, ...(baseUrl === undefined ? {} : {baseUrl})};
  const {port, notes} = await openModel(spec, {...realWait, ...effects, digest: ggufDigest}, signal);
  try {
    const prompts = promptsSchema.parse(parse(readFileSync(promptsFile, "utf8")));
    const found = await examine(port, prompts, {clock: effects.clock, ...(signal === undefined ? {} : {signal})});
    return {...found, notes: provider === "auto" ? notes : []};
  } finally {
    await port.close();
  }
}
