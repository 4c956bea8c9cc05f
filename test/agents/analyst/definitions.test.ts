import {describe, expect, it} from "vitest";
import {cellsOf, definitionsOf, partsOf, valuesOf} from "../../../agents/analyst/cells.ts";
import {valueSources} from "../../../agents/analyst/facts.ts";
import {framesOf} from "../../../agents/analyst/frames.ts";
import type {Evidence} from "../../../agents/contracts/index.ts";
import {collectFolder} from "../../support/folder.ts";
import {promptSuite} from "../../support/prompt-suite.ts";

const answers = [1, 2, 3].map(prompt => ({model: "m", tag: "m", prompt, speed: 50}));

/** The same suite twice, the time to first token of the second file defined as given. */
async function partsWith(definition: string) {
  const evidence = await collectFolder({
    "s/a_runs.csv": promptSuite(answers),
    "s/b_runs.csv": promptSuite(answers.map(one => ({...one, speed: 60})))
  });
  const redefined: Evidence = {
    ...evidence,
    measurements: evidence.measurements.map(measurement => ({
      ...measurement,
      columns: measurement.columns.map(column =>
        column.metric === "ttft" && measurement.artifact === "s/b_runs.csv" ? {...column, definition} : column
      )
    }))
  };
  return partsOf(cellsOf(framesOf(redefined).frames));
}

describe("definitions of a metric", () => {
  it("are pooled where they are the same", async () => {
    const parts = await partsWith("load+prefill");
    expect(definitionsOf(parts, "ttft")).toEqual(new Set(["load+prefill"]));
    expect([valuesOf(parts, "ttft"), valueSources(parts, "ttft")].map(({length}) => length)).toEqual([6, 2]);
  });

  it("are kept apart where a time contains the load and another does not", async () => {
    const parts = await partsWith("client");
    expect(definitionsOf(parts, "ttft")).toEqual(new Set(["load+prefill", "client"]));
    expect([valuesOf(parts, "ttft"), valueSources(parts, "ttft")].map(({length}) => length)).toEqual([3, 1]);
    expect(valuesOf(parts, "decode_throughput")).toHaveLength(6);
  });
});
