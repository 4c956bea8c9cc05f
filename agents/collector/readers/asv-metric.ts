import type {Unit} from "../../contracts/index.ts";

/** What asv measures, by the prefix that names its kind: `time_` s, `mem_` and `peakmem_` bytes, `track_` whatever the author says. */
export function asvMetric(name: string): {metric: string; unit: Unit} {
  const test = name.split(".").at(-1) ?? "";
  if (/^(?:time|timeraw)_/i.test(test)) return {metric: "time_per_op", unit: "s"};
  if (/^(?:mem|peakmem)_/i.test(test)) return {metric: "memory_used", unit: "B"};
  return {metric: "x.value", unit: "unknown"};
}
