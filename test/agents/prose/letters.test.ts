import {describe, expect, it} from "vitest";
import type {Span} from "../../../agents/contracts/index.ts";
import {lettered, unlettered} from "../../../agents/prose/index.ts";
import {spansOf} from "../../../agents/writer/index.ts";
import {analysisOf, languages, reportOf} from "../../support/report-of.ts";

const value = (text: string, fact: string): Span => ({text, fact, form: "value"});

describe("lettered", () => {
  it("puts letters for values with their units, names and references", () => {
    const spans: Span[] = [
      {text: "With ", style: "strong"},
      {text: "num_thread=2", style: "code"},
      {text: " it takes "},
      value("1.5 s", "t"),
      {text: ". "},
      {text: "[3]", reference: 3}
    ];
    const {text, letters} = lettered(spans);
    expect(text).toBe("With [a] it takes [b]. [c]");
    expect(letters.get("[b]")).toEqual([spans[3]]);
    expect(letters.get("[c]")).toEqual([spans[5]]);
  });

  it("gives a range one letter", () => {
    const {text, letters} = lettered([
      value("1.2–", "low"),
      value("1.6", "high"),
      {text: " and "},
      value("3", "x"),
      {text: "–"},
      value("4", "y")
    ]);
    expect(text).toBe("[a] and [b]");
    expect([...letters.values()].map(spans => spans.length)).toEqual([2, 3]);
  });

  it("does not take two values side by side for a range when one is a name", () => {
    expect(lettered([{text: "m", style: "code"}, {text: " "}, value("3 s", "x")]).text).toBe("[a] [b]");
  });

  it.each([
    ["a digit", "the 95 % interval"],
    ["a bracket", "as in [a] there"],
    ["an open bracket", "as in [a"]
  ])("gives %s in plain text a letter of its own", (_, plain) => {
    const {text, letters} = lettered([{text: plain}]);
    expect(text.replace(/\[[a-z]\]/g, "")).not.toMatch(/[\d[\]]/);
    expect(letters.size).toBe(1);
  });

  it("goes on with two letters behind [z]", () => {
    const {text, letters} = lettered(Array.from({length: 28}, (_, index) => [value("1", `f${index}`), {text: " "}]).flat());
    expect(text).toContain("[y] [z] [aa] [ab]");
    expect(letters.size).toBe(28);
  });
});

describe("unlettered", () => {
  it("puts the spans back", () => {
    const {letters} = lettered([value("1 s", "a"), {text: " against "}, {text: "m", style: "code"}]);
    expect(unlettered("Against [b]: [a].", letters)).toEqual([
      {text: "Against "},
      {text: "m", style: "code"},
      {text: ": "},
      value("1 s", "a"),
      {text: "."}
    ]);
  });

  it("leaves a letter that stands for nothing as it is", () => {
    expect(unlettered("[q]", new Map())).toEqual([{text: "[q]"}]);
  });

  it.each(languages)("gives every sentence of a report back with its facts and references (%s)", async language => {
    const report = reportOf(await analysisOf(new URL("../../../data/samples/", import.meta.url)), language);
    const paragraphs = report.sections.flatMap(({blocks}) =>
      blocks.flatMap(block =>
        block.type === "list" ? block.items : block.type === "paragraph" || block.type === "note" ? [block.spans] : []
      )
    );
    for (const spans of paragraphs) {
      const {text, letters} = lettered(spans);
      const back = unlettered(text, letters);
      expect(lettered(back)).toEqual({text, letters});
      expect(back.filter(({fact, reference}) => fact ?? reference)).toEqual(spans.filter(({fact, reference}) => fact ?? reference));
      expect(text.replace(/\[[a-z]{1,2}\]/g, "")).not.toMatch(/\p{N}/u);
    }
    expect(spansOf(report).length).toBeGreaterThan(paragraphs.length);
  });
});
