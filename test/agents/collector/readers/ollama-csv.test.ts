import {describe, expect, it} from "vitest";
import {fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";

describe("ollamaRunsCsv", () => {
  const reading = readWith("ollama-runs-csv", fixtureText("ollama-runs-csv/suite_runs.csv"));

  it("reads settings out of the options cell and pairs by prompt number", () => {
    expect(labelsOfRow(reading, 1)).toEqual({
      model: "tinyllama:1.1b-chat-q4_0",
      quantization: "Q4_0",
      temperature: 0.5,
      top_p: 0.8,
      prompt: 2
    });
    expect(reading.tables[0]?.factors.find(({key}) => key === "prompt")?.role).toBe("pairing");
  });

  it("takes a row with an error or with zeros only for a failed attempt", () => {
    expect(reading.tables[0]?.failures).toEqual([
      {row: 2, kind: "error", reason: "[Errno 111] Connection refused"},
      {row: 3, kind: "missing", reason: ""}
    ]);
    expect(valuesOf(reading, "decode_throughput")).toEqual([41.2, 40, null, null]);
  });

  it("orders rows in time only where the zone is written", () => {
    expect(reading.tables[0]?.times).toEqual(Array(4).fill(Date.parse("2026-11-20T09:10:11.250Z") / 1000));
    const local = fixtureText("ollama-runs-csv/suite_runs.csv").replaceAll("+00:00", "");
    const other = readWith("ollama-runs-csv", local);
    expect(other.tables[0]?.times).toBeUndefined();
    expect(other.session.startedAt).toEqual({text: "2026-11-20T09:10:11.250000"});
  });

  it("calls ttft_s load + prefill only while every row says so", () => {
    const definition = (text: string) =>
      readWith("ollama-runs-csv", text).tables[0]?.columns.find(({metric}) => metric === "ttft")?.definition;
    const text = fixtureText("ollama-runs-csv/suite_runs.csv");
    expect(definition(text)).toBe("load+prefill");
    expect(definition(text.replace("1.304500", "1.404500"))).toBe("client");
  });

  it("rejects a cell that is no number with its place and keeps the row", () => {
    const text = fixtureText("ollama-runs-csv/suite_runs.csv").replace("41.20", "fast");
    const other = readWith("ollama-runs-csv", text, "runs.csv");
    expect(other.problems).toEqual([{code: "not-a-number", values: {value: "fast"}, source: {artifact: "runs.csv", at: "R1:tokens_s"}}]);
    expect(valuesOf(other, "load_time")[0]).toBe(1.2);
  });
});

describe("ollamaQuantCsv", () => {
  const text = fixtureText("ollama-quant-csv/quant_bench.csv");

  it("makes the tag of a model its quantization", () => {
    const reading = readWith("ollama-quant-csv", text);
    expect(labelsOfRow(reading, 2)).toMatchObject({model: "tinyllama:1.1b-chat-q5_K_M", quantization: "Q5_K_M", prompt: 1});
    expect(reading.tables[0]?.times).toBeUndefined();
  });

  it("does not when one model has two tags", () => {
    const mixed = text.replaceAll("tinyllama:1.1b-chat-q4_0", "tiny").replaceAll("tinyllama:1.1b-chat-q5_K_M", "tiny");
    expect(labelsOfRow(readWith("ollama-quant-csv", mixed), 2)).toEqual({model: "tiny", prompt: 1});
  });
});

describe("ollamaSweepCsv", () => {
  const text = fixtureText("ollama-sweep-csv/smollm2_135m_param_tuning.csv");

  it.each([
    ["a/gemma3_1b-it-qat_param_tuning.csv", {model: "gemma3:1b-it-qat"}],
    ["gemma3_270m_param_tuning.csv", {model: "gemma3:270m"}],
    ["gemma3_param_tuning.csv", {model: "gemma3"}],
    ["ollama_param_tuning.csv", {}],
    ["results.csv", {}]
  ])("takes the model out of %s", (path, subject) => {
    expect(readWith("ollama-sweep-csv", text, path).tables[0]?.subject).toEqual(subject);
  });

  it("takes the model of a column before that of the path", () => {
    const withModel = text.replace("num_gpu,", "model,num_gpu,").replaceAll("\n0,", "\nother:1b,0,");
    expect(readWith("ollama-sweep-csv", withModel, "gemma3_param_tuning.csv").tables[0]?.subject).toEqual({model: "other:1b"});
  });

  it("has the settings of every row and a timeout as such", () => {
    const reading = readWith("ollama-sweep-csv", text);
    expect(labelsOfRow(reading, 3)).toEqual({num_gpu: 0, num_ctx: 2048, temperature: 0.8});
    expect(reading.tables[0]?.failures).toEqual([{row: 2, kind: "timeout", reason: "timed out"}]);
  });
});

describe("ollama baselines", () => {
  it("number prompts by first appearance, in both forms", () => {
    const csv = readWith("ollama-baseline-csv", fixtureText("ollama-baseline-csv/smollm2_135m_baseline.csv"), "smollm2_135m_baseline.csv");
    expect([0, 1, 2].map(row => labelsOfRow(csv, row))).toEqual([1, 2, 1].map(prompt => ({model: "smollm2:135m", prompt})));
    const json = readWith("ollama-baseline-json", fixtureText("ollama-baseline-json/smollm2_135m_baseline.json"));
    expect(labelsOfRow(json, 1)).toEqual({model: "smollm2:135m", prompt: 2});
    expect(valuesOf(json, "ttft")).toEqual(valuesOf(csv, "ttft").slice(0, 2));
    expect(json.tables[0]?.places).toEqual(["/results/0", "/results/1"]);
  });
});

describe("Ollama summaries", () => {
  it("report means of unknown many runs for a sweep", () => {
    const path = "smollm2_135m_param_tuning_summary.csv";
    const {reported, tables} = readWith("ollama-sweep-summary-csv", fixtureText(`ollama-sweep-summary-csv/${path}`), path);
    expect(tables).toEqual([]);
    expect(reported[0]).toMatchObject({
      metric: "decode_throughput",
      subject: {model: "smollm2:135m"},
      settings: {num_gpu: 0, num_ctx: 1024, temperature: 0.2},
      over: "unknown",
      statistics: [{statistic: "mean", value: 98.5, at: "R1:mean_tokens_s"}]
    });
    expect(reported[0]).not.toHaveProperty("n");
  });

  it("report medians with n, phase as a setting and incomplete answers once for a grid", () => {
    const {reported} = readWith("ollama-grid-summary-csv", fixtureText("ollama-grid-summary-csv/summary.csv"));
    const line = reported.filter(({part}) => part === "R5");
    expect(line.map(({metric, failed}) => [metric, failed])).toEqual([
      ["decode_throughput", 1],
      ["prefill_throughput", undefined],
      ["load_time", undefined],
      ["total_time", undefined],
      ["output_tokens", undefined]
    ]);
    expect(line[0]).toMatchObject({
      subject: {model: "gemma3:270m"},
      settings: {num_ctx: 2048, num_thread: 2, temperature: 0.7, "x.phase": "warm"},
      n: 4,
      statistics: [{statistic: "p50", value: 45.56, at: "R5:decode_tok_s_median"}]
    });
    expect(line[4]?.statistics[0]?.statistic).toBe("sum");
  });

  it("report means over the completed prompts of a suite, and how many failed", () => {
    const {reported} = readWith("ollama-suite-summary-json", fixtureText("ollama-suite-summary-json/suite_summary.json"));
    expect(reported).toMatchObject([
      {metric: "decode_throughput", n: 2, failed: 0, statistics: [{statistic: "mean", value: 40.6, at: "/models/0/mean_tokens_s"}]},
      {metric: "ttft", definition: "load+prefill", n: 2},
      {metric: "decode_throughput", failed: 2, statistics: [], subject: {quantization: "Q8_0"}}
    ]);
    expect(reported[2]).not.toHaveProperty("n");
  });
});
