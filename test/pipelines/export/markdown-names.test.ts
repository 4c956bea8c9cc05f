import {describe, expect, it} from "vitest";
import type {Block, Span} from "../../../agents/contracts/index.ts";
import {renderHtml, renderMarkdown} from "../../../pipelines/export/index.ts";
import {htmlTemplate, markdownTemplate, reportOf} from "../../support/report-of.ts";
import {emptyAnalysis} from "../../support/small-analysis.ts";

const empty = reportOf(emptyAnalysis, "en");

function rendered(block: Block): string {
  const report = {...empty, sections: [{id: "summary" as const, title: "Summary", blocks: [block]}]};
  const text = renderMarkdown(report, markdownTemplate("en"));
  return text.slice(text.indexOf("## Summary") + "## Summary\n\n".length).trimEnd();
}

const paragraph = (...spans: Span[]): string => rendered({type: "paragraph", by: "template", spans});

function cell(name: string): string {
  const text = rendered({type: "table", caption: [], head: [[{text: "h"}]], align: ["left"], rows: [[[{text: name, style: "code"}]]]});
  return text.split("\n").at(-1) ?? "";
}

describe("a name in code style", () => {
  it.each([
    ["a|b", "| `a\\|b` |"],
    // cmark and marked end the cell here, markdown-it does not: the pipe is written as its number.
    ["a\\|b", "| `a\\\\u007cb` |"],
    ["", "| ` ` |"],
    [" x ", "| `  x  ` |"],
    ["   ", "| `   ` |"],
    ["`", "| `` ` `` |"],
    ["a``b", "| ```a``b``` |"]
  ])("stays one code span in one cell: %j", (name, expected) => {
    expect(cell(name)).toBe(expected);
  });

  it("is kept apart from the name next to it", () => {
    expect(paragraph({text: "a", style: "code"}, {text: "b", style: "code"})).toBe("`a` `b`");
  });

  it.each([
    ["soft\u00adhyphen", "soft\\u00adhyphen"],
    ["\u061cx", "\\u061cx"],
    ["\u{e0041}x", "\\u{e0041}x"],
    ["\ud800x", "\\ud800x"]
  ])("shows what could not be seen: %j", async (name, expected) => {
    const report = {...empty, title: [{text: name, style: "code" as const}]};
    expect(renderMarkdown(report, markdownTemplate("en"))).toContain(`# \`${expected}\``);
    expect(await renderHtml(report, htmlTemplate())).toContain(`<code>${expected}</code>`);
  });
});

describe("words in plain style", () => {
  it("are no entities and no struck-out text", () => {
    expect(paragraph({text: "a &lt; b ~~c~~"})).toBe("a \\&lt; b \\~\\~c\\~\\~");
  });

  it.each([
    ["1. x", "1\\. x"],
    ["2) x", "2\\) x"],
    ["- x", "\\- x"],
    ["# x", "\\# x"],
    ["2.5 x", "2.5 x"],
    ["-5 x", "-5 x"]
  ])("begin no list and no heading: %s", (text, expected) => {
    expect(paragraph({text})).toBe(expected);
  });
});
