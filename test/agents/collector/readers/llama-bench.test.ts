import {describe, expect, it} from "vitest";
import {fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";

const record = (rest: object) => ({
  build_commit: "247e5c6e",
  build_number: 5606,
  cpu_info: "Some CPU",
  gpu_info: "Some GPU",
  backends: "CUDA",
  model_filename: "/home/somebody/models/Tiny-1B-Q4_K_M.gguf",
  model_type: "llama ?B Q4_K - Medium",
  model_size: 1000,
  model_n_params: 1_100_000_000,
  n_batch: 2048,
  n_ubatch: 512,
  n_threads: 8,
  type_k: "f16",
  type_v: "q8_0",
  n_gpu_layers: 99,
  flash_attn: true,
  n_prompt: 512,
  n_gen: 0,
  n_depth: 1024,
  test_time: "2026-11-25T02:00:00Z",
  avg_ts: 100,
  stddev_ts: 2,
  samples_ns: [5_000_000_000, 5_200_000_000],
  samples_ts: [102, 98],
  ...rest
});

const readJson = (text: string) => readWith("llama-bench-json", text, "bench.json");

describe("llamaBenchJson", () => {
  it("gives a row per repeat and the tool's mean and deviation beside them", () => {
    const reading = readWith("llama-bench-json", fixtureText("llama-bench-json/quantizations.json"));
    expect(reading.tables.map(({part, row, rows}) => [part, row, rows])).toEqual([
      ["pp", "attempt", 20],
      ["tg", "attempt", 20],
      ["models", "property", 4]
    ]);
    expect(valuesOf(reading, "prefill_throughput").slice(0, 2)).toEqual([719.291, 666.384]);
    expect(valuesOf(reading, "test_time")[0]).toBe(0.177952949);
    expect(reading.reported[0]).toMatchObject({
      metric: "prefill_throughput",
      over: "samples",
      n: 5,
      statistics: [
        {statistic: "mean", value: 695.584171, at: "/0/avg_ts"},
        {statistic: "std", value: 42.926151, at: "/0/stddev_ts"}
      ]
    });
    expect(valuesOf(reading, "model_size")[0]).toBe(246587904);
    expect(reading.session.environment).toEqual({cpu: "AMD EPYC", gpu: "none"});
  });

  it("names model, quantization and settings without the folders of a machine", () => {
    const reading = readJson(JSON.stringify([record({})]));
    expect(labelsOfRow(reading, 0)).toEqual({
      model: "Tiny-1B",
      quantization: "Q4_K_M",
      parameters: "1B",
      backend: "CUDA",
      gpu: "Some GPU",
      threads: 8,
      batch: 2048,
      ubatch: 512,
      num_gpu: 99,
      "x.type_k": "f16",
      "x.type_v": "q8_0",
      flash_attention: true,
      depth: 1024,
      prompt_length: 512,
      repeat: 1
    });
    expect(JSON.stringify(reading)).not.toContain("somebody");
    expect(reading.session.environment["runtime"]).toBe("llama.cpp b5606");
  });

  it.each([
    [{n_prompt: 0, n_gen: 128}, "tg", "decode_throughput"],
    [{n_prompt: 512, n_gen: 0}, "pp", "prefill_throughput"],
    [{n_prompt: 512, n_gen: 128}, "pg", "total_throughput"]
  ])("takes %j for the test %s", (lengths, part, metric) => {
    const {tables} = readJson(JSON.stringify([record(lengths)]));
    expect(tables[0]).toMatchObject({part, columns: [{metric}, {metric: "test_time"}]});
  });

  it.each([
    [
      {model_filename: "x.gguf", model_type: "llama ?B Q3_K - Large"},
      {model: "x", quantization: "Q3_K_L", parameters: "1.1B"}
    ],
    [
      {model_filename: "x.gguf", model_type: "gemma3 270M Q2_K - Medium"},
      {model: "x", quantization: "Q2_K", parameters: "270M"}
    ],
    [
      {model_filename: "x.gguf", model_type: "llama 7B mostly Q4_0"},
      {model: "x", quantization: "Q4_0", parameters: "7B"}
    ],
    [
      {model_filename: "x.gguf", model_type: "llama 7B IQ4_XS - 4.25 bpw"},
      {model: "x", quantization: "IQ4_XS", parameters: "7B"}
    ],
    [
      {model_filename: "x.gguf", model_type: "llama 7B all F32"},
      {model: "x", quantization: "F32", parameters: "7B"}
    ]
  ])("reads the model type of %j", (fields, labels) => {
    expect(labelsOfRow(readJson(JSON.stringify([record(fields)])), 0)).toMatchObject(labels);
  });

  it("reads the flags that old builds had instead of backends", () => {
    const {backends: _, ...old} = record({cuda: false, metal: true, gpu_blas: false});
    expect(labelsOfRow(readJson(JSON.stringify([old])), 0)["backend"]).toBe("METAL");
  });

  it("reads JSON between the lines of a log and remarks on them", () => {
    const reading = readJson(
      `ggml_cuda_init: found 1 CUDA devices:\n${JSON.stringify(record({}))}\nmain: done\n${JSON.stringify(record({n_gen: 5, n_prompt: 0}))}\n`
    );
    expect(reading.problems).toEqual([]);
    expect(reading.remarks).toMatchObject([{code: "json-text-between"}]);
    expect(reading.reported.map(({statistics}) => statistics[0]?.at)).toEqual(["#1/avg_ts", "#2/avg_ts"]);
  });

  it("keeps the whole records of a truncated array and says so", () => {
    const text = JSON.stringify([record({}), record({}), record({})]);
    const reading = readJson(text.slice(0, -200));
    expect(reading.reported).toHaveLength(2);
    expect(reading.problems).toMatchObject([{code: "json-truncated"}]);
  });

  it("rejects a speed of zero as not measured", () => {
    const reading = readJson(JSON.stringify([record({samples_ts: [0, 98], avg_ts: 1e12})]));
    expect(valuesOf(reading, "prefill_throughput")).toEqual([null, 98]);
    expect(reading.problems).toMatchObject([{code: "impossible-value", source: {at: "/0/avg_ts"}}]);
  });

  it("names the place of a record of another shape", () => {
    expect(() => readJson(JSON.stringify([record({}), record({n_prompt: "many"})]))).toThrow(
      "bench.json:/1/n_prompt: no record of llama-bench, expected its field"
    );
  });
});

describe("llamaBenchCsv and llamaBenchSql", () => {
  it("report the mean and deviation of every test and measure the sizes", () => {
    const reading = readWith("llama-bench-csv", fixtureText("llama-bench-csv/threads.csv"));
    expect(reading.reported).toHaveLength(8);
    expect(reading.reported[0]).toMatchObject({
      subject: {model: "gemma-3-270m", quantization: "Q4_K_M"},
      settings: {threads: 1, prompt_length: 128},
      statistics: [{statistic: "mean", value: 407.017617, at: "R1:avg_ts"}, {statistic: "std"}]
    });
    expect(reading.tables).toMatchObject([{part: "models", row: "property", rows: 2}]);
  });

  it("report the depth of every test of the SQL form, at the line", () => {
    const reading = readWith("llama-bench-sql", fixtureText("llama-bench-sql/depth.sql"));
    const speeds = reading.reported.filter(({metric}) => metric.endsWith("throughput"));
    expect(speeds.map(({settings}) => settings["depth"])).toEqual([0, 0, 512, 512]);
    expect(speeds[0]?.statistics[0]).toEqual({statistic: "mean", value: 309.168746, at: "L46"});
    expect(reading.reported.filter(({metric}) => metric === "model_size")).toHaveLength(1);
    expect(reading.session.startedAt?.utc).toBe("2026-11-25T02:34:35.000Z");
  });

  it("reject a cut SQL line with its place and keep the others", () => {
    const text = fixtureText("llama-bench-sql/depth.sql");
    const reading = readWith("llama-bench-sql", text.trimEnd().slice(0, -40), "d.sql");
    expect(reading.reported.filter(({metric}) => metric.endsWith("throughput"))).toHaveLength(3);
    expect(reading.problems).toEqual([{code: "sql-line-broken", values: {}, source: {artifact: "d.sql", at: "L49"}}]);
  });

  it("reject a CSV record of another width with its place", () => {
    const text = `${fixtureText("llama-bench-csv/threads.csv")}"unknown","0"\n`;
    const reading = readWith("llama-bench-csv", text, "t.csv");
    expect(reading.reported).toHaveLength(8);
    expect(reading.problems).toEqual([{code: "ragged-row", values: {}, source: {artifact: "t.csv", at: "R9"}}]);
  });
});

describe("llamaBenchMarkdown", () => {
  const reading = readWith("llama-bench-markdown", fixtureText("llama-bench-markdown/two-devices.txt"), "two.txt");
  const speeds = reading.reported.filter(({metric}) => metric.endsWith("throughput"));

  it("tells several tables apart by their heading and reads test, depth and settings", () => {
    expect(speeds.map(({metric, subject, settings}) => [metric, subject["scope"], settings["depth"], settings["kv_type"]])).toEqual([
      ["prefill_throughput", "GPU 0 ONLY", 0, "q8_0"],
      ["decode_throughput", "GPU 0 ONLY", 1024, "q8_0"],
      ["total_throughput", "BOTH GPUS", 0, undefined]
    ]);
    expect(speeds[0]).toMatchObject({
      subject: {model: "qwen3 4B", quantization: "Q3_K_L", parameters: "4B", backend: "Vulkan"},
      settings: {num_gpu: 99, flash_attention: 1, prompt_length: 512},
      statistics: [
        {statistic: "mean", value: 812.25, at: "L6"},
        {statistic: "std", value: 3.5, at: "L6"}
      ]
    });
    expect(reading.session.environment).toEqual({runtime: "llama.cpp b6123"});
  });

  it("states size and parameters once per model of a table", () => {
    expect(reading.reported.filter(({metric}) => metric === "model_size").map(({statistics}) => statistics[0]?.value)).toEqual([
      2.13 * 1024 ** 3,
      2.13 * 1024 ** 3
    ]);
  });

  it("rejects a cell that is no speed with its place", () => {
    expect(reading.problems).toEqual([{code: "not-a-number", values: {value: "running"}, source: {artifact: "two.txt", at: "L15"}}]);
  });

  it("needs no scope and no depth where there is one table", () => {
    const one = readWith("llama-bench-markdown", fixtureText("llama-bench-markdown/quantizations.md"));
    expect(one.reported[0]?.subject).toEqual({model: "gemma3 270M", quantization: "Q4_K_M", parameters: "270M", backend: "CPU"});
    expect(one.reported[0]?.settings).toEqual({threads: 2, prompt_length: 128});
  });

  it("leaves a text with the JSON form too to the JSON reader", () => {
    const text = `${JSON.stringify([record({})])}\n${fixtureText("llama-bench-markdown/quantizations.md")}`;
    expect(readWith("llama-bench-json", text).reported).toHaveLength(1);
  });
});

describe("llamaBenchFailed", () => {
  it("keeps the error as the reason of one failed attempt", () => {
    expect(readWith("llama-bench-failed", fixtureText("llama-bench-failed/missing-model.txt")).tables).toMatchObject([
      {
        rows: 1,
        subject: {model: "no-such-model"},
        places: ["L4"],
        columns: [],
        failures: [{row: 0, kind: "error", reason: "llama_bench: error: failed to load model 'no-such-model.gguf'"}]
      }
    ]);
  });

  it("takes model and quantization from the quoted file and leaves its folders out", () => {
    const text = "main: error: failed to create context with model '/home/somebody/m/Big-27B-IQ4_XS.gguf'\n";
    const reading = readWith("llama-bench-failed", text);
    expect(reading.tables[0]).toMatchObject({subject: {model: "Big-27B", quantization: "IQ4_XS"}});
    expect(JSON.stringify(reading)).not.toContain("somebody");
  });

  it("does not claim a run that gave results before it failed", () => {
    const text = `${JSON.stringify(record({}))}\nllama_bench: error: failed to load model 'b.gguf'\n`;
    expect(readWith("llama-bench-json", text).reported).toHaveLength(1);
  });
});
