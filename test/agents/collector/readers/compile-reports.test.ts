import {describe, expect, it} from "vitest";
import {claiming, fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";

const cudaText = fixtureText("compile-report-json/tiny-mixer-cuda.json");
const cuda = readWith("compile-report-json", cudaText, "c/tiny-mixer-cuda.json");
const cpu = readWith("compile-report-json", fixtureText("compile-report-json/tiny-mixer-cpu.json"));
const record = (reading: typeof cuda, backend: string, metric: string) =>
  reading.reported.find(({subject, metric: name}) => subject["backend"] === backend && name === metric);

describe("compileReportJson", () => {
  it("reports latency over the timed runs, and compile time, per backend", () => {
    expect(record(cuda, "jit", "latency")).toMatchObject({
      subject: {model: "tiny-mixer", device: "cuda", backend: "jit", precision: "float32"},
      settings: {batch: 3, prompt_length: 64, "x.width": 96, runs: 12, warmup_runs: 4},
      unit: "s",
      over: "samples",
      n: 12,
      statistics: [
        {statistic: "mean", value: expect.closeTo(0.000371, 12), at: "/backends/jit/benchmark/mean_time_ms"},
        {statistic: "std", value: expect.closeTo(0.000018, 12)},
        {statistic: "min", value: expect.closeTo(0.00035, 12)},
        {statistic: "max", value: expect.closeTo(0.00042, 12)}
      ],
      warnings: []
    });
    expect(record(cuda, "jit", "compile_time")).toMatchObject({
      n: 1,
      statistics: [{statistic: "value", value: 0.0843, at: "/backends/jit/compilation/compile_time_s"}]
    });
    expect(record(cuda, "eager", "compile_time")).toBeUndefined();
  });

  it("makes a backend that did not succeed a failed attempt among all that were tried, never a fast one", () => {
    expect(cuda.tables).toMatchObject([{row: "attempt", rows: 5, columns: [], subject: {model: "tiny-mixer"}}]);
    expect(cuda.tables[0]?.failures).toEqual([{row: 2, kind: "error", reason: "triton is missing: install it or choose another backend"}]);
    expect(labelsOfRow(cuda, 2)["backend"]).toBe("torch_compile");
    expect(record(cuda, "torch_compile", "latency")).toBeUndefined();
    expect(record(cuda, "torch_compile", "compile_time")).toBeUndefined();
  });

  it("takes a mean of zero and a missing measurement for failures even without an error", () => {
    const text = cudaText.replace('"mean_time_ms": 0.412', '"mean_time_ms": 0');
    expect(readWith("compile-report-json", text).tables[0]?.failures[0]).toEqual({row: 0, reason: "", kind: "missing"});
    expect(cpu.tables[0]?.failures).toEqual([{row: 2, reason: "", kind: "missing"}]);
    expect(record(cpu, "onnx", "compile_time")).toBeDefined();
  });

  it("gives a row that ran elsewhere its own device, with a warning only where the report says another", () => {
    expect(record(cuda, "onnx", "latency")).toMatchObject({
      subject: {device: "cpu", provider: "CPUExecutionProvider"},
      warnings: [
        {
          code: "other-device",
          values: {stated: "cuda", device: "cpu", provider: "CPUExecutionProvider"},
          source: {artifact: "c/tiny-mixer-cuda.json", at: "/backends/onnx"}
        }
      ]
    });
    expect(record(cpu, "onnx", "compile_time")).toMatchObject({subject: {device: "cpu", provider: "CPUExecutionProvider"}, warnings: []});
  });

  it("names the precision that an engine was built in", () => {
    expect(record(cuda, "tensorrt", "latency")?.subject["precision"]).toBe("float16");
    expect(record(cpu, "eager", "latency")?.subject["precision"]).toBe("bfloat16");
  });

  it("warns where one call rules the mean", () => {
    expect(record(cuda, "tensorrt", "latency")?.warnings).toMatchObject([{code: "mean-ruled-by-first-call"}]);
  });

  it("keeps compile options only where they differ from the defaults", () => {
    expect(record(cpu, "torch_compile", "latency")?.settings).toMatchObject({"x.mode": "max-autotune", "x.fullgraph": true});
    expect(record(cpu, "torch_compile", "latency")?.settings).not.toHaveProperty("x.dynamic");
    expect(JSON.stringify(cuda)).not.toContain("somebody");
  });

  it("is one execution per report, with its environment and the time of writing as its end", () => {
    expect(cuda.session).toEqual({
      tool: "compile-bench",
      key: "2026-03-02T08:15:30.250000+00:00",
      endedAt: {text: "2026-03-02T08:15:30.250000+00:00", utc: "2026-03-02T08:15:30.250Z"},
      environment: {gpu: "Example GPU 9", driver: "580.10", cuda: "12.8", os: "Linux", python: "3.12.1", torch: "2.8.0"}
    });
  });

  it("rejects an impossible time with its place", () => {
    const text = cudaText.replace('"min_time_ms": 0.38', '"min_time_ms": -0.38');
    expect(readWith("compile-report-json", text, "c.json").problems).toEqual([
      {code: "impossible-value", values: {value: "-0.38"}, source: {artifact: "c.json", at: "/backends/eager/benchmark/min_time_ms"}}
    ]);
  });
});

describe("compileReportMarkdown", () => {
  const glued = readWith("compile-report-markdown", fixtureText("compile-report-markdown/tiny-mixer-cuda-glued.md"), "c.md");
  const plain = readWith("compile-report-markdown", fixtureText("compile-report-markdown/tiny-mixer-cpu.md"));

  it("reads the table whose header is glued to the line before as its JSON twin, at the lines, without the number of runs", () => {
    expect(record(glued, "jit", "latency")).toMatchObject({
      subject: record(cuda, "jit", "latency")?.subject,
      settings: {},
      statistics: [
        {statistic: "mean", value: expect.closeTo(0.000371, 12), at: "L7"},
        {statistic: "std", value: expect.closeTo(0.000018, 12), at: "L7"},
        {statistic: "min", value: expect.closeTo(0.00035, 12), at: "L7"},
        {statistic: "max", value: expect.closeTo(0.00042, 12), at: "L7"}
      ]
    });
    expect(record(glued, "jit", "latency")?.n).toBeUndefined();
    expect(glued.reported.map(({subject, metric}) => [subject["backend"], metric])).toEqual(
      cuda.reported.map(({subject, metric}) => [subject["backend"], metric])
    );
    expect(glued.session.key).toBe(cuda.session.key);
  });

  it("keeps failures, other devices and precisions as the JSON does", () => {
    expect(glued.tables[0]?.failures).toEqual(cuda.tables[0]?.failures);
    expect(record(glued, "onnx", "latency")).toMatchObject({subject: {device: "cpu"}, warnings: [{code: "other-device"}]});
    expect(record(glued, "tensorrt", "latency")?.subject["precision"]).toBe("float16");
  });

  it("reads the well-formed report too", () => {
    expect(plain.reported.map(({subject, metric}) => [subject["backend"], subject["precision"], metric])).toEqual([
      ["eager", "bfloat16", "latency"],
      ["torch_compile", "bfloat16", "latency"],
      ["torch_compile", "bfloat16", "compile_time"]
    ]);
    expect(record(plain, "torch_compile", "latency")?.settings).toEqual({"x.mode": "max-autotune", "x.fullgraph": true});
  });

  it("leaves other tables about compilation to prose", () => {
    const text = "# Lessons\n\n| Model | Backend | Mean Latency (ms) |\n| --- | --- | --- |\n| mlp | eager | 0.5 |\n";
    expect(claiming("lessons.md", text)).toEqual([]);
    expect(claiming("lessons.md", `# Compilation Benchmark Report\n${text}`)).toEqual([]);
  });
});

describe("compileVsEager", () => {
  const text = fixtureText("compile-vs-eager/compile-vs-eager.json");
  const reading = readWith("compile-vs-eager", text, "c.json");

  it("gives a row per timed call and one failed row per configuration that did not run", () => {
    expect(reading.tables[0]).toMatchObject({rows: 6 * 8 + 2, subject: {device: "cpu"}, settings: {threads: 2}});
    expect(valuesOf(reading, "latency").slice(0, 2)).toEqual([0.0945 / 1e3, 0.0895 / 1e3]);
    expect(labelsOfRow(reading, 0)).toMatchObject({
      model: "mlp-256-512-64",
      backend: "eager",
      batch: 1,
      "x.dynamic": "default",
      "x.fullgraph": "default",
      repeat: 1
    });
    expect(labelsOfRow(reading, 16)["x.dynamic"]).toBe(true);
    expect(reading.tables[0]?.failures.map(({row, reason}) => [row, reason.split(":")[0]])).toEqual([
      [48, "InvalidBackend"],
      [49, "Unsupported"]
    ]);
  });

  it("reports the first call as compile time where something was compiled", () => {
    expect(
      reading.reported.map(({subject, settings, statistics}) => [subject["backend"], settings["batch"], statistics[0]?.value])
    ).toEqual([
      ["inductor", 1, 10.5427],
      ["inductor", 1, 1.4811],
      ["inductor", 16, 1.2413],
      ["inductor", 16, 1.3473]
    ]);
    expect(reading.session.environment).toEqual({torch: "2.15.0"});
  });

  it("rejects an impossible sample and an unknown record, and goes on", () => {
    const broken = JSON.stringify([
      ...JSON.parse(text.replace("0.0945", "-1")),
      ...Array.from({length: 20}, () => JSON.parse(text)[0]),
      {x: 1}
    ]);
    expect(readWith("compile-vs-eager", broken, "c.json").problems).toEqual([
      {code: "unknown-record", values: {}, source: {artifact: "c.json", at: "/28"}},
      {code: "impossible-value", values: {value: "-1"}, source: {artifact: "c.json", at: "/0/latency_ms_samples/0"}}
    ]);
  });
});
