import type {Reported} from "../contracts/index.ts";
import type {Cell} from "./cells.ts";
import {partsOf, valuesOf} from "./cells.ts";
import {groupBy, labelKey} from "./labels.ts";
import {median} from "./statistics/quantile.ts";

/** How long an attempt took, best first: parts of a sum never count beside it. */
const timeMetrics = ["total_time", "e2e_latency", "test_time", "latency", "wall_time"] as const;

/**
 * One representative attempt per cell (tool x subject x settings x phase), sessions pooled: the currency of severity. Repeating
 * one configuration more often changes nothing (DESIGN section 5).
 */
export class Pass {
  /** Seconds of one pass over everything read. */
  readonly total: number;

  /** `reported`: stated latencies belong to the pass too, one call each. What is paid once before the calls (a compilation) is no attempt. */
  constructor(cells: readonly Cell[], reported: readonly Reported[] = []) {
    this.total = this.seconds(cells) + reported.reduce((sum, record) => sum + statedSeconds(record), 0);
  }

  /** Seconds of the pass that fall to the given cells, or to one metric (a phase) of them. */
  seconds(cells: readonly Cell[], metric?: string): number {
    let sum = 0;
    for (const group of groupBy(cells, cellKey).values()) sum += representative(group, metric) ?? 0;
    return sum;
  }

  /** Share of the pass, 0 to 1. */
  share(seconds: number): number {
    return this.total > 0 ? Math.min(1, Math.max(0, seconds / this.total)) : 0;
  }
}

const cellKey = (cell: Cell): string => [cell.session.tool, labelKey(cell.subject), labelKey(cell.settings), cell.phase].join(" ");

/** Seconds of one call that a tool states; percentiles and minima of the same record are not counted beside it. */
function statedSeconds({metric, unit, statistics}: Reported): number {
  if (unit !== "s" || metric !== "latency") return 0;
  return statistics.find(({statistic}) => statistic === "mean" || statistic === "value" || statistic === "p50")?.value ?? 0;
}

function representative(cells: readonly Cell[], metric?: string): number | undefined {
  const parts = partsOf(cells);
  for (const name of metric === undefined ? timeMetrics : [metric]) {
    const values = valuesOf(parts, name);
    if (values.length > 0) return median(values);
  }
  return undefined;
}
