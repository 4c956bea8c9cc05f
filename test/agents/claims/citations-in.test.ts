import {describe, expect, it} from "vitest";
import {citationsIn} from "../../../agents/claims/index.ts";

const names = (text: string) => citationsIn(text).map(({at, name}) => `${at} ${name}`);

describe("citationsIn", () => {
  it("names data files and documents with their line, once per line", () => {
    expect(names("See `reports/a.json`, reports\\b.csv and\n`a.json`, a.json.")).toEqual([
      "L1 reports/a.json",
      "L1 reports/b.csv",
      "L2 a.json"
    ]);
  });

  it("expands braces and drops the dots of a relative path", () => {
    expect(names("bench_1.{json,md} and ../x/c.csv")).toEqual(["L1 bench_1.json", "L1 bench_1.md", "L1 x/c.csv"]);
  });

  it("takes long names without extension, since digests cut it off", () => {
    expect(names("- ollama_benchmark_summary: q8_0")).toEqual(["L1 ollama_benchmark_summary"]);
  });

  it("leaves out addresses, programs and fenced code", () => {
    expect(names("https://example.org/a.json and run.py\n```\nx/out.csv\n```")).toEqual([]);
  });
});
