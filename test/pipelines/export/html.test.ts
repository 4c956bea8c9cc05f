import {createHash} from "node:crypto";
import {beforeAll, describe, expect, it} from "vitest";
import type {Report} from "../../../agents/contracts/index.ts";
import {renderHtml} from "../../../pipelines/export/index.ts";
import {analysisOf, htmlTemplate, languages, reportOf, sampleFolders} from "../../support/report-of.ts";
import {renderPdf} from "../../../pipelines/export/pdf.ts";
import {templateText} from "../../support/locales.ts";
import {emptyAnalysis} from "../../support/small-analysis.ts";

const samples = sampleFolders()[0]![1];
const empty = new Set(["meta", "link", "br", "hr", "img", "input"]);

/** Tags that are closed in the wrong place or not at all. */
function misplacedTags(html: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name = ""] of html
    .replace(/<(style|script)>.*?<\/\1>|<svg.*?<\/svg>/gs, "")
    .matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^>]*)?>/g)) {
    if (slash === "") {
      if (!empty.has(name)) open.push(name);
    } else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

describe.each(languages)("HTML report (%s)", language => {
  let html: string;
  beforeAll(async () => {
    html = await renderHtml(reportOf(await analysisOf(samples), language), htmlTemplate());
  });

  it("is one well-formed page in its language", () => {
    expect(html.startsWith("<!doctype html>\n")).toBe(true);
    expect(misplacedTags(html)).toEqual([]);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<title>[^<]+<\/title>/g)).toHaveLength(1);
    expect(html).not.toMatch(/undefined|null|\[object|\{\{/);
  });

  it("loads nothing and runs nothing but the script whose hash it allows", () => {
    const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script]) => script ?? "");
    expect(scripts).toHaveLength(1);
    const hash = createHash("sha256").update(scripts[0]!).digest("base64").replaceAll("=", "&#x3D;");
    expect(html).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`
    );
    expect(html).not.toMatch(/<script .|<link|<img|<iframe|src=|@import|url\(|\shref="(?!#)/i);
  });

  it("leads every link to a place that is there, each id once", () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.length).toBe(new Set(ids).size);
    const targets = [...html.matchAll(/\shref="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets.length).toBeGreaterThan(100);
    expect(targets.filter(target => !ids.includes(target))).toEqual([]);
  });

  it("says file and place of a number beside it", () => {
    expect(html).toMatch(/<a href="#source-\d+" data-source="[^"]*sweeps\/ollama\/2026-11-25\/grid\/[^"]*" class="number">/);
  });

  it("puts each table into a container of its own that scrolls and has a name", () => {
    const tables = html.match(/<table[ >]/g) ?? [];
    expect(tables.length).toBeGreaterThan(5);
    expect(html.match(/<div class="scroll" tabindex="0" role="group" aria-label="[^"]+">\n<table[ >]/g)).toHaveLength(tables.length);
  });
});

describe("HTML report of an empty folder", () => {
  it("is a whole page", async () => {
    const html = await renderHtml(reportOf(emptyAnalysis, "ru"), htmlTemplate());
    expect(misplacedTags(html)).toEqual([]);
    expect(html.match(/<section id=/g)).toHaveLength(8);
  });
});

describe("who wrote a text", () => {
  const spans = [{text: "words"}];
  const written = (by: "model" | "template", model?: string): Report => ({
    ...reportOf(emptyAnalysis, "ru"),
    ...(model === undefined ? {} : {model}),
    sections: [
      {
        id: "summary",
        title: "S",
        blocks: [
          {type: "paragraph", by, supposition: true, spans},
          {type: "list", by, ordered: false, items: [spans]},
          {type: "table", by, caption: spans, head: [spans], align: ["left"], rows: [[spans]]}
        ]
      }
    ]
  });

  it("is said of paragraphs, lists and tables of a model, with its name as inert text", async () => {
    const html = await renderHtml(written("model", "<b>toy:1b"), htmlTemplate());
    expect(html.match(/Написано моделью &lt;b&gt;toy:1b/g)).toHaveLength(3);
    expect(html).toContain("Предположение. Написано моделью");
    expect(html).toMatch(/<p data-by="model" class="by-model">/);
    expect(misplacedTags(html)).toEqual([]);
  });

  it("is said without a name where none is known", async () => {
    expect(await renderHtml(written("model"), htmlTemplate())).toContain('<span class="by">Предположение. Написано моделью</span>');
  });

  it("is not said of the templates' own", async () => {
    expect(await renderHtml(written("template", "toy:1b"), htmlTemplate())).not.toContain("Написано");
  });

  it("stands in a PDF as well", async () => {
    const [own, model] = await Promise.all(
      [written("template"), written("model", "#panic()")].map(one => renderPdf(one, templateText("report.typ")))
    );
    expect(Buffer.compare(Buffer.from(own!), Buffer.from(model!))).not.toBe(0);
  });
});

describe("template of the HTML report", () => {
  it.each([
    ["an unknown helper", "{{shout title}}", /report\.html\.hbs: .*shout/],
    ["a missing value", "{{nothing}}", /report\.html\.hbs: .*nothing/],
    ["a syntax error", "{{#if title}}", /report\.html\.hbs: /],
    ["a piece that nobody defined", "{{items title}}", /report\.html\.hbs: no piece is defined as "code"/]
  ])("names itself when it has %s", (_, source, message) => {
    const report = {...reportOf(emptyAnalysis, "ru"), title: [{text: "x", style: "code" as const}]};
    return expect(renderHtml(report, source)).rejects.toThrow(message);
  });
});
