import type {Labels} from "../contracts/index.ts";
import type {NamedColumn} from "./column-numbers.ts";
import {columnRole} from "./column-role.ts";

/** Own fields of a JSON object. */
export type Fields = ReadonlyMap<string, unknown>;

/** One JSON object as a row of a table: its scalars, and what stays to be visited. */
export interface JsonRow {
  /** By pointer from the record. */
  scalars: Map<string, Leaf>;
  inner: {at: string; value: unknown}[];
}

export interface Leaf {
  name: string;
  prefix: string;
  value: string | number | boolean | null;
  unit?: string;
  isConfiguration: boolean;
}

/** Scalars of an object and of the small objects in it (keys that end in `_` are somebody's relative twins); arrays, and objects of like objects, are left to be visited. */
export function leaves(fields: Fields, at = "", prefix = "", isConfiguration = false, depth = 0): JsonRow {
  const row: JsonRow = {scalars: new Map(), inner: []};
  const isPercentiles = /(?:percentile|quantile)s?$/i.test(at);
  const unit = fields.get("unit") ?? fields.get("units");
  for (const [key, value] of fields) {
    if (isBackgroundKey(key) || (key.endsWith("_") && typeof value === "number")) continue;
    const pointer = `${at}/${escapedKey(key)}`;
    const own = fieldsOf(value);
    if (own !== undefined && depth < 4 && likeObjects(own) === undefined) {
      const isOptions = isConfiguration || isConfigurationKey(key);
      const nested = leaves(
        own,
        pointer,
        isOptions && key !== "model" ? "" : isBoxKey(key) ? prefix : `${prefix} ${key.replace(/_?percentiles?$/i, "")}`.trim(),
        isOptions,
        depth + 1
      );
      for (const [place, leaf] of nested.scalars) row.scalars.set(place, leaf);
      row.inner.push(...nested.inner);
    } else if (isScalar(value)) {
      row.scalars.set(pointer, {
        name: isPercentiles && /^\d{1,2}(?:\.\d+)?$/.test(key) ? `p${Number(key)}` : key,
        prefix,
        value,
        isConfiguration,
        ...(typeof unit === "string" && typeof value === "number" ? {unit} : {})
      });
    } else row.inner.push({at: pointer, value});
  }
  return row;
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

const isScalar = (value: unknown): value is string | number | boolean | null =>
  value === null || ["string", "number", "boolean"].includes(typeof value);

/** Own fields of a plain object; `__proto__` is a name like any other. */
export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : undefined;
}

export function columnsOf(rows: readonly ReadonlyMap<string, Leaf>[]): NamedColumn[] {
  const pointers = new Map<string, Leaf>();
  for (const row of rows) for (const [pointer, leaf] of row) if (!pointers.has(pointer)) pointers.set(pointer, leaf);
  return [...pointers].map(([field, {name, prefix, unit, isConfiguration}]) => ({
    name,
    prefix,
    field,
    cells: rows.map(row => row.get(field)?.value ?? null),
    ...(unit === undefined ? {} : {unit}),
    isConfiguration
  }));
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
  for (const column of columnsOf([leaves(fields).scalars])) {
    if (column.prefix !== "" && column.isConfiguration !== true) continue;
    const role = columnRole(column);
    const value = role.role === "label" && role.as === "labels" ? role.values[0] : undefined;
    if (role.role === "label" && value !== undefined && value !== null) labels[role.key] = value;
  }
  return labels;
}

/** A key as a step of a JSON pointer. */
export const escapedKey = (key: string) => key.replaceAll("~", "~0").replaceAll("/", "~1");
export const unescapedKey = (key: string) => key.replaceAll("~1", "/").replaceAll("~0", "~");
