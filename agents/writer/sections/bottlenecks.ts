import type {Block, Explanations, Finding, Span} from "../../contracts/index.ts";
import {lettered, unlettered} from "../../prose/index.ts";
import {compileGain} from "../charts/compile-gain.ts";
import type {Draft} from "../draft.ts";

/** Every finding with its numbers, how far it can be relied on, what may explain it otherwise, and what a model supposes to be its cause. */
export function bottlenecks(draft: Draft, explanations?: Explanations): Block[] {
  const {analysis, locale} = draft;
  return analysis.findings
    .filter(({kind}) => kind !== "no_effect_shown")
    .flatMap((finding, index) => {
      const number: Span = {text: locale.integer(index + 1), style: "strong", form: "count"};
      const title = locale.message("bottleneck.title", {more: {n: [number], title: strong(draft.finding(finding, "title"))}}).map(asStrong);
      const lines = isListed(draft, finding) ? draft.lines(finding) : [];
      const spans = [
        ...title,
        {text: " "},
        ...draft.finding(finding, lines.length > 0 ? "lead" : "detail"),
        ...draft.confounders(finding),
        {text: " "},
        ...locale.message(`confidence.${finding.confidence}`),
        ...reasons(draft, finding)
      ];
      draft.references.cite(finding.id, [...spans, ...lines.flat()]);
      return [
        draft.paragraph(draft.cited(finding.id, spans), finding.id),
        ...(lines.length > 0 ? [draft.list(lines)] : []),
        ...suppositions(draft, finding, explanations),
        ...compileGain(draft, finding)
      ];
    });
}

/** Members that fit into one paragraph; more of them stand in a list below it, where the language has words for that. */
const MOST_IN_PARAGRAPH = 3;

const isListed = ({locale}: Draft, {kind, variant, members}: Finding): boolean =>
  members.length > MOST_IN_PARAGRAPH && locale.has(`finding.${kind}.${variant}.lead`);

/** Marked as what it is: a model's choice among known causes, with the finding's own values. */
function suppositions(draft: Draft, finding: Finding, explanations: Explanations | undefined): Block[] {
  const own = explanations?.causes.filter(cause => cause.finding === finding.id) ?? [];
  return own.map(({text}) => {
    const {letters} = lettered(draft.finding(finding, "summary"));
    const lead = draft.locale.message("model.supposition").map((span): Span => ({...span, style: "emphasis"}));
    const spans = draft.cited(finding.id, [...lead, {text: " "}, ...unlettered(text, letters)]);
    return {type: "paragraph", by: "model", supposition: true, finding: finding.id, spans};
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
