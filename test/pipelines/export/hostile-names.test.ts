import {describe, expect, it} from "vitest";
import {renderHtml, renderMarkdown} from "../../../pipelines/export/index.ts";
import {htmlTemplate, languages, markdownTemplate, reportOf} from "../../support/report-of.ts";
import {analysisNaming} from "../../support/small-analysis.ts";

const names: [string, string][] = [
  ["a script", "<script>alert(1)</script>"],
  ["an image with a handler", '"><img src=x onerror=alert(1)>'],
  ["a script link", "[x](javascript:alert(1))"],
  ["a bare address", "https://example.org/x"],
  ["template braces", "{{x}} {{{y}}} {{#each z}}"],
  ["a pipe", "a|b"],
  ["an escaped pipe", "a\\|b"],
  ["backticks", "a`b``c"],
  ["a backtick at each end", "`x`"],
  ["emphasis", "*a* _b_ **c** [d] ~~e~~"],
  ["line breaks", "a\nb\r\n\n# c\u2028d"],
  ["control characters", "a\u0000b\u001bc\u0007"],
  ["a right-to-left override", "gnp.\u202Eexe"],
  ["zero-width characters", "a\u200bb\ufeffc"],
  ["an apostrophe", "don't"],
  ["a comparison", "a<b && c>d"],
  ["an entity", "&lt;b&gt; &amp;"],
  ["spaces only", "   "],
  ["a very long name", "x".repeat(3000)]
];

/** Cells of a Markdown table line: split at pipes that are not escaped. */
const cellsOf = (line: string): string[] => line.slice(1, -1).split(/(?<!\\)\|/);

describe.each(languages)("names of the data in a Markdown report (%s)", language => {
  it.each(names)("are inert: %s", (_, name) => {
    const lines = renderMarkdown(reportOf(analysisNaming(name), language), markdownTemplate(language)).split("\n");
    const outside = lines.map(line => line.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, ""));
    // Nothing of a name stands outside code spans, so nothing of it can be markup.
    expect(outside.join("\n")).not.toMatch(/<|javascript|example\.org|onerror|\{\{|~~|\bdon't/);
    expect(lines.join("\n")).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u200b\ufeff\u2028]/u);
  });

  it.each(names)("keep the columns of every table: %s", (_, name) => {
    const lines = renderMarkdown(reportOf(analysisNaming(name), language), markdownTemplate(language)).split("\n");
    const widths = lines.map(line => (line.startsWith("|") ? cellsOf(line).length : 0));
    const tables = widths
      .join(" ")
      .split(/(?:^| )0(?= |$)/)
      .map(part => part.trim())
      .filter(part => part !== "");
    expect(tables.length).toBeGreaterThan(1);
    for (const table of tables) expect(new Set(table.split(" ")).size, table).toBe(1);
  });

  it("are not changed by entities", () => {
    const text = renderMarkdown(reportOf(analysisNaming("don't a=b a<b & c"), language), markdownTemplate(language));
    expect(text).toContain("`don't a=b a<b & c`");
    expect(text).not.toMatch(/&(#|lt|gt|amp|quot)/);
  });
});

describe.each(languages)("names of the data in an HTML report (%s)", language => {
  it.each(names)("are inert: %s", async (_, name) => {
    const html = await renderHtml(reportOf(analysisNaming(name), language), htmlTemplate());
    const tags = html.match(/<[^>]*>/g) ?? [];
    expect(tags.filter(tag => /^<(script .|img|iframe|object|svg)|\shref="(?!#)/i.test(tag))).toEqual([]);
    expect(html.match(/<script/gi)).toHaveLength(1);
    expect(html.replace(/<script>.*?<\/script>/s, "")).not.toMatch(/<(?![a-z/!])/i);
    expect(html).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u200b\ufeff\u2028]/u);
  });

  it("can be read back", async () => {
    const name = 'don\'t <b> & "x" {{y}} `z`';
    const html = await renderHtml(reportOf(analysisNaming(name), language), htmlTemplate());
    const codes = [...html.matchAll(/<code>(.*?)<\/code>/g)].map(([, text]) => decoded(text ?? ""));
    expect(codes).toContain(name);
  });
});

const decoded = (text: string): string =>
  text
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&(lt|gt|quot|amp);/g, (_, entity: string) => ({lt: "<", gt: ">", quot: '"', amp: "&"})[entity] ?? "");
