import {type Better, type Labels, metricEntry, type NoteInput, type Statistic, type Unit} from "../contracts/index.ts";
import {inBaseUnit, type NamedColumn} from "./column-numbers.ts";
import {type ColumnRole, columnRole} from "./column-role.ts";
import {placeOfValue} from "../contracts/places.ts";
import type {DraftRow, ReportedDraft, TableDraft} from "./reader.ts";
import {numberStyles} from "./numbers.ts";
import {buildTable} from "./table.ts";
import {fieldName, knownMetric} from "./field-name.ts";
import {genericRows, type RoleOfColumn, totalRows} from "./generic-rows.ts";
import {rejectedCell} from "./measured-value.ts";

/** A table of unknown make. */
export interface GenericTable {
  artifact: string;
  part: string;
  row: "attempt" | "sample" | "property";
  columns: readonly NamedColumn[];
  /** Place of each row. */
  places: readonly string[];
  /** Labels from around the table. */
  labels: Labels;
  /** Delimiter, for the style of numbers; absent where numbers are numbers (JSON). */
  delimiter?: string;
}

/** What came out of it. `isRecognised`: at least one column has a known metric or unit. */
export interface GenericReading {
  tables: TableDraft[];
  reported: ReportedDraft[];
  problems: NoteInput[];
  remarks: NoteInput[];
  isRecognised: boolean;
}

type MetricRole = Extract<ColumnRole, {role: "metric"}>;

/** Rows of numbers become samples; a table with statistics as columns, and every target, becomes reported records. */
export function genericTable(table: GenericTable): GenericReading {
  const roles = rolesOf(table);
  const metrics = metricsOf(roles);
  const rows = genericRows(table.places, roles);
  const totals = totalRows(roles, table.places.length);
  const isSummary = isSummaryTable(metrics, roles);
  const remarks: NoteInput[] =
    totals.size === 0
      ? []
      : [
          {code: "total-rows", values: {rows: totals.size}, source: {artifact: table.artifact, at: table.places[[...totals][0] ?? 0] ?? ""}}
        ];
  const isStated = ({role}: MetricColumn) => isSummary || role.isTarget || role.statistic !== undefined;
  const samples = metrics.filter(metric => !isStated(metric));
  const stated = metrics.filter(isStated);
  return {
    tables:
      rows.length === 0 || (samples.length === 0 && (isSummary || !rows.some(({failure}) => failure !== undefined)))
        ? []
        : [
            samplesTable(
              table,
              samples,
              rows.filter((_, row) => !totals.has(row)),
              totals
            )
          ],
    reported: stated.length === 0 ? [] : rows.flatMap((row, index) => (totals.has(index) ? [] : recordsOf(table, stated, row, index))),
    problems: capped(metrics.flatMap(({column, role}) => rejectedCells(table, column, role))),
    remarks,
    isRecognised: metrics.some(({role}) => !["unknown", "1"].includes(role.unit) || !role.metric.startsWith("x."))
  };
}

export interface MetricColumn {
  column: NamedColumn;
  role: MetricRole;
}

/** Metric of columns that are called after a statistic only (`avg`, `p99`, `value`); a label column `Metric` may name it row by row. */
const unnamed = "x.value";
const metricKey = "x.metric";
const unitKey = "x.unit";

/** Statistics beside a count, or as a third of the columns: the rows are summaries, and their other numbers too. */
export function isSummaryTable(metrics: readonly MetricColumn[], roles: readonly RoleOfColumn[]): boolean {
  if (roles.some(({role}) => role.role === "label" && role.key === metricKey) && metrics.some(({role}) => role.metric === unnamed))
    return true;
  const statistics = metrics.filter(({role}) => role.statistic !== undefined).length;
  return statistics > 0 && (statistics >= metrics.length / 3 || metrics.some(({role}) => isCount(role)));
}

const isCount = ({metric}: MetricRole) => /^x\.(?:n|count|samples|num_samples|sample_count|completed)$/.test(metric);

/** Memory beside words of a GPU may be the GPU's: its name is no proof. */
export function metricsOf(roles: readonly RoleOfColumn[]): MetricColumn[] {
  const isGpu = roles.some(({column}) => /gpu|cuda|nvidia|vram|pstate/i.test(column.name));
  return roles.flatMap(({column, role}) => {
    if (role.role !== "metric") return [];
    return [{column, role: isGpu && role.metric === "memory_used" ? {...role, metric: "x.memory_used"} : role}];
  });
}

export function rolesOf({columns, delimiter}: Pick<GenericTable, "columns" | "delimiter">): RoleOfColumn[] {
  const styles =
    delimiter === undefined
      ? []
      : numberStyles(
          columns.map(({cells}) => cells.filter(cell => typeof cell === "string")),
          delimiter
        );
  return columns.map((column, index) => ({column, role: columnRole(column, styles[index])}));
}

const mostProblems = 50;

function capped(problems: NoteInput[]): NoteInput[] {
  return problems.length <= mostProblems
    ? problems
    : [...problems.slice(0, mostProblems), {code: "more-rejected", values: {count: problems.length - mostProblems}}];
}

function rejectedCells(table: GenericTable, column: NamedColumn, {rejected}: MetricRole): NoteInput[] {
  return rejected.map(row =>
    rejectedCell("not-a-number", table.artifact, placeOfValue(table.places[row] ?? "", column.field), column.cells[row])
  );
}

function samplesTable(
  table: GenericTable,
  metrics: readonly MetricColumn[],
  rows: readonly DraftRow[],
  totals: ReadonlySet<number>
): TableDraft {
  const warnings: NoteInput[] = [];
  const kept = metrics.map(({column, role}) => ({
    column,
    role,
    values: measured(column, role, warnings).filter((_, row) => !totals.has(row))
  }));
  return buildTable({
    part: table.part,
    row: table.row,
    labels: table.labels,
    columns: kept.map(({column, role, values}) => ({
      metric: role.metric,
      field: column.field,
      definition: "as-named",
      unit: role.unit,
      values
    })),
    rows,
    warnings
  });
}

function measured({field}: NamedColumn, {metric, unit, values}: MetricRole, warnings: NoteInput[]): (number | null)[] {
  const isImpossible = impossibleIn(metric, unit);
  const impossible = isImpossible === undefined ? 0 : values.filter(value => value !== null && isImpossible(value)).length;
  if (isImpossible === undefined || impossible === 0) return values;
  warnings.push({code: "zero-not-measured", values: {field, count: impossible}});
  return values.map(value => (value !== null && isImpossible(value) ? null : value));
}

/** A time, rate or size of exactly zero was not measured; a negative one, or 1e21 tokens a second, cannot be. Undefined where every value can be. */
export function impossibleIn(metric: string, unit: Unit): ((value: number) => boolean) | undefined {
  const better: Better = metricEntry(metric)?.better ?? "neither";
  if (better === "neither" || metric === "load_time" || !["s", "tok/s", "req/s", "B", "unknown"].includes(unit)) return undefined;
  return value => value < 0 || (unit !== "unknown" && (value === 0 || (value > 1e12 && unit !== "B")));
}

/** One record per metric of a row: its statistics side by side, with `n` where a column counts. */
function recordsOf(table: GenericTable, metrics: readonly MetricColumn[], row: DraftRow, index: number): ReportedDraft[] {
  if (row.failure !== undefined) return [];
  const {[metricKey]: _metric, [unitKey]: _unit, ...own} = row.labels ?? {};
  const all = {...table.labels, ...own, ...row.pairing, ...row.repeat};
  const {subject, settings} = buildTable({columns: [], rows: [], labels: all});
  const n = metrics.find(({role}) => isCount(role))?.role.values[index];
  const groups = new Map<string, {role: MetricRole; statistics: {statistic: Statistic; value: number; at: string}[]}>();
  for (const {column, role: written} of metrics) {
    const {role, factor} = namedByRow(written, row.labels ?? {});
    const value = inBaseUnit(written.values[index] ?? null, factor);
    if (value === null) continue;
    const statistic = role.statistic ?? "value";
    const key = `${role.metric}\n${role.unit}\n${role.isTarget}`;
    const free = [...groups.keys()].find(
      known => known.startsWith(`${key}\n`) && !groups.get(known)?.statistics.some(stated => stated.statistic === statistic)
    );
    const group = (free === undefined ? undefined : groups.get(free)) ?? {role, statistics: []};
    group.statistics.push({statistic, value, at: placeOfValue(row.place, column.field)});
    groups.set(free ?? `${key}\n${groups.size}`, group);
  }
  return [...groups.values()].map(({role, statistics}) => ({
    part: row.place,
    subject,
    settings,
    metric: role.metric,
    definition: "as-named",
    unit: role.unit satisfies Unit,
    better: metricEntry(role.metric)?.better ?? "neither",
    role: role.isTarget ? ("target" as const) : ("measured" as const),
    over: "unknown" as const,
    ...(typeof n === "number" && Number.isSafeInteger(n) && n > 0 ? {n} : {}),
    statistics,
    warnings: []
  }));
}

/** `Metric,Value,Unit` and `Metric,avg,p99`: the row says what its numbers are. */
function namedByRow(role: MetricRole, labels: Labels): {role: MetricRole; factor: number} {
  const written = labels[metricKey];
  if (role.metric !== unnamed || typeof written !== "string") return {role, factor: 1};
  const unit = labels[unitKey];
  const name = fieldName(written, typeof unit === "string" ? unit : undefined);
  const known = knownMetric(name);
  const statistic = role.statistic ?? name.statistic;
  const metric = known?.metric ?? `x.${name.base === "" ? name.name : name.base}`;
  return {
    role: {...role, metric, unit: known?.unit ?? name.unit ?? "unknown", ...(statistic === undefined ? {} : {statistic})},
    factor: name.factor
  };
}
