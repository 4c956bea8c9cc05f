import {describe, expect, it} from "vitest";
import {measuredValue, rejectedCell} from "../../../agents/collector/measured-value.ts";

describe("measuredValue", () => {
  it("divides into base units and reads numbers written as text", () => {
    expect(measuredValue("decode_time", 1_333_119_801, 1e9)).toEqual({value: 1.333119801});
    expect(measuredValue("ttft", "0.25")).toEqual({value: 0.25});
  });

  it.each([undefined, null, "", "N/A", "nan"])("takes %j as not measured", raw => {
    expect(measuredValue("ttft", raw)).toEqual({value: null});
  });

  it("takes zero times and rates as not measured, zero counts as zero", () => {
    expect(measuredValue("load_time", 0)).toEqual({value: null});
    expect(measuredValue("decode_throughput", 0)).toEqual({value: null});
    expect(measuredValue("output_tokens", 0)).toEqual({value: 0});
  });

  it.each([
    ["decode_time", -(2 ** 63)],
    ["decode_time", 2e16],
    ["decode_throughput", 1e21],
    ["output_tokens", -1],
    ["file_size", Number.POSITIVE_INFINITY]
  ])("rejects an impossible %s of %d", (metric, raw) => {
    expect(measuredValue(metric, raw, metric === "decode_time" ? 1e9 : 1)).toEqual({value: null, problem: "impossible-value"});
  });

  it.each(["fast", Number.NaN, {}, true])("rejects %j as no number", raw => {
    expect(measuredValue("ttft", raw)).toEqual({value: null, problem: "not-a-number"});
  });
});

describe("rejectedCell", () => {
  it("names the place and quotes a short piece", () => {
    expect(rejectedCell("not-a-number", "runs/a.csv", "R3:ttft_s", "x".repeat(100))).toEqual({
      code: "not-a-number",
      values: {value: "x".repeat(40)},
      source: {artifact: "runs/a.csv", at: "R3:ttft_s"}
    });
  });
});
