import type {ExitCode, GateResult, History, Time} from "../../agents/contracts/index.ts";
import type {Failure} from "./failure.ts";
import type {MakeReason} from "./reason.ts";

/** What became of the report of one run in one language. */
export interface ItemResult {
  run: string;
  lang: string;
  /** Folder of the report, absolute. */
  path: string;
  /** `waiting`: its files are still arriving. A dry run says `made` of what it would make. */
  action: "made" | "kept" | "failed" | "waiting";
  /** Why it was made or kept; `failed-before`: nothing changed since, so it was not tried again. */
  why: MakeReason | "unchanged" | "failed-before" | "arriving";
  /** Of the report alone; 5 when there is none. */
  exitCode: ExitCode;
  failure?: Failure;
  /** The first findings, in the language of the report. */
  findings: readonly string[];
  /** Day that the report bears. */
  date?: string;
  seconds: number;
}

export interface RunState {
  run: string;
  time?: Time;
  isCompared: boolean;
}

export interface BatchResult {
  items: readonly ItemResult[];
  /** In the order in which they are compared; those of which nothing is known yet come last. */
  runs: readonly RunState[];
  /** Runs that are not there any more; their reports stay. */
  gone: readonly string[];
  /** All runs beside each other; absent in a dry run, and when no run could be read. */
  history?: History;
  /** Why the runs could not be put beside each other. */
  historyFailure?: Failure;
  gates: readonly GateResult[];
}
