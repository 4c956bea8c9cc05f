import {describe, expect, it} from "vitest";
import {fieldName, knownMetric, snakeCase} from "../../../agents/collector/field-name.ts";

describe("fieldName", () => {
  it.each([
    ["decode_tok_s_median", {statistic: "p50", unit: "tok/s", base: "decode"}],
    ["mean_ttft_ms", {statistic: "mean", unit: "s", factor: 1e-3, base: "ttft"}],
    ["avgLatencyMs", {statistic: "mean", unit: "s", factor: 1e-3, base: "latency"}],
    ["Latency (ms)", {unit: "s", factor: 1e-3, base: "latency"}],
    ["memory.used [MiB]", {unit: "B", factor: 1024 ** 2, base: "memory_used"}],
    ["p99.9_latency_us", {statistic: "p99.9", unit: "s", factor: 1e-6, base: "latency"}],
    ["99th percentile", {statistic: "p99", base: ""}],
    ["p(95)", {statistic: "p95", base: ""}],
    ["mean", {statistic: "mean", base: ""}],
    ["p50_ms", {statistic: "p50", unit: "s", base: ""}],
    ["requests_per_second", {unit: "req/s", base: ""}],
    ["queries_per_sec", {unit: "1/s", base: "queries_per_sec"}],
    ["cpu %", {unit: "fraction", factor: 0.01, base: "cpu"}],
    ["device_attribute_max_block_dim", {base: "device_attribute_max_block_dim"}],
    ["attention_mean_time_ms", {statistic: "mean", unit: "s", base: "attention_time"}]
  ])("takes %j apart", (written, parts) => {
    expect(fieldName(written)).toMatchObject(parts);
  });

  it("has no statistic and no unit where the words are only part of others", () => {
    for (const name of ["meaning", "maximal_work", "s", "terms", "params_b"]) {
      const {statistic, unit} = fieldName(name);
      expect([name, statistic, unit]).toEqual([name, undefined, undefined]);
    }
  });

  it("lets a unit beside the name win, and puts the names around a key before it", () => {
    expect(fieldName("avg", "ms", "request latency")).toMatchObject({statistic: "mean", unit: "s", factor: 1e-3, base: "request_latency"});
  });

  it("writes words of any script", () => {
    expect(snakeCase("Скорость, ток/с")).toBe("скорость_ток_с");
    expect(snakeCase("__proto__")).toBe("proto");
  });
});

describe("knownMetric", () => {
  const metricOf = (written: string) => {
    const found = knownMetric(fieldName(written));
    return found === undefined ? undefined : [found.metric, found.unit];
  };

  it.each([
    ["ttft_ms", ["ttft", "s"]],
    ["time_to_first_token", ["ttft", "unknown"]],
    ["eval_tokens_per_second", ["decode_throughput", "tok/s"]],
    ["prompt_tok_s", ["prefill_throughput", "tok/s"]],
    ["total_tokens", ["total_tokens", "1"]],
    ["total_s", ["total_time", "s"]],
    ["qps", ["query_throughput", "unknown"]],
    ["accuracy", ["accuracy", "fraction"]]
  ])("knows %j", (written, metric) => {
    expect(metricOf(written)).toEqual(metric);
  });

  it.each([
    "tokens",
    "words_per_second",
    "tokens_per_second",
    "ttfb_ms",
    "total",
    "load",
    "eval",
    "duration",
    "speed",
    "ttft_mb",
    "constructor",
    "__proto__"
  ])("does not guess what %j means", written => {
    expect(metricOf(written)).toBeUndefined();
  });
});
