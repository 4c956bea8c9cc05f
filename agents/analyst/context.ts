import type {Evidence, Finding, Labels} from "../contracts/index.ts";
import type {Cell} from "./cells.ts";
import type {Judgement} from "./claims/judge.ts";
import type {Effect} from "./effects.ts";
import type {FactStore} from "./facts.ts";
import type {Frames} from "./frames.ts";
import type {Pass} from "./pass.ts";

/** What detectors, tables and remarks compute from. */
export interface Context {
  evidence: Evidence;
  frames: Frames;
  /** All attempts; those of aborted sessions only where there are no others. */
  cells: readonly Cell[];
  /** Neither cold nor cached. */
  steady: readonly Cell[];
  effects: readonly Effect[];
  pass: Pass;
  /** What documents claim, compared with the data. */
  judgement: Judgement;
  store: FactStore;
  options: AnalyzeOptions;
}

export interface AnalyzeOptions {
  /** Smallest effect of interest, as a fraction. */
  smallestEffect: number;
  /** Significance level after Holm. */
  level: number;
}

export const defaultOptions: AnalyzeOptions = {smallestEffect: 0.03, level: 0.05};

/** A finding before it has an id; lists and maps that are left out are empty. */
export type FindingDraft = Omit<Finding, "id" | "subject" | "facts" | "words" | "confounders" | "reasons" | "members"> & {
  subject?: Labels;
  facts?: Record<string, string>;
  words?: Record<string, string>;
  members: {subject: Labels; facts: Record<string, string>; words?: Record<string, string>}[];
  confounders?: Finding["confounders"];
  reasons?: Finding["reasons"];
};

/** One kind of finding: what it looks for is in the doc comment of each. */
export type Detector = (context: Context) => FindingDraft[];
