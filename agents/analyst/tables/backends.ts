import type {Note, Table} from "../../contracts/index.ts";
import {groupBy, labelKey, withoutKeys} from "../labels.ts";
import {type StatedRow, tableOf} from "./stated-table.ts";

/**
 * Backends side by side, a row for what they ran: one table per metric, as a reader compares them. Undefined where there are no two
 * backends, or one of them has two values for a row.
 */
export function backendTables(rows: readonly StatedRow[], tool: string): Omit<Table, "id">[] | undefined {
  const backends = [...new Set(rows.map(backendOf))];
  const groups = [...groupBy(rows, ({artifact, labels}) => `${artifact} ${labelKey(withoutKeys(labels, ofBackend))}`).values()];
  const isClear =
    backends.length > 1 && !backends.includes("") && groups.every(group => new Set(group.map(backendOf)).size === group.length);
  if (!isClear) return undefined;
  const notes = precisionNotes(rows);
  return ["latency", "compile_time"].flatMap((metric, index) => {
    const own = groups.flatMap(group => sideBySide(group, metric) ?? []);
    return own.length === 0 ? [] : [{...tableOf("backends", own, {tool, metric, scale: "one"}, backends), notes: index === 0 ? notes : []}];
  });
}

/** What goes with a backend: its precision is said below the table. */
const ofBackend = ["backend", "precision"];

const backendOf = ({labels}: StatedRow): string => String(labels["backend"] ?? "");

function sideBySide(group: readonly StatedRow[], metric: string): StatedRow | undefined {
  const facts = Object.fromEntries(
    group.flatMap(row => (row.facts[metric] === undefined ? [] : [[backendOf(row), row.facts[metric]] as const]))
  );
  const [first] = group;
  return first === undefined || Object.keys(facts).length === 0
    ? undefined
    : {labels: withoutKeys(first.labels, ofBackend), artifact: first.artifact, facts};
}

/** Backends that ran in another precision than most. */
function precisionNotes(rows: readonly StatedRow[]): Note[] {
  const [usual, ...others] = [...groupBy(rows, ({labels}) => String(labels["precision"] ?? ""))].sort(
    ([, a], [, b]) => b.length - a.length
  );
  if (usual === undefined || usual[0] === "") return [];
  return others
    .filter(([precision]) => precision !== "")
    .map(([precision, own]) => ({
      code: "precision-differs",
      values: {precision, usual: usual[0], backends: [...new Set(own.map(backendOf))].sort()}
    }));
}
