import type {Analysis, Finding, Span} from "../contracts/index.ts";
import type {Locale} from "../locale/index.ts";
import {Draft} from "./draft.ts";

/** A finding as the summary says it. */
export interface Statement {
  finding: Finding;
  spans: Span[];
}

/** Findings in words, best first, without what showed no effect. */
export function statementsOf(analysis: Analysis, locale: Locale): Statement[] {
  const draft = new Draft(analysis, locale);
  return analysis.findings
    .filter(({kind}) => kind !== "no_effect_shown")
    .map(finding => ({finding, spans: draft.finding(finding, "summary")}));
}
