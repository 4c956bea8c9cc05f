import {runSeriesOf} from "../../agents/analyst/index.ts";
import {historySchema, runSeriesSchema, type Time} from "../../agents/contracts/index.ts";
import {historyOfRuns} from "../history-section.ts";
import {type MakeEffects, makeReport} from "../make-report.ts";
import type {PreparedReport} from "../prepare-report.ts";
import {readingStages} from "../stages.ts";
import {openStore, stageKey} from "../store.ts";
import {seriesEntry, seriesKeyOf} from "./series-key.ts";

/** A piece of a batch that takes long: done in another thread, or on another machine. Plain data. */
export type BatchWork =
  /** What a run measured, into the store. */
  | {kind: "series"; prepared: PreparedReport; run: string; time?: Time}
  /** A report, into its temporary folder. */
  | {kind: "report"; prepared: PreparedReport}
  /** All runs beside each other, into the store of `out`. */
  | {kind: "history"; out: string; key: string; series: readonly string[]};

/** @returns the outcome of a report (`outcomeSchema`), null else. @throws what its stages throw. */
export async function doBatchWork(work: BatchWork, effects: MakeEffects): Promise<unknown> {
  if (work.kind === "report") return await makeReport(work.prepared, effects);
  if (work.kind === "history") {
    const store = openStore(`${work.out}/.chimera`, effects);
    await store.write("history", work.key, historySchema, await historyOfRuns(work.series, store));
    return null;
  }
  const {prepared, run, time} = work;
  const {progress, ...world} = effects;
  const store = openStore(`${prepared.plan.out}/.chimera`, effects);
  const stages = readingStages(prepared, {
    ...world,
    store,
    ...(progress === undefined ? {} : {progress: progress.file})
  });
  const series = runSeriesOf((await stages.evidence()).value, {run, ...(time === undefined ? {} : {time})});
  await store.write(seriesEntry, stageKey(seriesKeyOf(prepared, run, time)), runSeriesSchema, series, {isHandedOff: true});
  return null;
}
