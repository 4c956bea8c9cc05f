import {z} from "zod";
import {SpecError} from "../agents/contracts/index.ts";
import {type ModelOptions, modelOptions} from "./model-options.ts";
import {defaultFormats, formats, providers} from "./spec-words.ts";
import {closest} from "./suggestion.ts";

/** What was asked for, by flags or configuration; nothing of it is checked. Texts as typed. */
export interface ReportSpec {
  artifacts: string;
  lang?: string;
  agent?: string;
  model?: string;
  provider?: string;
  /** `key=value`. */
  set?: readonly string[];
  /** Names, or names joined by commas. */
  format?: readonly string[];
  out?: string;
  name?: string;
  date?: string;
  include?: readonly string[];
  exclude?: readonly string[];
  baseUrl?: string;
  /** Seconds. */
  timeout?: string;
}

export const planSchema = z.strictObject({
  /** Absolute path of a folder or a file. */
  artifacts: z.string(),
  lang: z.string(),
  /** Name of the configuration of the agents. */
  agent: z.string(),
  /** Its folder, absolute, when a path was given. */
  pack: z.string().optional(),
  provider: z.enum(providers),
  /** Absent: none was named. */
  model: z.string().optional(),
  baseUrl: z.string().optional(),
  /** Limit of one call. */
  timeoutSeconds: z.number().optional(),
  /** Set by `--set` or the configuration; they go over those of the pack. */
  options: z.record(z.string(), z.number()),
  /** Which of several reports of the same configuration: each asks the model anew. */
  repeat: z.int().optional(),
  formats: z.array(z.enum(formats)),
  /** Absolute path. */
  out: z.string(),
  /** Name of the folder in `out`. */
  name: z.string(),
  /** YYYY-MM-DD. */
  date: z.string(),
  include: z.array(z.string()),
  exclude: z.array(z.string())
});
/** A checked `ReportSpec`: everything has a value, everything exists that can be checked without reading artifacts. */
export type ReportPlan = z.infer<typeof planSchema>;

/** What a spec is checked against. */
export interface SpecContext {
  /** Makes a path absolute against the working directory. */
  resolve: (path: string) => string;
  /** Folders under prompts/report. */
  locales: readonly string[];
  /** Agent configurations that can be named. */
  agents: readonly string[];
  /** Local date of the clock, YYYY-MM-DD. */
  today: string;
}

/** @throws SpecError for the first thing that is wrong, with what was expected. */
export function planReport(spec: ReportSpec, context: SpecContext): ReportPlan {
  const artifacts = context.resolve(spec.artifacts);
  const asked = planModel(spec, context);
  if (asked.provider !== "none" && asked.provider !== "auto" && asked.model === undefined) throw unnamedModel(asked.provider);
  return planSchema.parse({
    ...asked,
    artifacts,
    lang: knownLanguage(spec.lang ?? "ru", context.locales),
    formats: formatsOf(spec.format ?? defaultFormats),
    out: context.resolve(spec.out ?? "reports"),
    name: spec.name === undefined ? nameAfter(artifacts) : checkedName(spec.name),
    date: dateOf(spec.date ?? context.today),
    include: [...(spec.include ?? [])],
    exclude: [...(spec.exclude ?? [])]
  });
}

/** Which model is to be asked, by which agents' configuration. */
export type ModelPlan = Pick<ReportPlan, "agent" | "pack" | "provider" | "model" | "baseUrl" | "timeoutSeconds" | "options">;

/** What a spec says of the model. @throws SpecError for the first thing that is wrong. */
export function planModel(
  spec: Pick<ReportSpec, "agent" | "provider" | "model" | "baseUrl" | "timeout" | "set">,
  context: Pick<SpecContext, "resolve" | "agents">
): ModelPlan {
  const provider = oneOf("unknown-provider", spec.provider ?? (spec.model === undefined ? "none" : "auto"), providers);
  return {
    ...agentOf(spec.agent ?? "baseline", context),
    provider: planSchema.shape.provider.parse(provider),
    ...(spec.model === undefined ? {} : {model: spec.model}),
    ...(spec.baseUrl === undefined ? {} : {baseUrl: spec.baseUrl}),
    ...(spec.timeout === undefined ? {} : {timeoutSeconds: timeoutOf(spec.timeout)}),
    options: optionsOf(spec.set ?? [])
  };
}

export const unnamedModel = (provider: string): SpecError =>
  new SpecError("model-not-named", `--provider ${provider}: no model is named; add --model`, {provider});

/** A name that is known, or the path of a folder. */
function agentOf(agent: string, {agents, resolve}: Pick<SpecContext, "agents" | "resolve">): {agent: string; pack?: string} {
  if (!/[/\\]|^\.+$/.test(agent)) return {agent: oneOf("unknown-agent", agent, agents)};
  const pack = resolve(agent).replace(/\/+$/, "");
  return {agent: pack.slice(pack.lastIndexOf("/") + 1), pack};
}

function timeoutOf(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (seconds > 0 && seconds <= longestTimeout) return seconds;
  throw new SpecError("timeout-not-valid", `--timeout ${text}: expected seconds, more than 0 and at most ${longestTimeout}`, {
    value: text,
    most: String(longestTimeout)
  });
}

/** A day; a longer timer of Node's would end at once. */
const longestTimeout = 86_400;

/** A language of ours. @throws SpecError for another. */
export const knownLanguage = (name: string, known: readonly string[]): string => oneOf("unknown-language", name, known);

/** @throws SpecError of that code, listing what is known. */
export function oneOf(code: string, value: string, known: readonly string[]): string {
  if (known.includes(value)) return value;
  const guess = closest(value, known);
  throw new SpecError(code, `${value}: ${code.replaceAll("-", " ")}; known: ${known.join(", ")}`, {
    value,
    known: known.join(", "),
    guess: guess ?? "none"
  });
}

function optionsOf(settings: readonly string[]): ModelOptions {
  const options: ModelOptions = {};
  for (const setting of settings) {
    const [, key = "", text = ""] = /^([^=]*)=(.*)$/s.exec(setting) ?? [];
    if (key === "") throw new SpecError("option-not-a-pair", `--set ${setting}: expected key=value`, {setting});
    const name = oneOf("unknown-model-option", key, Object.keys(modelOptions));
    const range = modelOptions[name];
    const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
    if (
      range === undefined ||
      !Number.isFinite(value) ||
      value < range.least ||
      value > range.most ||
      (range.isWhole && !Number.isInteger(value))
    ) {
      const kind = range?.isWhole === true ? "whole" : "any";
      const least = String(range?.least ?? "");
      const most = range?.most === Number.MAX_SAFE_INTEGER || range === undefined ? "" : String(range.most);
      throw new SpecError(
        "option-out-of-range",
        `--set ${setting}: expected a ${kind} number from ${least}${most === "" ? "" : ` to ${most}`}`,
        {
          setting,
          key,
          kind,
          least,
          most: most === "" ? "none" : most
        }
      );
    }
    options[name] = value;
  }
  return options;
}

function formatsOf(asked: readonly string[]): string[] {
  const names = asked.flatMap(text => text.split(",")).map(name => name.trim().toLowerCase());
  for (const format of names) oneOf("unknown-format", format, formats);
  return formats.filter(format => names.includes(format));
}

/** Longest name of a folder that file systems take. */
const longestName = 255;

function checkedName(name: string): string {
  const isUsable = name !== "" && !name.startsWith(".") && !/[/\\\p{Cc}]/u.test(name) && Buffer.byteLength(name) <= longestName;
  if (isUsable) return name;
  throw new SpecError("name-not-usable", `--name ${JSON.stringify(name)}: not usable as the name of a folder; give another`, {name});
}

/** The name of the artifacts as a folder of ours can bear it. */
function nameAfter(artifacts: string): string {
  const name = artifacts
    .slice(artifacts.lastIndexOf("/") + 1)
    .normalize("NFC")
    .replace(/^\.+/, "")
    .replace(/[\\\p{Cc}]/gu, "_");
  if (name === "") throw new SpecError("name-missing", `${artifacts}: no name for a report; give one with --name`, {path: artifacts});
  return name;
}

function dateOf(text: string): string {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)) return text;
  throw new SpecError("date-not-valid", `--date ${text}: expected a day as YYYY-MM-DD`, {value: text});
}
