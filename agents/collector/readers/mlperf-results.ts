import type {Labels, Statistic} from "../../contracts/index.ts";
import {percentileStatistic, type StatedMetric} from "../stated-record.ts";

/** What MLPerf inference states: one metric and statistic per name, times in ns. */
export interface MlperfName {
  stated: StatedMetric;
  statistic: Statistic;
}

const rates: Readonly<Record<string, StatedMetric>> = {
  "samples per second": {metric: "sample_throughput"},
  "completed samples per second": {metric: "sample_throughput"},
  "scheduled samples per second": {metric: "sample_throughput", definition: "scheduled"},
  "tokens per second": {metric: "output_throughput"},
  "completed tokens per second": {metric: "output_throughput"}
};

const times: Readonly<Record<string, StatedMetric>> = {
  "": {metric: "latency"},
  "first token": {metric: "ttft"},
  "time to output token": {metric: "tpot"},
  "time per output token": {metric: "tpot"}
};

const words: Readonly<Record<string, Statistic>> = {min: "min", minimum: "min", max: "max", maximum: "max", mean: "mean"};

/**
 * Name of a result, of the summary (`99.00 percentile latency (ns)`, `90th percentile latency (ns)`) or of the detail log in words; undefined for settings
 * and for percentiles that the contract cannot name.
 */
export function mlperfName(written: string): MlperfName | undefined {
  const name = written.toLowerCase().trim();
  const rate = rates[name];
  if (rate !== undefined) return {stated: rate, statistic: "value"};
  const [, word = "", percent, what] =
    /^(min|max|mean|minimum|maximum|([\d.]+)(?:th)? percentile)\s+(first token|time to output token|time per output token|)\s*(?:latency)?\s*\(ns\)$/.exec(
      name
    ) ?? [];
  const statistic = percent === undefined ? words[word] : percentileStatistic(percent);
  const metric = what === undefined ? undefined : times[what];
  return statistic === undefined || metric === undefined ? undefined : {stated: {...metric, per: 1e9}, statistic};
}

/** Scenario and mode are settings of the load generator, the system under test the backend. */
export function mlperfLabels(system: string | undefined, scenario: string | undefined, mode: string | undefined): Labels {
  return {
    ...(system === undefined || system === "" ? {} : {backend: system}),
    ...(scenario === undefined ? {} : {test: scenario}),
    ...(mode === undefined ? {} : {"x.mode": mode})
  };
}
