import {describe, expect, it} from "vitest";
import type {Reading} from "../../../../agents/collector/reader.ts";
import {claiming, fixtureText, readWith, valuesOf} from "../../../support/read-artifact.ts";

/** One statistic of the first record of a metric. */
function stated({reported}: Reading, metric: string, statistic: string, definition?: string): number | undefined {
  const record = reported.find(each => each.metric === metric && (definition === undefined || each.definition === definition));
  return record?.statistics.find(each => each.statistic === statistic)?.value;
}

describe("vllmServing", () => {
  const reading = readWith("vllm-serving", fixtureText("vllm-serving/results.json"));

  it("keeps the runs of appended results apart, lost requests counted", () => {
    const [first, ...others] = reading.reported;
    expect(first).toMatchObject({
      metric: "request_throughput",
      n: 97,
      failed: 3,
      settings: {request_rate: 5, concurrency: 8, num_prompts: 100}
    });
    expect(others.find(({metric, settings}) => metric === "request_throughput" && settings["request_rate"] === "inf")).toMatchObject({
      n: 100,
      failed: 0,
      subject: {framework: "sgl"},
      settings: {"x.client": "openai", "x.gpu": "L4"}
    });
  });

  it("gives times in s by statistic, and a goodput that is not null", () => {
    expect(stated(reading, "ttft", "mean")).toBe(0.0445);
    expect(stated(reading, "e2e_latency", "p99")).toBe(1.0115);
    expect(reading.reported.filter(({definition}) => definition === "goodput")).toHaveLength(1);
  });

  it("gives the requests of a detailed result, failed ones without values", () => {
    const detailed = readWith("vllm-serving", fixtureText("vllm-serving/detailed.json"));
    expect(valuesOf(detailed, "ttft")).toEqual([0.0445, null, 0.052]);
    expect(detailed.tables[0]?.failures).toEqual([{row: 1, kind: "error", reason: "Connection reset by peer"}]);
  });

  it("rejects another document among the results", () => {
    const text = `${fixtureText("vllm-serving/results.json")}{"other": 1}\n`;
    expect(readWith("vllm-serving", text, "r.json").problems).toEqual([
      {code: "unknown-record", values: {}, source: {artifact: "r.json", at: "#3"}}
    ]);
  });
});

describe("sglangServing", () => {
  it("takes Infinity as a rate, the model of the server, nothing else of its state", () => {
    const reading = readWith("sglang-serving", fixtureText("sglang-serving/bench.jsonl"));
    expect(reading.reported[0]).toMatchObject({
      subject: {model: "example/Tiny-3B-AWQ", backend: "sglang"},
      settings: {request_rate: "inf", concurrency: 16, prompt_length: 256}
    });
    expect(stated(reading, "request_concurrency", "mean")).toBe(14.5);
    expect(JSON.stringify(reading)).not.toContain("55.5");
  });
});

describe("vllmThroughput and vllmLatency", () => {
  it("count prompt and output tokens together and take the model from the name", () => {
    const reading = readWith(
      "vllm-throughput",
      fixtureText("vllm-throughput/tiny-1b-awq_tp1_throughput.json"),
      "a/tiny-1b-awq_tp1_throughput.json"
    );
    expect(stated(reading, "total_throughput", "value")).toBe(854.7438);
    expect(reading.reported[0]?.subject["model"]).toBe("tiny-1b-awq_tp1");
    expect(
      readWith("vllm-throughput", fixtureText("vllm-throughput/tiny-1b-awq_tp1_throughput.json"), "throughput.json").reported[0]?.subject
    ).toEqual({});
  });

  it("give the batches of a latency run and its percentiles", () => {
    const reading = readWith("vllm-latency", fixtureText("vllm-latency/latency.json"));
    expect(valuesOf(reading, "latency")).toEqual([1.2, 1.25, 1.3]);
    expect(stated(reading, "latency", "p99")).toBe(1.299);
  });
});

describe("vllmServerLog", () => {
  it("gives samples, idle windows as not measured", () => {
    const reading = readWith("vllm-server-log", fixtureText("vllm-server-log/server.log"));
    expect(valuesOf(reading, "output_throughput")).toEqual([20.6, 24.1, null]);
    expect(valuesOf(reading, "kv_cache_utilization")).toEqual([0.001, 0.005, 0]);
    expect(reading.tables[0]).toMatchObject({row: "sample", subject: {model: "example/Tiny-1B", quantization: "fp8"}});
  });

  it("makes a start that failed a failed attempt", () => {
    const reading = readWith("vllm-server-log", fixtureText("vllm-server-log/failed.log"));
    expect(reading.tables[0]).toMatchObject({columns: [], failures: [{kind: "error"}]});
    expect(reading.tables[0]?.failures[0]?.reason).toMatch(/^RuntimeError: Engine core initialization failed/);
  });
});

describe("guidellm", () => {
  it("takes successful requests, counts the others, keeps the requests out", () => {
    const reading = readWith("guidellm-json", fixtureText("guidellm-json/benchmarks.json"));
    expect(reading.reported[0]).toMatchObject({metric: "e2e_latency", n: 12, failed: 3, settings: {concurrency: 4}});
    expect(stated(reading, "e2e_latency", "mean")).toBe(2.5);
    expect(stated(reading, "ttft", "mean")).toBe(0.1125);
    expect(stated(reading, "output_throughput", "mean")).toBe(204.8);
    expect(stated(reading, "output_throughput", "p50")).toBeUndefined();
    expect(JSON.stringify(reading)).not.toContain("private");
  });

  it("reads the merged headings of the console", () => {
    const reading = readWith("guidellm-console", fixtureText("guidellm-console/console.log"));
    expect(stated(reading, "ttft", "p95")).toBe(0.1802);
    expect(stated(reading, "output_throughput", "mean")).toBe(204.8);
    expect(stated(reading, "request_concurrency", "mean")).toBe(3.9);
    expect(reading.reported[0]?.subject).toEqual({model: "example/Tiny-1B"});
  });
});

describe("aiperfCsv, genaiPerfConsole, genaiPerfJson", () => {
  it("tell throughput per user from the throughput of all", () => {
    const reading = readWith("aiperf-csv", fixtureText("aiperf-csv/profile_export_aiperf.csv"));
    expect(stated(reading, "output_throughput", "mean", "request-level")).toBe(106.95);
    expect(stated(reading, "output_throughput", "value", "aggregate")).toBe(380.95);
    expect(stated(reading, "e2e_latency", "mean")).toBe(1.32055);
    expect(reading.reported.flatMap(({statistics}) => statistics).some(({statistic}) => statistic === "sum")).toBe(false);
    expect(reading.session.tool).toBe("aiperf");
    expect(readWith("aiperf-csv", fixtureText("aiperf-csv/profile_export_genai_perf.csv")).session.tool).toBe("genai-perf");
  });

  it("join wrapped labels and leave N/A out", () => {
    const reading = readWith("genai-perf-console", fixtureText("genai-perf-console/console.txt"));
    expect(stated(reading, "output_throughput", "value", "aggregate")).toBe(463.1);
    expect(stated(reading, "output_throughput", "p99", "request-level")).toBe(123.4);
    expect(stated(reading, "e2e_latency", "mean")).toBe(1.10575);
    expect(reading.reported[0]).toMatchObject({subject: {model: "tiny-llama"}, settings: {concurrency: 4}, n: 40});
  });

  it("take units from the JSON and settings from its input_config", () => {
    const reading = readWith("genai-perf-json", fixtureText("genai-perf-json/profile_export_genai_perf.json"));
    expect(stated(reading, "ttft", "p50")).toBe(0.03125);
    expect(stated(reading, "request_throughput", "value")).toBe(3.62);
    expect(reading.reported[0]).toMatchObject({subject: {model: "tiny-llama"}, settings: {concurrency: 4}, n: 40});
  });

  it("leave a lone request_latency to the generic readers", () => {
    expect(claiming("a.json", '{"request_latency": {"unit": "ms", "avg": 12}}')).toEqual([]);
  });
});

describe("llmperf", () => {
  it("tells the throughput of a request from the overall one and reads numbers in quotes", () => {
    const reading = readWith("llmperf", fixtureText("llmperf/summary.json"));
    expect(stated(reading, "output_throughput", "value", "aggregate")).toBe(440.5);
    expect(stated(reading, "output_throughput", "mean", "request-level")).toBe(171.5);
    expect(stated(reading, "output_tokens", "min")).toBe(120);
    expect(stated(reading, "request_throughput", "value")).toBe(3);
    expect(reading.reported[0]).toMatchObject({n: 19, failed: 1, settings: {concurrency: 5}});
  });
});

describe("servingConsole", () => {
  const reading = readWith("serving-console", fixtureText("serving-console/notes.md"));

  it("gives each pasted result the settings of the command above it", () => {
    expect(reading.reported[0]).toMatchObject({
      subject: {model: "example/Tiny-1B"},
      settings: {request_rate: 4, concurrency: 8, "x.block": 1},
      n: 97,
      failed: 3
    });
    expect(reading.reported.at(-1)).toMatchObject({subject: {backend: "sglang"}, settings: {concurrency: 16, "x.block": 2}, n: 64});
  });

  it("gives times in s by statistic", () => {
    expect(stated(reading, "ttft", "p99")).toBe(0.11075);
    expect(stated(reading, "e2e_latency", "mean")).toBe(2.7775);
    expect(stated(reading, "total_throughput", "value")).toBe(902.7);
  });
});

describe("sglangServerLog and aiperfRecords", () => {
  it("give samples of decode batches", () => {
    const reading = readWith("sglang-server-log", fixtureText("sglang-server-log/server.log"));
    expect(valuesOf(reading, "output_throughput")).toEqual([75.25, 240.5]);
    expect(reading.tables[0]?.subject).toEqual({model: "example/Tiny-3B"});
  });

  it("give a row per request without the warm-up, errors as failures", () => {
    const reading = readWith("aiperf-records", fixtureText("aiperf-records/profile_export.jsonl"));
    expect(valuesOf(reading, "ttft")).toEqual([0.0455, null]);
    expect(reading.tables[0]?.failures).toEqual([{row: 1, kind: "status", reason: "Service Unavailable"}]);
    expect(reading.tables[0]?.times).toEqual([1772473450.5, 1772473452.5]);
  });
});
