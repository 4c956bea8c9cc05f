import {readFileSync} from "node:fs";
import {inflateRawSync} from "node:zlib";
import {beforeAll, describe, expect, it} from "vitest";
import type {Report} from "../../../agents/contracts/index.ts";
import {renderDocx} from "../../../pipelines/export/docx.ts";
import {optional} from "../../../pipelines/export/optional.ts";
import {withoutTimes} from "../../../pipelines/export/zip-times.ts";
import {analysisOf, languages, reportOf, sampleFolders} from "../../support/report-of.ts";
import {analysisNaming, emptyAnalysis} from "../../support/small-analysis.ts";

/** Texts of a zip's entries by name, from its directory. */
function entriesOf(zip: Uint8Array): Map<string, Buffer> {
  const bytes = Buffer.from(zip);
  const end = bytes.lastIndexOf("PK\u0005\u0006", undefined, "latin1");
  const entries = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map(offset => bytes.readUInt16LE(at + offset)) as [number, number, number];
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    entries.set(bytes.toString("utf8", at + 46, at + 46 + name), bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed));
    at += 46 + name + extra + comment;
  }
  return entries;
}

const textOf = (file: Uint8Array, part: string): string => entriesOf(file).get(part)?.toString("utf8") ?? "";
/** What a reader sees of the body, a line per paragraph. */
const linesOf = (xml: string): string[] =>
  xml.split("</w:p>").map(paragraph => [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(""));
const isWellFormed = (xml: string): boolean => {
  const open: string[] = [];
  for (const [, slash, name = "", self] of xml.matchAll(/<(\/?)([\w:]+)[^<>]*?(\/?)>/g)) {
    if (slash === "/") {
      if (open.pop() !== name) return false;
    } else if (self === "") open.push(name);
  }
  return open.length === 0;
};

describe.each(languages)("DOCX report (%s)", language => {
  let report: Report;
  let file: Uint8Array;
  let xml: string;
  beforeAll(async () => {
    report = reportOf(await analysisOf(sampleFolders()[0]![1]), language);
    file = await renderDocx(report);
    xml = textOf(file, "word/document.xml");
  });

  it("has the headings of the report as headings, in order", () => {
    const sections = [...xml.matchAll(/<w:p>(?:(?!<\/w:p>).)*?<w:pStyle w:val="Heading1"\/>.*?<\/w:p>/gs)].map(([paragraph]) =>
      linesOf(paragraph!).join("")
    );
    expect(sections).toEqual(report.sections.map(({title}) => title));
    expect(xml).toContain('<w:pStyle w:val="Title"/>');
    expect(xml).toContain('<w:pStyle w:val="Heading2"/>');
  });

  it("has every table with a head that repeats, and captions that Word numbers", () => {
    const tables = report.sections.flatMap(({blocks}) => blocks.filter(({type}) => type === "table"));
    expect(xml.match(/<w:tbl>/g)).toHaveLength(tables.length);
    expect(xml.match(/<w:tblHeader\/>/g)).toHaveLength(tables.length);
    expect(xml).toContain("SEQ table");
    expect(xml).toContain("SEQ figure");
  });

  it("has every chart as SVG with a picture beside it for programs that draw none, and a description", () => {
    const charts = report.sections.flatMap(({blocks}) => blocks.flatMap(block => (block.type === "chart" ? [block] : [])));
    const names = [...entriesOf(file).keys()];
    expect(names.filter(name => name.endsWith(".svg"))).toHaveLength(charts.length);
    const pictures = names.filter(name => name.endsWith(".png"));
    expect(pictures).toHaveLength(charts.length);
    for (const name of pictures) expect(entriesOf(file).get(name)!.length).toBeGreaterThan(3000);
    expect(xml.match(/<wp:docPr [^>]*descr="[^"]{20,}/g)).toHaveLength(charts.length);
  });

  it("is in the language of the report, with its references leading to places that are there", () => {
    expect(textOf(file, "word/styles.xml")).toContain(`w:val="${language === "ru" ? "ru-RU" : "en-US"}"`);
    const places = new Set([...xml.matchAll(/<w:bookmarkStart [^>]*w:name="([^"]+)"/g)].map(([, name]) => name));
    const links = [...xml.matchAll(/<w:hyperlink [^>]*w:anchor="([^"]+)"/g)].map(([, name]) => name);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter(name => !places.has(name))).toEqual([]);
  });

  it("is well-formed and gives the same bytes for the same report", async () => {
    for (const [name, part] of entriesOf(file))
      if (/\.(xml|rels|svg)$/.test(name)) expect(isWellFormed(part.toString("utf8")), name).toBe(true);
    expect(Buffer.compare(Buffer.from(file), Buffer.from(await renderDocx(report)))).toBe(0);
  });
});

describe("who wrote a paragraph", () => {
  it("stands above what a model wrote, and nowhere else", async () => {
    const words = (by: "model" | "template") => ({type: "paragraph" as const, by, supposition: true, spans: [{text: `by ${by}`}]});
    const report: Report = {...reportOf(emptyAnalysis, "en"), model: "toy:1b"};
    report.sections = [{id: "summary", title: "S", blocks: [words("template"), words("model")]}];
    const lines = linesOf(textOf(await renderDocx(report), "word/document.xml"));
    const at = lines.indexOf("by model");
    expect(lines[at - 1]).toBe("Supposition. Written by the model toy:1b");
    expect(lines[lines.indexOf("by template") - 1]).toBe("S");
  });
});

describe("names of the data in a DOCX", () => {
  it.each([
    '<script>alert(1)</script>"&',
    '{ HYPERLINK "javascript:alert(1)" }',
    "https://example.org/x",
    "gnp.\u202Eexe\u0000\u001b",
    "]]>&amp;"
  ])("are inert: %j", async name => {
    const entries = entriesOf(await renderDocx(reportOf(analysisNaming(name), "ru")));
    for (const [part, content] of entries) {
      if (!/\.(xml|rels)$/.test(part)) continue;
      const xml = content.toString("utf8");
      expect(isWellFormed(xml), part).toBe(true);
      expect(xml).not.toMatch(/<script|TargetMode="External"|<w:fldSimple w:instr="(?!SEQ )|\u202e|(?![\n\t])\p{Cc}/u);
    }
    const shown = linesOf(entries.get("word/document.xml")!.toString("utf8")).join("\n");
    if (name.startsWith("https")) expect(shown).toContain(name);
  });
});

describe("a package that a format needs", () => {
  it("is named with the command that installs all of them", async () => {
    const missing = () => Promise.reject(Object.assign(new Error("Cannot find package"), {code: "ERR_MODULE_NOT_FOUND"}));
    await expect(optional("docx", "@resvg/resvg-js", missing)).rejects.toMatchObject({
      code: "export-package-missing",
      exitCode: 2,
      values: {
        format: "docx",
        command: expect.stringMatching(/^npm install @resvg\/resvg-js@[\d.]+ @expo-google-fonts\/golos-text@[\d.]+$/)
      }
    });
  });

  it("is installed here in the version that the command names", async () => {
    const wanted = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
      peerDependencies: Record<string, string>;
    };
    const missing = () => Promise.reject(Object.assign(new Error(), {code: "MODULE_NOT_FOUND"}));
    for (const format of ["pdf", "docx"] as const) {
      const {values} = (await optional(format, "x", missing).catch((error: unknown) => error)) as {values: {command: string}};
      for (const [, name = "", version] of values.command.matchAll(/ (@?[^@ ]+)@([\d.]+)/g))
        expect(wanted.peerDependencies[name]).toBe(version);
    }
  });
});

describe("withoutTimes", () => {
  it("refuses what is no zip", () => {
    expect(() => withoutTimes(Buffer.from("text"))).toThrow("not a zip");
  });

  it("leaves a zip without entries as it is", () => {
    // An empty zip: a directory of no entries.
    const empty = Buffer.from(`PK\u0005\u0006${"\u0000".repeat(18)}`, "latin1");
    expect(withoutTimes(empty)).toEqual(empty);
  });
});
