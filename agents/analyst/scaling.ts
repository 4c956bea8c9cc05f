import type {Labels} from "../contracts/index.ts";
import {type Cell, cellsOf, partsOf, valuesOf} from "./cells.ts";
import type {Context} from "./context.ts";
import {type FactScope, valueSources} from "./facts.ts";
import {groupBy, labelKey, withoutKeys} from "./labels.ts";
import {median} from "./statistics/quantile.ts";

/** One number of clients under otherwise equal conditions. */
export interface ScalingLevel {
  concurrency: number;
  /** Throughput of each repeat, tok/s. */
  throughputs: number[];
  cells: Cell[];
  /** Fact ids: `throughput`, `ttft`, `itl`, `e2e`, `n` (attempts), `repeats`. */
  facts: Record<string, string>;
}

/** Throughput against concurrency for one subject and one set of other settings, fewest clients first. */
export interface ScalingCurve {
  session: Cell["session"];
  subject: Labels;
  settings: Labels;
  levels: ScalingLevel[];
}

/** Curves of every session that varies `concurrency`: from bursts of clients, or from a tool that runs sequences side by side. */
export function scalingCurves(context: Context): ScalingCurve[] {
  const {frames, store} = context;
  const bursts = cellsOf(frames.frames, "group");
  const burstSessions = new Set(bursts.map(({session}) => session.id));
  const singles = context.steady.filter(
    ({session, parts}) => !burstSessions.has(session.id) && valuesOf(parts, "decode_throughput").length > 0
  );
  const samples = cellsOf(frames.frames, "sample");
  const withLevel = [...bursts, ...singles].filter(({settings}) => typeof settings.concurrency === "number");
  const curves = groupBy(withLevel, ({session, subject, settings}) =>
    [session.id, labelKey(subject), labelKey(withoutKeys(settings, ["concurrency"]))].join(" ")
  );
  return [...curves.values()].flatMap(cells => {
    const first = cells[0];
    if (first === undefined || new Set(cells.map(({settings}) => settings.concurrency)).size < 2) return [];
    const levels = cells.map(cell => {
      const alike = (other: Cell) =>
        other.session === cell.session &&
        labelKey(other.subject) === labelKey(cell.subject) &&
        labelKey(other.settings) === labelKey(cell.settings);
      const attempts = context.cells.filter(alike);
      const metric = valuesOf(cell.parts, "output_throughput").length > 0 ? "output_throughput" : "decode_throughput";
      const scope = {subject: cell.subject, settings: cell.settings, session: cell.session.id};
      const throughputs = valuesOf(cell.parts, metric);
      const counted = metric === "output_throughput" ? "e2e_latency" : metric;
      const n = valuesOf(partsOf(attempts), counted).length;
      return {
        concurrency: Number(cell.settings.concurrency),
        throughputs,
        cells: attempts,
        facts: defined({
          throughput: store.median(cell.parts, metric, {...scope, where: {of: "bursts"}}),
          least: leastOf(store, cell, metric, scope),
          ttft: store.median(partsOf(attempts), "ttft", scope),
          e2e: store.median(partsOf(attempts), "e2e_latency", scope),
          itl: store.median(partsOf(samples.filter(alike)), "itl", scope),
          n: store.count("attempts", n, scope, valueSources(partsOf(attempts), counted), n),
          repeats: store.count("repeats", throughputs.length, scope, valueSources(cell.parts, metric), throughputs.length)
        })
      };
    });
    return [
      {
        session: first.session,
        subject: first.subject,
        settings: withoutKeys(first.settings, ["concurrency"]),
        levels: levels.sort((a, b) => a.concurrency - b.concurrency)
      }
    ];
  });
}

/** The slowest repeat: what a repetition should not fall below. */
function leastOf(store: Context["store"], cell: Cell, metric: string, scope: FactScope): string | undefined {
  const values = valuesOf(cell.parts, metric);
  if (values.length < 2) return undefined;
  return store.add({
    kind: "derived",
    metric,
    definition: "aggregate",
    statistic: "min",
    ...scope,
    where: {of: "bursts"},
    value: Math.min(...values),
    unit: "tok/s",
    n: values.length,
    formula: "min(repeats)",
    sources: valueSources(cell.parts, metric),
    sourceCount: values.length
  });
}

const defined = (facts: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(facts).flatMap(([role, id]) => (id === undefined ? [] : [[role, id]])));

/** Whether the second level is above the first beyond all repeats of both (no overlap) and by more than `least`. */
export function isAbove(first: ScalingLevel, second: ScalingLevel, least: number): boolean {
  const [a, b] = [first.throughputs, second.throughputs];
  if (a.length === 0 || b.length === 0) return false;
  return Math.min(...b) > Math.max(...a) && median(b) / median(a) - 1 >= least;
}

/** Beyond the knee a client brings less than this share of what a client brought up to it. */
const LEAST_GAIN = 0.1;

/** The first number of clients above the least from which on more of them bring next to nothing; undefined where the last ones still do. */
export function kneeOf(levels: readonly ScalingLevel[]): ScalingLevel | undefined {
  return levels.slice(1, -1).find(level => {
    const beyond = levels.filter(({concurrency}) => concurrency > level.concurrency);
    return level.throughputs.length > 0 && beyond.every(later => gainOf(level, later) < LEAST_GAIN);
  });
}

/** Growth of the throughput over that of the number of clients: 1 is proportional, 0 none. */
const gainOf = (from: ScalingLevel, to: ScalingLevel): number =>
  to.throughputs.length === 0
    ? Number.NaN
    : (median(to.throughputs) / median(from.throughputs) - 1) / (to.concurrency / from.concurrency - 1);
