import type {Block, Fact, Report, Span} from "../../agents/contracts/index.ts";
import {type Item, raw, template} from "../../agents/templates.ts";
import {type Chart, type ChartStyle, palette, renderChart} from "./chart.ts";
import {strongSpans} from "./emphasis.ts";
import {inert} from "./inert.ts";

/** A report as one HTML file without script, through `report.html.hbs`; every number leads to its row in the appendix. */
export function renderHtml(report: Report, source: string): string {
  const fill = template("report.html.hbs", source, "html");
  const view = new HtmlView(report);
  return fill({
    locale: report.locale,
    titleText: plainText(report.title),
    title: view.spans(report.title),
    header: report.header.map(({label, value}) => ({label, value: view.spans(value)})),
    sections: report.sections.map(({id, title, blocks}) => ({id, title, blocks: blocks.map(block => view.block(block, id))}))
  });
}

/** Colours are the page's own, so that they follow its light and dark. */
const onPage: Omit<ChartStyle, "locale"> = {
  colors: palette.map((_, index) => `var(--c${index + 1})`),
  ink: "var(--ink)",
  band: "var(--band)",
  font: "inherit"
};

/** A span within the pieces of the template: `code`, `strong`, `emphasis`, then what it leads to. */
interface ShownSpan extends Item {
  href: string;
  hint: string;
}

class HtmlView {
  readonly #facts: ReadonlyMap<string, Fact>;
  readonly #locale: string;
  /** Fact -> id of the first row of the appendix that shows it. */
  readonly #rows = new Map<string, string>();

  constructor(report: Report) {
    this.#locale = report.locale;
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
      const link = href === "" ? [] : [reference === undefined ? "number" : "reference"];
      return {content: inert(text), in: [...styles, ...link], href, hint: fact === undefined || href === "" ? "" : this.#hint(fact)};
    });
  }

  #href({fact, reference}: Span): string {
    if (reference !== undefined) return `#reference-${reference}`;
    const row = fact === undefined ? undefined : this.#rows.get(fact);
    return row === undefined ? "" : `#${row}`;
  }

  /** File, place and formula of a number, shown on hover. */
  #hint(id: string): string {
    const fact = this.#facts.get(id);
    if (fact === undefined) return "";
    const places = fact.sources.slice(0, 3).map(({artifact, at}) => `${artifact} ${at}`.trim());
    return [fact.formula, ...places]
      .filter(part => part !== undefined)
      .map(inert)
      .join("; ");
  }

  block(block: Block, section: string) {
    const kind = {isHeading: false, isParagraph: false, isList: false, isOrdered: false, isTable: false, isNote: false, isChart: false};
    switch (block.type) {
      case "heading":
        return {...kind, isHeading: true, id: block.id, spans: this.spans(block.spans)};
      case "paragraph":
        return {...kind, isParagraph: true, by: block.by, spans: this.spans(block.spans)};
      case "note":
        return {...kind, isNote: true, spans: this.spans(block.spans)};
      case "list":
        return {...kind, isList: true, isOrdered: block.ordered, items: block.items.map(item => ({spans: this.spans(item)}))};
      case "table":
        return {...kind, isTable: true, ...this.#table(block, section === "appendix")};
      case "chart":
        return this.#chart(block, kind);
    }
  }

  #chart<K extends object>(block: Chart, kind: K) {
    const svg = renderChart(block, this.#facts, {...onPage, locale: this.#locale});
    if (svg === undefined) return {...kind, isNote: true, spans: this.spans(block.alt)};
    const legend =
      block.series.length < 2
        ? []
        : block.series.map(({label}, index) => ({label: inert(label), color: `c${(index % onPage.colors.length) + 1}`}));
    return {...kind, isChart: true, id: block.id, caption: this.spans(block.caption), svg: raw(svg), hasLegend: legend.length > 0, legend};
  }

  #table({caption, head, align, rows}: Extract<Block, {type: "table"}>, isAppendix: boolean) {
    const side = (index: number) => (align[index] === "right" ? "right" : "left");
    let before: number | undefined;
    return {
      label: plainText(caption.length > 0 ? caption : head.flatMap(cell => [...cell, {text: " "}])),
      hasCaption: caption.length > 0,
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
            spans: isAppendix && column < 2 ? targets(cell, isFirst && column === 0 ? reference : undefined) : this.spans(cell)
          }))
        };
      })
    };
  }
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
