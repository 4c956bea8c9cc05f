import {z} from "zod";
import type {Labels, NoteInput, Statistic, Time} from "../../contracts/index.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {percentileStatistic, type StatedField, type StatedMetric, statedRecord} from "../stated-record.ts";
import {epochTime} from "./torch-timing.ts";

/** Distributions over the completed requests, in s; the throughput of a request differs from the overall one by the concurrency. */
const distributions: Readonly<Record<string, StatedMetric>> = {
  ttft_s: {metric: "ttft"},
  inter_token_latency_s: {metric: "itl"},
  end_to_end_latency_s: {metric: "e2e_latency"},
  request_output_throughput_token_per_s: {metric: "output_throughput", definition: "request-level"},
  number_input_tokens: {metric: "prompt_tokens"},
  number_output_tokens: {metric: "output_tokens"}
};

const overall: readonly (StatedMetric & {name: string; statistic: Statistic})[] = [
  {name: "results_mean_output_throughput_token_per_s", metric: "output_throughput", definition: "aggregate", statistic: "value"},
  {name: "results_num_completed_requests_per_min", metric: "request_throughput", per: 60, statistic: "value"},
  {name: "results_num_completed_requests", metric: "completed_requests", statistic: "value"},
  {name: "results_error_rate", metric: "error_rate", statistic: "value"}
];

const words: Readonly<Record<string, Statistic>> = {mean: "mean", min: "min", max: "max", stddev: "std"};
const prefix = "results_";

/**
 * `<name>_summary.json` of ray-project/llmperf: flat keys `results_<metric>_{quantiles_p50,mean,min,max,stddev}` in seconds; some numbers
 * are texts. https://github.com/ray-project/llmperf
 */
export const llmperf: Reader = {
  format: "llmperf",
  category: "serving",
  detect: ({text, documents}) =>
    text.includes('"results_ttft_s_') && documents.length === 1 && summarySchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const summary = summarySchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const labels = labelsOf(summary);
    const n = summary.results_num_completed_requests ?? undefined;
    const failed = summary.results_number_errors ?? 0;
    const reported = [
      ...overall.flatMap(({name, statistic, ...metric}) =>
        statedRecord({...metric, part: `/${name}`, labels, n, fields: [[statistic, `/${name}`, summary[name]]]}, path, problems)
      ),
      ...Object.entries(distributions).flatMap(([name, metric]) => distributionOf(summary, name, metric, labels, path, problems))
    ];
    const startedAt: Time | undefined = epochTime(summary.timestamp);
    return {
      tables: [],
      reported: reported.map((record, index) => (index === 0 ? {...record, failed} : record)),
      session: {tool: "llmperf", environment: {}, ...(startedAt === undefined ? {} : {endedAt: startedAt})},
      problems
    };
  }
};

function distributionOf(
  summary: Summary,
  name: string,
  metric: StatedMetric,
  labels: Labels,
  path: string,
  problems: NoteInput[]
): ReportedDraft[] {
  const stem = `${prefix}${name}_`;
  const fields = Object.entries(summary).flatMap(([key, raw]): StatedField[] => {
    if (!key.startsWith(stem)) return [];
    const word = key.slice(stem.length);
    const statistic = words[word] ?? percentileStatistic(/^quantiles_p([\d.]+)$/.exec(word)?.[1] ?? "");
    return statistic === undefined ? [] : [[statistic, `/${key}`, raw]];
  });
  if (fields.length === 0) return [];
  const n = summary.results_num_completed_requests ?? undefined;
  return statedRecord({...metric, part: `/${stem}`, labels, over: "samples", n, fields}, path, problems);
}

const labelsOf = ({
  model,
  framework,
  num_concurrent_requests: concurrency,
  mean_input_tokens: input,
  mean_output_tokens: output
}: Summary) => ({
  ...(model === undefined ? {} : {model}),
  ...(framework === undefined ? {} : {provider: framework}),
  ...(concurrency === undefined ? {} : {concurrency}),
  ...(input === undefined ? {} : {prompt_length: input}),
  ...(output === undefined ? {} : {output_length: output})
});

const summarySchema = z.looseObject({
  model: z.string().optional(),
  framework: z.string().optional().catch(undefined),
  num_concurrent_requests: z.number().optional().catch(undefined),
  mean_input_tokens: z.number().optional().catch(undefined),
  mean_output_tokens: z.number().optional().catch(undefined),
  results_num_completed_requests: z.number().nullish(),
  results_number_errors: z.int().nonnegative().nullish().catch(undefined),
  timestamp: z.unknown().optional()
});
type Summary = z.infer<typeof summarySchema>;
