import {at} from "../statistics/at.ts";
import {changePoints} from "../statistics/change-points.ts";
import {median, quantile} from "../statistics/quantile.ts";
import {mean} from "../statistics/spread.ts";
import {studentTail} from "../statistics/student.ts";

/** Below this many runs no level is told from noise. */
export const levelRuns = 6;

/** Values this many interquartile ranges beyond the quartiles are no noise: a run on a bad day. */
const FAR_OUT = 3;

export interface LevelOptions {
  /** Smallest step of interest, as a difference of logarithms. */
  smallest: number;
  level: number;
  /** Standard deviation that one value has at least (of sampling within a run), as a difference of logarithms. */
  floor: number;
}

/** Runs between two lasting shifts: `[start, end)` of the series. */
export interface Level {
  start: number;
  end: number;
  /** Median of the logarithms. */
  height: number;
}

/** Noise of a run about its level: standard deviation of the logarithms and its degrees of freedom. */
export interface Noise {
  deviation: number;
  df: number;
}

/**
 * Levels of a series of logarithms in time order. Shifts proposed by `changePoints` stay only if the levels beside them differ by the
 * smallest step and by more than noise, tested with the pooled noise and corrected for the number of places a shift can be at; the
 * weakest one goes first and its neighbours are joined, until all hold.
 */
export function levelsOf(logs: readonly number[], options: LevelOptions): Level[] {
  if (logs.length < levelRuns) return leveled(logs, []);
  let starts = changePoints(logs);
  while (starts.length > 0) {
    const levels = leveled(logs, starts);
    const noise = noiseOf(logs, levels, options.floor);
    const weakness = starts.map((_, index) => weaknessOf(logs, levels[index], levels[index + 1], noise, options));
    const weakest = Math.max(...weakness);
    if (weakest < options.level) return levels;
    const index = weakness.indexOf(weakest);
    starts = starts.filter((_, other) => other !== index);
  }
  return leveled(logs, []);
}

/** Pooled over the levels, without values far out; at least `floor`. `df` is 0 where every level has one value. */
export function noiseOf(logs: readonly number[], levels: readonly Level[], floor: number): Noise {
  const residuals = levels.flatMap(({start, end}) => {
    const own = logs.slice(start, end);
    const kept = withoutFarOut(own);
    const centre = mean(kept);
    return kept.map(value => value - centre);
  });
  const df = Math.max(0, residuals.length - levels.length);
  const variance = df === 0 ? 0 : residuals.reduce((sum, value) => sum + value ** 2, 0) / df;
  return {deviation: Math.max(floor, Math.sqrt(variance)), df};
}

/** Two-sided p of a difference whose standard error is `error`, in Student's t of the noise; 0 for any difference without noise. */
export function tailOf(difference: number, error: number, df: number): number {
  if (difference === 0) return 1;
  return error > 0 ? studentTail(difference / error, df) : 0;
}

function withoutFarOut(values: readonly number[]): readonly number[] {
  const [lower, upper] = [quantile(values, 0.25), quantile(values, 0.75)];
  const reach = FAR_OUT * (upper - lower);
  const kept = values.filter(value => value >= lower - reach && value <= upper + reach);
  return reach > 0 ? kept : values;
}

function leveled(logs: readonly number[], starts: readonly number[]): Level[] {
  const edges = [0, ...starts, logs.length];
  return edges.slice(0, -1).flatMap((start, index) => {
    const end = at(edges, index + 1);
    return end > start ? [{start, end, height: median(logs.slice(start, end))}] : [];
  });
}

/** 1 for a step that is too small, else the corrected p. */
function weaknessOf(
  logs: readonly number[],
  before: Level | undefined,
  after: Level | undefined,
  {deviation, df}: Noise,
  options: LevelOptions
): number {
  if (before === undefined || after === undefined) return 1;
  const [one, two] = [logs.slice(before.start, before.end), logs.slice(after.start, after.end)];
  if (Math.abs(after.height - before.height) < options.smallest) return 1;
  const error = deviation * Math.sqrt(1 / one.length + 1 / two.length);
  const places = logs.length - 3;
  return Math.min(1, places * tailOf(mean(two) - mean(one), error, df));
}
