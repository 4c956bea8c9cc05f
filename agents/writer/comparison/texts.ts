import type {Block, CellRun, Span} from "../../contracts/index.ts";
import {code, joined, text} from "../../locale/index.ts";
import type {ComparisonDraft} from "./write-comparison.ts";
import {wordDifference} from "./word-difference.ts";

/** One sentence as the template has it and as the cells worded it. */
export interface SentenceTexts {
  section: string;
  number: number;
  template: string;
  /** In the order of the cells. */
  cells: readonly {cell: string; sentence: CellRun["sentences"][number]}[];
}

/** Most refused texts that are shown of one sentence. */
const mostRefused = 6;

/** For each sentence a table: the template's words, then each cell's, with what differs in strong type; below it what was refused and why. */
export function texts(draft: ComparisonDraft, sentences: readonly SentenceTexts[]): Block[] {
  return sentences.flatMap(one => [...sideBySide(draft, one), ...refused(draft, one)]);
}

function sideBySide({locale}: ComparisonDraft, {section, number, template, cells}: SentenceTexts): Block[] {
  const head = ["configuration", "text"].map(key => [text(locale.text(`compare.column.${key}`))]);
  const place = {section: [text(locale.text(`section.${section}`))], number: [{text: locale.integer(number), form: "count" as const}]};
  return [
    {
      type: "table",
      caption: locale.message("compare.sentence", {more: place}),
      head,
      align: ["left", "left"],
      rows: [
        [[text(locale.text("compare.template"))], [{text: template, isQuote: true}]],
        ...cells.map(({cell, sentence}) => [
          [code(cell)],
          sentence.by === "template" ? [text(locale.text("compare.as-template"))] : wordDifference(template, sentence.text)
        ])
      ]
    }
  ];
}

function refused({locale}: ComparisonDraft, {cells}: SentenceTexts): Block[] {
  const all = cells.flatMap(({cell, sentence}) => sentence.refused.map(one => ({cell, ...one})));
  if (all.length === 0) return [];
  const item = ({cell, text: quote, faults}: (typeof all)[number]): Span[] =>
    locale.message("compare.refused", {
      more: {
        cell: [code(cell)],
        quote: [{text: quote, isQuote: true}],
        reasons: joined(
          [...new Set(faults.map(({code: fault}) => fault))].map(fault => [
            text(locale.text(`compare.reason.${reasonKey(locale, fault)}`))
          ]),
          locale.words.list.comma
        )
      }
    });
  const different = [...new Map(all.map(one => [`${one.cell} ${one.text}`, one])).values()];
  return [{type: "list", by: "template", ordered: false, items: different.slice(0, mostRefused).map(item)}];
}

/** `digit-added` has the words of `digit`; what has none is `other`. */
function reasonKey(locale: ComparisonDraft["locale"], fault: string): string {
  const [group = ""] = fault.split("-");
  return locale.has(`compare.reason.${group}`) ? group : "other";
}
