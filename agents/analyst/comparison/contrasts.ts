import {type Comparison, type Contrast, type MainScore, mainScores, type Verdict} from "../../contracts/index.ts";
import {holm} from "../statistics/holm.ts";
import {permutation} from "../statistics/permutation.ts";
import {shift} from "../statistics/shift.ts";
import {repeatScores} from "./scores.ts";

/** Below this nothing is said of a difference. */
const fewestRepeats = 6;
const level = 0.05;

type Scored = Pick<Comparison["cells"][number], "id" | "scores">;

/**
 * Every cell against the reference in every main score: permutation test on the repeats, Holm over all of them together. A difference is
 * named only where the test and the interval of the shift both say so. Times are compared as ratios.
 */
export function contrastsWith(reference: Scored, others: readonly Scored[]): Contrast[] {
  const plain = others.flatMap(other => mainScores.flatMap(score => contrast(score, reference, other) ?? []));
  const tested = plain.filter(({p}) => p !== undefined);
  const adjusted = new Map(holm(tested.map(({p}) => p ?? 1)).map((p, index) => [tested[index], p]));
  return plain.map(one => {
    const value = adjusted.get(one);
    return value === undefined ? one : {...one, adjusted: value, verdict: verdictOf(one, value)};
  });
}

function contrast(score: MainScore, reference: Scored, {id, scores}: Scored): Contrast | undefined {
  const [before, after] = [reference.scores[score]?.values ?? [], scores[score]?.values ?? []];
  if (before.length === 0 || after.length === 0) return undefined;
  const isRatio = score === "wall_time";
  const moved = shift(...scaled(before, after, isRatio));
  const effect = isRatio ? Math.exp(moved.shift) : moved.shift;
  const ends = moved.interval?.map(end => (isRatio ? Math.exp(end) : end));
  const interval = ends === undefined ? {} : {interval: [ends[0] ?? 0, ends[1] ?? 0] as [number, number]};
  const isTested = Math.min(before.length, after.length) >= fewestRepeats;
  const common = {cell: id, score, effect, ...interval};
  if (!isTested) return {...common, verdict: "too-few"};
  return {...common, p: permutation(...scaled(before, after, isRatio)), verdict: "no-difference-shown"};
}

/** Times as logarithms, at a millisecond at least: a cached or empty repeat takes none. */
function scaled(before: number[], after: number[], isRatio: boolean): [number[], number[]] {
  const scale = (value: number): number => (isRatio ? Math.log(Math.max(value, 0.001)) : value);
  return [before.map(scale), after.map(scale)];
}

function verdictOf({score, effect, interval}: Contrast, adjusted: number): Verdict {
  const none = score === "wall_time" ? 1 : 0;
  const excludesNone = interval !== undefined && (interval[0] > none || interval[1] < none);
  if (adjusted >= level || !excludesNone) return "no-difference-shown";
  return effect > none === (repeatScores[score].better === "higher") ? "better" : "worse";
}
