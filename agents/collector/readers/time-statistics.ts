import {z} from "zod";
import type {NoteInput, Statistic} from "../../contracts/index.ts";
import {measuredCell} from "../measured-value.ts";

/** Statistics of timed calls as small PyTorch harnesses write them, in ms. */
export const timeFieldsSchema = z.looseObject({
  mean_time_ms: z.number().nullable(),
  std_time_ms: z.number().nullable(),
  min_time_ms: z.number().nullable(),
  max_time_ms: z.number().nullable()
});
export type TimeFields = z.infer<typeof timeFieldsSchema>;

const fields: readonly {statistic: Statistic; name: string}[] = [
  {statistic: "mean", name: "mean_time_ms"},
  {statistic: "std", name: "std_time_ms"},
  {statistic: "min", name: "min_time_ms"},
  {statistic: "max", name: "max_time_ms"},
  {statistic: "p50", name: "p50_time_ms"},
  {statistic: "p90", name: "p90_time_ms"},
  {statistic: "p95", name: "p95_time_ms"},
  {statistic: "p99", name: "p99_time_ms"}
];

interface TimeStatistics {
  /** In s; those that are missing or zero are left out. */
  statistics: {statistic: Statistic; value: number; at: string}[];
  warnings: NoteInput[];
}

/** Statistics of the object at `at`; `median_time_ms` is not written by any known harness and not read. Impossible values become problems. */
export function timeStatistics(raw: TimeFields, path: string, at: string, problems: NoteInput[]): TimeStatistics {
  const statistics = fields.flatMap(({statistic, name}) => {
    const value = measuredCell({metric: "latency", raw: raw[name], per: 1e3, at: `${at}/${name}`}, path, problems);
    return value === null ? [] : [{statistic, value, at: `${at}/${name}`}];
  });
  const isRuled = meanIsRuledByOutlier(raw);
  return {statistics, warnings: isRuled ? [{code: "mean-ruled-by-first-call", values: {}, source: {artifact: path, at}}] : []};
}

/**
 * One call outweighs all others together (first calls compile, allocate, tune). Of n calls the largest is at most n times the mean,
 * so the mean itself is held against the smallest call: many times larger, with a deviation beyond the mean.
 */
function meanIsRuledByOutlier({mean_time_ms: mean, std_time_ms: deviation, min_time_ms: min, max_time_ms: max}: TimeFields): boolean {
  if (mean === null || deviation === null || min === null || max === null || min <= 0) return false;
  return deviation > mean && mean > 5 * min && max > 10 * min;
}
