import {describe, expect, it} from "vitest";
import {claiming, fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";

describe("dynamo", () => {
  it("makes a speedup of zero or a word a failed attempt", () => {
    const reading = readWith("dynamo-performance-csv", fixtureText("dynamo-performance-csv/inductor_training.csv"));
    expect(valuesOf(reading, "speedup")).toEqual([1.4821, 1.1503, null, null]);
    expect(valuesOf(reading, "latency")[0]).toBe(0.042125);
    expect(reading.tables[0]?.failures.map(({reason}) => reason)).toEqual(["speedup: 0.0", "speedup: infra_error"]);
    expect(reading.tables[0]?.columns.filter(({metric}) => metric === "gpu_memory_used").map(({definition}) => definition)).toEqual([
      "eager",
      "compiled"
    ]);
  });

  it("finds the records between other output", () => {
    const reading = readWith("dynamo-performance-csv", fixtureText("dynamo-performance-csv/run.log"));
    expect(valuesOf(reading, "speedup")).toEqual([2.014039]);
    expect(reading.tables[0]).toMatchObject({subject: {model: "BERT_pytorch", device: "cpu"}, settings: {batch: 2}, places: ["L6"]});
  });

  it("takes no unit for the memory of a CPU run", () => {
    const text = "dev,name,batch_size,speedup,abs_latency,eager_peak_mem\ncpu,a,1,1.2,3.0,0.5\ncpu,b,1,1.3,4.0,0.6\n";
    expect(readWith("dynamo-performance-csv", text).tables[0]?.columns.map(({metric}) => metric)).toEqual(["speedup", "latency"]);
  });

  it("makes accuracy a word, failures only of runs", () => {
    const run = readWith("dynamo-accuracy-csv", fixtureText("dynamo-accuracy-csv/inductor_accuracy.csv"));
    expect(run.tables[0]?.failures.map(({reason, kind}) => [reason, kind])).toEqual([
      ["fail_accuracy", "error"],
      ["timeout", "timeout"]
    ]);
    const expected = readWith("dynamo-accuracy-csv", fixtureText("dynamo-accuracy-csv/expected.csv"));
    expect(expected.tables).toEqual([]);
    expect(expected.reported).toMatchObject([{role: "target", statistics: [{value: 8}]}, {settings: {"x.accuracy": "fail_accuracy"}}]);
  });

  it("leaves records out that are switched off", () => {
    const {reported} = readWith("dynamo-expected-speedups", fixtureText("dynamo-expected-speedups/expected.csv"));
    expect(reported.map(({subject, role}) => [subject["model"], role])).toEqual([
      ["resnet50", "target"],
      ["llama", "target"]
    ]);
  });

  it("tells expected counts of instructions from measured ones", () => {
    const read = (name: string) => readWith("dynamo-instruction-counts", fixtureText(`dynamo-instruction-counts/${name}.csv`)).reported[0];
    expect(read("expected")).toMatchObject({role: "target", settings: {"x.noise_margin": 0.015}, statistics: [{value: 3066000000}]});
    expect(read("result")).toMatchObject({role: "measured", settings: {}, statistics: [{value: 3071500123}]});
  });
});

describe("torchUtilsBenchmark", () => {
  const {reported} = readWith("torch-utils-benchmark", fixtureText("torch-utils-benchmark/output.txt"));

  it("reads one measurement as a mean of its runs, several as a median", () => {
    expect(reported[0]).toMatchObject({
      subject: {test: "batched_dot_mul_sum(x, x)"},
      n: 100,
      statistics: [{statistic: "mean", value: 0.00037925}]
    });
    expect(reported[1]).toMatchObject({n: 28, statistics: [{statistic: "p50", value: 0.0000705}, {statistic: "p25"}, {statistic: "p75"}]});
  });

  it("reads the tables of Compare with the unit of their last line", () => {
    expect(reported.at(-1)).toMatchObject({
      subject: {task: "Batched dot", test: "[1024, 64]", backend: "bmm"},
      settings: {threads: 4},
      statistics: [{value: 0.00000975}]
    });
  });

  it("tells equal statements apart by their order", () => {
    const block = "<torch.utils.benchmark.utils.common.Measurement object at 0x01>\nf(x)\n  1.5 ms\n  1 measurement, 10 runs , 1 thread\n";
    expect(readWith("torch-utils-benchmark", block + block).reported.map(({settings}) => settings["x.block"])).toEqual([1, 2]);
  });

  it("says where a measurement has no time", () => {
    const text = "<torch.utils.benchmark.utils.common.Measurement object at 0x01>\nf(x)\n";
    expect(readWith("torch-utils-benchmark", text, "o.txt")).toMatchObject({
      reported: [],
      problems: [{code: "no-result", source: {at: "L1"}}]
    });
  });
});

describe("profilerTrace", () => {
  const reading = readWith("pytorch-profiler-trace", fixtureText("pytorch-profiler-trace/trace.json"));

  it("gives GPU events by category and the steps of the CPU once", () => {
    expect(reading.tables.map(({part, rows}) => [part, rows])).toEqual([
      ["kernel", 2],
      ["gpu_memcpy", 1],
      ["steps", 1]
    ]);
    expect(valuesOf(reading, "kernel_time")).toEqual([0.000045, 0.0000065]);
    expect(valuesOf(reading, "step_time")).toEqual([0.00928825]);
    expect(String(labelsOfRow(reading, 1)["kernel"])).toHaveLength(100);
  });

  it("leaves the trace of another program alone", () => {
    expect(claiming("t.json", '{"traceEvents": [{"ph": "X", "cat": "toplevel", "name": "Task", "dur": 3}]}')).toEqual([]);
  });
});

describe("trainingLog", () => {
  it("reads step lines between other output, a throughput without unit as unknown", () => {
    const reading = readWith("training-log", fixtureText("training-log/bert.log"));
    expect(valuesOf(reading, "loss")).toEqual([4.8438, 4.6562, 4.8125]);
    expect(reading.tables[0]?.columns[1]).toMatchObject({metric: "x.throughput", unit: "unknown"});
    expect(reading.tables[0]).toMatchObject({row: "sample", subject: {model: "tiny-bert"}, settings: {batch: 2}});
  });

  it("reads the dictionaries of a trainer, evaluation apart", () => {
    const {tables, reported} = readWith("training-log", fixtureText("training-log/trainer.log"));
    expect(tables[0]?.rows).toBe(3);
    const columns = tables[0]?.columns.map(({metric, definition, field}) => [metric, definition, field]);
    expect(columns).toContainEqual(["loss", "standard", "loss"]);
    expect(columns).toContainEqual(["loss", "eval", "eval_loss"]);
    expect(columns).toContainEqual(["sample_throughput", "eval", "eval_samples_per_second"]);
    expect(reported.map(({metric, definition, statistics}) => [metric, definition, statistics[0]?.value])).toEqual([
      ["sample_throughput", "train", 40.5],
      ["step_throughput", "train", 5.0625],
      ["wall_time", "standard", 250.5],
      ["loss", "standard", 2.21875]
    ]);
  });

  it("reads names and numbers without a sign between them", () => {
    const reading = readWith("training-log", fixtureText("training-log/nano.log"));
    expect(valuesOf(reading, "step_time")).toEqual([null, 28.75025, 0.12345, 0.12295]);
    expect([0, 1, 2, 3].map(row => labelsOfRow(reading, row)["step"])).toEqual([0, 0, 10, 20]);
  });
});
