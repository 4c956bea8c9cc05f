import {resolve, sep} from "node:path";
import {z} from "zod";
import {gateOf} from "../../agents/analyst/index.ts";
import {type ExitCode, exitCodes, gateResultSchema, historySchema, runSeriesSchema} from "../../agents/contracts/index.ts";
import {loadLocale} from "../../agents/locale/index.ts";
import type {DiffOptions} from "../diff.ts";
import {localeNames, readLocaleFiles} from "../prompt-files.ts";
import {knownLanguage} from "../spec.ts";
import {diffText} from "./diff-text.ts";
import {messageLanguage} from "./messages.ts";
import type {CommandContext} from "./run-command.ts";
import {runInThread} from "./run-in-thread.ts";

export interface DiffFlags {
  lang?: string;
  json?: boolean;
  gate?: string[];
  include?: string[];
  exclude?: string[];
}

const differenceSchema = z.strictObject({
  runs: z.tuple([runSeriesSchema, runSeriesSchema]),
  history: historySchema,
  gates: z.array(gateResultSchema)
});

/** `diff <before> <after>`: what got better, worse, or shows no difference; for machines all of it with the places of every value. */
export async function diffCommand(before: string, after: string, flags: DiffFlags, {signal}: CommandContext): Promise<ExitCode> {
  const gates = (flags.gate ?? []).flatMap(text => text.split(",")).map(gateOf);
  const language = flags.lang === undefined ? messageLanguage(process.env, localeNames()) : knownLanguage(flags.lang, localeNames());
  const [one, two] = namesOf(before, after);
  const options: DiffOptions = {
    before: {path: absolute(before), name: one},
    after: {path: absolute(after), name: two},
    include: flags.include ?? [],
    exclude: flags.exclude ?? [],
    gates
  };
  const difference = differenceSchema.parse(await runInThread({kind: "diff", options}, signal));
  const exitCode = exitOf(difference);
  if (flags.json === true) process.stdout.write(`${JSON.stringify({version: 1, exitCode, ...difference})}\n`);
  else {
    const {name, texts} = readLocaleFiles(language, ["locale.yaml", "messages.yaml", "history.yaml"]);
    process.stdout.write(`${diffText(difference, loadLocale(name, texts))}\n`);
  }
  return exitCode;
}

function exitOf({history, gates}: z.infer<typeof differenceSchema>): ExitCode {
  if (gates.some(({verdict}) => verdict === "fails")) return exitCodes.claimsFail;
  return history.series.some(({history: change}) => change !== undefined) ? exitCodes.done : exitCodes.nothingMeasurable;
}

const absolute = (path: string): string => resolve(path).replaceAll(sep, "/");

/** The last words of both paths; the paths as typed where those are alike. */
function namesOf(before: string, after: string): [string, string] {
  const last = (path: string): string => absolute(path).split("/").at(-1) ?? path;
  if (last(before) !== last(after)) return [last(before), last(after)];
  return before === after ? [`${before} (1)`, `${after} (2)`] : [before, after];
}
