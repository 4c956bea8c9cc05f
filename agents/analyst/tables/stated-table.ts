import type {Labels, Table} from "../../contracts/index.ts";
import {differing, labelKey} from "../labels.ts";

/** Rows that one table shows at most; what is left out stands in analysis.json. */
const MOST_ROWS = 60;

/** A row of what a tool states, with the file that states it. */
export interface StatedRow {
  labels: Labels;
  facts: Record<string, string>;
  artifact: string;
}

/** Rows under the labels that tell them apart, with those of the wanted columns that any of them fills. */
export function tableOf(
  kind: string,
  rows: readonly StatedRow[],
  words: Record<string, string>,
  wanted: readonly string[]
): Omit<Table, "id"> {
  const shown = withFiles(rows);
  const labels = differing(
    shown.map(row => row.labels),
    ["model", "quantization", "test", "command", "kernel"]
  )
    .filter(key => shown.some(row => row.labels[key] !== undefined))
    .sort((a, b) => Number(a === "file") - Number(b === "file"));
  const columns = wanted.filter(metric => rows.some(({facts}) => facts[metric] !== undefined));
  return {
    kind,
    section: "performance",
    words,
    facts: {},
    labels,
    columns,
    rows: shown.slice(0, MOST_ROWS).map(({labels: own, facts}) => ({labels: own, facts})),
    notes: []
  };
}

/** Rows that their labels do not tell apart are of several sessions: all rows name their file then, as briefly as it is clear. */
function withFiles(rows: readonly StatedRow[]): StatedRow[] {
  if (new Set(rows.map(({labels}) => labelKey(labels))).size === rows.length) return [...rows];
  const shortened = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  const paths = [...new Set(rows.map(({artifact}) => artifact))];
  const isClear = new Set(paths.map(shortened)).size === paths.length;
  return rows.map(row => ({...row, labels: {...row.labels, file: isClear ? shortened(row.artifact) : row.artifact}}));
}
