import type {Statistic} from "../../contracts/index.ts";
import {percentileStatistic, type StatedMetric} from "../stated-record.ts";

/** Metric as GenAI-Perf and AIPerf call it, in snake case and without unit. */
const named: Readonly<Record<string, StatedMetric>> = {
  time_to_first_token: {metric: "ttft"},
  time_to_second_token: {metric: "time_to_second_token"},
  inter_token_latency: {metric: "itl"},
  inter_chunk_latency: {metric: "inter_chunk_latency"},
  request_latency: {metric: "e2e_latency"},
  output_token_throughput_per_user: {metric: "output_throughput", definition: "request-level"},
  e2e_output_token_throughput: {metric: "output_throughput", definition: "request-level-e2e"},
  output_token_throughput: {metric: "output_throughput"},
  prefill_throughput_per_user: {metric: "prefill_throughput"},
  prefill_throughput: {metric: "prefill_throughput"},
  total_token_throughput: {metric: "total_throughput"},
  request_throughput: {metric: "request_throughput"},
  output_sequence_length: {metric: "output_tokens"},
  input_sequence_length: {metric: "prompt_tokens"},
  total_output_sequence_length: {metric: "output_tokens"},
  total_input_sequence_length: {metric: "prompt_tokens"},
  request_count: {metric: "completed_requests"},
  benchmark_duration: {metric: "wall_time"},
  error_request_count: {metric: "failed_attempts"}
};

/** Totals of a whole run: their one value is a sum. */
export const isTotal = (name: string): boolean => name.startsWith("total_") && name.endsWith("_length");

const scales: Readonly<Record<string, number>> = {ms: 1e3, us: 1e6, ns: 1e9, s: 1, sec: 1, seconds: 1};

/** `Time to First Token (ms)` -> name and unit apart; the last pair of parentheses holds the unit. */
export function nameAndUnit(written: string): {name: string; unit: string} {
  const [, name = written, unit = ""] = /^(.*?)\s*\(([^()]*)\)\s*$/.exec(written.trim()) ?? [];
  return {
    name: name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_|_$/g, ""),
    unit: unit.toLowerCase()
  };
}

/** Undefined for metrics that say nothing about the model's speed, and for units that are not known. */
export function metricNamed(name: string, unit: string): StatedMetric | undefined {
  const metric = Object.hasOwn(named, name) ? named[name] : undefined;
  if (metric === undefined) return undefined;
  if (!isTime(metric.metric)) return metric;
  const per = Object.hasOwn(scales, unit) ? scales[unit] : undefined;
  return per === undefined ? undefined : {...metric, per};
}

const isTime = (metric: string) => /latency$|^ttft$|^itl$|_time$|_token$/.test(metric);

const words: Readonly<Record<string, Statistic>> = {avg: "mean", min: "min", max: "max", std: "std", stddev: "std", median: "p50"};

/** Statistic of a heading. `sum` of latencies is no metric and has none. */
export const statisticNamed = (word: string): Statistic | undefined =>
  (Object.hasOwn(words, word.toLowerCase()) ? words[word.toLowerCase()] : undefined) ??
  (/^p\d/.test(word) ? percentileStatistic(word.slice(1)) : undefined);
