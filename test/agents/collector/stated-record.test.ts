import {describe, expect, it} from "vitest";
import {percentileStatistic, statedRecord} from "../../../agents/collector/stated-record.ts";
import type {NoteInput} from "../../../agents/contracts/index.ts";

describe("statedRecord", () => {
  const read = (metric: string, per: number, raw: unknown, statistic: "mean" | "std" = "mean") => {
    const problems: NoteInput[] = [];
    const records = statedRecord(
      {metric, per, part: "/a", labels: {model: "m", batch: 2}, fields: [[statistic, "/a", raw]]},
      "f.json",
      problems
    );
    return {records, problems};
  };

  it("converts to the unit of the vocabulary, large units to the last bit", () => {
    expect(read("ttft", 1e3, 45).records[0]?.statistics).toEqual([{statistic: "mean", value: 0.045, at: "/a"}]);
    expect(read("memory_used", 1e-6, 8118.08).records[0]?.statistics[0]?.value).toBe(8118080000);
  });

  it("tells subject from settings", () => {
    expect(read("ttft", 1, 1).records[0]).toMatchObject({subject: {model: "m"}, settings: {batch: 2}, unit: "s"});
  });

  it("takes no time and no rate of zero, but a deviation of zero beside a value", () => {
    expect(read("ttft", 1, 0).records).toEqual([]);
    expect(read("request_throughput", 1, 0).records).toEqual([]);
    expect(read("ttft", 1, 0, "std").records).toEqual([]);
    const problems: NoteInput[] = [];
    const fields = [["mean", "/m", 2] as const, ["std", "/s", 0] as const];
    expect(statedRecord({metric: "ttft", part: "/", labels: {}, fields}, "f", problems)[0]?.statistics).toHaveLength(2);
  });

  it("rejects what is no number with its place", () => {
    expect(read("ttft", 1, "fast")).toEqual({
      records: [],
      problems: [{code: "not-a-number", values: {value: "fast"}, source: {artifact: "f.json", at: "/a"}}]
    });
  });

  it("names only percentiles that the contract knows", () => {
    expect([percentileStatistic("99.00"), percentileStatistic(99.9), percentileStatistic("97"), percentileStatistic("")]).toEqual([
      "p99",
      "p99.9",
      undefined,
      undefined
    ]);
  });
});
