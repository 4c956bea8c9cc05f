import {describe, expect, it} from "vitest";
import {compareCells, scoreCell} from "../../../agents/analyst/index.ts";
import {failing, parsedCondition} from "../../../pipelines/compare/condition.ts";
import {cellRuns, playedCell} from "../../support/cell-runs.ts";

const cell = (id: string, refusal: number) =>
  scoreCell({cell: playedCell(id), runs: cellRuns({cell: id, repeats: 6, seed: 1, refusal, seconds: 10, noise: 0}), failures: []});
const comparison = compareCells([cell("good", 0), cell("bad", 1)], {artifacts: "s", reference: "good", repeats: 6, seed: 1});
const cellsThatFail = (condition: string) => failing(comparison, [parsedCondition(condition)]).map(one => one.cell);

describe("conditions that fail a comparison", () => {
  it.each([
    ["acceptance<0.9", ["bad"]],
    ["acceptance < 90 %", ["bad"]],
    ["acceptance<=0", ["bad"]],
    ["acceptance<0", []],
    ["acceptance>=1", ["good"]],
    ["wall_time>9.5", ["good", "bad"]],
    ["wall_time>10", []],
    ["ttft>0", []]
  ])("%s: %j", (condition, cells) => {
    expect(cellsThatFail(condition)).toEqual(cells);
  });

  it.each([
    ["acceptance", "acceptance: expected a score, < or >, and a number, such as acceptance<0.9"],
    ["acceptance<fast", "acceptance<fast: expected a score"],
    ["acceptence<0.9", "acceptence<0.9: no score acceptence; there are: acceptance,"]
  ])("refuses %s", (condition, message) => {
    expect(() => parsedCondition(condition)).toThrow(message);
  });
});
