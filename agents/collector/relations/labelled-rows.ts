import type {Labels, Measurement, Unit} from "../../contracts/index.ts";
import {halfUnit} from "./values.ts";

/** Numbers of an artifact's rows: a column, or a rate that two columns give row by row. */
export interface Rows {
  values: readonly (number | null)[];
  field: string;
  unit: Unit;
  /** Of the metric; absent for a rate computed here. */
  definition?: string;
  /** Half a unit of the last digit of row `row`. */
  toleranceOf: (row: number) => number;
  /** Sum over sum, for rates: the other way of averaging them. */
  overall?: (rows: readonly number[]) => number;
}

const rateParts: Readonly<Record<string, readonly [count: string, time: string]>> = {
  decode_throughput: ["output_tokens", "decode_time"],
  prefill_throughput: ["prompt_tokens", "prefill_time"]
};

/** A measured table as summaries look at it. */
export interface LabelledRows {
  measurement: Measurement;
  /** By metric; made on first use. */
  rowsOf: (metric: string) => Rows | undefined;
  /** Rows by the values of these keys. */
  groupsBy: (keys: readonly string[]) => ReadonlyMap<string, readonly number[]>;
  labels: ReadonlyMap<string, (row: number) => Labels[string] | null>;
}

export function labelledRows(measurement: Measurement): LabelledRows {
  const rows = new Map<string, Rows | undefined>();
  const groups = new Map<string, ReadonlyMap<string, readonly number[]>>();
  const labels = labelsOf(measurement);
  return {
    measurement,
    labels,
    rowsOf: metric => {
      if (!rows.has(metric)) rows.set(metric, column(measurement, metric) ?? rate(measurement, metric));
      return rows.get(metric);
    },
    groupsBy: keys => {
      const known = groups.get(keys.join("\n"));
      if (known !== undefined) return known;
      const made = grouped(measurement.rows, keys, labels);
      groups.set(keys.join("\n"), made);
      return made;
    }
  };
}

function labelsOf({subject, settings, factors, phases}: Measurement): LabelledRows["labels"] {
  const labels = new Map<string, (row: number) => Labels[string] | null>();
  for (const [key, value] of Object.entries({...subject, ...settings})) labels.set(plainKey(key), () => value);
  for (const {key, levels, index} of factors) labels.set(plainKey(key), row => levels[index[row] ?? 0] ?? null);
  if (phases !== undefined) labels.set("phase", row => phases[row] ?? null);
  return labels;
}

/** Keys and values of labels as files of different makes share them: without `x.`, without case. */
export const plainKey = (key: string) => key.replace(/^x\./, "");
export const plainValue = (value: Labels[string] | null) => String(value).trim().toLowerCase();

function grouped(rows: number, keys: readonly string[], labels: LabelledRows["labels"]): ReadonlyMap<string, readonly number[]> {
  const getters = keys.map(key => labels.get(key));
  const groups = new Map<string, number[]>();
  for (let row = 0; row < rows; row += 1) {
    const key = getters.map(getter => plainValue(getter?.(row) ?? null)).join("\n");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

function column({columns}: Measurement, metric: string): Rows | undefined {
  const found = columns.find(each => each.metric === metric);
  if (found === undefined || !Array.isArray(found.values)) return undefined;
  const tolerance = halfUnit(
    found.values.filter(value => value !== null),
    found.unit
  );
  return {values: found.values, field: found.field, unit: found.unit, definition: found.definition, toleranceOf: () => tolerance};
}

function rate(measurement: Measurement, metric: string): Rows | undefined {
  const [countName, timeName] = (Object.hasOwn(rateParts, metric) ? rateParts[metric] : undefined) ?? [];
  const count = countName === undefined ? undefined : column(measurement, countName);
  const time = timeName === undefined ? undefined : column(measurement, timeName);
  if (count === undefined || time === undefined) return undefined;
  const values = count.values.map((tokens, row) => {
    const seconds = time.values[row] ?? null;
    return tokens === null || seconds === null || seconds === 0 ? null : tokens / seconds;
  });
  const total = (rows: readonly number[], part: Rows) => rows.reduce((sum, row) => sum + (part.values[row] ?? 0), 0);
  return {
    values,
    field: time.field,
    unit: "tok/s",
    toleranceOf: row => ((values[row] ?? 0) * time.toleranceOf(row)) / (time.values[row] ?? 1),
    overall: rows => total(rows, count) / total(rows, time)
  };
}
