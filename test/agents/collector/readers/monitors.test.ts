import {describe, expect, it} from "vitest";
import {claiming, fixtureText, labelsOfRow, readWith} from "../../../support/read-artifact.ts";

const text = fixtureText("system-metrics/three-samples.json");
const reading = readWith("system-metrics", text, "m.json");
const table = (part: string) => reading.tables.find(found => found.part === part);
const values = (part: string, metric: string) => table(part)?.columns.find(column => column.metric === metric)?.values;

describe("systemMetrics", () => {
  it("gives samples in time of the system, the GPU, the processes and their number", () => {
    expect(reading.tables.map(({part, row, rows}) => [part, row, rows])).toEqual([
      ["system", "sample", 3],
      ["gpu", "sample", 3],
      ["processes", "sample", 5],
      ["servers", "sample", 3]
    ]);
    expect(table("system")?.times).toEqual([1772439300.5, 1772439303.5, 1772439306.5]);
    expect(values("system", "cpu_utilization")).toEqual([0.125, 0.55, 0.3]);
    expect(values("gpu", "power")).toEqual([12.5, 151.25, 80]);
    expect(values("gpu", "gpu_temperature")).toEqual([41, 60, 58]);
    expect(values("servers", "x.server_processes")).toEqual([2, 2, 1]);
  });

  it("keeps an idle GPU as a real zero", () => {
    expect(values("gpu", "gpu_utilization")).toEqual([0, 0.92, 0.4]);
  });

  it("takes sizes as powers of 1024, whatever their names say", () => {
    expect(values("system", "memory_used")).toEqual([8.25 * 1024 ** 3, 8.75 * 1024 ** 3, 8.5 * 1024 ** 3]);
    expect(values("gpu", "gpu_memory_used")).toEqual([512 * 1024 ** 2, 4096.5 * 1024 ** 2, 4096.5 * 1024 ** 2]);
    expect(reading.session.environment).toEqual({gpu: "Example GPU 9", gpu_memory: 8192 * 1024 ** 2, memory: 31.25 * 1024 ** 3});
  });

  it("does not take the activity of GPU memory for its use, nor a process for the machine", () => {
    expect(values("gpu", "memory_utilization")).toBeUndefined();
    expect(values("gpu", "x.gpu_memory_activity")).toEqual([0, 0.46, 0.2]);
    expect(table("processes")?.columns.map(({metric, definition}) => [metric, definition])).toEqual([
      ["cpu_utilization", "process"],
      ["memory_used", "process"]
    ]);
    expect(values("processes", "cpu_utilization")).toEqual([0, 0.015, 1.8, 0.025, 0.6]);
    expect(labelsOfRow({...reading, tables: [table("processes")!]}, 4)).toEqual({command: "ollama", process: 71});
  });

  it("counts network traffic since start", () => {
    expect(
      table("system")
        ?.columns.filter(({kind}) => kind === "cumulative")
        .map(({metric}) => metric)
    ).toEqual(["x.network_sent", "x.network_recv"]);
  });

  it("reads a machine without GPU and without a server", () => {
    const idle = readWith("system-metrics", fixtureText("system-metrics/no-gpu.json"));
    expect(idle.tables.map(({part}) => part)).toEqual(["system", "servers"]);
    expect(idle.session.environment).toEqual({memory: 31.25 * 1024 ** 3});
  });

  it("rejects a reading that is no number with its place", () => {
    const broken = text.replace('"power_draw": 12.5', '"power_draw": "ERR"');
    expect(readWith("system-metrics", broken, "m.json").problems).toEqual([
      {code: "not-a-number", values: {value: "ERR"}, source: {artifact: "m.json", at: "/metrics/0/gpu/0/power_draw"}}
    ]);
  });
});

describe("systemReport", () => {
  it("reports mean and peak under the samples' metrics, each at its line", () => {
    const {reported} = readWith("system-report", fixtureText("system-report/report.txt"));
    expect(reported.map(({metric, unit, n, statistics}) => [metric, unit, n, ...statistics.flatMap(({value, at}) => [value, at])])).toEqual(
      [
        ["cpu_utilization", "fraction", 3, 0.325, "L8", 0.55, "L9"],
        ["memory_utilization", "fraction", 3, 0.615, "L10", 0.615, "L10"],
        ["memory_used", "B", 3, 8.5 * 1024 ** 3, "L11", 8.8 * 1024 ** 3, "L12"],
        ["gpu_temperature", "°C", 3, 53, "L16", 60, "L17"],
        ["power", "W", 3, 81.2, "L18", 151.2, "L19"],
        ["gpu_utilization", "fraction", 3, 0.44, "L20", 0.92, "L21"],
        ["x.gpu_memory_activity", "fraction", 3, 0.22, "L22", 0.46, "L23"],
        ["gpu_memory_used", "B", 3, 2901.7 * 1024 ** 2, "L24", 4096.5 * 1024 ** 2, "L25"]
      ]
    );
    expect(reported[0]?.statistics.map(({statistic}) => statistic)).toEqual(["mean", "max"]);
  });
});

describe("mlMetrics and mlReport", () => {
  it("are understood and empty when there was no inference", () => {
    expect(readWith("ml-metrics", fixtureText("ml-metrics/no-inference.json"), "m.json")).toMatchObject({
      tables: [],
      reported: [],
      problems: [],
      remarks: [{code: "no-inferences", source: {artifact: "m.json", at: "/total_inferences"}}]
    });
    expect(readWith("ml-report", fixtureText("ml-report/no-inference.txt"), "m.txt")).toMatchObject({
      reported: [],
      remarks: [{code: "no-inferences", source: {artifact: "m.txt", at: "L6"}}]
    });
  });

  it("leave an export with inferences, whose rows nobody has seen, to the generic readers", () => {
    const other = fixtureText("ml-metrics/no-inference.json").replace('"total_inferences": 0', '"total_inferences": 3');
    expect(claiming("m.json", other)).toEqual([]);
  });

  it("report what the text states of real inferences", () => {
    const {reported, remarks} = readWith("ml-report", fixtureText("ml-report/some-inferences.txt"));
    expect(
      reported.map(({metric, definition, n, statistics: [only]}) => [metric, definition, n, only?.statistic, only?.value, only?.at])
    ).toEqual([
      ["latency", "standard", 24, "mean", 0.8125, "L8"],
      ["latency", "standard", 24, "p95", 1.204, "L10"],
      ["latency", "standard", 24, "p99", 1.3005, "L11"],
      ["output_throughput", "as-named", 24, "mean", 41.25, "L9"],
      ["request_throughput", "standard", 24, "overall", 0.2, "L12"]
    ]);
    expect(remarks).toEqual([]);
  });
});
