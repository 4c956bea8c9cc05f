import {spawnSync} from "node:child_process";
import {writeFileSync} from "node:fs";
import {beforeAll, describe, expect, it} from "vitest";
import type {Report} from "../../../agents/contracts/index.ts";
import {renderPdf} from "../../../pipelines/export/pdf.ts";
import {analysisOf, languages, reportOf, sampleFolders} from "../../support/report-of.ts";
import {analysisNaming} from "../../support/small-analysis.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";
import {templateText} from "../../support/locales.ts";

const template = templateText("report.typ");
const latin = (pdf: Uint8Array): string => Buffer.from(pdf).toString("latin1");

/** What a reader can copy out of the pages; undefined where poppler is not installed. */
function textOf(pdf: Uint8Array): string | undefined {
  const file = `${temporaryFolder()}/report.pdf`;
  writeFileSync(file, pdf);
  const {status, stdout} = spawnSync("pdftotext", ["-raw", file, "-"], {encoding: "utf8"});
  return status === 0 ? stdout : undefined;
}
if (spawnSync("pdftotext", ["-v"]).status !== 0) console.warn("SKIPPED in part: there is no pdftotext to read pages with");

describe.each(languages)("PDF report (%s)", language => {
  let report: Report;
  let pdf: Uint8Array;
  beforeAll(async () => {
    report = reportOf(await analysisOf(sampleFolders()[0]![1]), language);
    pdf = await renderPdf(report, template);
  });

  it("has several pages in its language with its own fonts and a table of contents", () => {
    const text = latin(pdf);
    expect(text.startsWith("%PDF-")).toBe(true);
    expect(text.match(/\/Type ?\/Page\b/g)?.length).toBeGreaterThan(5);
    expect(text).toMatch(new RegExp(`/Lang ?\\(${language}`));
    expect(text).toContain("GolosText");
    expect(text).toContain("JetBrainsMono");
    expect(text).toContain("/Outlines");
  });

  it("can be searched: numbered figures and tables, the page header, every section", () => {
    const text = textOf(pdf)?.replace(/\s+/g, " ");
    if (text === undefined) return;
    for (const part of language === "ru"
      ? ["Рис. 1", "Таблица 1", "Содержание", "Стр. 2 из"]
      : ["Figure 1", "Table 1", "Contents", "Page 2 of"])
      expect(text).toContain(part);
    for (const {title} of report.sections) expect(text).toContain(title);
  });

  it("gives the same bytes for the same report", async () => {
    expect(Buffer.compare(Buffer.from(pdf), Buffer.from(await renderPdf(report, template)))).toBe(0);
  });
});

describe("names of the data in a PDF", () => {
  it.each([
    '#include "secret.typ" #import "@preview/x:1.0.0" #panic()',
    "$x^2$ @label <label> *a* _b_ `c` = d\\ // e /* f */ \\u{41}",
    ']#eval("1")[ #sys.inputs ))}}',
    "<script>alert(1)</script>",
    "https://example.org/x javascript:alert(1)",
    "gnp.\u202Eexe \u200b\u0000\u001b",
    "其他 🙂",
    "x".repeat(2000)
  ])("are inert: %s", async name => {
    const pdf = await renderPdf(reportOf(analysisNaming(name), "ru"), template);
    expect(latin(pdf)).not.toMatch(/\/(JavaScript|JS|Launch|URI|SubmitForm)\b/);
    const text = textOf(pdf);
    if (text === undefined || /[^\x20-\x7e]/.test(name) || name.length > 100) return;
    expect(text.replace(/[\s\u200b]/g, "")).toContain(name.replace(/\s/g, ""));
  });
});

describe("a PDF that cannot be made", () => {
  const report = () => reportOf(analysisNaming("m"), "en");

  it("names the package that is missing and the command that installs it", async () => {
    const missing = () => Promise.reject(Object.assign(new Error("Cannot find package"), {code: "ERR_MODULE_NOT_FOUND"}));
    await expect(renderPdf(report(), template, missing)).rejects.toMatchObject({
      code: "export-package-missing",
      exitCode: 2,
      message: expect.stringMatching(/typst-ts-node-compiler, which is not installed; run npm install @myriaddreamin\/\S+@[\d.]+ /)
    });
  });

  it("keeps any other error of a package", async () => {
    await expect(renderPdf(report(), template, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  });

  it("names the template and Typst's reason when the template is wrong", async () => {
    await expect(renderPdf(report(), "#nothing()")).rejects.toThrow(/^report\.typ: .*unknown variable/);
  });
});
