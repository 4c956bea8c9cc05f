import {describe, expect, it} from "vitest";
import {fixtureText, readWith, valuesOf} from "../../../support/read-artifact.ts";

describe("optimum-benchmark", () => {
  it("tells the phases apart by metric and unit", () => {
    const reading = readWith("optimum-report", fixtureText("optimum-report/benchmark_report.json"));
    expect(valuesOf(reading, "prefill_time")).toEqual([0.032, 0.033]);
    expect(reading.reported.filter(({metric}) => metric.endsWith("throughput"))).toMatchObject([
      {metric: "sample_throughput", subject: {test: "prefill"}, statistics: [{value: 30.77}]},
      {metric: "decode_throughput", subject: {test: "decode"}, statistics: [{value: 42}]}
    ]);
    expect(reading.reported.find(({definition}) => definition === "process")?.statistics).toMatchObject([
      {statistic: "max", value: 8118075392}
    ]);
  });

  it("takes subject and settings from the config in the same file", () => {
    const reading = readWith("optimum-report", fixtureText("optimum-report/benchmark.json"));
    expect(reading.tables[0]).toMatchObject({
      subject: {model: "example/Tiny-1B-AWQ", quantization: "awq", device: "cuda", test: "forward"},
      settings: {batch: 1, prompt_length: 64, num_predict: 64}
    });
  });

  it("reads a config alone as labels of its folder, without a measurement", () => {
    const reading = readWith("optimum-config", fixtureText("optimum-config/benchmark_config.json"));
    expect(reading).toMatchObject({
      tables: [],
      reported: [],
      session: {settings: {model: "example/Tiny-1B-AWQ", batch: 1}, environment: {gpu: "Example GPU 24GB"}}
    });
  });

  it("reads the Markdown copy", () => {
    const {reported} = readWith("optimum-markdown", fixtureText("optimum-markdown/benchmark_report.md"));
    expect(reported.find(({metric}) => metric === "decode_time")).toMatchObject({
      n: 10,
      statistics: [{value: 1.5}, {statistic: "p99", value: 1.6}, {statistic: "std"}]
    });
    expect(reported.find(({metric}) => metric === "decode_throughput")?.statistics[0]?.value).toBe(42);
  });

  it("makes every traceback of a log a failed attempt", () => {
    const {tables} = readWith("optimum-log", fixtureText("optimum-log/failed.log"));
    expect(tables[0]?.failures.map(({reason}) => reason)).toEqual([
      "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.",
      "Received traceback from isolated process"
    ]);
    expect(readWith("optimum-log", "[MAIN-PROCESS][2026-03-01 03:39:05,584][process][INFO] - Allocated process launcher\n").tables).toEqual(
      []
    );
  });
});

describe("MLPerf", () => {
  it("gives throughput and latencies of a valid run, no setting", () => {
    const {reported} = readWith("mlperf-summary", fixtureText("mlperf-summary/offline.txt"));
    expect(reported).toMatchObject([
      {metric: "sample_throughput", subject: {test: "Offline"}, statistics: [{value: 12.75}]},
      {
        metric: "latency",
        statistics: [
          {statistic: "min"},
          {statistic: "max"},
          {statistic: "mean", value: 33.431331185},
          {statistic: "p50"},
          {statistic: "p99.9"}
        ]
      }
    ]);
  });

  it("makes an INVALID run a failed attempt", () => {
    const reading = readWith("mlperf-summary", fixtureText("mlperf-summary/server-invalid.txt"));
    expect(reading.reported).toEqual([]);
    expect(reading.tables[0]).toMatchObject({columns: [], failures: [{reason: "Result is : INVALID"}]});
  });

  it("reads the detail log alike", () => {
    const {reported} = readWith("mlperf-detail", fixtureText("mlperf-detail/detail.txt"));
    expect(reported).toMatchObject([
      {metric: "sample_throughput", statistics: [{value: 98.5}]},
      {metric: "latency", statistics: [{statistic: "mean"}, {statistic: "p99", value: 0.014123456}]},
      {metric: "ttft", statistics: [{statistic: "p99", value: 0.004123456}]}
    ]);
    const invalid = fixtureText("mlperf-detail/detail.txt").replace('"VALID"', '"INVALID"');
    expect(readWith("mlperf-detail", invalid)).toMatchObject({reported: [], tables: [{failures: [{reason: "result_validity: INVALID"}]}]});
  });
});

describe("trtexec", () => {
  it("reads the runs of TensorRT 7 in one log, a failed one without values", () => {
    const {reported, tables} = readWith("trtexec-log", fixtureText("trtexec-log/tensorrt-7.txt"));
    expect(reported.map(({metric, definition}) => [metric, definition])).toEqual([
      ["latency", "host"],
      ["query_throughput", "standard"],
      ["latency", "gpu-compute"]
    ]);
    expect(reported[0]).toMatchObject({n: 1440, subject: {model: "googlenet", precision: "FP32+INT8"}, settings: {batch: 4}});
    expect(reported[0]?.statistics.map(({statistic, value}) => [statistic, value])).toContainEqual(["p99", 0.0025329000000000003]);
    expect(tables).toMatchObject([{settings: {batch: 512}, failures: [{reason: "[E] Engine could not be created from network"}]}]);
  });

  it("reads the lines of TensorRT 8", () => {
    const {reported, session} = readWith("trtexec-log", fixtureText("trtexec-log/tensorrt-8.txt"));
    expect(reported.map(({definition}) => definition)).toEqual(["standard", "host", "enqueue", "gpu-compute"]);
    expect(reported[1]?.statistics).toMatchObject([
      {value: 0.00075},
      {value: 0.0015},
      {value: 0.000875},
      {statistic: "p50"},
      {statistic: "p90"},
      {statistic: "p95"},
      {statistic: "p99"}
    ]);
    expect(reported[0]).toMatchObject({subject: {model: "resnet50", precision: "fp16"}, settings: {"x.shapes": "input:8x3x224x224"}});
    expect(session.environment).toEqual({runtime: "TensorRT 8.6.1", gpu: "Example GPU 24GB"});
  });

  it("takes a run that was pasted without its first line under the command above it", () => {
    const {reported} = readWith("trtexec-log", fixtureText("trtexec-log/pasted.md"));
    expect(reported.map(({definition, settings, statistics}) => [definition, settings["batch"], statistics[0]?.value])).toEqual([
      ["standard", 1024, 17990.4],
      ["host", 1024, 0.125305],
      ["gpu-compute", 1024, 0.120107],
      ["standard", 512, 8836.5],
      ["end-to-end", 512, 0.0345]
    ]);
  });

  it("keeps the profiles of appended files apart", () => {
    const {reported} = readWith("trtexec-profile", fixtureText("trtexec-profile/profiles.json"));
    expect(reported.filter(({metric, subject}) => metric === "layer_time" && subject["kernel"] === "conv1")).toMatchObject([
      {n: 100, settings: {"x.run": 1}, statistics: [{value: 0.0000625}, {statistic: "p50"}, {statistic: "sum"}]},
      {n: 50, settings: {"x.run": 2}, statistics: [{value: 0.00008}, {statistic: "sum"}]}
    ]);
  });

  it("reads units inside the cells of a summary", () => {
    const {reported} = readWith("trtexec-summary-csv", fixtureText("trtexec-summary-csv/summary.csv"));
    expect(reported).toMatchObject([
      {metric: "query_throughput", subject: {model: "googlenet", precision: "FP16"}, settings: {batch: 1}, statistics: [{value: 412.5}]},
      {metric: "latency", statistics: [{statistic: "mean", value: 0.0025}]},
      {settings: {batch: 8}, statistics: [{value: 1020}]},
      {statistics: [{value: 0.00775}]}
    ]);
  });
});
