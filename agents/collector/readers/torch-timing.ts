import {z} from "zod";
import type {Labels, NoteInput, Statistic, Time} from "../../contracts/index.ts";
import {measuredCell} from "../measured-value.ts";
import type {ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";

/** Statistics over the samples of one run, as a timing harness writes them: ms, percentiles by nearest rank. */
export const runTimingSchema = z.looseObject({
  samples: z.int().positive(),
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
  p99_ms: z.number().nullable(),
  mean_ms: z.number().nullable(),
  stdev_ms: z.number().nullable()
});

/** Name of a statistic and the field, below the record, that holds it in ms. */
export type TimingField = readonly [statistic: Statistic, field: string, raw: unknown];

/** Latency in s from fields in ms at `part`; undefined when none of them is a measured time. */
export function latencyRecord(
  {part, labels, n, over}: {part: string; labels: Labels; n: number; over: ReportedDraft["over"]},
  fields: readonly TimingField[],
  path: string,
  problems: NoteInput[]
): ReportedDraft[] {
  const statistics = fields.flatMap(([statistic, field, raw]) => {
    const at = `${part}${field}`;
    const value = measuredCell({metric: "latency", raw, per: 1e3, at}, path, problems);
    return value === null ? [] : [{statistic, value, at}];
  });
  return statistics.length === 0 ? [] : [buildReported({part, metric: "latency", labels, over, n, statistics})];
}

/** Fields of one run. */
export function runFields(run: z.infer<typeof runTimingSchema>): TimingField[] {
  return [
    ["mean", "/mean_ms", run.mean_ms],
    ["std", "/stdev_ms", run.stdev_ms],
    ["p50", "/p50_ms", run.p50_ms],
    ["p95", "/p95_ms", run.p95_ms],
    ["p99", "/p99_ms", run.p99_ms]
  ];
}

/** Epoch seconds of a file as a time; undefined when they are none. */
export function epochTime(seconds: unknown): Time | undefined {
  if (typeof seconds !== "number" || !(seconds > 1e8 && seconds < 1e11)) return undefined;
  return {text: String(seconds), utc: new Date(Math.round(seconds * 1000)).toISOString()};
}
