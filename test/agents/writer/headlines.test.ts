import {describe, expect, it} from "vitest";
import type {Analysis, Finding} from "../../../agents/contracts/index.ts";
import {reportOf} from "../../support/report-of.ts";
import {analysisNaming} from "../../support/small-analysis.ts";

/** Findings that the summary names in an analysis of one finding that differs as given, beside an ordinary one. */
function named(change: Partial<Finding>): number {
  const base = analysisNaming("m");
  const [first] = base.findings;
  if (first === undefined) throw new Error("no finding");
  const finding: Finding = {...first, confidence: "high", reasons: []};
  const analysis: Analysis = {...base, findings: [finding, {...finding, id: "other", ...change}]};
  const blocks = reportOf(analysis, "ru").sections.find(({id}) => id === "summary")?.blocks ?? [];
  const list = blocks.find(block => block.type === "list");
  return list?.type === "list" ? list.items.length : 0;
}

describe("headlines", () => {
  it("are what can be relied on", () => {
    expect(named({confidence: "medium"})).toBe(2);
    expect(named({confidence: "low"})).toBe(1);
  });

  it("rest on no column that is known by its name only", () => {
    expect(named({reasons: [{code: "as-named", values: {}}]})).toBe(1);
    expect(named({reasons: [{code: "one-run-each", values: {}}]})).toBe(2);
  });
});
