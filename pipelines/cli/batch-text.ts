import {gateSentence} from "../../agents/writer/index.ts";
import {type ExitCode, exitCodes} from "../../agents/contracts/index.ts";
import {type Locale, plain} from "../../agents/locale/index.ts";
import type {BatchResult} from "../batch/batch-result.ts";
import {failureText} from "../batch/batch-words.ts";
import type {BatchPlan} from "../batch/plan-batch.ts";
import {oneLine} from "./one-line.ts";

/** The most serious of several codes stands for all; a report that failed counts as 5. */
export function batchExit({items, gates, historyFailure}: BatchResult): ExitCode {
  if (historyFailure !== undefined) return exitCodes.bug;
  const found = new Set<ExitCode>(items.map(({exitCode}) => exitCode));
  if (gates.some(({verdict}) => verdict === "fails")) found.add(exitCodes.claimsFail);
  const order = [exitCodes.someFailed, exitCodes.claimsFail, exitCodes.noModel, exitCodes.nothingMeasurable];
  return order.find(code => found.has(code)) ?? exitCodes.done;
}

/** Counts by what became of the reports. */
const countsOf = ({items}: BatchResult) => {
  const count = (action: string) => items.filter(item => item.action === action).length;
  return {made: count("made"), kept: count("kept"), failed: count("failed"), waiting: count("waiting")};
};

/** For machines: one document. */
export function batchJson(plan: BatchPlan, result: BatchResult, index: string | undefined): string {
  const document = {
    version: 1,
    exitCode: batchExit(result),
    dryRun: plan.dryRun,
    ...(index === undefined ? {} : {index}),
    counts: {runs: result.runs.length, ...countsOf(result), gone: result.gone.length},
    runs: result.items.map(item => {
      const time = result.runs.find(({run}) => run === item.run)?.time;
      return {...item, ...(time === undefined ? {} : {time})};
    }),
    gone: result.gone,
    ...(result.historyFailure === undefined ? {} : {historyFailure: result.historyFailure}),
    gates: result.gates
  };
  return `${JSON.stringify(document)}\n`;
}

/** For people: where the page over all runs is, counts, what failed and why, the conditions. */
export function batchText(plan: BatchPlan, result: BatchResult, index: string | undefined, locale: Locale): string {
  const {items, runs, gone, gates, history, historyFailure} = result;
  const {made, kept, failed} = countsOf(result);
  const named = (key: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [locale.text(`batch.${key}`, {runs: plain(locale.names(names))})];
  const distinct = (of: typeof items): string[] => [...new Set(of.map(({run}) => run))];
  const lines = [
    ...(index === undefined ? [locale.text("batch.dry-run")] : [index]),
    locale.text(plan.dryRun ? "batch.counts-dry" : "batch.counts", {runs: runs.length, made, kept, failed}),
    ...(plan.dryRun
      ? items.filter(({action}) => action === "made").map(item => `${item.run} (${item.lang}): ${locale.text(`batch.why.${item.why}`)}`)
      : []),
    ...items.flatMap(({run, why, failure}) =>
      failure === undefined
        ? []
        : [locale.text(why === "failed-before" ? "batch.failed-before" : "batch.failed", {run, reason: failureText(failure, plan, locale)})]
    ),
    ...named("empty", distinct(items.filter(({exitCode}) => exitCode === exitCodes.nothingMeasurable))),
    ...named("waiting", distinct(items.filter(({action}) => action === "waiting"))),
    ...named("gone", gone),
    ...(historyFailure === undefined ? [] : [failureText(historyFailure, plan, locale)]),
    ...(history === undefined ? [] : gates.map(gate => plain(gateSentence(gate, history, locale).spans)))
  ];
  return `${lines.map(oneLine).join("\n")}\n`;
}
