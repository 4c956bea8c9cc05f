import {readFileSync} from "node:fs";
import {beforeAll, describe, expect, it} from "vitest";
import {analyze} from "../../../agents/analyst/index.ts";
import {collect} from "../../../agents/collector/index.ts";
import {renderHtml, renderMarkdown} from "../../../pipelines/export/index.ts";
import {analyzeFolder} from "../../support/folder.ts";
import {folderFiles} from "../../support/folder-files.ts";
import {reportOf, templateText} from "../../support/locales.ts";
import {ollamaLines} from "../../support/ollama-calls.ts";

const samples = new URL("../../../data/samples/", import.meta.url);

describe("privacy of a report", () => {
  let texts: string[] = [];

  beforeAll(async () => {
    const evidence = await collect({}, {files: await folderFiles(samples)});
    const analysis = analyze(evidence);
    texts = [
      JSON.stringify(evidence),
      JSON.stringify(analysis),
      ...(await Promise.all(
        ["ru", "en"].flatMap(locale => {
          const report = reportOf(analysis, locale);
          return [renderMarkdown(report, templateText(`${locale}/report.md.hbs`)), renderHtml(report, templateText("report.html.hbs"))];
        })
      ))
    ];
  });

  it("holds no answer of the data", () => {
    const lines = readFileSync(new URL("sweeps/ollama/2026-11-25/grid/smollm2-135m.jsonl", samples), "utf8").trim().split("\n");
    const answers = lines.map(line => (JSON.parse(line) as {response: {message: {content: string}}}).response.message.content);
    expect(answers.length).toBeGreaterThan(90);
    const pieces = answers.flatMap(answer => answer.match(/\w[^.\n]{25,60}/g) ?? []);
    for (const text of texts) expect(pieces.filter(piece => text.includes(piece))).toEqual([]);
  });

  it("replaces user and host names in reasons of failures", async () => {
    const line = ollamaLines([{}, {failed: "status"}, {}]).replace(
      "model runner has unexpectedly stopped",
      "cannot open /home/petrova/models/a.gguf on petrova@bench-host"
    );
    const analysis = await analyzeFolder({"a.jsonl": line});
    const text = JSON.stringify(analysis) + renderMarkdown(reportOf(analysis), templateText("ru/report.md.hbs"));
    expect(text).toContain("cannot open");
    expect(text).not.toContain("petrova");
    expect(text).not.toContain("bench-host");
  });
});
