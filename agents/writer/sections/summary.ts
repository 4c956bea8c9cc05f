import type {Block, Finding} from "../../contracts/index.ts";
import {joined} from "../../locale/index.ts";
import type {Draft} from "../draft.ts";

/** Findings that are named first. */
const MOST_FINDINGS = 7;

/** A contradiction between files is news however little time it concerns. */
function contradiction(findings: readonly Finding[]): Finding[] {
  const isContradiction = ({kind}: Finding) => kind === "inconsistent";
  return findings.slice(0, MOST_FINDINGS).some(isContradiction) ? [] : findings.filter(isContradiction).slice(0, 1);
}

/**
 * The first findings in order, then what was not measured. "No effect shown" is not news and stands under performance; what is little
 * to be relied on, or rests on columns that only their names explain, makes no headline.
 */
export function summary(draft: Draft): Block[] {
  const {analysis, locale} = draft;
  const findings = analysis.findings.filter(isHeadline);
  const spoken = findings.length === 0 ? analysis.findings.slice(0, 3) : [...findings.slice(0, MOST_FINDINGS), ...contradiction(findings)];
  const gaps = analysis.gaps.map(({what}) => draft.note("gap", {...what, code: `${what.code}.short`}));
  return [
    spoken.length === 0
      ? draft.paragraph(
          locale.message(
            analysis.facts.some(({kind}) => kind === "measured" || kind === "reported") ? "summary.nothing" : "summary.nothing-read"
          )
        )
      : draft.list(
          spoken.map(finding => draft.cited(finding.id, draft.finding(finding, "summary"))),
          true
        ),
    ...(gaps.length === 0
      ? []
      : [draft.paragraph(locale.message("summary.gaps", {more: {gaps: joined(gaps, locale.words.list.semicolon)}}))])
  ];
}

const isHeadline = ({kind, confidence, reasons}: Finding): boolean =>
  kind !== "no_effect_shown" && confidence !== "low" && !reasons.some(({code}) => code === "as-named");
