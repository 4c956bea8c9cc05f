import {createHash} from "node:crypto";
import type {Block, Fact, Report, Span} from "../../agents/contracts/index.ts";
import {type Item, raw, template} from "../../agents/templates.ts";
import type {Chart, ChartStyle, renderChart} from "./chart.ts";
import {strongSpans} from "./emphasis.ts";
import {inert} from "./inert.ts";
import {legendOf} from "./legend.ts";
import {type Authored, authorOf} from "./author.ts";

/**
 * A report as one HTML file through `report.html.hbs`; every number leads to its row in the appendix. The page's own script, which only
 * sorts tables, is allowed by its hash and no other.
 */
export async function renderHtml(report: Report, source: string): Promise<string> {
  const fill = template("report.html.hbs", source, "html");
  const hasCharts = report.sections.some(({blocks}) => blocks.some(({type}) => type === "chart"));
  // Reports without a chart do not wait for the library that draws them.
  const view = new HtmlView(report, hasCharts ? (await import("./chart.ts")).renderChart : undefined);
  return fill({
    locale: report.locale,
    words: report.words,
    scriptHash: scriptHash(source),
    titleText: plainText(report.title),
    title: view.spans(report.title),
    header: report.header.map(({label, value}) => ({label, value: view.spans(value)})),
    sections: report.sections.map(({id, title, blocks}) => ({id, title, blocks: blocks.map(block => view.block(block, id))}))
  });
}

/** The script stands in the template as it will stand in the page. */
function scriptHash(source: string): string {
  const script = /<script>(.*?)<\/script>/s.exec(source)?.[1] ?? "";
  return `sha256-${createHash("sha256").update(script).digest("base64")}`;
}

/** Colours are the page's own, so that they follow its light and dark. */
const colors = [1, 2, 3, 4, 5, 6];
const onPage: Omit<ChartStyle, "locale"> = {
  colors: colors.map(number => `var(--c${number})`),
  onColors: colors.map(number => `var(--on${number})`),
  ink: "var(--ink)",
  band: "var(--band)",
  font: "inherit"
};

/** Places that are shown beside a number; report.json has up to twenty. */
const mostPlaces = 3;

/** A span within the pieces of the template: `code`, `strong`, `emphasis`, then what it leads to. */
interface ShownSpan extends Item {
  href: string;
  hint: string;
}

class HtmlView {
  readonly #facts: ReadonlyMap<string, Fact>;
  readonly #report: Report;
  readonly #drawn: typeof renderChart | undefined;
  /** Fact -> id of the first row of the appendix that shows it. */
  readonly #rows = new Map<string, string>();

  /** @param drawn absent: charts are said in words. */
  constructor(report: Report, drawn: typeof renderChart | undefined) {
    this.#report = report;
    this.#drawn = drawn;
    this.#facts = new Map(report.facts.map(fact => [fact.id, fact]));
    for (const block of report.sections.find(({id}) => id === "appendix")?.blocks ?? []) {
      if (block.type !== "table") continue;
      block.rows.forEach((row, index) => {
        const fact = row[1]?.[0]?.fact;
        if (fact !== undefined && !this.#rows.has(fact)) this.#rows.set(fact, `source-${index + 1}`);
      });
    }
  }

  spans(all: readonly Span[]): ShownSpan[] {
    const strong = strongSpans(all);
    return all.map((span, index) => {
      const {text, style, fact, reference} = span;
      const href = this.#href(span);
      const styles = [...(style === "code" || style === "emphasis" ? [style] : []), ...(strong[index] === true ? ["strong"] : [])];
      const link = href === "" ? [] : [span.href !== undefined ? "link" : reference === undefined ? "number" : "reference"];
      return {content: inert(text), in: [...styles, ...link], href, hint: fact === undefined || href === "" ? "" : this.#hint(fact)};
    });
  }

  #href({fact, reference, href}: Span): string {
    if (href !== undefined) return href;
    if (reference !== undefined) return `#reference-${reference}`;
    const row = fact === undefined ? undefined : this.#rows.get(fact);
    return row === undefined ? "" : `#${row}`;
  }

  /** File, place and formula of a number, shown on hover and on focus. */
  #hint(id: string): string {
    const fact = this.#facts.get(id);
    if (fact === undefined) return "";
    const places = placesOf(this.#sources(fact));
    const shown = [fact.formula, ...places].filter(part => part !== undefined).map(inert);
    return shown.length === 0 ? "" : `${this.#report.words.source} ${shown.join("; ")}`;
  }

  block(block: Block, section: string) {
    const kind = {isHeading: false, isParagraph: false, isList: false, isOrdered: false, isTable: false, isNote: false, isChart: false};
    switch (block.type) {
      case "heading":
        return {...kind, isHeading: true, id: block.id, spans: this.spans(block.spans)};
      case "paragraph":
        return {...kind, ...this.#author(block), isParagraph: true, spans: this.spans(block.spans)};
      case "note":
        return {...kind, isNote: true, spans: this.spans(block.spans)};
      case "list":
        return {
          ...kind,
          ...this.#author(block),
          isList: true,
          isOrdered: block.ordered,
          side: block.by === "model" ? "by-model" : "by-template",
          items: block.items.map(item => ({spans: this.spans(item)}))
        };
      case "table":
        return {...kind, ...this.#author(block), isTable: true, ...this.#table(block, section === "appendix")};
      case "chart":
        return this.#chart(block, kind);
    }
  }

  /** Sources of a fact; of one that was computed from others theirs. */
  #sources({sources, inputs}: Fact): Fact["sources"] {
    return sources.length > 0 ? sources : inputs.flatMap(id => this.#facts.get(id) ?? []).flatMap(fact => this.#sources(fact));
  }

  #author(block: Authored): {isByModel: boolean; by: string} {
    return {isByModel: block.by === "model", by: inert(authorOf(block, this.#report) ?? "")};
  }

  #chart<K extends object>(block: Chart, kind: K) {
    const svg = this.#drawn?.(block, this.#facts, {...onPage, locale: this.#report.locale});
    if (svg === undefined) return {...kind, isNote: true, spans: this.spans(block.alt)};
    const legend = legendOf(block).map((label, index) => ({label: inert(label), color: `c${(index % colors.length) + 1}`}));
    return {
      ...kind,
      isChart: true,
      id: block.id,
      label: plainText(block.caption),
      caption: this.spans(block.caption),
      svg: raw(svg),
      hasLegend: legend.length > 0,
      legend
    };
  }

  #table({caption, head, align, rows}: Extract<Block, {type: "table"}>, isAppendix: boolean) {
    const side = (index: number) => (align[index] === "right" ? "right" : "left");
    let before: number | undefined;
    return {
      label: plainText(caption.length > 0 ? caption : head.flatMap(cell => [...cell, {text: " "}])),
      hasCaption: caption.length > 0,
      isSortable: rows.length > 2,
      caption: this.spans(caption),
      head: head.map((cell, index) => ({side: side(index), spans: this.spans(cell)})),
      rows: rows.map((row, index) => {
        const reference = isAppendix ? row[0]?.[0]?.reference : undefined;
        const isFirst = reference !== undefined && reference !== before;
        before = reference ?? before;
        return {
          id: isAppendix ? `source-${index + 1}` : "",
          cells: row.map((cell, column) => ({
            side: side(column),
            value: isAppendix ? "" : this.#value(cell),
            spans: isAppendix && column < 2 ? targets(cell, isFirst && column === 0 ? reference : undefined) : this.spans(cell)
          }))
        };
      })
    };
  }

  /** What a cell is sorted by: the value in base units. */
  #value(cell: readonly Span[]): string {
    const id = cell.find(({fact}) => fact !== undefined)?.fact;
    const value = id === undefined ? undefined : this.#facts.get(id)?.value;
    return typeof value === "number" ? String(Number(value.toPrecision(9))) : "";
  }
}

/** The first places, each file once: `runs.jsonl #1/a, #2/a`. */
function placesOf(sources: Fact["sources"]): string[] {
  const unique = new Map(sources.map(source => [`${source.artifact} ${source.at}`, source]));
  const byFile = new Map<string, string[]>();
  for (const {artifact, at} of [...unique.values()].slice(0, mostPlaces)) byFile.set(artifact, [...(byFile.get(artifact) ?? []), at]);
  return [...byFile].map(([file, places]) => `${file} ${places.join(", ")}`.trim());
}

/** Cells of the appendix that others lead to: no links of their own; the first row of a reference has its anchor. */
function targets(cell: readonly Span[], reference: number | undefined): ShownSpan[] {
  return cell.map(({text}) =>
    reference === undefined
      ? {content: inert(text), in: [], href: "", hint: ""}
      : {content: inert(text), in: ["target"], href: `reference-${reference}`, hint: ""}
  );
}

const plainText = (spans: readonly Span[]): string =>
  spans
    .map(({text}) => inert(text))
    .join("")
    .trim();
