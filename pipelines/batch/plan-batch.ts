import {SpecError} from "../../agents/contracts/index.ts";
import {planReport, type ReportPlan, type ReportSpec, type SpecContext} from "../spec.ts";
import type {Run} from "./find-runs.ts";

/** What was asked of `batch`, by flags or configuration; nothing of it is checked. */
export interface BatchSpec extends Omit<ReportSpec, "artifacts" | "name"> {
  /** A folder of runs, or a file that lists them. */
  root: string;
  /** Patterns of the folders that are runs; without any, each direct sub-folder is one. */
  runs?: readonly string[];
  concurrency?: string;
  retryErrors?: boolean;
  force?: boolean;
  dryRun?: boolean;
  watch?: boolean;
}

/** A checked `BatchSpec`. */
export interface BatchPlan {
  /** Absolute path. */
  root: string;
  runs: readonly string[];
  /** Languages of the reports, the index page's own one first. */
  langs: readonly string[];
  /** Reports that are made at the same time. */
  concurrency: number;
  retryErrors: boolean;
  force: boolean;
  dryRun: boolean;
  /** It stays; a folder without runs may get some. */
  watch: boolean;
  /** What the report of every run is like; artifacts, name and language are the run's own. */
  report: ReportPlan;
}

/** Each working thread holds a whole report in memory. */
const mostAtOnce = 64;

/** @throws SpecError for the first thing that is wrong. */
export function planBatch(spec: BatchSpec, context: SpecContext & {processors: number}): BatchPlan {
  const {root, runs = [], concurrency, retryErrors = false, force = false, dryRun = false, watch = false, ...rest} = spec;
  if (watch && dryRun) throw new SpecError("watch-once", "--watch does not go with --dry-run", {option: "--dry-run"});
  const langs = [...new Set((rest.lang ?? "ru").split(",").map(lang => lang.trim()))];
  const [report] = langs.map(lang => planReport({...rest, lang, artifacts: root, name: "run"}, context));
  if (report === undefined) throw new SpecError("unknown-language", "--lang: no language is named", {value: "", known: "", guess: "none"});
  return {
    root: report.artifacts,
    runs,
    langs,
    concurrency: concurrencyOf(concurrency) ?? Math.min(4, context.processors),
    retryErrors,
    force,
    dryRun,
    watch,
    report
  };
}

/** @throws SpecError for anything but a whole number that makes sense. */
export function concurrencyOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= mostAtOnce) return value;
  const most = String(mostAtOnce);
  throw new SpecError("concurrency-not-valid", `--concurrency ${text}: expected a whole number from 1 to ${most}`, {value: text, most});
}

/** The report of one run in one language. */
export const planOf = (plan: BatchPlan, {path, name}: Run, lang: string): ReportPlan => ({...plan.report, artifacts: path, name, lang});
