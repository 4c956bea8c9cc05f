import {type Change, type NoteInput, noteSchema, type Series} from "../../contracts/index.ts";
import {mannWhitney} from "../statistics/mann-whitney.ts";
import {normalTail} from "../statistics/normal-tail.ts";
import {median} from "../statistics/quantile.ts";
import {mean, standardDeviation} from "../statistics/spread.ts";
import {studentCritical} from "../statistics/student.ts";
import {welch} from "../statistics/welch.ts";
import {differencesOf, type Point} from "./chains.ts";
import {type Level, type LevelOptions, levelsOf, type Noise, noiseOf, tailOf} from "./levels.ts";

/** Earlier runs from which their noise is taken; with fewer it is assumed. */
export const enoughRuns = 5;

/**
 * Standard deviation between runs, as a difference of logarithms, where too few of them show it. The samples of one run share its day, its
 * heat and its neighbours: however many they are, they do not tell by how much the next run differs.
 */
export const assumedNoise = 0.02;

const NAMED_RUNS = 20;

/** Variance of a median in units of that of a mean. */
const MEDIAN_COSTS = 1.57;

/** Where every place of a history is tried, the level is lower by this. */
export const STRICTER = 5;

/** Token counts within this are the same work. */
const SAME_WORK = 1.03;

/** A change before Holm's correction, which needs those of all series of a metric. */
export interface RawChange {
  newest: Point;
  earlier: readonly Point[];
  from?: number;
  ratio?: number;
  interval?: [number, number];
  p?: number;
  basis: Change["basis"];
  reasons: NoteInput[];
  confounders: NoteInput[];
}

const logOf = ({series}: Point): number => Math.log(series.median);

/** Noise of the earlier runs about their levels; undefined below `enoughRuns`. */
export function noiseOfRuns(earlier: readonly Point[], options: LevelOptions): {levels: Level[]; noise: Noise} | undefined {
  if (earlier.length < enoughRuns) return undefined;
  const logs = earlier.map(logOf);
  const levels = levelsOf(logs, options);
  return {levels, noise: noiseOf(logs, levels, options.floor)};
}

/**
 * Standard deviation of a run's median from the scatter of its own samples, as a difference of logarithms; the usual one of the runs.
 * Noise between runs cannot be smaller, whatever a few of them happen to show.
 */
export function samplingNoise(points: readonly Point[]): number {
  const errors = points.flatMap(({series}) => errorOf(series) ?? []);
  return errors.length === 0 ? 0 : median(errors);
}

/** Standard error of the median of the samples, or of a stated mean, as a fraction. */
function errorOf({basis, samples, n, deviation: stated, median: middle}: Series): number | undefined {
  const isStated = basis === "stated";
  const deviation = isStated ? stated : samples.length > 2 ? standardDeviation(samples) : undefined;
  if (deviation === undefined || n === undefined || middle <= 0) return undefined;
  return ((isStated ? 1 : Math.sqrt(MEDIAN_COSTS)) * deviation) / middle / Math.sqrt(n);
}

/** Earlier points whose work is like that of the newest: others are not compared. */
export const ofLikeWork = (newest: Point, earlier: readonly Point[]): Point[] =>
  earlier.filter(point => isLikeWork(point.series, newest.series));

/** Whether what both record of the work (of all of it, or of the keys) is within 3 %. */
export function isLikeWork({work: a}: Series, {work: b}: Series, keys: readonly string[] = Object.keys(a)): boolean {
  return keys.every(key => {
    const [one, two] = [a[key], b[key]];
    return one === undefined || two === undefined || Math.max(one, two) <= SAME_WORK * Math.min(one, two);
  });
}

/** The newest run against the longest steady level of the earlier ones. */
export function againstHistory(newest: Point, earlier: readonly Point[], options: LevelOptions): RawChange {
  const known = noiseOfRuns(earlier, options);
  const last = earlier.at(-1);
  if (last === undefined) throw new Error("a history without earlier runs");
  if (known === undefined) return againstEach(newest, earlier);
  const {levels, noise} = known;
  const reference = levels.reduce((best, level) => (level.end - level.start >= best.end - best.start ? level : best), firstLevel(levels));
  const size = reference.end - reference.start;
  const own = earlier.slice(reference.start, reference.end);
  return {
    ...tested(newest, reference.height, noise, 1 + MEDIAN_COSTS / size),
    newest,
    earlier,
    ...differencesOf(usual(own), newest)
  };
}

/** The newest run against the one before. `others`: earlier runs that show how runs scatter. */
export function againstPrevious(newest: Point, previous: Point, others: readonly Point[], options: LevelOptions): RawChange {
  const known = noiseOfRuns(others, options);
  if (known === undefined) return againstEach(newest, [previous]);
  const raw = {...tested(newest, logOf(previous), known.noise, 2), ...centreOf(newest, previous.series.median)};
  const samples = sampleTest(previous.series, newest.series);
  return {
    ...raw,
    ...(samples === undefined ? {} : {p: Math.max(raw.p ?? 0, samples)}),
    newest,
    earlier: [previous],
    ...differencesOf(previous, newest)
  };
}

/** What a point is compared with, and how many times as much it is. */
const centreOf = ({series}: Point, from: number): {from: number; ratio: number} => ({from, ratio: series.median / from});

/** By the noise of runs: `spread` is the variance of the difference in units of the noise's. */
function tested(
  newest: Point,
  height: number,
  {deviation, df}: Noise,
  spread: number
): Pick<RawChange, "from" | "ratio" | "interval" | "p" | "basis"> {
  const difference = logOf(newest) - height;
  const error = deviation * Math.sqrt(spread);
  const reach = studentCritical(0.95, df) * error;
  return {
    from: Math.exp(height),
    ratio: Math.exp(difference),
    interval: [Math.exp(difference - reach), Math.exp(difference + reach)],
    p: tailOf(difference, error, df),
    basis: "runs"
  };
}

/**
 * Too few runs for their noise: what holds against each of them by its samples, lies farther from their median than they lie apart, and is
 * more than runs are assumed to differ anyway.
 */
function againstEach(newest: Point, earlier: readonly Point[]): RawChange {
  const tests = earlier.map(point => sampleTest(point.series, newest.series));
  const heights = earlier.map(logOf);
  const height = median(heights);
  const differences = heights.map(one => logOf(newest) - one);
  const isOneWay = differences.every(one => one > 0) || differences.every(one => one < 0);
  const apart = Math.max(...heights) - Math.min(...heights);
  const isTested = tests.every(test => test !== undefined);
  const assumed = assumedChange(newest, earlier);
  const isBeyond = isOneWay && Math.abs(logOf(newest) - height) > apart;
  const p = isBeyond ? Math.max(assumed.p, ...tests.map(test => test ?? 1)) : 1;
  const {confounders, reasons} = differencesOf(usual(earlier), newest);
  const code = earlier.length === 1 ? "one-run-each" : "few-runs";
  return {
    newest,
    earlier,
    ...centreOf(newest, earlier.length === 1 ? (earlier[0]?.series.median ?? 0) : Math.exp(height)),
    ...(isTested ? {p, interval: assumed.interval} : {}),
    basis: isTested ? "samples" : "none",
    confounders,
    reasons: [...reasons, {code}]
  };
}

/** What never varies within a run is counted, not timed: it has no noise between runs either. */
const isCounted = (points: readonly Point[]): boolean => points.every(({series}) => errorOf(series) === 0);

/** By the noise that runs are assumed to have at least, that of sampling within them, and what the earlier ones show if that is more. */
function assumedChange(newest: Point, earlier: readonly Point[]): {p: number; interval: [number, number]} {
  const heights = earlier.map(logOf);
  const least = isCounted([newest, ...earlier]) ? 0 : Math.hypot(assumedNoise, samplingNoise([newest, ...earlier]));
  const deviation = Math.max(least, standardDeviation(heights) ?? 0);
  const error = deviation * Math.sqrt(1 + (earlier.length < 3 ? 1 : MEDIAN_COSTS) / earlier.length);
  const difference = logOf(newest) - median(heights);
  const reach = 1.96 * error;
  const p = error > 0 ? normalTail(Math.abs(difference) / error) : Number(difference === 0);
  return {p, interval: [Math.exp(difference - reach), Math.exp(difference + reach)]};
}

/**
 * Ranks from six samples a side. Where those of the two sides do not overlap, ranks say no more than that there were enough of them:
 * the means of the logarithms decide (Welch). So they do from three samples, and means as a tool states them. Undefined when nothing
 * of it is possible.
 */
function sampleTest(a: Series, b: Series): number | undefined {
  const [one, two] = [summaryOf(a), summaryOf(b)];
  const means = one === undefined || two === undefined ? undefined : meansTest(one, two);
  const isRanked = Math.min(a.samples.length, b.samples.length) >= 6 && [...a.samples, ...b.samples].every(value => value > 0);
  if (!isRanked) return means;
  const ranks = mannWhitney(a.samples, b.samples);
  const isApart = ranks.u === 0 || ranks.u === a.samples.length * b.samples.length;
  return isApart ? Math.min(ranks.p, means ?? 1) : ranks.p;
}

type Summary = Parameters<typeof welch>[0];

/** Two means; without any scatter every difference is one. */
function meansTest(one: Summary, two: Summary): number | undefined {
  if (one.std === 0 && two.std === 0 && one.n > 1 && two.n > 1) return one.mean === two.mean ? 1 : 0;
  return welch(one, two)?.p;
}

function summaryOf({basis, samples, median: value, deviation, n}: Series): Summary | undefined {
  if (basis === "stated") return deviation === undefined || n === undefined || n < 3 ? undefined : {mean: value, std: deviation, n};
  if (samples.length < 3 || samples.some(sample => sample <= 0)) return undefined;
  const logs = samples.map(Math.log);
  return {mean: mean(logs), std: standardDeviation(logs) ?? 0, n: logs.length};
}

/** The point whose labels stand for several: the last of those that most agree with. */
function usual(points: readonly Point[]): Point {
  const keyOf = ({series}: Point) => JSON.stringify([series.settings, series.subject, series.environment]);
  const counts = new Map<string, number>();
  for (const point of points) counts.set(keyOf(point), (counts.get(keyOf(point)) ?? 0) + 1);
  return points.reduce((best, point) => ((counts.get(keyOf(point)) ?? 0) >= (counts.get(keyOf(best)) ?? 0) ? point : best));
}

const firstLevel = ([first]: readonly Level[]): Level => first ?? {start: 0, end: 0, height: 0};

/** The verdict once `p` is corrected. `smallest`: as a fraction. */
export function changeOf(raw: RawChange, adjusted: number | undefined, {smallest, level}: {smallest: number; level: number}): Change {
  const {newest, earlier, from, ratio, interval, basis, confounders, reasons} = raw;
  const isBetter = (value: number) => value > 1 === (newest.series.better === "higher");
  const isShown = ratio !== undefined && adjusted !== undefined && adjusted < level && Math.abs(ratio - 1) >= smallest;
  const verdict =
    isShown && ratio !== undefined ? (isBetter(ratio) ? "better" : "worse") : adjusted === undefined ? "too-few" : "no-difference-shown";
  const isCertain = basis === "runs" && confounders.length === 0 && !reasons.some(({code}) => code === "recorded-on-one-side");
  return {
    runs: earlier.slice(-NAMED_RUNS).map(({run}) => run),
    runCount: earlier.length,
    ...(from === undefined ? {} : {from}),
    to: newest.series.median,
    ...(ratio === undefined ? {} : {ratio}),
    ...(interval === undefined ? {} : {interval}),
    basis,
    ...(adjusted === undefined ? {} : {p: adjusted}),
    verdict,
    confidence: isCertain ? "high" : basis === "none" ? "low" : "medium",
    confounders: confounders.map(note => noteSchema.parse(note)),
    reasons: reasons.map(note => noteSchema.parse(note))
  };
}
