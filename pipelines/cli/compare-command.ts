import {writeFile} from "node:fs/promises";
import {resolve, sep} from "node:path";
import {type Comparison, type ExitCode, type NoteInput, SpecError} from "../../agents/contracts/index.ts";
import {type Locale, noteText} from "../../agents/locale/index.ts";
import type {CompareOptions} from "../compare/compare.ts";
import {readCompareConfig} from "../compare/compare-config.ts";
import {type CompareOutcome, compareOutcomeSchema} from "../compare/compare-outcome.ts";
import {type ComparePlan, type CompareSpec, planComparison} from "../compare/compare-spec.ts";
import {writable} from "../destination.ts";
import {realEffects} from "../effects.ts";
import {agentNames, localeNames} from "../prompt-files.ts";
import {localDay} from "./local-day.ts";
import {oneLine} from "./one-line.ts";
import type {CommandContext} from "./run-command.ts";
import {runInThread} from "./run-in-thread.ts";

export interface CompareFlags extends Omit<CompareSpec, "artifacts"> {
  config?: string;
  resume?: boolean;
  retryErrors?: boolean;
  dryRun?: boolean;
  json?: boolean;
  junit?: string;
  quiet?: boolean;
}

/** `compare [folder]`: the path and the conclusions on stdout, or the Comparison as JSON; everything else on stderr. */
export async function compareCommand(folder: string | undefined, flags: CompareFlags, context: CommandContext): Promise<ExitCode> {
  const {config, resume = false, retryErrors = false, dryRun = false, json = false, junit, quiet = false, ...spec} = flags;
  const plan = await planned(folder, config, spec);
  const options: CompareOptions = {isRetry: retryErrors, isResume: resume, isDry: dryRun};
  const messages = context.messages();
  const file = (done: number, total: number, path: string): void => {
    if (!quiet) process.stderr.write(`${oneLine(messages.text("cli.compare.turn", {done, total, turn: path}))}\n`);
  };
  const outcome = compareOutcomeSchema.parse(await runInThread({kind: "compare", plan, options}, context.signal, {stage: () => {}, file}));
  if (dryRun) printDry(plan, outcome, json, messages);
  else {
    if (junit !== undefined && outcome.comparison !== undefined) await writeJunit(junit, plan, outcome.comparison, outcome, messages);
    print(outcome, json, messages);
  }
  return outcome.exitCode;
}

/** @throws SpecError when the file cannot be written. */
async function writeJunit(
  file: string,
  {failOn}: ComparePlan,
  comparison: Comparison,
  {failing}: CompareOutcome,
  locale: Locale
): Promise<void> {
  const {comparisonJunit} = await import("../compare/comparison-junit.ts");
  const text = comparisonJunit(comparison, {conditions: failOn, failing, locale});
  await writable(file, () => writeFile(file, text));
}

async function planned(
  folder: string | undefined,
  config: string | undefined,
  flags: Omit<CompareSpec, "artifacts">
): Promise<ComparePlan> {
  const written = config === undefined ? {} : await readCompareConfig(config);
  const artifacts = folder ?? written.artifacts;
  if (artifacts === undefined)
    throw new SpecError("compare-no-folder", "no folder of artifacts; name one, or give --config with one in it", {});
  return planComparison(
    {...written, ...flags, artifacts},
    {
      resolve: path => resolve(path).replaceAll(sep, "/"),
      locales: localeNames(),
      agents: agentNames(),
      today: localDay(realEffects().clock.now())
    }
  );
}

function printDry({cells}: ComparePlan, {counts, missing}: CompareOutcome, isJson: boolean, messages: Locale): void {
  if (isJson) {
    process.stdout.write(`${JSON.stringify({cells: cells.map(({id}) => id), counts, missing}, null, 2)}\n`);
    return;
  }
  for (const {id} of cells) process.stdout.write(`${oneLine(id)}\n`);
  process.stdout.write(`${messages.text("cli.compare.dry", {total: counts.total, stored: counts.stored, run: counts.run})}\n`);
  printMissing(missing, messages);
}

function print({path = "", comparison, conclusions, counts, failing, missing}: CompareOutcome, isJson: boolean, messages: Locale): void {
  printMissing(missing, messages);
  if (counts.faulty > 0) process.stderr.write(`${messages.text("cli.compare.faulty", {faulty: counts.faulty, total: counts.total})}\n`);
  for (const {condition, cell, median} of failing) {
    const values = {condition: condition.text, cell, median: messages.quantities.plainNumber(median, 3)};
    process.stderr.write(`${oneLine(messages.text("cli.compare.failing", values))}\n`);
  }
  if (comparison === undefined) return;
  process.stdout.write(isJson ? `${JSON.stringify(comparison, null, 2)}\n` : `${[path, ...conclusions].map(oneLine).join("\n")}\n`);
}

function printMissing(missing: readonly {cell: string; reason: NoteInput}[], messages: Locale): void {
  for (const {cell, reason} of missing) {
    process.stderr.write(`${oneLine(messages.text("cli.compare.missing", {cell, reason: noteText(messages, "error", reason)}))}\n`);
  }
}
