import {describe, expect, it} from "vitest";
import {claiming, fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";

describe("ollamaVerbose", () => {
  it("gives a row per block under the model of the heading above it, compound durations in s", () => {
    const reading = readWith("ollama-verbose", fixtureText("ollama-verbose/notes.md"));
    expect(reading.tables[0]?.rows).toBe(2);
    expect([0, 1].map(row => labelsOfRow(reading, row)["model"])).toEqual(["llama3.2:3b", "qwen3:8b"]);
    expect(valuesOf(reading, "total_time")).toEqual([62.5, null]);
    expect(valuesOf(reading, "decode_throughput")).toEqual([13.26, 7.5]);
    expect(valuesOf(reading, "prefill_throughput")).toEqual([48.03, 20.8]);
  });

  it("takes the model of the command and numbers its blocks", () => {
    const reading = readWith("ollama-verbose", fixtureText("ollama-verbose/verbose.txt"));
    expect(reading.tables[0]?.subject).toEqual({model: "smollm2:135m"});
    expect([0, 1, 2].map(row => labelsOfRow(reading, row)["repeat"])).toEqual([1, 2, 3]);
  });

  it("gives no model where none is named, and no row for zeros only", () => {
    const reading = readWith(
      "ollama-verbose",
      "total duration: 2s\neval count: 10 token(s)\neval duration: 1s\neval rate: 10.00 tokens/s\n"
    );
    expect(reading.tables[0]?.subject).toEqual({});
    expect(valuesOf(readWith("ollama-verbose", "load duration: 5ms\neval count: 0 token(s)\neval duration: 0s\n"), "load_time")).toEqual([
      0.005
    ]);
  });

  it("leaves a progress bar and prose alone", () => {
    expect(claiming("a.txt", "eval duration: unknown\n100%|####| 12/12 [00:07<00:00, 1.65it/s]\n")).toEqual([]);
  });
});

describe("ollamaBench", () => {
  it("gives a row per epoch and rejects the rate of a generation of no time", () => {
    const reading = readWith("ollama-bench-text", fixtureText("ollama-bench-text/bench.txt"), "b.txt");
    expect(reading.tables[0]?.rows).toBe(12);
    expect(labelsOfRow(reading, 0)).toMatchObject({model: "gemma3:270m", quantization: "Q4_K_M", num_ctx: 4096, repeat: 1});
    expect(valuesOf(reading, "decode_throughput").filter(value => value !== null)).toEqual([53.06, 48.45, 54.91, 45.68, 44.37, 51.53]);
    expect(reading.problems).toHaveLength(6);
    expect(reading.problems[0]).toMatchObject({code: "impossible-value", source: {artifact: "b.txt", at: "L34"}});
  });

  it("reads the CSV alike, zeros as not measured", () => {
    const reading = readWith("ollama-bench-csv", fixtureText("ollama-bench-csv/bench.csv"));
    expect(valuesOf(reading, "load_time")[0]).toBe(0.038889813);
    expect(reading.tables[0]?.columns.map(({metric}) => metric)).not.toContain("ttft");
    expect(reading.tables[0]?.columns.map(({metric}) => metric)).not.toContain("decode_throughput");
  });
});

describe("ollamaServerLog", () => {
  it("gives version, machine and parallel requests, but no time of an access line", () => {
    const reading = readWith("ollama-server-log", fixtureText("ollama-server-log/server.log"));
    expect(reading).toMatchObject({
      tables: [],
      reported: [],
      session: {environment: {runtime: "ollama 0.24.0", gpu: "none"}, settings: {num_parallel: 1}}
    });
    expect(reading.session.startedAt?.utc).toBe("2026-11-25T02:35:30.017Z");
  });
});

describe("ollamaAgentRuns", () => {
  const reading = readWith("ollama-agent-runs", fixtureText("ollama-agent-runs/two-agents.json"));

  it("gives the individual runs with the options around them, not their aggregates", () => {
    expect(labelsOfRow(reading, 1)).toMatchObject({agent: "Insight", num_ctx: 512, num_gpu: 80, model: "gemma3:latest"});
    expect(valuesOf(reading, "ttft")).toEqual([1.6005, 1.6005]);
  });

  it("measures no throughput where no token was counted", () => {
    expect(valuesOf(reading, "decode_throughput")).toEqual([128, null]);
    expect(valuesOf(reading, "output_tokens")).toEqual([384, null]);
  });

  it("reports what only both agents together have", () => {
    expect(reading.reported.map(({metric, definition, statistics}) => [metric, definition, statistics[0]?.value])).toEqual([
      ["speedup", "concurrency", 1.25],
      ["wall_time", "standard", 7.5]
    ]);
  });
});

describe("llamaCppLog", () => {
  it("tells generation from a perplexity run in one log", () => {
    const reading = readWith("llama-cpp-log", fixtureText("llama-cpp-log/main.log"));
    expect([0, 1].map(row => labelsOfRow(reading, row)["test"])).toEqual(["main", "perplexity"]);
    expect(valuesOf(reading, "decode_throughput")).toEqual([15.66, null]);
    expect(valuesOf(reading, "output_tokens")).toEqual([63, null]);
    expect(reading.reported).toMatchObject([{metric: "perplexity", statistics: [{value: 8.97}]}]);
  });

  it("gives a row per request of a server", () => {
    const reading = readWith("llama-cpp-log", fixtureText("llama-cpp-log/server.log"));
    expect(valuesOf(reading, "decode_time")).toEqual([2.0005, 1.00075]);
    expect(reading.tables[0]).toMatchObject({subject: {model: "tiny-1B", quantization: "Q8_0"}, settings: {num_ctx: 4096, num_gpu: 17}});
    expect(reading.session.environment["runtime"]).toBe("llama.cpp b6123");
  });

  it("reads the newer spelling, without the sampler", () => {
    const reading = readWith("llama-cpp-log", fixtureText("llama-cpp-log/perf.log"));
    expect(reading.tables[0]?.rows).toBe(1);
    expect(valuesOf(reading, "prefill_throughput")).toEqual([237.62]);
  });
});
