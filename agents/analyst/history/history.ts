import {createHash} from "node:crypto";
import {
  type Change,
  type History,
  type HistorySeries,
  handOff,
  historySchema,
  type LevelChange,
  noteSchema,
  type RunSeries,
  type Series
} from "../../contracts/index.ts";
import {defaultOptions} from "../context.ts";
import {groupBy} from "../labels.ts";
import {holm} from "../statistics/holm.ts";
import {type Chain, chainsOf, differencesOf, type Point} from "./chains.ts";
import {
  againstHistory,
  againstPrevious,
  changeOf,
  isLikeWork,
  noiseOfRuns,
  ofLikeWork,
  type RawChange,
  STRICTER,
  samplingNoise
} from "./compare.ts";
import {type LevelOptions, levelsOf} from "./levels.ts";
import {orderOfRuns} from "./order.ts";
import {seriesKey} from "./series.ts";

/** Changes of the rules change the key of every stored history. */
export const historyVersion = "2";

export interface HistoryOptions {
  /** `given`: the runs come in the order in which they are compared. By default by time, or by name where a time is missing. */
  order?: "given";
  /** Smallest effect of interest, as a fraction. */
  smallestEffect?: number;
  /** Significance level after Holm. */
  level?: number;
}

/**
 * The same series from run to run: the newest run against the one before and against all before, and lasting shifts along the runs.
 * Aborted runs are listed and not compared. Pure. @throws ContractError when the result is none.
 */
export function historyOf(runs: readonly RunSeries[], options: HistoryOptions = {}): History {
  const {smallestEffect: smallest = defaultOptions.smallestEffect, level = defaultOptions.level} = options;
  const {order, ordered} = options.order === undefined ? orderOfRuns(runs) : {order: options.order, ordered: runs};
  const compared = ordered.filter(run => leftOut(run) === undefined);
  const newest = compared.length - 1;
  const rules = {smallest: Math.log1p(smallest), level: level / STRICTER, floor: 0};
  const drafts = chainsOf(compared.map(positiveOnly)).map(chain => draftOf(chain, newest, rules));
  const judge = {smallest, level};
  for (const group of groupBy(drafts, ({series}) => `${series.metric} ${series.definition}`).values()) {
    for (const which of ["previous", "history"] as const) judgeTogether(group, which, judge);
  }
  return handOff("analyst", historySchema, {
    version: 1,
    order,
    runs: ordered.map(run => {
      const why = leftOut(run);
      const {time, attempted, failed} = run;
      return {
        run: run.run,
        ...(time === undefined ? {} : {time}),
        attempted,
        failed,
        ...(why === undefined ? {} : {leftOut: why})
      };
    }),
    ...(compared[newest] === undefined ? {} : {newest: compared[newest].run}),
    series: drafts.map(({series}) => series),
    unmatched: unmatchedOf(drafts, newest, compared)
  });
}

const leftOut = ({aborted, series}: RunSeries): "aborted" | "nothing-measured" | undefined =>
  aborted ? "aborted" : series.length === 0 ? "nothing-measured" : undefined;

/** Ratios need values above 0. */
const positiveOnly = (run: RunSeries): RunSeries => ({...run, series: run.series.filter(({median}) => median > 0)});

interface Draft {
  chain: Chain;
  series: HistorySeries;
  raw: {previous?: RawChange; history?: RawChange};
}

function draftOf(chain: Chain, newest: number, rules: LevelOptions): Draft {
  const {points} = chain;
  const last = points.at(-1);
  if (last === undefined) throw new Error("a chain without points");
  const options = {...rules, floor: samplingNoise(points)};
  const like = [...ofLikeWork(last, points.slice(0, -1)), last];
  const series: HistorySeries = {
    ...identityOf(last.series),
    points: points.map(({run, series: {n, median}}) => ({run, median, ...(n === undefined ? {} : {n})})),
    changes: levelChanges(like, options),
    sources: last.series.sources,
    sourceCount: last.series.sourceCount
  };
  if (last.at !== newest || points.length < 2) return {chain, series, raw: {}};
  const earlier = like.slice(0, -1);
  if (earlier.length === 0) return {chain, series: {...series, ...notComparable(points)}, raw: {}};
  const noise = noiseOfRuns(earlier, options)?.noise.deviation;
  return {
    chain,
    series: {...series, ...(noise === undefined ? {} : {noise})},
    raw: rawChanges(last, earlier, options)
  };
}

/** The run before counts only if it has the series and did like work. */
function rawChanges(last: Point, earlier: readonly Point[], options: LevelOptions): Draft["raw"] {
  const history = againstHistory(last, earlier, options);
  const before = earlier.at(-1);
  if (before?.at !== last.at - 1) return {history};
  return {history, previous: againstPrevious(last, before, earlier, options)};
}

/** No earlier run did like work. */
function notComparable(points: readonly Point[]): Pick<HistorySeries, "previous"> {
  const [before, last] = [points.at(-2), points.at(-1)];
  if (before === undefined || last === undefined) return {};
  const keys = Object.keys(last.series.work).filter(key => !isLikeWork(before.series, last.series, [key]));
  const change: Change = {
    runs: [before.run],
    runCount: 1,
    to: last.series.median,
    basis: "none",
    verdict: "not-comparable",
    confidence: "low",
    confounders: [],
    reasons: keys.map(key =>
      noteSchema.parse({
        code: "work-differs",
        values: {key, from: String(before.series.work[key] ?? ""), to: String(last.series.work[key] ?? "")}
      })
    )
  };
  return {previous: change};
}

function levelChanges(points: readonly Point[], options: LevelOptions): LevelChange[] {
  const levels = levelsOf(
    points.map(({series}) => Math.log(series.median)),
    options
  );
  return levels.slice(1).flatMap((level, index) => {
    const before = levels[index];
    const [after, run] = [points[level.start - 1], points[level.start]];
    if (before === undefined || after === undefined || run === undefined) return [];
    const ratio = Math.exp(level.height - before.height);
    return [
      {
        run: run.run,
        after: after.run,
        from: Math.exp(before.height),
        to: Math.exp(level.height),
        ratio,
        runsBefore: before.end - before.start,
        runsAfter: level.end - level.start,
        verdict: ratio > 1 === (run.series.better === "higher") ? ("better" as const) : ("worse" as const),
        confounders: differencesOf(after, run).confounders.map(note => noteSchema.parse(note))
      }
    ];
  });
}

/** Holm over the series of one metric: whether it changed is one question. */
function judgeTogether(drafts: readonly Draft[], which: "previous" | "history", options: {smallest: number; level: number}): void {
  const asked = drafts.flatMap(draft => {
    const raw = draft.raw[which];
    return raw === undefined ? [] : [{draft, raw}];
  });
  const tested = asked.filter(({raw}) => raw.p !== undefined);
  const adjusted = holm(tested.map(({raw}) => raw.p ?? 1));
  for (const {draft, raw} of asked) {
    const place = tested.findIndex(item => item.raw === raw);
    draft.series[which] = changeOf(raw, place < 0 ? undefined : adjusted[place], options);
  }
}

/** Series of the newest run without an earlier point, and of the run before it that end there. */
function unmatchedOf(drafts: readonly Draft[], newest: number, runs: readonly RunSeries[]): History["unmatched"] {
  if (runs.length < 2) return [];
  return drafts.flatMap(({chain: {points}}) => {
    const last = points.at(-1);
    if (last === undefined) return [];
    const reason: "new" | "gone" | undefined =
      last.at === newest && points.length === 1 ? "new" : last.at === newest - 1 ? "gone" : undefined;
    const {id: _, ...identity} = identityOf(last.series);
    return reason === undefined ? [] : [{...identity, run: last.run, reason}];
  });
}

function identityOf(
  series: Series
): Pick<HistorySeries, "id" | keyof Pick<Series, "tool" | "metric" | "definition" | "unit" | "better" | "subject" | "settings" | "phase">> {
  const {tool, metric, definition, unit, better, subject, settings, phase} = series;
  const hash = createHash("sha256").update(seriesKey(series)).digest("hex").slice(0, 10);
  return {id: `${metric}.${hash}`, tool, metric, definition, unit, better, subject, settings, phase};
}
