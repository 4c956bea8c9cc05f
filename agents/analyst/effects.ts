import {type Labels, metricEntry, type Session, type Source} from "../contracts/index.ts";
import {type Cell, columnIn, definitionsOf, partsOf, valuesOf} from "./cells.ts";
import {isOrderedByLevel, isWorkAlike, type Sweep, shownSubject, sweepsOf} from "./comparable.ts";
import {type FactStore, valueSources} from "./facts.ts";
import {groupBy} from "./labels.ts";
import {pairedWork} from "./paired-work.ts";
import {blockEffect} from "./statistics/block-effect.ts";
import {blockShuffles} from "./statistics/block-shuffles.ts";
import {holm} from "./statistics/holm.ts";
import {mannWhitney} from "./statistics/mann-whitney.ts";
import {median} from "./statistics/quantile.ts";
import {pairedT} from "./statistics/paired-t.ts";
import {pairedRatio} from "./statistics/ratio.ts";
import {ratioOfMedians} from "./statistics/ratio-of-medians.ts";
import {rowEffect} from "./statistics/row-effect.ts";
import {mean, standardDeviation} from "./statistics/spread.ts";
import {welch} from "./statistics/welch.ts";

/** What one factor did to one metric of one subject in one session, against the noise. */
export interface Effect {
  session: Session;
  sweep: Sweep;
  subject: Labels;
  factor: string;
  from: Labels[string];
  to: Labels[string];
  metric: string;
  ratio: number;
  interval?: readonly [number, number];
  p: number;
  /**
   * `pairs`: blocks that differ in the factor only · `prompts`: equal prompts on both sides · `samples`: rows of two cells · `levels`:
   * more than two levels against shuffling.
   */
  basis: "pairs" | "prompts" | "samples" | "levels";
  n: number;
  /** The metric on which the question of this factor is decided; others are described where it is shown. */
  primary: boolean;
  /** Ratio for two levels; spread for more. */
  fact: string;
  /** What shuffling the levels gives: only for `levels`. */
  noise?: string;
  ordered: boolean;
  /** `levels` only: so few blocks that the rows inside them were shuffled. */
  isByRows?: boolean;
  /** `levels` only: too few blocks and too few rows in them to show anything. */
  isTooFew?: boolean;
  /** `levels` only: they differ by no more than shuffling them gives. */
  isInsideNoise?: boolean;
  cells: Map<Labels[string], Cell[]>;
  verdict: "shown" | "not-shown" | "too-few";
}

/** Metrics that answer "does it matter", best first; the first that can be compared decides. */
const questions = ["total_time", "e2e_latency", "latency", "decode_throughput", "prefill_throughput", "output_throughput"] as const;

export interface EffectOptions {
  /** Smallest effect of interest, as a fraction. */
  smallest: number;
  /** Significance level after Holm. */
  level: number;
}

/** All effects in steady cells, session by session; Holm over the primary effects of one session (one sweep is one question). */
export function effectsOf(cells: readonly Cell[], store: FactStore, options: EffectOptions): Effect[] {
  const all: Effect[] = [];
  for (const group of groupBy(cells, ({session}) => session.id).values()) {
    const effects = sweepsOf(group).flatMap(sweep => effectsAlong(sweep, store));
    judge(effects, options);
    all.push(...effects);
  }
  return all;
}

function judge(effects: Effect[], {smallest, level}: EffectOptions): void {
  const primary = effects.filter(effect => effect.primary);
  const adjusted = holm(primary.map(({p}) => p));
  primary.forEach((effect, index) => {
    effect.verdict = verdictOf(effect, adjusted[index] ?? 1, smallest, level);
  });
  const decided = new Set(primary.filter(({verdict}) => verdict === "shown").map(({sweep}) => sweep));
  for (const effect of effects) {
    if (effect.primary) continue;
    const {interval, p, isInsideNoise = false} = effect;
    const clear = interval === undefined ? p < level && !isInsideNoise : interval[0] > 1 || interval[1] < 1;
    effect.verdict = decided.has(effect.sweep) && clear && Math.abs(effect.ratio - 1) >= smallest ? "shown" : "not-shown";
  }
}

function verdictOf(effect: Effect, p: number, smallest: number, level: number): Effect["verdict"] {
  if (effect.basis === "pairs" && effect.n < FEWEST_PAIRS) return "too-few";
  if (p < level && certainSize(effect) >= smallest && effect.isInsideNoise !== true) return "shown";
  return effect.isTooFew === true ? "too-few" : "not-shown";
}

/**
 * How much of an effect counts: all of it; where the levels were measured one after the other, what is left at the near end of its
 * interval, since the machine may have drifted by the rest meanwhile.
 */
function certainSize({ratio, interval, ordered}: Effect): number {
  if (!ordered || interval === undefined) return Math.abs(ratio - 1);
  return Math.max(0, interval[0] - 1, 1 - interval[1]);
}

function effectsAlong(sweep: Sweep, store: FactStore): Effect[] {
  const cells = sweep.blocks.flatMap(block => [...block.values()].flat());
  const alike = isWorkAlike(cells);
  const session = cells[0]?.session;
  if (session === undefined) return [];
  const metrics = questions.filter(
    metric => (alike || metricEntry(metric)?.dependsOnWork !== true) && definitionsOf(partsOf(cells), metric).size === 1
  );
  const isVariant = sweep.factor === "quantization";
  const rates = metrics.filter(metric => metricEntry(metric)?.unit === "tok/s");
  const asked = isVariant ? rates : [...metrics.filter(metric => metricEntry(metric)?.unit === "s").slice(0, 1), ...rates];
  const hasTotal = asked.some(metric => metricEntry(metric)?.unit === "s");
  return asked.flatMap((metric, index) => {
    const measured = sweep.blocks.flatMap(block => {
      const known = new Map([...block].filter(([, own]) => valuesOf(partsOf(own), metric).length > 0));
      return known.size > 1 ? [known] : [];
    });
    if (measured.length === 0) return [];
    const base = {
      session,
      sweep,
      subject: shownSubject(sweep.subject),
      factor: sweep.factor,
      metric,
      primary: hasTotal ? index === 0 : true
    };
    const ordered = isOrderedByLevel(sweep);
    if (sweep.factor !== "quantization" && sweep.levels.length > 2 && measured.length > 1) {
      const effect = levelsEffect(base, measured, ordered, store);
      return effect === undefined ? [] : [effect];
    }
    return pairsOfLevels(sweep).flatMap(([from, to]) => {
      const effect = twoLevels(base, from, to, measured, ordered, store);
      return effect === undefined ? [] : [effect];
    });
  });
}

/** Every level against the reference: the first, or for quantizations the variant under the plain name of the model. */
function pairsOfLevels(sweep: Sweep): [Labels[string], Labels[string]][] {
  const reference = referenceLevel(sweep);
  return reference === undefined ? [] : sweep.levels.filter(level => level !== reference).map(level => [reference, level]);
}

function referenceLevel({factor, levels, blocks, subject}: Sweep): Labels[string] | undefined {
  if (factor !== "quantization") return levels[0];
  const counts = new Map<Labels[string], number>();
  for (const block of blocks) {
    for (const [level, cells] of block) {
      if (cells.some(cell => cell.subject.model === subject.model)) counts.set(level, (counts.get(level) ?? 0) + cells.length);
    }
  }
  const plain = [...counts].sort(([a, m], [b, n]) => n - m || preference(a) - preference(b))[0];
  return plain?.[0] ?? levels.toSorted((a, b) => preference(a) - preference(b))[0];
}

/** Among variants under one name, or each under its own, the usual default of the tools is the reference: Q4_K_M. */
const preference = (level: Labels[string]): number => (level === "Q4_K_M" ? 0 : 1);

type Base = Pick<Effect, "session" | "sweep" | "subject" | "factor" | "metric" | "primary">;

function twoLevels(
  base: Base,
  from: Labels[string],
  to: Labels[string],
  blocks: readonly Map<Labels[string], Cell[]>[],
  ordered: boolean,
  store: FactStore
): Effect | undefined {
  const both = blocks.flatMap(block => {
    const [a, b] = [block.get(from), block.get(to)];
    return a === undefined || b === undefined ? [] : [{a, b}];
  });
  if (both.length === 0) return undefined;
  const sides = both.map(({a, b}): [number[], number[]] => [valuesOf(partsOf(a), base.metric), valuesOf(partsOf(b), base.metric)]);
  const test =
    testPrompts(both, base) ??
    (sides.length >= FEWEST_PAIRS ? testPairs(sides) : (testSamples(sides) ?? (sides.length > 1 ? testPairs(sides) : undefined)));
  if (test === undefined) return undefined;
  const cells = new Map([
    [from, both.flatMap(({a}) => a)],
    [to, both.flatMap(({b}) => b)]
  ]);
  const {ratio, interval, p, n, basis, formula} = test;
  const sources = [...cells.values()].flatMap(own => valueSources(partsOf(own), base.metric));
  const fact = store.add({
    kind: "derived",
    metric: base.metric,
    definition: columnIn(partsOf([...cells.values()].flat()), base.metric)?.definition ?? "standard",
    statistic: "ratio",
    ...scopeOf(base, to),
    versus: {[base.factor]: from},
    direction: directionOf(base.metric, ratio),
    value: ratio,
    unit: "x",
    n,
    ...(interval === undefined ? {} : {interval: [interval[0], interval[1]] as [number, number]}),
    formula,
    sources,
    sourceCount: countValues([...cells.values()].flat(), base.metric)
  });
  return {...base, from, to, ratio, ...(interval === undefined ? {} : {interval}), p, n, basis, fact, ordered, cells, verdict: "not-shown"};
}

const scopeOf = (base: Base, to: Labels[string]) =>
  base.factor === "quantization"
    ? {subject: {...base.subject, quantization: to}, session: base.session.id}
    : {subject: base.subject, settings: {[base.factor]: to}, session: base.session.id};

const countValues = (cells: readonly Cell[], metric: string): number => valuesOf(partsOf(cells), metric).length;

export function directionOf(metric: string, ratio: number): "better" | "worse" | "same" | "neutral" {
  const better = metricEntry(metric)?.better ?? "neither";
  if (better === "neither") return "neutral";
  if (ratio === 1) return "same";
  return ratio > 1 === (better === "higher") ? "better" : "worse";
}

interface Test {
  ratio: number;
  interval?: readonly [number, number];
  p: number;
  n: number;
  basis: "pairs" | "prompts" | "samples";
  formula: string;
}

/** Below this many pairs no interval can be given, and series of rows are compared instead where there are enough. */
const FEWEST_PAIRS = 6;

/** Below this many rows in a cell nothing is known of their noise. */
const FEWEST_ROWS = 3;

/** Levels that can be shuffled in fewer ways cannot be shown to differ, whatever they do, when several questions are asked. */
const FEWEST_SHUFFLES = 200;

function testPairs(sides: readonly (readonly [readonly number[], readonly number[]])[]): Test {
  const pairs = sides.map(([a, b]): [number, number] => [median(a), median(b)]);
  const {ratio, interval, p, n} = pairedRatio(pairs);
  const isClear = interval === undefined || interval[0] > 1 || interval[1] < 1;
  return {
    ratio,
    ...(interval === undefined ? {} : {interval}),
    p: isClear ? (pairedT(pairs) ?? p) : 1,
    n,
    basis: "pairs",
    formula: "median(b / a)"
  };
}

/** Fewest different prompts that are compared as pairs: of two, chance alone decides. */
const FEWEST_PROMPTS = 3;

/** Equal prompts on both sides, where there are several: what a prompt asks for is no noise then. */
function testPrompts(blocks: readonly {a: Cell[]; b: Cell[]}[], {metric, factor}: Base): Test | undefined {
  const all = blocks.map(({a, b}) => pairedWork(a, b, metric, factor));
  if (Math.max(...all.map(({prompts}) => prompts)) < FEWEST_PROMPTS) return undefined;
  const pairs = all.flatMap(work => work.pairs);
  return {...testPairs(pairs.map(([a, b]) => [[a], [b]])), basis: "prompts"};
}

/**
 * Rows of one run against rows of another. One block: from six values a side on medians and ranks; from three on means (Welch),
 * without an interval. Several blocks: what holds in each of them, so the weakest decides; below six values the rows of all blocks
 * together decide, where all point one way. Undefined when rows are too few.
 */
function testSamples(sides: readonly (readonly [readonly number[], readonly number[]])[]): Test | undefined {
  const n = Math.min(...sides.flat().map(({length}) => length));
  if (n >= FEWEST_PAIRS) return testRanks(sides, n);
  if (n < FEWEST_ROWS) return undefined;
  if (sides.length > 1) return testRows(sides, n);
  const [a, b] = sides[0] ?? [[], []];
  const [first, second] = [summary(a), summary(b)];
  const result = welch(first, second);
  return result === undefined
    ? undefined
    : {ratio: second.mean / first.mean, p: result.p, n, basis: "samples", formula: "mean(b) / mean(a)"};
}

function testRanks(sides: readonly (readonly [readonly number[], readonly number[]])[], n: number): Test {
  const blocks = sides.map(([a, b]) => ({...ratioOfMedians(a, b), p: mannWhitney(a, b).p}));
  const ratio = median(blocks.map(block => block.ratio));
  const isOneWay = new Set(blocks.map(block => block.ratio > 1)).size === 1;
  const intervals = blocks.flatMap(({interval}) => (interval === undefined ? [] : [interval]));
  const hull =
    intervals.length === blocks.length
      ? ([Math.min(...intervals.map(([low]) => low)), Math.max(...intervals.map(([, high]) => high))] as const)
      : undefined;
  const p = isOneWay ? Math.max(...blocks.map(block => block.p)) : 1;
  return {ratio, ...(hull === undefined ? {} : {interval: hull}), p, n, basis: "samples", formula: "median(b) / median(a)"};
}

function testRows(sides: readonly (readonly [readonly number[], readonly number[]])[], n: number): Test {
  const ratios = sides.map(([a, b]) => median(b) / median(a));
  const isOneWay = new Set(ratios.map(ratio => ratio > 1)).size === 1;
  return {ratio: median(ratios), p: isOneWay ? rowEffect(sides).p : 1, n, basis: "samples", formula: "median(b) / median(a)"};
}

const summary = (values: readonly number[]) => ({mean: mean(values), std: standardDeviation(values) ?? 0, n: values.length});

function levelsEffect(base: Base, blocks: readonly Map<Labels[string], Cell[]>[], ordered: boolean, store: FactStore): Effect | undefined {
  const {levels} = base.sweep;
  const complete = blocks.filter(block => levels.every(level => block.has(level)));
  if (complete.length < 2) return undefined;
  const rows = complete.map(block => levels.map(level => valuesOf(partsOf(block.get(level) ?? []), base.metric)));
  const table = rows.map(block => block.map(median));
  const {levels: heights, ...ofLevels} = blockEffect(table);
  const isByRows = blockShuffles(complete.length, levels.length).count < FEWEST_SHUFFLES;
  const isTooFew = isByRows && rows.flat().some(({length}) => length < FEWEST_ROWS);
  const {spread, noise, p} = isByRows && !isTooFew ? rowEffect(rows) : ofLevels;
  const cells = new Map(levels.map(level => [level, complete.flatMap(block => block.get(level) ?? [])]));
  const [lowest, highest] = [heights.indexOf(Math.min(...heights)), heights.indexOf(Math.max(...heights))];
  const all = [...cells.values()].flat();
  const add = (measure: string, value: number, formula: string) =>
    store.add({
      kind: "derived",
      metric: base.metric,
      definition: columnIn(partsOf(all), base.metric)?.definition ?? "standard",
      statistic: "difference",
      subject: base.subject,
      session: base.session.id,
      where: {factor: base.factor, measure},
      value,
      unit: "fraction",
      n: complete.length,
      formula,
      digits: 2,
      sources: sourcesOfCells(all, base.metric),
      sourceCount: countValues(all, base.metric)
    });
  return {
    ...base,
    from: levels[lowest] ?? "",
    to: levels[highest] ?? "",
    ratio: 1 + spread,
    p,
    n: complete.length,
    basis: "levels",
    fact: add("spread", spread, "max(level) / min(level) - 1"),
    noise: add("noise", noise, "q95(shuffled)"),
    ordered,
    isByRows,
    isTooFew,
    isInsideNoise: spread <= noise,
    cells,
    verdict: "not-shown"
  };
}

const sourcesOfCells = (cells: readonly Cell[], metric: string): Source[] => valueSources(partsOf(cells), metric);
