import {describe, expect, it} from "vitest";
import {compareCells, scoreCell} from "../../../agents/analyst/index.ts";
import {comparisonJunit} from "../../../pipelines/compare/comparison-junit.ts";
import {failing, parsedCondition} from "../../../pipelines/compare/condition.ts";
import {cellRuns, playedCell} from "../../support/cell-runs.ts";
import {localeOf} from "../../support/report-of.ts";

describe("comparisonJunit", () => {
  it("has a case per repeat and per condition, failed ones with their reason", () => {
    const runs = cellRuns({cell: "a <b>", repeats: 1, seed: 1, refusal: 1, seconds: 2, noise: 0});
    const failures = [{repeat: 2, reason: {code: "model-server-gone", values: {address: "http://127.0.0.1:1", reason: "reset"}}}];
    const comparison = compareCells([scoreCell({cell: playedCell("a <b>"), runs, failures})], {
      artifacts: "runs",
      reference: "a <b>",
      repeats: 2,
      seed: 1
    });
    const conditions = ["acceptance<0.9", "wall_time>60"].map(parsedCondition);
    const xml = comparisonJunit(comparison, {conditions, failing: failing(comparison, conditions), locale: localeOf("en")});
    expect(xml).toMatch(/<testsuite[^>]*tests="4"[^>]*failures="2"/);
    expect(xml).toContain('classname="a &lt;b&gt;" name="1" time="2.000"');
    expect(xml).toMatch(/name="2"[\s\S]*<failure type="model-server-gone"/);
    expect(xml).toMatch(/name="acceptance&lt;0.9"[\s\S]*<failure type="fail-on" message="a &lt;b&gt;: 0/);
    expect(xml).toMatch(/name="wall_time&gt;60" time="0.000"/);
  });
});
