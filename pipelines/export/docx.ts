import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import * as docx from "docx";
import type {Block, Fact, Report, Span} from "../../agents/contracts/index.ts";
import {template} from "../../agents/templates.ts";
import {authorOf} from "./author.ts";
import {onPalette, palette, renderChart} from "./chart.ts";
import {a4, columnWidths, hanging, languageTag, margin, mono, soft, stylesOf, textWidth} from "./docx-look.ts";
import {strongSpans} from "./emphasis.ts";
import {inert} from "./inert.ts";
import {legendOf} from "./legend.ts";
import {docxPackages, optional} from "./optional.ts";
import {withoutTimes} from "./zip-times.ts";

type Child = docx.ParagraphChild;

const line = {style: docx.BorderStyle.SINGLE, size: 4, color: "D5D9DE"};
const none = {style: docx.BorderStyle.NONE, size: 0, color: "auto"};

/** Width of a chart on the page, px; twice as many in the picture for programs that cannot draw SVG. */
const chartWidth = 600;

/**
 * A report as a Word document: real headings, tables, captions that Word numbers, pictures, the language of the report. The same report
 * gives the same bytes. @throws SpecError `export-package-missing` when charts cannot be drawn.
 */
export async function renderDocx(report: Report): Promise<Uint8Array> {
  const hasCharts = report.sections.some(({blocks}) => blocks.some(({type}) => type === "chart"));
  const picture = hasCharts ? await loadPicture() : undefined;
  const pages = new DocxPages(report, picture);
  const file = new docx.Document({
    styles: stylesOf(languageTag(report.locale)),
    numbering: {config: [{reference: "ordered", levels: [{level: 0, format: docx.LevelFormat.DECIMAL, text: "%1.", style: hanging}]}]},
    sections: [
      {
        properties: {page: {size: a4, margin: {left: margin, right: margin, top: 1300, bottom: margin}}},
        headers: {default: pages.header()},
        children: pages.all()
      }
    ]
  });
  const core = {path: "docProps/core.xml", data: coreProperties({title: plain(report.title)})};
  return withoutTimes(await docx.Packer.toBuffer(file, undefined, [core]));
}

/** The library would write the time of day. https://learn.microsoft.com/openspecs/office_standards/ms-oe376 (core properties) */
const coreProperties = template(
  "core.xml",
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{{title}}</dc:title><dc:creator>Chimera Report</dc:creator></cp:coreProperties>',
  "html"
);

type Picture = (svg: string) => {png: Buffer; width: number; height: number};

/** Draws a chart for programs without SVG, in a font that has the letters of the report. */
async function loadPicture(): Promise<Picture> {
  const {Resvg}: typeof import("@resvg/resvg-js") = await optional("docx", docxPackages.picture, () => import(docxPackages.picture));
  const folder = await optional("docx", docxPackages.text, () =>
    dirname(createRequire(import.meta.url).resolve(`${docxPackages.text}/package.json`))
  );
  const fontFiles = [join(folder, "400Regular/GolosText_400Regular.ttf")];
  return svg => {
    const image = new Resvg(svg, {
      fitTo: {mode: "width", value: 2 * chartWidth},
      font: {fontFiles, loadSystemFonts: false, defaultFontFamily: "Golos Text"},
      background: "white"
    }).render();
    return {png: image.asPng(), width: image.width, height: image.height};
  };
}

class DocxPages {
  readonly #report: Report;
  readonly #facts: ReadonlyMap<string, Fact>;
  readonly #picture: Picture | undefined;
  readonly #known = new Set<number>();
  readonly #marked = new Set<number>();
  readonly #counts = {table: 0, figure: 0};

  constructor(report: Report, picture: Picture | undefined) {
    this.#report = report;
    this.#picture = picture;
    this.#facts = new Map(report.facts.map(fact => [fact.id, fact]));
    for (const block of report.sections.find(({id}) => id === "appendix")?.blocks ?? []) {
      if (block.type !== "table") continue;
      for (const {reference} of block.rows.flatMap(row => row[0] ?? [])) if (reference !== undefined) this.#known.add(reference);
    }
  }

  header(): docx.Header {
    const {words, title} = this.#report;
    const page = words.page.split(/(\{pages?\})/).map(part => {
      if (part === "{page}") return docx.PageNumber.CURRENT;
      return part === "{pages}" ? docx.PageNumber.TOTAL_PAGES : part;
    });
    return new docx.Header({
      children: [
        new docx.Paragraph({
          tabStops: [{type: docx.TabStopType.RIGHT, position: textWidth}],
          children: [new docx.TextRun({size: 16, color: soft, children: [plain(title), new docx.Tab(), ...page]})]
        })
      ]
    });
  }

  all(): docx.FileChild[] {
    const {title, header, sections} = this.#report;
    return [
      new docx.Paragraph({heading: docx.HeadingLevel.TITLE, children: this.#runs(title)}),
      ...header.map(
        ({label, value}) =>
          new docx.Paragraph({
            spacing: {after: 40},
            children: [new docx.TextRun({text: `${inert(label)}: `, color: soft}), ...this.#runs(value)]
          })
      ),
      ...sections.flatMap(({id, title: name, blocks}) => [
        new docx.Paragraph({heading: docx.HeadingLevel.HEADING_1, children: [new docx.TextRun(inert(name))]}),
        ...blocks.flatMap(block => this.#block(block, id === "appendix"))
      ])
    ];
  }

  #runs(all: readonly Span[], look: {size?: number; bold?: boolean} = {}): Child[] {
    const strong = strongSpans(all);
    return all.map((span, index) => {
      const {text, style, reference} = span;
      const run = new docx.TextRun({
        text: inert(text),
        ...look,
        ...(look.bold === true || strong[index] === true ? {bold: true} : {}),
        ...(style === "emphasis" ? {italics: true} : {}),
        ...(style === "code" ? {font: mono, noProof: true} : {}),
        ...(reference === undefined ? {} : {color: "0B57A4"})
      });
      if (reference === undefined || !this.#known.has(reference)) return run;
      return new docx.InternalHyperlink({anchor: `reference-${reference}`, children: [run]});
    });
  }

  /** The number of an appendix row; the first of a reference is where its links lead. */
  #target(cell: readonly Span[], size: number): Child[] {
    const runs = cell.map(({text}) => new docx.TextRun({text: inert(text), size}));
    const reference = cell.find(span => span.reference !== undefined)?.reference;
    if (reference === undefined || this.#marked.has(reference)) return runs;
    this.#marked.add(reference);
    const name = `reference-${reference}`;
    // The library's own numbers would go on from one document to the next.
    const own = {start: new docx.BookmarkStart(name, reference), end: new docx.BookmarkEnd(reference)};
    return [Object.assign(new docx.Bookmark({id: name, children: runs}), own)];
  }

  #block(block: Block, isAppendix: boolean): docx.FileChild[] {
    switch (block.type) {
      case "heading":
        return [new docx.Paragraph({heading: docx.HeadingLevel.HEADING_2, children: this.#runs(block.spans)})];
      case "paragraph":
        return [...this.#author(block), new docx.Paragraph({children: this.#runs(block.spans)})];
      case "note":
        return [new docx.Paragraph({indent: {left: 240}, children: this.#runs(block.spans)})];
      case "list": {
        const mark = block.ordered ? {numbering: {reference: "ordered", level: 0}} : {bullet: {level: 0}};
        return [...this.#author(block), ...block.items.map(item => new docx.Paragraph({...mark, children: this.#runs(item)}))];
      }
      case "table":
        return [...this.#author(block), ...this.#table(block, isAppendix), new docx.Paragraph({spacing: {after: 120}})];
      case "chart":
        return this.#chart(block);
    }
  }

  #author(block: Parameters<typeof authorOf>[0]): docx.Paragraph[] {
    const by = authorOf(block, this.#report);
    return by === undefined ? [] : [new docx.Paragraph({style: "Caption", keepNext: true, children: [new docx.TextRun(inert(by))]})];
  }

  #caption(kind: "table" | "figure", spans: readonly Span[], keepNext: boolean): docx.Paragraph {
    this.#counts[kind] += 1;
    const word = this.#report.words[kind];
    const number = new docx.SimpleField(`SEQ ${kind} \\* ARABIC`, String(this.#counts[kind]));
    return new docx.Paragraph({
      style: "Caption",
      keepNext,
      children: [new docx.TextRun(`${word}\u00a0`), number, new docx.TextRun(". "), ...this.#runs(spans, {size: 18})]
    });
  }

  #table({caption, head, align, rows}: Extract<Block, {type: "table"}>, isAppendix: boolean): docx.FileChild[] {
    const size = isAppendix || head.length > 7 ? 15 : 18;
    const cell = (children: Child[], column: number) =>
      new docx.TableCell({
        borders: {top: none, left: none, right: none, bottom: line},
        margins: {top: 30, bottom: 30, left: 80, right: 80},
        children: [
          new docx.Paragraph({
            alignment: align[column] === "right" ? docx.AlignmentType.RIGHT : docx.AlignmentType.LEFT,
            spacing: {after: 0, line: 240, lineRule: docx.LineRuleType.AUTO},
            children
          })
        ]
      });
    const body = rows.map(
      row =>
        new docx.TableRow({
          cantSplit: true,
          children: row.map((spans, column) =>
            cell(isAppendix && column === 0 ? this.#target(spans, size) : this.#runs(spans, {size}), column)
          )
        })
    );
    const top = new docx.TableRow({
      tableHeader: true,
      cantSplit: true,
      children: head.map((spans, column) => cell(this.#runs(spans, {size, bold: true}), column))
    });
    const table = new docx.Table({
      columnWidths: columnWidths(
        [head, ...rows].map(row => row.map(plain)),
        size
      ),
      layout: docx.TableLayoutType.FIXED,
      rows: [top, ...body]
    });
    return [...(caption.length === 0 ? [] : [this.#caption("table", caption, true)]), table];
  }

  #chart(block: Extract<Block, {type: "chart"}>): docx.FileChild[] {
    const look = {locale: this.#report.locale, colors: palette, onColors: onPalette, ink: "#1c1e21", band: "#dfe3e8", font: "Golos Text"};
    const svg = renderChart(block, this.#facts, look);
    if (svg === undefined || this.#picture === undefined) return [new docx.Paragraph({children: this.#runs(block.alt)})];
    const {png, width, height} = this.#picture(svg);
    const transformation = {width: chartWidth, height: Math.round((chartWidth * height) / width)};
    const legend = legendOf(block).flatMap((label, index) => [
      new docx.TextRun({text: "■ ", color: (palette[index % palette.length] ?? "#000000").slice(1), size: 18}),
      new docx.TextRun({text: `${inert(label)}   `, size: 18})
    ]);
    const image = new docx.ImageRun({
      type: "svg",
      data: Buffer.from(svg),
      fallback: {type: "png", data: png},
      transformation,
      altText: {id: String(this.#counts.figure + 1), name: block.id, title: plain(block.caption), description: plain(block.alt)}
    });
    return [
      ...(legend.length === 0 ? [] : [new docx.Paragraph({keepNext: true, children: legend})]),
      new docx.Paragraph({keepNext: true, children: [image]}),
      this.#caption("figure", block.caption, false)
    ];
  }
}

const plain = (spans: readonly Span[]): string => inert(spans.map(({text}) => text).join(""));
