import type {Cell} from "./cells.ts";
import {groupBy, labelKey, withoutKeys} from "./labels.ts";
import {median} from "./statistics/quantile.ts";

/** Settings that say how much was measured, not how: they never explain a difference. */
export const bookkeeping = ["seed", "runs", "warmup_runs", "num_prompts"];

/** Values of one metric of two sides that did the same work, and how many different prompts that work is. */
export interface PairedWork {
  /** Median of either side per settings and prompt that both have. */
  pairs: [number, number][];
  prompts: number;
}

/** Equal prompts under settings that differ in the `factor` at most; where a table names no prompt, such settings alone. */
export function pairedWork(a: readonly Cell[], b: readonly Cell[], metric: string, factor?: string): PairedWork {
  const [left, right] = [workOf(a, metric, factor), workOf(b, metric, factor)];
  const common = [...left.keys()].filter(key => right.has(key));
  return {
    pairs: common.map(key => [median(left.get(key)?.values ?? []), median(right.get(key)?.values ?? [])]),
    prompts: new Set(common.flatMap(key => left.get(key)?.prompt ?? [])).size
  };
}

interface Work {
  prompt: string | undefined;
  values: number[];
}

function workOf(cells: readonly Cell[], metric: string, factor: string | undefined): Map<string, Work> {
  const ignored = factor === undefined ? bookkeeping : [...bookkeeping, factor];
  const rows = cells.flatMap(({settings, parts}) =>
    parts.flatMap(({frame, rows: own}) => {
      const values = frame.columns.get(metric)?.values;
      return own.flatMap(row => {
        const value = values?.[row];
        return typeof value === "number" ? [{settings, prompt: promptOf(frame.measurement.factors, row), value}] : [];
      });
    })
  );
  const groups = groupBy(rows, ({settings, prompt}) => `${labelKey(withoutKeys(settings, ignored))} ${prompt ?? ""}`);
  return new Map([...groups].map(([key, group]) => [key, {prompt: group[0]?.prompt, values: group.map(({value}) => value)}]));
}

/** All that ties the row to equal work elsewhere. */
function promptOf(factors: Cell["parts"][number]["frame"]["measurement"]["factors"], row: number): string | undefined {
  const ties = factors.flatMap(({key, role, levels, index}) => {
    const level = role === "pairing" ? levels[index[row] ?? -1] : undefined;
    return level === undefined || level === null ? [] : [`${key}=${level}`];
  });
  return ties.length === 0 ? undefined : ties.join(" ");
}
