import type {Measurement, Phase, Session} from "../contracts/index.ts";
import type {Frame, FrameColumn} from "./frames.ts";
import {groupBy, labelKey, modelKey} from "./labels.ts";
import {rowLabels} from "./frames.ts";
import {median} from "./statistics/quantile.ts";

interface Draft {
  measurement: Measurement;
  session: Session;
  columns: ReadonlyMap<string, FrameColumn>;
}

interface Row {
  frame: number;
  row: number;
  stated: Phase | undefined;
  load: number | null;
  prefill: number | null;
  promptTokens: number | null;
}

/** Cold loads stand apart from warm ones at least by this factor, and by at least a tenth of a second. */
const COLD_FACTOR = 2;
const COLD_SECONDS = 0.1;
/** A prompt from the cache is read at least this many times faster than usual (DESIGN section 4). */
const CACHED_FACTOR = 5;

/**
 * Gives every row a phase: the stated one, else by the load time (a gap in the load times of all calls of that model with that
 * tool), then `cached` for warm rows whose prefill is many times faster than usual at a like prompt length.
 */
export function inferPhases(drafts: readonly Draft[]): Frame[] {
  const rows = drafts.flatMap((draft, frame) => rowsOf(draft, frame));
  const phases = drafts.map(({measurement}) => new Array<Phase>(measurement.rows).fill("unknown"));
  for (const group of groupBy(rows, row => row.key).values()) {
    const threshold = coldThreshold(group);
    for (const row of group) {
      const inferred = row.load === null || threshold === undefined ? "unknown" : row.load > threshold ? "cold" : "warm";
      assign(phases, row, row.stated ?? inferred);
    }
    for (const row of cachedRows(group.filter(row => phases[row.frame]?.[row.row] !== "cold"))) assign(phases, row, "cached");
  }
  return drafts.map((draft, index) => {
    const own = phases[index] ?? [];
    const stated = draft.measurement.phases !== undefined;
    return {...draft, phases: own, phaseBasis: stated ? "stated" : own.some(phase => phase !== "unknown") ? "inferred" : "none"};
  });
}

function rowsOf({measurement, session, columns}: Draft, frame: number): (Row & {key: string})[] {
  if (measurement.row !== "attempt") return [];
  const value = (metric: string, row: number) => columns.get(metric)?.values[row] ?? null;
  return Array.from({length: measurement.rows}, (_, row) => {
    const stated = measurement.phases?.[row];
    const {subject} = rowLabels(measurement, row);
    return {
      frame,
      row,
      key: `${session.tool} ${subject.model === undefined ? labelKey(subject) : modelKey(subject)}`,
      stated: stated === "unknown" ? undefined : stated,
      load: value("load_time", row),
      prefill: value("prefill_throughput", row),
      promptTokens: value("prompt_tokens", row)
    };
  });
}

function assign(phases: readonly Phase[][], {frame, row}: Row, phase: Phase): void {
  const own = phases[frame];
  if (own !== undefined) own[row] = phase;
}

/**
 * Load time above which a call was cold. Between stated cold and warm calls where they separate; else in the widest gap of the
 * sorted load times; Infinity when all loads are alike (nobody waited for a load).
 */
function coldThreshold(rows: readonly Row[]): number | undefined {
  const loads = rows.flatMap(({load}) => (load === null || load <= 0 ? [] : [load])).sort((a, b) => a - b);
  if (loads.length === 0) return undefined;
  const stated = (phase: Phase) => rows.flatMap(row => (row.stated === phase && row.load !== null ? [row.load] : []));
  const cold = stated("cold");
  const warm = stated("warm");
  if (cold.length > 0 && warm.length > 0) {
    const [low, high] = [Math.max(...warm), Math.min(...cold)];
    if (high > low) return Math.sqrt(low * high);
  }
  const gap = widestGap(loads);
  if (gap === undefined) return loads.length > 1 ? Number.POSITIVE_INFINITY : undefined;
  return gap.ratio >= COLD_FACTOR && gap.high - gap.low >= COLD_SECONDS ? Math.sqrt(gap.low * gap.high) : Number.POSITIVE_INFINITY;
}

function widestGap(sorted: readonly number[]): {low: number; high: number; ratio: number} | undefined {
  let widest: {low: number; high: number; ratio: number} | undefined;
  for (let at = 1; at < sorted.length; at += 1) {
    const [low = 0, high = 0] = [sorted[at - 1], sorted[at]];
    if (low > 0 && high / low > (widest?.ratio ?? 1)) widest = {low, high, ratio: high / low};
  }
  return widest;
}

function cachedRows(rows: readonly Row[]): Row[] {
  return rows.filter(row => {
    const {prefill, promptTokens} = row;
    if (prefill === null || promptTokens === null) return false;
    const alike = rows.flatMap(other =>
      other.prefill !== null && other.promptTokens !== null && Math.abs(other.promptTokens - promptTokens) <= 0.25 * promptTokens
        ? [other.prefill]
        : []
    );
    return alike.length >= 3 && prefill >= CACHED_FACTOR * median(alike);
  });
}
