import {type Factor, type Labels, type Measurement, type NoteInput, metricEntry, settingKeys, type Unit} from "../contracts/index.ts";
import type {DraftRow, TableDraft} from "./reader.ts";

/** A column while a reader builds a table. Unit and direction come from the vocabulary unless the metric is only `as-named`. */
export interface DraftColumn {
  metric: string;
  /** Key into `DraftRow.values` and, with the row's place, the source of the value. */
  field: string;
  definition?: string;
  unit?: Unit;
  kind?: "cumulative";
  /** By row, where they are at hand as a column: `DraftRow.values` is not asked then. */
  values?: readonly (number | null)[];
}

export interface DraftTable {
  part?: string;
  row?: Measurement["row"];
  columns: readonly DraftColumn[];
  rows: readonly DraftRow[];
  /** Labels of the whole table. */
  labels?: Labels;
  warnings?: NoteInput[];
}

const settings = new Set<string>(settingKeys);

/** Setting if its key is one of the vocabulary's settings or was marked `x.`; everything else says what was measured. */
export const isSetting = (key: string) => settings.has(key) || key.startsWith("x.");

/**
 * Builds a table from rows: labels with one value throughout become subject or settings, the others factors; columns without a
 * single measured value and failure-free bookkeeping are left out. Rows keep their order.
 */
export function buildTable(draft: DraftTable): TableDraft {
  const {rows} = draft;
  const subject: Labels = {};
  const settingLabels: Labels = {};
  const factors: Factor[] = [];
  const place = (key: string, value: Labels[string]) => {
    if (isSetting(key)) settingLabels[key] = value;
    else subject[key] = value;
  };
  for (const [key, value] of Object.entries(draft.labels ?? {})) place(key, value);
  for (const key of keysOf(rows, row => row.labels)) {
    const values = rows.map(row => row.labels?.[key] ?? null);
    const first = values[0] ?? null;
    if (first !== null && values.every(value => value === first)) place(key, first);
    else factors.push(factor(key, isSetting(key) ? "setting" : "subject", values));
  }
  for (const role of ["pairing", "repeat", "group"] as const) {
    for (const key of keysOf(rows, row => row[role])) {
      factors.push(
        factor(
          key,
          role,
          rows.map(row => row[role]?.[key] ?? null)
        )
      );
    }
  }
  const columns = draft.columns.map(column => {
    const entry = metricEntry(column.metric);
    return {
      metric: column.metric,
      definition: column.definition ?? (entry === undefined ? "as-named" : entry.definitions[0]),
      unit: column.unit ?? entry?.unit ?? "unknown",
      better: entry?.better ?? "neither",
      field: column.field,
      kind: column.kind ?? ("sample" as const),
      values: rows.map((row, index) =>
        row.failure === undefined ? ((column.values === undefined ? row.values[column.field] : column.values[index]) ?? null) : null
      )
    };
  });
  const times = rows.map(row => row.time ?? null);
  return {
    part: draft.part ?? "",
    row: draft.row ?? "attempt",
    subject,
    settings: settingLabels,
    rows: rows.length,
    places: countedPlaces(rows.map(row => row.place)),
    factors,
    ...(times.some(time => time !== null) ? {times} : {}),
    ...(rows.some(row => row.phase !== undefined) ? {phases: rows.map(row => row.phase ?? "unknown")} : {}),
    failures: rows.flatMap((row, index) =>
      row.failure === undefined ? [] : [{row: index, reason: row.failure.reason.slice(0, 300), kind: row.failure.kind}]
    ),
    columns: columns.filter(column => column.values.some(value => value !== null)),
    warnings: draft.warnings ?? []
  };
}

function keysOf(rows: readonly DraftRow[], labels: (row: DraftRow) => Labels | undefined): string[] {
  const keys = new Set<string>();
  for (const row of rows) for (const key of Object.keys(labels(row) ?? {})) keys.add(key);
  return [...keys];
}

function factor(key: string, role: Factor["role"], values: readonly (Labels[string] | null)[]): Factor {
  const levels: (Labels[string] | null)[] = [];
  const positions = new Map<Labels[string] | null, number>();
  const index = values.map(value => {
    const known = positions.get(value);
    if (known !== undefined) return known;
    positions.set(value, levels.length);
    levels.push(value);
    return levels.length - 1;
  });
  return {key, role, levels, index};
}

/** `{prefix, first, step}` for places that are simply counted. */
export function countedPlaces(places: readonly string[]): Measurement["places"] {
  const first = /^([R#L])(\d+)$/.exec(places[0] ?? "");
  if (first === null || places.length < 2) return [...places];
  const prefix = first[1] ?? "";
  const start = Number(first[2]);
  return places.every((place, index) => place === `${prefix}${start + index}`) ? {prefix, first: start, step: 1} : [...places];
}
