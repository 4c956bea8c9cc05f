import {type Labels, type Measurement, metricEntry, type NoteInput, writtenUnit} from "../contracts/index.ts";
import type {ColumnFiles} from "./column-files.ts";
import {inBaseUnit} from "./column-numbers.ts";
import type {CsvText} from "./csv.ts";
import {csvScanner, type ScanSink} from "./csv-scanner.ts";
import {failureKind} from "./failure-kind.ts";
import {fieldName, snakeCase} from "./field-name.ts";
import type {RoleOfColumn} from "./generic-rows.ts";
import {impossibleIn, isSummaryTable, type MetricColumn, metricsOf, rolesOf} from "./generic-table.ts";
import {GrowingColumn, GrowingFactor} from "./growing-table.ts";
import {rejectedCell} from "./measured-value.ts";
import {isAbsent, type NumberStyle, numberStyles, parseNumber} from "./numbers.ts";
import type {Reading, TableDraft} from "./reader.ts";
import {isSetting} from "./table.ts";
import {namedColumns} from "./readers/generic-csv.ts";
import {epochSeconds, failureOfError, failureOfStatus} from "./words-of-columns.ts";

const mostNotes = 50;
const mostFailures = 10_000;

export interface BigCsv {
  take: (bytes: Buffer, isLast: boolean) => void;
  /** `identity` tells the files of the columns apart: the hash of the bytes. */
  reading: (identity: string) => Reading;
}

/**
 * Reads a long delimited table of unknown make piece by piece, by the roles that the columns have in its first lines, which `sample` holds. Undefined for
 * tables that must be seen as a whole: summaries, and such without header.
 */
export function bigCsv(path: string, sample: CsvText, headerLine: string, files: ColumnFiles): BigCsv | undefined {
  const {columns} = namedColumns(sample);
  const roles = rolesOf({columns, delimiter: sample.delimiter});
  const metrics = metricsOf(roles);
  const isStated = isSummaryTable(metrics, roles) || metrics.some(({role}) => role.isTarget || role.statistic !== undefined);
  if (isStated || metrics.length === 0 || sample.header.every(name => name === "") || sample.units !== undefined) return undefined;
  const styles = numberStyles(
    columns.map(({cells}) => cells.filter(cell => typeof cell === "string")),
    sample.delimiter
  );
  const decimal = styles.some(style => style.decimal === ",") ? "," : ".";
  const table = new BigTable(
    path,
    columns.map((_, index) => takerOf(roles, metrics, index, styles[index] ?? {decimal: "."}, decimal, files))
  );
  const kinds = columns.map((_, index) => table.kindOf(index));
  const scanner = csvScanner({delimiter: sample.delimiter, kinds, decimal, header: headerLine}, table);
  return {take: scanner.take, reading: identity => table.reading(identity)};
}

/** What becomes of the cells of a column. */
type Taker =
  | {
      kind: "metric";
      column: MetricColumn;
      cells: GrowingColumn;
      factor: number;
      isPlain: boolean;
      read: (cell: string) => number | undefined;
      isImpossible: ((value: number) => boolean) | undefined;
      impossible: number;
    }
  | {kind: "label"; key: string; as: "labels" | "pairing" | "repeat"; levels: GrowingFactor; read: (cell: string) => Labels[string] | null}
  | {kind: "time"; cells: GrowingColumn}
  | {kind: "failure"; reason: (cell: string) => string | undefined}
  | {kind: "nothing"};

function takerOf(
  roles: readonly RoleOfColumn[],
  metrics: readonly MetricColumn[],
  index: number,
  style: NumberStyle,
  decimal: NumberStyle["decimal"],
  files: ColumnFiles
): Taker {
  const found = roles[index];
  const metric = metrics.find(({column}) => column === found?.column);
  if (found === undefined) return {kind: "nothing"};
  const {column, role} = found;
  if (metric !== undefined) {
    const {factor} = fieldName(column.name, column.unit, column.prefix);
    const hasUnits = column.cells.some(cell => typeof cell === "string" && parseNumber(cell, style)?.unit !== undefined);
    const read = (cell: string) => {
      const parsed = parseNumber(cell, style);
      if (parsed === undefined) return undefined;
      if (parsed.value === null) return Number.NaN;
      if (parsed.unit === undefined) return hasUnits ? undefined : inBaseUnit(parsed.value, factor);
      const unit = writtenUnit(parsed.unit);
      return unit?.unit === metric.role.unit
        ? inBaseUnit(parsed.value, unit.factor)
        : metric.role.unit === "unknown" && hasUnits
          ? parsed.value
          : undefined;
    };
    const isImpossible = impossibleIn(metric.role.metric, metric.role.unit);
    return {
      kind: "metric",
      column: metric,
      cells: new GrowingColumn(files),
      factor,
      isPlain: !hasUnits && style.thousands === undefined && style.decimal === decimal,
      read,
      isImpossible,
      impossible: 0
    };
  }
  if (role.role === "label") {
    const isNumber = role.values.some(value => typeof value === "number");
    const read = (cell: string) => (isAbsent(cell) ? null : isNumber ? (parseNumber(cell, style)?.value ?? cell) : cell);
    return {kind: "label", key: role.key, as: role.as, levels: new GrowingFactor(), read};
  }
  if (role.role === "time") return {kind: "time", cells: new GrowingColumn(files)};
  if (role.role === "failure") return {kind: "failure", reason: failureOfError};
  return role.role === "status" ? {kind: "failure", reason: cell => failureOfStatus(snakeCase(column.name), cell)} : {kind: "nothing"};
}

/** Takes what the scanner finds: the cells of the record that is open, then the record. */
class BigTable implements ScanSink {
  readonly #path: string;
  readonly #takers: readonly Taker[];
  readonly #numbers: Float64Array;
  readonly #texts: (string | undefined)[];
  readonly #problems: NoteInput[] = [];
  readonly #failures: Measurement["failures"] = [];
  #rows = 0;
  #rejected = 0;
  #failed = 0;

  constructor(path: string, takers: readonly Taker[]) {
    this.#path = path;
    this.#takers = takers;
    this.#numbers = new Float64Array(takers.length);
    this.#texts = takers.map(() => undefined);
  }

  kindOf(index: number): "number" | "text" | "skipped" {
    const taker = this.#takers[index];
    return taker === undefined || taker.kind === "nothing" ? "skipped" : taker.kind === "metric" && taker.isPlain ? "number" : "text";
  }

  number(column: number, value: number): void {
    this.#numbers[column] = value;
    this.#texts[column] = undefined;
  }

  text(column: number, cell: string): void {
    this.#texts[column] = cell;
  }

  row(cells: number): void {
    const isWhole = cells === this.#takers.length;
    this.#rows += 1;
    if (!isWhole)
      this.#note({code: "ragged-row", values: {cells, columns: this.#takers.length}, source: {artifact: this.#path, at: `R${this.#rows}`}});
    const reason = isWhole ? this.#reason() : undefined;
    if (reason !== undefined) this.#fail(reason);
    const isMeasured = isWhole && reason === undefined;
    for (let index = 0; index < this.#takers.length; index += 1) {
      const taker = this.#takers[index];
      if (taker === undefined || taker.kind === "nothing" || taker.kind === "failure") continue;
      if (taker.kind === "metric") taker.cells.push(isMeasured ? this.#measured(taker, index) : Number.NaN);
      else if (taker.kind === "label") taker.levels.push(isWhole ? taker.read(this.#texts[index] ?? "") : null);
      else taker.cells.push(isWhole ? (epochSeconds(this.#texts[index] ?? "", true)?.utc ?? Number.NaN) : Number.NaN);
    }
  }

  #measured(taker: Extract<Taker, {kind: "metric"}>, index: number): number {
    const text = this.#texts[index];
    let value = text === undefined ? inBaseUnit(this.#numbers[index] ?? Number.NaN, taker.factor) : taker.read(text);
    if (value === undefined) {
      const at = `R${this.#rows}:${taker.column.column.field}`;
      this.#note(rejectedCell("not-a-number", this.#path, at, text));
      value = Number.NaN;
    }
    if (taker.isImpossible?.(value) !== true) return value;
    taker.impossible += 1;
    return Number.NaN;
  }

  #reason(): string | undefined {
    for (let index = 0; index < this.#takers.length; index += 1) {
      const taker = this.#takers[index];
      const found = taker?.kind === "failure" ? taker.reason(this.#texts[index] ?? "") : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #fail(reason: string): void {
    this.#failed += 1;
    if (this.#failures.length >= mostFailures) return;
    const status = /^HTTP \d/.test(reason) ? Number(reason.slice(5)) : undefined;
    this.#failures.push({row: this.#rows - 1, reason: reason.slice(0, 300), kind: failureKind(reason, status)});
  }

  #note(note: NoteInput): void {
    if (this.#problems.length < mostNotes) this.#problems.push(note);
    else this.#rejected += 1;
  }

  reading(identity: string): Reading {
    const more = this.#rejected === 0 ? [] : [{code: "more-rejected", values: {count: this.#rejected}}];
    const table = this.#rows === 0 ? [] : [this.#table(identity)];
    return {
      tables: table,
      reported: [],
      problems: [...this.#problems, ...more],
      session: {tool: "unknown", key: this.#path, environment: {}}
    };
  }

  #table(identity: string): TableDraft {
    const labels = this.#takers.flatMap(taker => (taker.kind === "label" ? [taker] : []));
    const kept = labels.filter(({levels}) => !levels.hasTooManyLevels);
    const constant = (isFor: (key: string) => boolean) =>
      Object.fromEntries(
        kept.flatMap(({key, as, levels}) => (as === "labels" && levels.only !== undefined && isFor(key) ? [[key, levels.only]] : []))
      );
    const times = this.#takers
      .flatMap(taker => (taker.kind === "time" ? [taker.cells] : []))[0]
      ?.values(`${identity}-time.f64`, this.#rows);
    return {
      part: "",
      row: "attempt",
      subject: constant(key => !isSetting(key)),
      settings: constant(isSetting),
      rows: this.#rows,
      places: this.#rows === 1 ? ["R1"] : {prefix: "R", first: 1, step: 1},
      factors: kept
        .filter(({as, levels}) => as !== "labels" || levels.only === undefined)
        .map(({key, as, levels}) => levels.factor(key, as)),
      ...(times === undefined ? {} : {times}),
      failures: this.#failures,
      columns: this.#takers.flatMap((taker, index) =>
        taker.kind === "metric" ? columnOf(taker, `${identity}-${index + 1}.f64`, this.#rows) : []
      ),
      warnings: [
        ...this.#takers.flatMap(taker =>
          taker.kind === "metric" && taker.impossible > 0
            ? [{code: "zero-not-measured", values: {field: taker.column.column.field, count: taker.impossible}}]
            : []
        ),
        ...labels.filter(({levels}) => levels.hasTooManyLevels).map(({key}) => ({code: "label-left-out", values: {key}})),
        ...(this.#failed > this.#failures.length ? [{code: "more-failures", values: {count: this.#failed - this.#failures.length}}] : [])
      ]
    };
  }
}

function columnOf({column, cells}: Extract<Taker, {kind: "metric"}>, name: string, rows: number): TableDraft["columns"] {
  const values = cells.values(name, rows);
  const {metric, unit} = column.role;
  if (values === undefined) return [];
  return [
    {
      metric,
      definition: "as-named",
      unit,
      better: metricEntry(metric)?.better ?? "neither",
      field: column.column.field,
      kind: "sample",
      values
    }
  ];
}
