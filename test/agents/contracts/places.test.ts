import {describe, expect, it} from "vitest";
import {metricEntry, metrics, placeOf, placeOfValue, sourcesOf, writtenUnit} from "../../../agents/contracts/index.ts";

describe("places", () => {
  const counted = {artifact: "a.csv", places: {prefix: "R", first: 1, step: 1}};
  const listed = {artifact: "b.jsonl", places: ["#2", "#3", "#7", ""]};

  it("names a row, counted or listed", () => {
    expect(placeOf(counted, 4)).toBe("R5");
    expect(placeOf(listed, 2)).toBe("#7");
  });

  it("joins a record's place and a field by the grammar of its kind", () => {
    expect(placeOfValue("R3", "ttft_s")).toBe("R3:ttft_s");
    expect(placeOfValue("#3", "/response/eval_count")).toBe("#3/response/eval_count");
    expect(placeOfValue("", "/eval_count")).toBe("/eval_count");
    expect(placeOfValue("L12", "")).toBe("L12");
  });

  it("joins neighbours to ranges and keeps single rows apart", () => {
    expect(sourcesOf(counted, "x", [0, 1, 2, 5])).toEqual([
      {artifact: "a.csv", at: "R1-R3:x"},
      {artifact: "a.csv", at: "R6:x"}
    ]);
    expect(sourcesOf(listed, "/a", [0, 1, 2]).map(({at}) => at)).toEqual(["#2-#3/a", "#7/a"]);
  });
});

describe("vocabulary", () => {
  it("has a definition for every metric and knows each alias once", () => {
    const owners = new Map<string, string>();
    for (const [name, {aliases, definitions}] of Object.entries(metrics)) {
      expect(definitions.length).toBeGreaterThan(0);
      for (const alias of aliases) {
        expect(owners.get(alias), `${alias} of ${name}`).toBeUndefined();
        owners.set(alias, name);
      }
    }
  });

  it("names only known metrics as sums of parts", () => {
    for (const name of Object.keys(metrics)) for (const sum of metricEntry(name)?.partOf ?? []) expect(metricEntry(sum), sum).toBeDefined();
  });

  it("does not take names of objects for metrics", () => {
    expect(metricEntry("constructor")).toBeUndefined();
    expect(writtenUnit("toString")).toBeUndefined();
  });

  it.each([
    ["ms", "s", 1e-3],
    ["MiB", "B", 1024 ** 2],
    ["MB", "B", 1e6],
    ["%", "fraction", 0.01],
    ["tokens/s", "tok/s", 1]
  ])("reads the unit %s", (text, unit, factor) => {
    expect(writtenUnit(text)).toEqual({unit, factor});
  });
});
