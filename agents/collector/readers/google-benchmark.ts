import {z} from "zod";
import {type Labels, type NoteInput, type Statistic, writtenUnit} from "../../contracts/index.ts";
import {rejectedCell} from "../measured-value.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {measuredPer} from "../stated-record.ts";
import {buildTable} from "../table.ts";
import {writtenTime} from "../zoned-time.ts";

/**
 * Google Benchmark JSON: a row per repetition, `real_time` and `cpu_time` per iteration in `time_unit`. Aggregates (`_mean`, `_stddev`, …) are
 * stated only where their repetitions are not in the file; complexity (`_BigO`, `_RMS`) is no time. A row with `error_occurred` is a failure.
 * https://github.com/google/benchmark/blob/main/docs/user_guide.md
 */
export const googleBenchmark: Reader = {
  format: "google-benchmark",
  category: "other",
  detect: ({text, documents}) =>
    text.includes('"real_time"') && documents.length === 1 && reportSchema.safeParse(documents[0]?.value).success,
  read({path, documents, documentProblems}) {
    const {context, benchmarks} = reportSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [...documentProblems];
    const entries = benchmarks.map((benchmark, index) => ({benchmark, place: `/benchmarks/${index}`}));
    const single = entries.filter(({benchmark}) => aggregateOf(benchmark) === undefined);
    const aggregates = entries.filter(({benchmark}) => aggregateOf(benchmark) !== undefined);
    const known = new Set(single.map(({benchmark}) => testOf(benchmark)));
    const rows = single.map(entry => rowOf(entry, path, problems));
    const reported = aggregates
      .filter(({benchmark}) => !known.has(testOf(benchmark)))
      .flatMap(entry => aggregateRecords(entry, path, problems));
    const copies = aggregates.filter(({benchmark}) => known.has(testOf(benchmark)));
    const startedAt = writtenTime(context?.date);
    return {
      tables: rows.length === 0 ? [] : [buildTable({columns, rows})],
      reported,
      session: {
        tool: "google-benchmark",
        key: path,
        environment: context?.num_cpus === undefined ? {} : {cores: context.num_cpus},
        ...(startedAt === undefined ? {} : {startedAt})
      },
      problems,
      ...(copies.length === 0
        ? {}
        : {remarks: [{code: "total-rows", values: {rows: copies.length}, source: {artifact: path, at: copies[0]?.place ?? ""}}]})
    };
  }
};

const columns = [
  {metric: "time_per_op", field: "/real_time"},
  {metric: "cpu_time", field: "/cpu_time"},
  {metric: "throughput", definition: "bytes", unit: "B/s", field: "/bytes_per_second"},
  {metric: "throughput", field: "/items_per_second"}
] as const;

interface Entry {
  benchmark: Benchmark;
  place: string;
}

const suffix = /_(mean|median|stddev|cv|min|max|BigO|RMS)$/;

/** Versions before 1.5 say it in the name only. */
function aggregateOf({run_type: type, aggregate_name: aggregate, name}: Benchmark): string | undefined {
  if (type === "iteration") return undefined;
  return aggregate ?? suffix.exec(name)?.[1] ?? (type === "aggregate" ? "" : undefined);
}

const testOf = (benchmark: Benchmark): string =>
  benchmark.run_name ?? (aggregateOf(benchmark) === undefined ? benchmark.name : benchmark.name.replace(suffix, ""));

function rowOf({benchmark, place}: Entry, path: string, problems: NoteInput[]): DraftRow {
  const isFailed = benchmark.error_occurred === true;
  const values = isFailed
    ? {}
    : Object.fromEntries(columns.map(({metric, field}) => [field, baseValue(benchmark, metric, field, place, path, problems)]));
  const {repetition_index: repeat} = benchmark;
  return {
    place,
    values,
    labels: labelsOf(benchmark),
    ...(repeat === undefined ? {} : {repeat: {repeat}}),
    ...(isFailed ? {failure: {reason: benchmark.error_message ?? "", kind: "error" as const}} : {})
  };
}

function baseValue(benchmark: Benchmark, metric: string, field: string, place: string, path: string, problems: NoteInput[]): number | null {
  const raw = benchmark[field.slice(1)];
  const unit = field.endsWith("_time") ? writtenUnit(benchmark.time_unit) : undefined;
  if (field.endsWith("_time") && unit?.unit !== "s") return null;
  const {value, problem} = measuredPer(metric, raw, 1 / (unit?.factor ?? 1));
  if (problem !== undefined) problems.push(rejectedCell(problem, path, `${place}${field}`, raw));
  return value;
}

const statistics: Readonly<Record<string, Statistic>> = {mean: "mean", median: "p50", stddev: "std", cv: "cv", min: "min", max: "max"};

/** A `cv` is a ratio although it carries a time unit. */
function aggregateRecords({benchmark, place}: Entry, path: string, problems: NoteInput[]): ReportedDraft[] {
  const statistic = statistics[aggregateOf(benchmark) ?? ""];
  if (statistic === undefined) return [];
  const {repetitions, iterations} = benchmark;
  return columns.slice(0, 2).flatMap(({metric, field}) => {
    const raw = benchmark[field.slice(1)];
    const value = statistic === "cv" ? raw : baseValue(benchmark, metric, field, place, path, problems);
    if (typeof value !== "number") return [];
    return [
      buildReported({
        part: place,
        metric,
        labels: labelsOf(benchmark),
        over: "samples",
        n: repetitions ?? iterations,
        statistics: [{statistic, value, at: `${place}${field}`}]
      })
    ];
  });
}

function labelsOf(benchmark: Benchmark): Labels {
  const {threads, label} = benchmark;
  return {
    test: testOf(benchmark),
    ...(threads === undefined ? {} : {threads}),
    ...(label === undefined || label === "" ? {} : {"x.label": label})
  };
}

const benchmarkSchema = z.looseObject({
  name: z.string(),
  run_name: z.string().optional(),
  run_type: z.string().optional(),
  aggregate_name: z.string().optional(),
  repetitions: z.int().optional(),
  repetition_index: z.int().optional(),
  threads: z.int().optional(),
  iterations: z.int().optional(),
  label: z.string().optional(),
  error_occurred: z.boolean().optional(),
  error_message: z.string().optional(),
  time_unit: z.string().default("ns")
});
type Benchmark = z.infer<typeof benchmarkSchema>;
const reportSchema = z.looseObject({
  context: z.looseObject({date: z.string().optional(), num_cpus: z.int().optional()}).optional(),
  benchmarks: z
    .array(benchmarkSchema)
    .min(1)
    .refine(
      all => all.some(one => "real_time" in one || "error_occurred" in one) && all.some(one => "iterations" in one || "cpu_time" in one)
    )
});
