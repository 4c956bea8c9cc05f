import type {Labels} from "../contracts/index.ts";
import type {NamedColumn} from "./column-numbers.ts";
import {columnRole} from "./column-role.ts";

/** Own fields of a JSON object. */
export type Fields = ReadonlyMap<string, unknown>;

/** One JSON object as a row of a table: its scalars, and what stays to be visited. */
export interface JsonRow {
  /** By pointer from the record. */
  scalars: Map<string, Scalar>;
  inner: {at: string; value: unknown}[];
}

type Scalar = string | number | boolean | null;

/** What is known of a pointer, the same for all rows of a table: the first row that has it decides. */
export type Shape = Map<string, Omit<NamedColumn, "field" | "cells">>;

/** Where in a record `gather` is. */
interface Level {
  at: string;
  /** Names of the objects around, for the name of the metric. */
  prefix: string;
  isConfiguration: boolean;
  depth: number;
}

/**
 * Scalars of an object and of the small objects in it (keys that end in `_` are somebody's relative twins); arrays, and objects of
 * like objects, are left to be visited. New pointers are added to `shape`.
 */
export function leaves(fields: Fields, shape: Shape): JsonRow {
  const row: JsonRow = {scalars: new Map(), inner: []};
  gather(fields, {at: "", prefix: "", isConfiguration: false, depth: 0}, row, shape);
  return row;
}

function gather(fields: Fields, level: Level, row: JsonRow, shape: Shape): void {
  const unit = fields.get("unit") ?? fields.get("units");
  for (const [key, value] of fields) {
    if (isBackgroundKey(key) || (typeof value === "number" && key.endsWith("_"))) continue;
    const pointer = `${level.at}/${escapedKey(key)}`;
    if (isScalar(value)) {
      row.scalars.set(pointer, value);
      const known = shape.get(pointer);
      const ownUnit = typeof unit === "string" && typeof value === "number" ? unit : undefined;
      if (known === undefined || (known.unit === undefined && ownUnit !== undefined)) shape.set(pointer, columnShape(key, level, ownUnit));
      continue;
    }
    const own = fieldsOf(value);
    if (own !== undefined && level.depth < 4 && likeObjects(own) === undefined) gather(own, inside(key, pointer, level), row, shape);
    else row.inner.push({at: pointer, value});
  }
}

function columnShape(key: string, {at, prefix, isConfiguration}: Level, unit: string | undefined): Omit<NamedColumn, "field" | "cells"> {
  const isPercentile = /(?:percentile|quantile)s?$/i.test(at) && /^\d{1,2}(?:\.\d+)?$/.test(key);
  return {name: isPercentile ? `p${Number(key)}` : key, prefix, isConfiguration, ...(unit === undefined ? {} : {unit})};
}

function inside(key: string, at: string, {prefix, isConfiguration, depth}: Level): Level {
  const isOptions = isConfiguration || isConfigurationKey(key);
  const named = isBoxKey(key) ? prefix : `${prefix} ${key.replace(/_?percentiles?$/i, "")}`.trim();
  return {at, prefix: isOptions && key !== "model" ? "" : named, isConfiguration: isOptions, depth: depth + 1};
}

const isConfigurationKey = (key: string) =>
  /^(?:model|options|config|configuration|settings|params|parameters|args|arguments|input_config)$/i.test(key);
/** About the machine and the program: neither measured nor a setting that anybody chose. */
const isBackgroundKey = (key: string) =>
  /^(?:machine_info|commit_info|system_info|environment|env|metadata|hardware|versions?|server_info|server_args|scheduler_state)$/i.test(
    key
  );
/** Boxes around what was measured, which name nothing. */
const isBoxKey = (key: string) =>
  /^(?:stats?|statistics|timings?|timing_stats|metrics|measurements?|results?|benchmark|compilation|performance|summary|values|data)$/i.test(
    key
  );

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === "number" || typeof value === "string" || typeof value === "boolean";

/** Own fields of a plain object; `__proto__` is a name like any other. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : undefined;
}

/** Columns of the rows that `shape` was made from, in the order their pointers were first met. */
export function columnsOf(rows: readonly JsonRow[], shape: Shape): NamedColumn[] {
  return [...shape].map(([field, kind]) => ({...kind, field, cells: rows.map(({scalars}) => scalars.get(field) ?? null)}));
}

/** Keys whose values are objects with mostly the same fields: at least two of them. */
export function likeObjects(fields: Fields): string[] | undefined {
  const objects = [...fields].flatMap(([key, value]) => {
    const own = fieldsOf(value);
    return own === undefined || own.size === 0 || isConfigurationKey(key) ? [] : [{key, names: [...own.keys()]}];
  });
  const first = objects[0];
  if (objects.length < 2 || first === undefined) return undefined;
  const shared = new Set(first.names);
  const isLike = objects.every(({names}) => {
    const common = names.filter(name => shared.has(name)).length;
    return common >= Math.max(names.length, shared.size) * 0.6;
  });
  return isLike ? objects.map(({key}) => key) : undefined;
}

/** Labels that an object gives to what it holds: its settings and what it names, never its numbers. */
export function constantsOf(fields: Fields): Labels {
  const labels: Labels = {};
  const shape: Shape = new Map();
  for (const column of columnsOf([leaves(fields, shape)], shape)) {
    if (column.prefix !== "" && column.isConfiguration !== true) continue;
    const role = columnRole(column);
    const value = role.role === "label" && role.as === "labels" ? role.values[0] : undefined;
    if (role.role === "label" && value !== undefined && value !== null) labels[role.key] = value;
  }
  return labels;
}

/** A key as a step of a JSON pointer. */
export const escapedKey = (key: string) => (/[~/]/.test(key) ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key);
export const unescapedKey = (key: string) => key.replaceAll("~1", "/").replaceAll("~0", "~");
