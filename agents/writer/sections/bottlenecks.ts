import type {Block, Finding, Span} from "../../contracts/index.ts";
import {compileGain} from "../charts/compile-gain.ts";
import type {Draft} from "../draft.ts";

/** Every finding with its numbers, how far it can be relied on and what may explain it otherwise. */
export function bottlenecks(draft: Draft): Block[] {
  const {analysis, locale} = draft;
  return analysis.findings
    .filter(({kind}) => kind !== "no_effect_shown")
    .flatMap((finding, index) => {
      const number: Span = {text: locale.integer(index + 1), style: "strong", form: "count"};
      const title = locale.message("bottleneck.title", {more: {n: [number], title: strong(draft.finding(finding, "title"))}}).map(asStrong);
      const spans = [
        ...title,
        {text: " "},
        ...draft.finding(finding, "detail"),
        ...draft.confounders(finding),
        {text: " "},
        ...locale.message(`confidence.${finding.confidence}`),
        ...reasons(draft, finding)
      ];
      return [draft.paragraph(draft.cited(finding.id, spans), finding.id), ...compileGain(draft, finding)];
    });
}

const asStrong = (span: Span): Span => (span.style === undefined ? {...span, style: "strong"} : span);
const strong = (spans: Span[]): Span[] => spans.map(asStrong);

/** Why the confidence is not high; what confirms a finding is said where it is. */
function reasons(draft: Draft, {confidence, reasons: notes}: Finding): Span[] {
  if (confidence === "high") return [];
  return notes
    .filter(({code}) => code !== "confirmed" && code !== "plan-sets-share")
    .flatMap(note => [{text: " "}, ...draft.note("reason", note)]);
}
