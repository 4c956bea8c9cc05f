import {describe, expect, it} from "vitest";
import {claiming, fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";

describe("quantizationReport", () => {
  const text = fixtureText("quantization-report/variants.json");
  const json = readWith("quantization-report", text, "q.json");

  it("gives quality as reported values and size as a property of every variant", () => {
    expect(
      json.reported.map(({subject, metric, unit, statistics}) => [subject["quantization"], metric, unit, statistics[0]?.value])
    ).toEqual([
      ["baseline", "accuracy", "fraction", 0.875],
      ["baseline", "loss", "1", 0.4125],
      ["int8", "accuracy", "fraction", 0.875],
      ["int8", "loss", "1", 0.4131],
      ["int4", "accuracy", "fraction", 0.625],
      ["int4", "loss", "1", 0.9052]
    ]);
    expect(json.tables[0]).toMatchObject({row: "property", rows: 3});
    expect(valuesOf(json, "model_size")).toEqual([3120, 2210, 1714]);
    expect(labelsOfRow(json, 2)).toEqual({quantization: "int4"});
  });

  it("says that the model is a toy, and says it of no model of some size", () => {
    expect(json.tables[0]?.warnings).toEqual([{code: "toy-model", values: {bytes: 3120}, source: {artifact: "q.json", at: ""}}]);
    const large = text.replace("3120", "3120000000");
    expect(readWith("quantization-report", large).tables[0]?.warnings).toEqual([]);
  });

  it("reads the Markdown, with headings glued or not, as the same values", () => {
    const glued = fixtureText("quantization-report-markdown/glued.md");
    const values = (written: string) =>
      readWith("quantization-report-markdown", written).reported.map(({subject, metric, statistics}) => [
        subject["quantization"],
        metric,
        statistics[0]?.value
      ]);
    expect(values(glued)).toEqual([
      ["baseline", "accuracy", 0.875],
      ["baseline", "loss", 0.4125],
      ["baseline", "model_size", 3120],
      ["int8", "loss", 0.4131],
      ["int8", "accuracy", 0.875],
      ["int8", "model_size", 2210],
      ["int4", "loss", 0.9052],
      ["int4", "accuracy", 0.625],
      ["int4", "model_size", 1714]
    ]);
    expect(values(glued.replaceAll(" ## ", "\n\n## "))).toEqual(values(glued));
  });
});

describe("kernelBenchmarks", () => {
  it("reports each variant of a kernel, and warns only where one call rules the mean", () => {
    const {reported} = readWith("kernel-benchmarks", fixtureText("kernel-benchmarks/kernels.json"), "k.json");
    expect(reported.map(({subject, statistics, warnings}) => [subject, statistics[2], warnings.map(({code}) => code)])).toEqual([
      [
        {kernel: "softmax", test: "naive"},
        {statistic: "min", value: 0.21 / 1e3, at: "/softmax/naive/min_time_ms"},
        ["mean-ruled-by-first-call"]
      ],
      [{kernel: "softmax", test: "fused"}, {statistic: "min", value: 0.14 / 1e3, at: "/softmax/fused/min_time_ms"}, []],
      [{kernel: "matmul", test: "256x256"}, {statistic: "min", value: 0.029 / 1e3, at: "/matmul/256x256/min_time_ms"}, []]
    ]);
    expect(reported[0]?.n).toBeUndefined();
  });
});

describe("nsightComputeCsv", () => {
  const text = fixtureText("nsight-compute-csv/two-kernels.csv");
  const reading = readWith("nsight-compute-csv", text, "n.csv");

  it("takes units from the second row and counts records after it", () => {
    expect(reading.tables[0]).toMatchObject({rows: 2, places: {prefix: "R", first: 1, step: 1}});
    expect(reading.tables[0]?.columns.map(({metric, definition, unit, values}) => [metric, definition, unit, values])).toEqual([
      ["x.dram__bytes.sum", "as-named", "B", [5031648, 812000]],
      ["latency", "profiled", "s", [12.544 / 1e6, 3.2 / 1e6]],
      ["x.sm__cycles_elapsed.max", "as-named", "1", [123456, 9870]],
      ["x.sm__warps_active.avg.pct_of_peak_sustained_active", "as-named", "fraction", [0.6125, null]]
    ]);
  });

  it("names the kernel without its signature, and neither host nor process", () => {
    expect(labelsOfRow(reading, 0)).toEqual({kernel: "scale_rows<float>", "x.block_size": "(256, 1, 1)", "x.grid_size": "(40, 2, 1)"});
    expect(reading.session.environment).toEqual({gpu: "Example GPU 9"});
    expect(JSON.stringify(reading)).not.toContain("some-host");
  });

  it("rejects a counter that is no number with its place", () => {
    expect(readWith("nsight-compute-csv", text.replace("3.200000", "slow"), "n.csv").problems).toEqual([
      {code: "not-a-number", values: {value: "slow"}, source: {artifact: "n.csv", at: "R2:gpu__time_duration.sum"}}
    ]);
  });
});

describe("nsightComputeFailed", () => {
  it("makes the error text one failed attempt", () => {
    const {tables} = readWith("nsight-compute-failed", fixtureText("nsight-compute-failed/no-permission.txt"));
    expect(tables[0]).toMatchObject({rows: 1, places: ["L2"], columns: [], failures: [{row: 0, kind: "error"}]});
    expect(tables[0]?.failures[0]?.reason).toMatch(/^ERR_NVGPUCTRPERM - The user does not have permission/);
  });

  it("leaves a log alone in which such a line is quoted", () => {
    expect(claiming("notes.txt", "We saw this today:\n==ERROR== unknown option\n")).toEqual([]);
  });
});

describe("selfHealingTrace and diagnosticDemo", () => {
  it("are understood, and say that nothing in them is measured", () => {
    for (const [format, path] of [
      ["self-healing-trace", "self-healing-trace/trace.json"],
      ["diagnostic-demo", "diagnostic-demo/demo.json"]
    ] as const) {
      expect(readWith(format, fixtureText(path))).toMatchObject({
        tables: [],
        reported: [],
        problems: [],
        remarks: [{code: "not-measured-here"}],
        session: {environment: {}}
      });
    }
  });
});
