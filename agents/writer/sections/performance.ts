import type {Block} from "../../contracts/index.ts";
import {chartsOf} from "../charts/charts-of.ts";
import type {Draft} from "../draft.ts";
import {remarkItems} from "../remarks.ts";
import {tableBlocks} from "../table.ts";

/** Remarks, tables of speed and effects; below them, under a heading of its own, what was tried and showed no effect. */
export function performance(draft: Draft): Block[] {
  const {analysis, locale} = draft;
  const remarks = remarkItems(draft, "performance");
  const tables = analysis.tables
    .filter(({section}) => section === "performance")
    .flatMap(table => [...tableBlocks(draft, table, true), ...chartsOf(draft, table)]);
  const silent = analysis.findings
    .filter(({kind}) => kind === "no_effect_shown")
    .map(finding => draft.cited(finding.id, [...draft.finding(finding, "detail"), ...draft.confounders(finding)]));
  return [
    ...(remarks.length === 0 ? [] : [draft.list(remarks)]),
    ...tables,
    ...(silent.length === 0
      ? []
      : [{type: "heading" as const, id: "no-effect", spans: locale.message("performance.no-effect")}, draft.list(silent)])
  ];
}
