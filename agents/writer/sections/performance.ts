import type {Block} from "../../contracts/index.ts";
import type {Draft} from "../draft.ts";
import {remarkItems} from "../remarks.ts";
import {tableBlocks} from "../table.ts";

/** Tables of speed and effects; below them what was tried and showed no effect. */
export function performance(draft: Draft): Block[] {
  const {analysis} = draft;
  const blocks = analysis.tables.filter(({section}) => section === "performance").flatMap(table => tableBlocks(draft, table, true));
  const silent = analysis.findings.filter(({kind}) => kind === "no_effect_shown");
  const items = [
    ...remarkItems(draft, "performance"),
    ...silent.map(finding => draft.cited(finding.id, [...draft.finding(finding, "detail"), ...draft.confounders(finding)]))
  ];
  return [...blocks, ...(items.length === 0 ? [] : [draft.list(items)])];
}
