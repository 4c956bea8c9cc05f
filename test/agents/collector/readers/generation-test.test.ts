import {describe, expect, it} from "vitest";
import {fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";

const text = fixtureText("generation-test/two-of-four.json");
const reading = readWith("generation-test", text, "g.json");

describe("generationTest", () => {
  it("gives a row per test, paired by its name", () => {
    expect(valuesOf(reading, "total_time")).toEqual([2, 1.5, null, null]);
    expect(labelsOfRow(reading, 1)).toEqual({prompt: "Tower (Dry)"});
    expect(reading.tables[0]?.subject).toEqual({});
  });

  it("gives counts that are words of the text a definition and a unit of their own", () => {
    expect(reading.tables[0]?.columns.map(({metric, definition, unit, values}) => [metric, definition, unit, values])).toEqual([
      ["total_time", "standard", "s", [2, 1.5, null, null]],
      ["output_tokens", "words", "1", [10, 9, null, null]],
      ["output_throughput", "words", "1/s", [5, 6, null, null]]
    ]);
    expect(reading.tables[0]?.warnings).toEqual([{code: "tokens-are-words", values: {}, source: {artifact: "g.json", at: "/results"}}]);
  });

  it("leaves counts alone that are not the words of the text", () => {
    const counted = readWith("generation-test", text.replace('"tokens": 10', '"tokens": 14'));
    expect(counted.tables[0]?.columns.map(({definition}) => definition)).toEqual(["standard", "standard", "request-level"]);
    expect(counted.tables[0]?.warnings).toEqual([]);
  });

  it("takes an error text in place of an answer for a failure although it counts as success", () => {
    expect(reading.tables[0]?.failures).toEqual([
      {row: 2, kind: "error", reason: "Error generating banter: All connection attempts failed"},
      {row: 3, kind: "error", reason: "'charmap' codec can't encode character"}
    ]);
  });

  it("remarks on stated totals and means that the rows contradict, and on no others", () => {
    expect(reading.remarks?.map(({code, values}) => [code, values?.["field"], values?.["stated"], values?.["found"]])).toEqual([
      ["summary-differs", "/summary/avg_generation_time_ms", 1500, 2200]
    ]);
    expect(reading.reported).toEqual([]);
  });

  it("copies nothing of the texts", () => {
    for (const words of ["dragon soup", "tower stays"]) expect(JSON.stringify(reading)).not.toContain(words);
  });
});

describe("generationTestCsv", () => {
  const csv = readWith("generation-test-csv", fixtureText("generation-test-csv/summary.csv"), "s.csv");

  it("reads the same metrics, with the words of the client", () => {
    expect(csv.tables[0]?.columns.map(({metric, definition, field, values}) => [metric, definition, field, values])).toEqual([
      ["total_time", "standard", "Generation Time (ms)", [2, 1.5005, null]],
      ["output_tokens", "words", "Tokens", [10, 9, null]],
      ["output_throughput", "words", "Tokens per Second", [5, 6, null]]
    ]);
    expect(csv.tables[0]?.failures).toEqual([{row: 2, kind: "status", reason: "Success: FALSE"}]);
  });

  it("rejects a bad cell and a row of another width with their places", () => {
    const broken = fixtureText("generation-test-csv/summary.csv").replace("2000.00", "fast").concat("Extra,row\n");
    expect(readWith("generation-test-csv", broken, "s.csv").problems).toEqual([
      {code: "not-a-number", values: {value: "fast"}, source: {artifact: "s.csv", at: "R1:Generation Time (ms)"}},
      {code: "ragged-row", values: {}, source: {artifact: "s.csv", at: "R4"}}
    ]);
  });
});
