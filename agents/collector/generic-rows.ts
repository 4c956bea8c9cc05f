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
  const labels = labelColumns(roles, "labels");
  const pairing = labelColumns(roles, "pairing");
  const repeat = labelColumns(roles, "repeat");
  const settings = roles.filter(({role}) => role.role === "settings");
  const clock = roles.flatMap(({role}) => (role.role === "time" ? [role.values] : []))[0];
  const outcomes = roles.flatMap(({column, role}) =>
    role.role === "failure" || role.role === "status" ? [{column, words: role.role === "failure" ? undefined : snakeCase(column.name)}] : []
  );
  return places.map((place, row) => {
    const failure = outcomes.length === 0 ? undefined : failureOf(outcomes, row);
    const time = clock?.[row] ?? null;
    return {
      place,
      values: {},
      labels: {...labelsOf(labels, row), ...(settings.length === 0 ? {} : settingsOf(settings, row))},
      ...(pairing.length === 0 ? {} : {pairing: labelsOf(pairing, row)}),
      ...(repeat.length === 0 ? {} : {repeat: labelsOf(repeat, row)}),
      ...(time === null ? {} : {time}),
      ...(failure === undefined ? {} : {failure})
    };
  });
}

type LabelRole = Extract<ColumnRole, {role: "label"}>;

const labelColumns = (roles: readonly RoleOfColumn[], as: LabelRole["as"]): LabelRole[] =>
  roles.flatMap(({role}) => (role.role === "label" && role.as === as ? [role] : []));

function labelsOf(roles: readonly LabelRole[], row: number): Labels {
  const labels: Labels = {};
  for (const {key, values} of roles) {
    const value = values[row] ?? null;
    if (value !== null) labels[key] = value;
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

/** `words`: name of a status column; undefined for columns of error texts, whose text is the better reason. */
function failureOf(outcomes: readonly {column: NamedColumn; words: string | undefined}[], row: number): DraftRow["failure"] {
  let reason: string | undefined;
  for (const {column, words} of outcomes) {
    const cell = column.cells[row] ?? null;
    const found = words === undefined ? failureOfError(cell) : failureOfStatus(words, cell);
    if (found !== undefined && (reason === undefined || words === undefined)) reason = found;
  }
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
