import type {Labels, Unit} from "../../contracts/index.ts";
import type {ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";

interface BenchstatMetric {
  metric: string;
  definition?: string;
  unit?: Unit;
}

const metrics: Readonly<Record<string, BenchstatMetric>> = {
  "sec/op": {metric: "time_per_op"},
  "time/op": {metric: "time_per_op"},
  "B/op": {metric: "bytes_per_op"},
  "alloc/op": {metric: "bytes_per_op"},
  "allocs/op": {metric: "allocs_per_op"},
  "B/s": {metric: "throughput", definition: "bytes", unit: "B/s"},
  speed: {metric: "throughput", definition: "bytes", unit: "B/s"}
};

/** Metric of a column that benchstat heads `sec/op`; `x.<unit>` for the author's own. */
export const benchstatMetric = (unit: string): BenchstatMetric =>
  (Object.hasOwn(metrics, unit) ? metrics[unit] : undefined) ?? {metric: `x.${unit}`, unit: "unknown"};

/** One centre that benchstat states: the median of the runs of one file (older versions: their mean). */
export interface Centre {
  place: string;
  column: number;
  test: string;
  unit: string;
  value: number;
  /** Name of the file that was measured, as the heading has it; tells the columns apart. */
  file: string;
  statistic: "p50" | "mean";
  n: number | undefined;
}

/** The name of a benchmark ends in its number of threads. */
export function centreRecord({place, column, test, unit, value, file, statistic, n}: Centre): ReportedDraft {
  const [, name = test, procs] = /^(.*)-(\d+)$/.exec(test) ?? [];
  const labels: Labels = {test: name, ...(procs === undefined ? {} : {threads: Number(procs)}), ...(file === "" ? {} : {"x.file": file})};
  return buildReported({
    ...benchstatMetric(unit),
    part: `${place} ${column}`,
    labels,
    over: "samples",
    n,
    statistics: [{statistic, value, at: place}]
  });
}

/** `goos: linux` and the like above the tables. */
export function goEnvironment(lines: readonly string[]): Labels {
  const stated = (key: string) => {
    const found = new Set(lines.flatMap(line => (line.startsWith(`${key}: `) ? [line.slice(key.length + 2).trim()] : [])));
    return found.size === 1 ? [...found][0] : undefined;
  };
  const os = [stated("goos"), stated("goarch")].filter(word => word !== undefined).join("/");
  const cpu = stated("cpu");
  return {...(os === "" ? {} : {os}), ...(cpu === undefined ? {} : {cpu})};
}
