import {describe, expect, it} from "vitest";
import type {Analysis, Block, Finding} from "../../../agents/contracts/index.ts";
import {plain} from "../../../agents/locale/index.ts";
import {languages, reportOf} from "../../support/report-of.ts";
import {emptyAnalysis, factOf} from "../../support/small-analysis.ts";

/** Contradicted values of a document, so many of them shown. */
function contradictions(shown: number, rest: number): Analysis {
  const facts = [
    ...["wrong", "agreed", "documents", "rest"].map((id, index) => factOf({id, kind: "counted", value: index + 2, unit: "1"})),
    ...Array.from({length: shown}, (_, index) => factOf({id: `v${index}`, value: 10 + index, unit: "tok/s"}))
  ];
  const finding: Finding = {
    id: "f",
    kind: "inconsistent",
    variant: "claims",
    workload: "documents",
    subject: {},
    members: Array.from({length: shown}, (_, index) => ({
      subject: {model: `m${index}`},
      facts: {claimed: `v${index}`, computed: `v${index}`},
      words: {metric: "decode_throughput", place: "a.md", source: "b.csv", statistic: "value", nearest: "no", has_similar: "no"}
    })),
    facts: {wrong: "wrong", agreed: "agreed", documents: "documents", ...(rest > 0 ? {rest: "rest"} : {})},
    words: {has_rest: rest > 0 ? "yes" : "no"},
    severity: 0,
    confidence: "high",
    confounders: [],
    reasons: []
  };
  return {...emptyAnalysis, facts, findings: [finding]};
}

const blocksOf = (analysis: Analysis, language: string, section: string): Block[] =>
  reportOf(analysis, language).sections.find(({id}) => id === section)?.blocks ?? [];

describe.each(languages)("what a finding is about (%s)", language => {
  it("stands in a list where it is many, each in a sentence that the appendix knows", () => {
    const report = reportOf(contradictions(5, 3), language);
    const [paragraph, list] = report.sections.find(({id}) => id === "bottlenecks")?.blocks ?? [];
    expect([paragraph?.type, list?.type === "list" && list.items.length]).toEqual(["paragraph", 5]);
    const items = list?.type === "list" ? list.items.map(item => plain(item)) : [];
    expect(items.every(item => /^\p{Lu}.*\.$/u.test(item))).toBe(true);
    expect(report.facts.map(({id}) => id)).toEqual(expect.arrayContaining(["v0", "v4"]));
  });

  it("stands in the paragraph where it is little", () => {
    expect(blocksOf(contradictions(2, 0), language, "bottlenecks").map(({type}) => type)).toEqual(["paragraph"]);
  });

  it("counts what is not shown, where there is more", () => {
    const said = (rest: number) =>
      blocksOf(contradictions(5, rest), language, "bottlenecks").flatMap(block =>
        block.type === "paragraph" ? block.spans.flatMap(({fact}) => fact ?? []) : []
      );
    expect(said(3)).toContain("rest");
    expect(said(0)).not.toContain("rest");
  });

  it("is one example in the summary", () => {
    const [list] = blocksOf(contradictions(5, 3), language, "summary");
    const said = list?.type === "list" ? list.items.map(item => plain(item)).join() : "";
    expect([said.includes("m0"), said.includes("m1")]).toEqual([true, false]);
  });
});
