import type {Block} from "../../contracts/index.ts";
import type {Draft} from "../draft.ts";
import {remarkItems} from "../remarks.ts";
import {tableBlocks} from "../table.ts";

/** What was read, and what has to be known about it before any number is believed. */
export function data(draft: Draft): Block[] {
  const tables = draft.analysis.tables.filter(({section, rows}) => section === "data" && rows.length > 0);
  const blocks = tables.flatMap(table => tableBlocks(draft, table, false));
  const items = remarkItems(draft, "data");
  return [...blocks, ...(items.length === 0 ? [] : [draft.list(items)])];
}
