import type {Block, Finding, Recommendation, Span} from "../../contracts/index.ts";
import {text} from "../../locale/index.ts";
import type {Draft} from "../draft.ts";

const columns = ["number", "action", "expected", "price", "verify"] as const;

/** What to do, what it brings, what it costs and how to see that it worked. */
export function recommendations(draft: Draft): Block[] {
  const {analysis, locale} = draft;
  if (analysis.recommendations.length === 0) return [];
  return [
    {
      type: "table",
      caption: [],
      head: columns.map(column => [text(locale.text(`recommendation.head.${column}`))]),
      align: ["right", "left", "left", "left", "left"],
      rows: analysis.recommendations.map((recommendation, index) => rowOf(draft, recommendation, index))
    }
  ];
}

function rowOf(draft: Draft, recommendation: Recommendation, index: number): Span[][] {
  const {locale, analysis} = draft;
  const finding: Finding | undefined = analysis.findings.find(({id}) => id === recommendation.findings[0]);
  const cells = [
    draft.note("action", recommendation.action, finding),
    draft.note("expected", recommendation.expected, finding),
    recommendation.price === undefined
      ? [text(locale.text("recommendation.no-price"))]
      : draft.note("price", recommendation.price, finding),
    draft.note("verify", recommendation.verifyBy, finding)
  ];
  const [action = [], ...rest] = cells;
  const owner = finding?.id ?? recommendation.id;
  draft.references.cite(owner, cells.flat());
  return [[{text: locale.integer(index + 1), form: "count"}], draft.cited(owner, action), ...rest];
}
