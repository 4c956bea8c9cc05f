import type {Block, Contrast, Span} from "../../contracts/index.ts";
import {code, joined, text} from "../../locale/index.ts";
import {contrastFact, sizeFact} from "./score-facts.ts";
import type {ComparisonDraft} from "./write-comparison.ts";

/** Which configuration is better, then for each what differs from the reference and what does not. */
export function conclusions(draft: ComparisonDraft): Block[] {
  const {comparison, locale} = draft;
  const {cells, reference} = comparison;
  const lines = cells.filter(({id}) => id !== reference).map(({id}) => line(draft, id));
  const failed = cells.filter(({failures}) => failures.length > 0).map(({id}) => [code(id)]);
  return [
    {type: "paragraph", by: "template", spans: verdict(draft)},
    ...(lines.length === 0 ? [] : [{type: "list" as const, by: "template" as const, ordered: false, items: lines}]),
    ...(failed.length === 0
      ? []
      : [
          {
            type: "note" as const,
            spans: locale.message("compare.failed", {more: {cells: joined(failed, locale.words.list.comma)}})
          }
        ])
  ];
}

function verdict({comparison, locale}: ComparisonDraft): Span[] {
  const {cells, winner, candidates, reference, contrasts} = comparison;
  const more = {reference: [code(reference)], winner: [code(winner ?? "")], cells: locale.names(candidates)};
  if (cells.length === 1) return locale.message("compare.verdict.alone", {more});
  if (winner === reference) return locale.message("compare.verdict.reference", {more});
  if (winner !== undefined) return locale.message("compare.verdict.winner", {more});
  if (candidates.length > 0) return locale.message("compare.verdict.candidates", {more});
  const isTooFew = contrasts.every(one => one.verdict === "too-few");
  const limit = {least: [{text: locale.integer(6), form: "count" as const}]};
  if (isTooFew) return locale.message("compare.verdict.too-few", {more: limit});
  const isTrade = contrasts.some(one => one.verdict === "better");
  return locale.message(isTrade ? "compare.verdict.trade" : "compare.verdict.none", {more});
}

function line({comparison, locale, keep}: ComparisonDraft, cell: string): Span[] {
  const own = comparison.contrasts.filter(one => one.cell === cell);
  const part = (contrast: Contrast): Span[] =>
    locale.message(`compare.contrast.${contrast.score}`, {
      more: {verdict_key: contrast.verdict.replaceAll("-", "_"), interval_key: contrast.interval === undefined ? "none" : "some"},
      facts: {effect: keep(contrastFact(contrast)), size: keep(sizeFact(contrast))}
    });
  const parts = own.map(part);
  return [
    code(cell),
    text(locale.text("compare.colon")),
    ...(parts.length === 0 ? locale.message("compare.contrast.none") : joined(parts, locale.words.list.semicolon)),
    text(".")
  ];
}
