import {z} from "zod";
import type {Labels, NoteInput, Statistic} from "../../contracts/index.ts";
import {namedModel} from "../model-name.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {type StatedField, type StatedMetric, statedRecord} from "../stated-record.ts";
import {epochTime} from "./torch-timing.ts";

/** Distributions over requests; the unit is in the name, `request_latency` is in seconds. */
const distributions: Readonly<Record<string, StatedMetric>> = {
  request_latency: {metric: "e2e_latency"},
  time_to_first_token_ms: {metric: "ttft", per: 1e3},
  time_per_output_token_ms: {metric: "tpot", per: 1e3},
  inter_token_latency_ms: {metric: "itl", per: 1e3},
  prompt_token_count: {metric: "prompt_tokens"},
  output_token_count: {metric: "output_tokens"},
  total_token_count: {metric: "total_tokens"}
};

/** Distributions over time, of which only the mean is a result. */
const rates: Readonly<Record<string, StatedMetric>> = {
  requests_per_second: {metric: "request_throughput"},
  request_concurrency: {metric: "request_concurrency"},
  prompt_tokens_per_second: {metric: "input_throughput"},
  output_tokens_per_second: {metric: "output_throughput"},
  tokens_per_second: {metric: "total_throughput"}
};

const statistics: readonly (readonly [statistic: Statistic, field: string])[] = [
  ["mean", "/mean"],
  ["p50", "/median"],
  ["std", "/std_dev"],
  ["min", "/min"],
  ["max", "/max"],
  ["p1", "/percentiles/p01"],
  ["p5", "/percentiles/p05"],
  ["p10", "/percentiles/p10"],
  ["p25", "/percentiles/p25"],
  ["p75", "/percentiles/p75"],
  ["p90", "/percentiles/p90"],
  ["p95", "/percentiles/p95"],
  ["p99", "/percentiles/p99"],
  ["p99.9", "/percentiles/p999"]
];

/**
 * Report of `guidellm benchmark` in JSON, one benchmark per strategy or rate. Taken are the distributions of the successful requests (`errored`
 * and `incomplete` are counted as failed), never the requests themselves, which hold prompts. https://github.com/vllm-project/guidellm
 */
export const guidellmJson: Reader = {
  format: "guidellm-json",
  category: "serving",
  detect: ({text, documents}) =>
    text.includes('"time_to_first_token_ms"') && documents.length === 1 && reportSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const report = reportSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const start = epochTime(report.benchmarks[0]?.start_time);
    const end = epochTime(report.benchmarks.at(-1)?.end_time);
    return {
      tables: [],
      reported: report.benchmarks.flatMap((benchmark, index) => recordsOf(report, benchmark, `/benchmarks/${index}`, path, problems)),
      session: {
        tool: "guidellm",
        environment: {},
        ...(start === undefined ? {} : {startedAt: start}),
        ...(end === undefined ? {} : {endedAt: end})
      },
      problems
    };
  }
};

function recordsOf(report: Report, benchmark: Benchmark, at: string, path: string, problems: NoteInput[]): ReportedDraft[] {
  const labels = labelsOf(report, benchmark);
  const {request_totals: totals} = benchmark.metrics;
  const n = totals?.successful ?? undefined;
  const failed = totals === undefined ? undefined : (totals.errored ?? 0) + (totals.incomplete ?? 0);
  const records: ReportedDraft[] = [];
  for (const [name, metric] of Object.entries({...distributions, ...rates})) {
    const found = distributionSchema.safeParse(benchmark.metrics[name]);
    if (!found.success) continue;
    const {successful} = found.data;
    const part = `${at}/metrics/${name}/successful`;
    const isRate = Object.hasOwn(rates, name);
    const fields = (isRate ? statistics.slice(0, 1) : statistics).map(([statistic, field]): StatedField => {
      const key = field.replace("/percentiles/", "").replace("/", "");
      return [statistic, part + field, field.startsWith("/percentiles") ? successful.percentiles?.[key] : successful[key]];
    });
    const count = isRate ? n : (successful.count ?? n);
    if (count === 0) continue;
    records.push(...statedRecord({...metric, part, labels, n: count, over: isRate ? "unknown" : "samples", fields}, path, problems));
  }
  const duration = `${at}/duration`;
  records.push(
    ...statedRecord({metric: "wall_time", part: duration, labels, fields: [["value", duration, benchmark.duration]]}, path, problems),
    ...statedRecord(
      {
        metric: "completed_requests",
        part: `${at}/metrics/request_totals`,
        labels,
        fields: [["value", `${at}/metrics/request_totals/successful`, totals?.successful]]
      },
      path,
      problems
    )
  );
  return failed === undefined ? records : records.map((record, index) => (index === 0 ? {...record, failed} : record));
}

function labelsOf({args}: Report, {config, args: own}: Benchmark): Labels {
  const model = config?.backend?.model ?? args?.model ?? own?.backend?.model;
  const strategy = config?.strategy ?? own?.strategy;
  return {
    ...namedModel(model),
    ...(strategy?.type_ === undefined ? {} : {"x.strategy": strategy.type_}),
    ...(strategy?.max_concurrency === undefined ? {} : {concurrency: strategy.max_concurrency}),
    ...(strategy?.rate === undefined ? {} : {request_rate: strategy.rate})
  };
}

const word = z.string().min(1).optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const statisticValue = z.number().nullish();
const backendSchema = z.looseObject({model: word}).optional().catch(undefined);
const strategySchema = z.looseObject({type_: word, max_concurrency: number, rate: number}).optional().catch(undefined);
const configSchema = z.looseObject({backend: backendSchema, strategy: strategySchema}).optional().catch(undefined);
const distributionSchema = z.looseObject({
  successful: z.looseObject({
    mean: statisticValue,
    count: z.int().nonnegative().optional(),
    percentiles: z.record(z.string(), statisticValue).optional()
  })
});
const benchmarkSchema = z.looseObject({
  metrics: z.looseObject({
    request_totals: z
      .looseObject({successful: z.int().nullish(), errored: z.int().nullish(), incomplete: z.int().nullish()})
      .optional()
      .catch(undefined),
    time_to_first_token_ms: z.unknown()
  }),
  config: configSchema,
  args: configSchema,
  start_time: z.unknown().optional(),
  end_time: z.unknown().optional(),
  duration: z.number().nullish().catch(undefined)
});
type Benchmark = z.infer<typeof benchmarkSchema>;
const reportSchema = z.looseObject({
  args: z.looseObject({model: word}).optional().catch(undefined),
  benchmarks: z.array(benchmarkSchema).min(1)
});
type Report = z.infer<typeof reportSchema>;
