import {type ExitCode, ReportError} from "../../agents/contracts/index.ts";
import type {CompareOptions} from "../compare/compare.ts";
import type {ComparePlan} from "../compare/compare-spec.ts";
import type {BatchWork} from "../batch/work.ts";
import type {DiffOptions} from "../diff.ts";
import type {InspectOptions} from "../inspect.ts";
import type {PreparedReport} from "../prepare-report.ts";

/** What a thread is asked to do. Plain data. */
export type Task =
  | {kind: "report"; prepared: PreparedReport}
  | {kind: "batch"; work: BatchWork}
  | {kind: "inspect"; options: InspectOptions}
  | {kind: "compare"; plan: ComparePlan; options: CompareOptions}
  | {kind: "diff"; options: DiffOptions};

/** What a thread says. */
export type ThreadMessage =
  | {kind: "stage"; name: string; event: "begins" | "ends"}
  | {kind: "file"; done: number; total: number; path: string}
  | {kind: "done"; value: unknown}
  | {kind: "failed"; thrown: Thrown};

/** An error on its way between threads: a class does not survive it, its fields do. */
export interface Thrown {
  message: string;
  stack: string;
  /** Of a ReportError. */
  report?: {code: string; values: Readonly<Record<string, string>>; exitCode: ExitCode};
}

export function toThrown(error: unknown): Thrown {
  if (!(error instanceof Error)) return {message: String(error), stack: String(error)};
  const {message, stack = message} = error;
  if (!(error instanceof ReportError)) return {message, stack};
  return {message, stack, report: {code: error.code, values: error.values, exitCode: error.exitCode}};
}

export function fromThrown({message, stack, report}: Thrown): Error {
  const error = report === undefined ? new Error(message) : new ReportError(report.code, message, report);
  error.stack = stack;
  return error;
}
