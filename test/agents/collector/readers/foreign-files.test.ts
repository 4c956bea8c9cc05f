import {existsSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {readWith, valuesOf} from "../../../support/read-artifact.ts";

/** Files of other projects, which may not be copied into the tree; the values are those that were checked by hand when they were found. */
const shared = new URL("../../../../../shared/", import.meta.url);
const text = (path: string) => readFileSync(new URL(path, shared), "utf8");
const isThere = existsSync(new URL("artifacts/", shared)) && existsSync(new URL("chimera-corpus/", shared));

const mean = (values: readonly (number | null)[]) => {
  const measured = values.filter(value => value !== null);
  return measured.reduce((sum, value) => sum + value, 0) / measured.length;
};

describe.skipIf(!isThere)("files of other projects (skipped when ../shared is not there)", () => {
  it("give the checked speeds of an Ollama quantization table", () => {
    const reading = readWith("ollama-quant-csv", text("artifacts/ollama/chimeraforge_ollama_quant_bench.csv"));
    const speeds = valuesOf(reading, "decode_throughput");
    const means = [0, 5, 10].map(start => mean(speeds.slice(start, start + 5)));
    expect(means.map(value => Number(value.toFixed(3)))).toEqual([76.586, 65.184, 46.572]);
    expect(reading.tables[0]?.columns.find(({metric}) => metric === "ttft")?.definition).toBe("load+prefill");
  });

  it("give no value of an Ollama run where every request failed", () => {
    const reading = readWith("ollama-runs-csv", text("artifacts/ollama/chimeraforge_llama3_q4_benchmark_runs.csv"));
    expect(reading.tables[0]).toMatchObject({rows: 5, columns: []});
    expect(reading.tables[0]?.failures).toHaveLength(5);
  });

  it("give the checked means of an Ollama suite summary", () => {
    const {reported} = readWith("ollama-suite-summary-json", text("artifacts/ollama/chimeraforge_prompt_suite_summary.json"));
    expect(reported.filter(({metric}) => metric === "decode_throughput").map(({statistics}) => statistics[0]?.value)).toEqual([
      77.61783112097642, 65.10886716248429, 46.39700480679159
    ]);
  });

  it("give the checked values of llama-bench in JSON", () => {
    const {reported, session} = readWith("llama-bench-json", text("artifacts/llama-bench-json/brayniac_llama-bench.json"));
    expect(reported.map(({metric, statistics}) => [metric, ...statistics.map(({value}) => value)])).toEqual([
      ["prefill_throughput", 3024.404345, 2.625967],
      ["decode_throughput", 85.498819, 0.05175]
    ]);
    expect(reported[0]).toMatchObject({
      subject: {model: "Snowpiercer-15B-v1", quantization: "Q3_K_L", gpu: "NVIDIA GeForce RTX 4090"},
      n: 5
    });
    expect(session.environment["runtime"]).toBe("llama.cpp b5606");
  });

  it("give the checked values of three llama-bench tables under headings", () => {
    const {reported} = readWith("llama-bench-markdown", text("artifacts/llama-bench-md/1337hero_rx7900xtx_vulkan_3tables.txt"));
    const speed = (scope: string, flash: number, metric: string) =>
      reported.find(record => record.subject["scope"] === scope && record.settings["flash_attention"] === flash && record.metric === metric)
        ?.statistics[0]?.value;
    expect(speed("GPU 0 ONLY", 0, "prefill_throughput")).toBe(490.97);
    expect(speed("GPU 1 ONLY", 1, "decode_throughput")).toBe(57.67);
    expect(speed("DUAL GPU", 1, "prefill_throughput")).toBe(1043.22);
  });

  it("give the last running perplexity of an old log beside its generation, and nothing of its inf", () => {
    const log = text("artifacts/llamacpp-log/ggmlorg-ci_open_llama_3b_v2-tg-q4_0_main+perplexity.log");
    const reading = readWith("llama-cpp-log", log);
    expect(reading.reported).toMatchObject([{statistics: [{value: 8.97}], warnings: [{code: "running-value"}]}]);
    expect(valuesOf(reading, "decode_throughput")).toEqual([15.66, null]);
  });

  it("give a failed attempt of a llama-bench without memory", () => {
    const log = text("artifacts/llama-bench-failed/ryanilano_27B_IQ4_XS_d32768.log");
    expect(readWith("llama-bench-failed", log).tables[0]).toMatchObject({subject: {model: "Qwen3.6-27B", quantization: "IQ4_XS"}});
  });

  it("give two timeouts of a sweep whose model only the path names", () => {
    const path = "chimera-corpus/reports/gemma3/gemma3_270m_param_tuning.csv";
    const reading = readWith("ollama-sweep-csv", text(path), path);
    expect(reading.tables[0]).toMatchObject({rows: 36, subject: {model: "gemma3:270m"}, failures: [{kind: "timeout"}, {kind: "timeout"}]});
  });
});
