import type {Block, Fact, Report, Span} from "../../agents/contracts/index.ts";
import {template} from "../../agents/templates.ts";
import {strongSpans} from "./emphasis.ts";
import {inert} from "./inert.ts";

/** A report as one HTML file without script, through `report.html.hbs`; every number leads to its row in the appendix. */
export function renderHtml(report: Report, source: string): string {
  const fill = template("report.html.hbs", source, "html");
  const view = new HtmlView(report);
  return fill({
    locale: report.locale,
    titleText: report.title.map(({text}) => inert(text)).join(""),
    title: view.spans(report.title),
    header: report.header.map(({label, value}) => ({label, value: view.spans(value)})),
    sections: report.sections.map(({id, title, blocks}) => ({id, title, blocks: blocks.map(block => view.block(block, id))}))
  });
}

interface ShownSpan {
  text: string;
  isCode: boolean;
  isStrong: boolean;
  isEmphasis: boolean;
  href: string;
  hint: string;
}

class HtmlView {
  readonly #facts: ReadonlyMap<string, Fact>;
  /** Fact -> id of the first row of the appendix that shows it. */
  readonly #rows = new Map<string, string>();

  constructor(report: Report) {
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
    return all.map(({text, style, fact, reference}, index) => ({
      text: inert(text),
      isCode: style === "code",
      isStrong: strong[index] === true,
      isEmphasis: style === "emphasis",
      href:
        reference !== undefined ? `#reference-${reference}` : fact !== undefined && this.#rows.has(fact) ? `#${this.#rows.get(fact)}` : "",
      hint: fact === undefined ? "" : this.#hint(fact)
    }));
  }

  /** File, place and formula of a number, shown on hover. */
  #hint(id: string): string {
    const fact = this.#facts.get(id);
    if (fact === undefined) return "";
    const places = fact.sources.slice(0, 3).map(({artifact, at}) => inert(`${artifact} ${at}`.trim()));
    return [fact.formula, ...places].filter(part => part !== undefined).join("; ");
  }

  block(block: Block, section: string) {
    const kind = {isHeading: false, isParagraph: false, isList: false, isOrdered: false, isTable: false, isNote: false};
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
        return {...kind, isNote: true, spans: this.spans(block.alt)};
    }
  }

  #table({caption, head, align, rows}: Extract<Block, {type: "table"}>, isAppendix: boolean) {
    const side = (index: number) => (align[index] === "right" ? "right" : "left");
    let before: number | undefined;
    return {
      hasCaption: caption.length > 0,
      caption: this.spans(caption),
      head: head.map((cell, index) => ({side: side(index), spans: this.spans(cell)})),
      rows: rows.map((row, index) => {
        const reference = isAppendix ? row[0]?.[0]?.reference : undefined;
        const isFirst = reference !== undefined && reference !== before;
        before = reference ?? before;
        return {
          id: isAppendix ? `source-${index + 1}` : "",
          anchor: isFirst ? `reference-${reference}` : "",
          cells: row.map((cell, column) => ({
            side: side(column),
            spans: this.spans(isAppendix && column < 2 ? cell.map(span => ({text: span.text})) : cell)
          }))
        };
      })
    };
  }
}
