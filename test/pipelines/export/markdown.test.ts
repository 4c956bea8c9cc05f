import {describe, expect, it} from "vitest";
import type {Block, Report} from "../../../agents/contracts/index.ts";
import {renderMarkdown} from "../../../pipelines/export/index.ts";
import {markdownTemplate, reportOf} from "../../support/report-of.ts";
import {emptyAnalysis} from "../../support/small-analysis.ts";

function rendered(...blocks: Block[]): string {
  const report: Report = reportOf(emptyAnalysis, "en");
  const [first] = report.sections;
  const text = renderMarkdown({...report, sections: [{...first!, blocks}]}, markdownTemplate("en"));
  return text.slice(text.indexOf("## Summary") + "## Summary\n\n".length).trimEnd();
}

describe("Markdown report", () => {
  it("begins with title and header lines, the last without a line break", () => {
    expect(renderMarkdown({...reportOf(emptyAnalysis, "en"), sections: []}, markdownTemplate("en"))).toBe(
      [
        "# Performance report",
        "",
        "**Date:** 25\u00a0November 2026\\",
        "**Model:** none used, the text comes from templates\\",
        "**Agent type:** Baseline\\",
        "**Configuration:** `num_gpu=default, num_ctx=default, temp=default, top_p=default, top_k=default, repeat_penalty=default`",
        ""
      ].join("\n")
    );
  });

  it("writes every kind of block", () => {
    const spans = [{text: "x"}];
    expect(rendered({type: "heading", id: "h", spans})).toBe("### x");
    expect(rendered({type: "paragraph", by: "template", spans})).toBe("x");
    expect(rendered({type: "note", spans})).toBe("> x");
    expect(rendered({type: "list", by: "template", ordered: true, items: [spans, spans]})).toBe("1. x\n2. x");
    expect(rendered({type: "list", by: "template", ordered: false, items: [spans]})).toBe("- x");
    expect(rendered({type: "table", caption: [{text: "c"}], head: [spans, spans], align: ["left", "right"], rows: [[spans, spans]]})).toBe(
      "c\n\n| x | x |\n| --- | --: |\n| x | x |"
    );
  });

  it("closes strong text around a name in code style and before a space", () => {
    expect(
      rendered({
        type: "paragraph",
        by: "template",
        spans: [
          {text: "With ", style: "strong"},
          {text: "n=2", style: "code"},
          {text: " faster: ", style: "strong"},
          {text: "by 2", fact: "f"}
        ]
      })
    ).toBe("**With `n=2` faster:** by 2");
  });

  it("leaves a reference as it is and escapes markup in words", () => {
    expect(rendered({type: "paragraph", by: "template", spans: [{text: "a_b *c* <d> [e] "}, {text: "[1]", reference: 1}]})).toBe(
      "a\\_b \\*c\\* \\<d\\> \\[e\\] [1]"
    );
  });
});
