import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import type {Block, Fact, Report, Span} from "../../agents/contracts/index.ts";
import {authorOf} from "./author.ts";
import {onPalette, palette, renderChart} from "./chart.ts";
import {strongSpans} from "./emphasis.ts";
import {inert} from "./inert.ts";
import {legendOf} from "./legend.ts";
import {optional, pdfPackages} from "./optional.ts";

/** Loads a package by name; replaced in tests. */
export type LoadPackage = (name: string) => Promise<typeof import("@myriaddreamin/typst-ts-node-compiler")>;

const loadPackage: LoadPackage = name => import(name);

/**
 * A report as PDF through Typst and `report.typ`, with fonts of its own in it; the same report gives the same bytes. Typst gets the report
 * as data, never as markup, so that no text can be taken for a command.
 * @throws SpecError `export-package-missing`; Error with Typst's own words when the template is wrong.
 */
export async function renderPdf(report: Report, source: string, load: LoadPackage = loadPackage): Promise<Uint8Array> {
  const {NodeCompiler} = await optional("pdf", pdfPackages.compiler, () => load(pdfPackages.compiler));
  const fonts = await Promise.all([pdfPackages.text, pdfPackages.code].map(name => optional("pdf", name, () => fontsOf(name))));
  const compiler = NodeCompiler.create({
    workspace: fonts[0]?.folder ?? "",
    fontArgs: [{fontBlobs: fonts.flatMap(({blobs}) => blobs)}]
  });
  const data = new PdfData(report).all();
  const compiled = compiler.compile({mainFileContent: source, inputs: {report: JSON.stringify(data)}});
  const document = compiled.result;
  if (document === null) {
    const error = compiled.takeDiagnostics();
    throw new Error(`report.typ: ${JSON.stringify(error?.shortDiagnostics ?? "not compiled")}`);
  }
  return compiler.pdf(document);
}

const faces: Readonly<Record<string, readonly string[]>> = {
  [pdfPackages.text]: ["400Regular/GolosText_400Regular.ttf", "700Bold/GolosText_700Bold.ttf"],
  [pdfPackages.code]: ["400Regular/JetBrainsMono_400Regular.ttf", "700Bold/JetBrainsMono_700Bold.ttf"]
};

function fontsOf(name: string): {folder: string; blobs: Buffer[]} {
  const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  return {folder, blobs: (faces[name] ?? []).map(file => readFileSync(join(folder, file)))};
}

/** A span as the template takes it. */
interface PdfSpan {
  text: string;
  code: boolean;
  strong: boolean;
  emphasis: boolean;
  /** Label of the appendix that it leads to, and label that it is; "" for none. */
  to: string;
  label: string;
}

const style = {colors: palette, onColors: onPalette, ink: "#1c1e21", band: "#dfe3e8", font: "Golos Text"} as const;

class PdfData {
  readonly #report: Report;
  readonly #facts: ReadonlyMap<string, Fact>;
  /** References that the appendix has a row for, and those whose first row was met. */
  readonly #known = new Set<number>();
  readonly #labelled = new Set<number>();

  constructor(report: Report) {
    this.#report = report;
    this.#facts = new Map(report.facts.map(fact => [fact.id, fact]));
    for (const block of report.sections.find(({id}) => id === "appendix")?.blocks ?? []) {
      if (block.type !== "table") continue;
      for (const {reference} of block.rows.flatMap(row => row[0] ?? [])) if (reference !== undefined) this.#known.add(reference);
    }
  }

  all() {
    const {locale, words, title, header, sections} = this.#report;
    return {
      language: locale,
      words,
      colors: palette,
      titleText: plain(title),
      title: this.#spans(title),
      header: header.map(({label, value}) => ({label: inert(label), value: this.#spans(value)})),
      sections: sections.map(({id, title: name, blocks}) => ({
        title: inert(name),
        blocks: blocks.map(block => this.#block(block, id === "appendix"))
      }))
    };
  }

  #spans(all: readonly Span[], isTarget = false): PdfSpan[] {
    const strong = strongSpans(all);
    return all.map((span, index) => {
      const reference = span.reference !== undefined && this.#known.has(span.reference) ? span.reference : undefined;
      const isFirst = isTarget && reference !== undefined && !this.#labelled.has(reference);
      if (isFirst) this.#labelled.add(reference);
      return {
        text: span.style === "code" ? breakable(inert(span.text)) : inert(span.text),
        code: span.style === "code",
        strong: strong[index] === true,
        emphasis: span.style === "emphasis",
        to: isTarget || reference === undefined ? "" : `reference-${reference}`,
        label: isFirst ? `reference-${reference}` : ""
      };
    });
  }

  #block(block: Block, isAppendix: boolean) {
    const by = "by" in block ? inert(authorOf(block, this.#report) ?? "") : "";
    switch (block.type) {
      case "heading":
      case "note":
        return {type: block.type, spans: this.#spans(block.spans)};
      case "paragraph":
        return {type: block.type, by, spans: this.#spans(block.spans)};
      case "list":
        return {type: block.type, by, ordered: block.ordered, items: block.items.map(item => this.#spans(item))};
      case "table":
        return {
          type: block.type,
          by,
          isAppendix,
          caption: this.#spans(block.caption),
          head: block.head.map(cell => this.#spans(cell)),
          align: block.align,
          rows: block.rows.map(row => row.map((cell, column) => this.#spans(cell, isAppendix && column === 0)))
        };
      case "chart":
        return {
          type: block.type,
          caption: this.#spans(block.caption),
          alt: plain(block.alt),
          legend: legendOf(block).map(inert),
          svg: renderChart(block, this.#facts, {...style, locale: this.#report.locale}) ?? ""
        };
    }
  }
}

const plain = (spans: readonly Span[]): string => inert(spans.map(({text}) => text).join(""));

/** Paths and names may break after a separator, and where there is none for long. */
const breakable = (text: string): string => text.replace(/[/_.:=,·-]+(?=.)|[^/_.:=,·\s-]{20}(?=.)/gu, piece => `${piece}\u200b`);
