import type {Labels} from "../contracts/index.ts";
import type {NamedColumn} from "./column-numbers.ts";
import {type ColumnRole, columnRole} from "./column-role.ts";
import {failureKind} from "./failure-kind.ts";
import {snakeCase} from "./field-name.ts";
import type {DraftRow} from "./reader.ts";
import {failureOfError, failureOfStatus} from "./words-of-columns.ts";

export interface RoleOfColumn {
  column: NamedColumn;
  role: ColumnRole;
}

/** Rows with their labels, clock and failures; the numbers come later. */
export function genericRows(places: readonly string[], roles: readonly RoleOfColumn[]): DraftRow[] {
  return places.map((place, row) => {
    const failure = failureOf(roles, row);
    const time = roles.flatMap(({role}) => (role.role === "time" ? [role.values[row] ?? null] : []))[0];
    return {
      place,
      values: {},
      labels: {...labelsOf(roles, row, "labels"), ...settingsOf(roles, row)},
      pairing: labelsOf(roles, row, "pairing"),
      repeat: labelsOf(roles, row, "repeat"),
      ...(time === undefined || time === null ? {} : {time}),
      ...(failure === undefined ? {} : {failure})
    };
  });
}

function labelsOf(roles: readonly RoleOfColumn[], row: number, as: "labels" | "pairing" | "repeat"): Labels {
  const labels: Labels = {};
  for (const {role} of roles) {
    const value = role.role === "label" && role.as === as ? role.values[row] : undefined;
    if (role.role === "label" && value !== undefined && value !== null) labels[role.key] = value;
  }
  return labels;
}

/** Scalars of a JSON object that stands in a cell. */
function settingsOf(roles: readonly RoleOfColumn[], row: number): Labels {
  const labels: Labels = {};
  for (const {column, role} of roles) {
    const cell = role.role === "settings" ? column.cells[row] : undefined;
    if (typeof cell !== "string") continue;
    for (const [key, value] of Object.entries(scalarsOf(cell))) {
      const known = columnRole({name: key, field: "", cells: [value], isConfiguration: true});
      if (known.role === "label") labels[known.key] = value;
    }
  }
  return labels;
}

function scalarsOf(cell: string): Labels {
  try {
    const parsed: unknown = JSON.parse(cell);
    const entries = typeof parsed === "object" && parsed !== null ? Object.entries(parsed) : [];
    return Object.fromEntries(
      entries.filter((entry): entry is [string, Labels[string]] => ["string", "number", "boolean"].includes(typeof entry[1]))
    );
  } catch {
    return {};
  }
}

function failureOf(roles: readonly RoleOfColumn[], row: number): DraftRow["failure"] {
  const reasons = roles.flatMap(({column, role}) => {
    const cell = column.cells[row] ?? null;
    const reason =
      role.role === "failure" ? failureOfError(cell) : role.role === "status" ? failureOfStatus(snakeCase(column.name), cell) : undefined;
    return reason === undefined ? [] : [{reason, isText: role.role === "failure"}];
  });
  const reason = (reasons.find(({isText}) => isText) ?? reasons[0])?.reason;
  return reason === undefined
    ? undefined
    : {reason, kind: failureKind(reason, /^HTTP \d/.test(reason) ? Number(reason.slice(5)) : undefined)};
}

/** Rows that sum up the others, by the word in their label. */
export function totalRows(roles: readonly RoleOfColumn[], rows: number): Set<number> {
  const found = new Set<number>();
  if (rows < 3) return found;
  for (const {role} of roles) {
    if (role.role !== "label" || role.as !== "labels") continue;
    for (const [row, value] of role.values.entries()) {
      if (
        typeof value === "string" &&
        /^(?:aggregated?|totals?|overall|average|avg|mean|median|sum|min|max|all|итого|всего|среднее)$/i.test(value)
      )
        found.add(row);
    }
  }
  return found.size <= rows / 3 ? found : new Set();
}
