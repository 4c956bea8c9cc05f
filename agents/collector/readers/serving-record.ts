import {z} from "zod";
import type {Labels, NoteInput, Statistic} from "../../contracts/index.ts";
import type {ReportedDraft, TableDraft} from "../reader.ts";
import {measuredValue} from "../measured-value.ts";
import {settingKey} from "../setting-labels.ts";
import {percentileStatistic, type StatedField, type StatedMetric, statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";

/** One result of `vllm bench serve` (`benchmark_serving.py`) or of SGLang's `bench_serving`, which come from one ancestor. */
export const servingSchema = z.looseObject({
  request_throughput: z.number().nullable(),
  output_throughput: z.number().nullable(),
  duration: z.number(),
  completed: z.number(),
  num_prompts: z.number().nullish(),
  failed: z.number().nullish()
});
export type ServingRecord = z.infer<typeof servingSchema>;

/** SGLang counts the tokens of the answers again and writes no `model_id`. */
export const isSglang = (record: ServingRecord): boolean =>
  "total_output_tokens_retokenized" in record || ("mean_e2e_latency_ms" in record && !("model_id" in record));

const overall: readonly (StatedMetric & {name: string; statistic?: Statistic})[] = [
  {name: "request_throughput", metric: "request_throughput"},
  {name: "request_goodput", metric: "request_throughput", definition: "goodput"},
  {name: "request_goodput:", metric: "request_throughput", definition: "goodput"},
  {name: "output_throughput", metric: "output_throughput"},
  {name: "max_output_tokens_per_s", metric: "output_throughput", statistic: "max"},
  {name: "input_throughput", metric: "input_throughput"},
  {name: "total_token_throughput", metric: "total_throughput"},
  {name: "total_throughput", metric: "total_throughput"},
  {name: "duration", metric: "wall_time"},
  {name: "completed", metric: "completed_requests"},
  {name: "total_input_tokens", metric: "prompt_tokens", statistic: "sum"},
  {name: "total_output_tokens", metric: "output_tokens", statistic: "sum"},
  {name: "concurrency", metric: "request_concurrency", statistic: "mean"},
  {name: "max_concurrent_requests", metric: "request_concurrency", statistic: "max"},
  {name: "accept_length", metric: "x.accept_length", unit: "1", better: "higher", statistic: "mean"}
];

const latencies: Readonly<Record<string, StatedMetric>> = {
  ttft: {metric: "ttft"},
  tpot: {metric: "tpot"},
  itl: {metric: "itl"},
  e2el: {metric: "e2e_latency"},
  e2e_latency: {metric: "e2e_latency"}
};

const statistics: Readonly<Record<string, Statistic>> = {mean: "mean", median: "p50", std: "std", min: "min", max: "max"};

/** All that a result states, in s; `failed` stands in its first record. The percentiles of the times are over its completed requests. */
export function servingReported(record: ServingRecord, at: string, labels: Labels, path: string, problems: NoteInput[]): ReportedDraft[] {
  const n = record.completed > 0 ? record.completed : undefined;
  const failed = record.failed ?? Math.max(0, (record.num_prompts ?? record.completed) - record.completed);
  const ofAll = overall.flatMap(({name, statistic = "value", ...metric}) => {
    const place = `${at}/${name}`;
    return statedRecord({...metric, part: place, labels, n, fields: [[statistic, place, record[name]]]}, path, problems);
  });
  const ofTimes = Object.entries(latencies).flatMap(([word, metric]) => {
    const fields = Object.keys(record).flatMap((name): StatedField[] => {
      const [, statistic = ""] = new RegExp(`^(mean|median|std|min|max|p[\\d.]+)_${word}_ms$`).exec(name) ?? [];
      const found = statistics[statistic] ?? percentileStatistic(statistic.slice(1));
      return statistic === "" || found === undefined ? [] : [[found, `${at}/${name}`, record[name]]];
    });
    if (fields.length === 0) return [];
    return statedRecord({...metric, per: 1e3, part: `${at}/${word}`, labels, over: "samples", n, fields}, path, problems);
  });
  return [...ofAll, ...ofTimes].map((drafted, index) => (index === 0 ? {...drafted, failed} : drafted));
}

/** `--save-detailed`: a row per request with its TTFT in s and its tokens; an `errors` text makes it a failure. */
export function requestsTable(record: ServingRecord, at: string, labels: Labels): TableDraft[] {
  const {ttfts, output_lens: outputs, input_lens: inputs, errors} = detailSchema.parse(record);
  if (ttfts === undefined || ttfts.length === 0) return [];
  const table = buildTable({
    part: `${at}/ttfts`,
    labels,
    columns: [
      {metric: "ttft", field: "/ttfts"},
      {metric: "output_tokens", field: "/output_lens"},
      {metric: "prompt_tokens", field: "/input_lens"}
    ],
    rows: ttfts.map((ttft, index) => {
      const reason = errors?.[index] ?? "";
      return {
        place: at,
        values: {
          "/ttfts": measuredValue("ttft", ttft).value,
          "/output_lens": outputs?.[index] ?? null,
          "/input_lens": inputs?.[index] ?? null
        },
        ...(reason === "" ? {} : {failure: {reason, kind: "error" as const}})
      };
    })
  });
  return [table];
}

const own: ReadonlySet<string> = new Set([
  ...overall.map(({name}) => name),
  "date",
  "backend",
  "model_id",
  "tokenizer_id",
  "framework",
  "failed"
]);
const renamed: Readonly<Record<string, string>> = {random_input_len: "prompt_length", random_output_len: "output_length"};
const isSettingName = (name: string) =>
  /^(?:tp|pp|dp|ep|best_of|burstiness|num_prompts|max_concurrency|seed)$|_(?:size|len|ratio)$/.test(name);

/** Settings and what a user added as metadata: words, and numbers that are called like a setting. A rate of `Infinity` is `inf`. */
export function servingSettings(record: ServingRecord): Labels {
  const labels: Labels = {};
  for (const [name, value] of Object.entries(record)) {
    if (own.has(name)) continue;
    const isWord = (typeof value === "string" && value !== "" && value.length < 80) || typeof value === "boolean";
    if (isWord || (typeof value === "number" && isSettingName(name))) labels[renamed[name] ?? settingKey(name)] = value;
  }
  const rate = record["request_rate"];
  if (rate !== undefined) labels["request_rate"] = typeof rate === "number" ? rate : "inf";
  return labels;
}

const numbers = z.array(z.number().nullable()).optional().catch(undefined);
const detailSchema = z.looseObject({
  ttfts: numbers,
  output_lens: numbers,
  input_lens: numbers,
  errors: z.array(z.string().nullable()).optional().catch(undefined)
});
