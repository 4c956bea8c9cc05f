import type {Column, Labels, NoteInput} from "../contracts/index.ts";
import type {ColumnFiles} from "./column-files.ts";
import {GrowingColumn, GrowingFactor} from "./growing-table.ts";
import type {TableDraft} from "./reader.ts";
import {isSetting} from "./table.ts";

const mostFailures = 10_000;

interface Grown {
  column: Omit<Column, "values">;
  cells: GrowingColumn;
}

/** Tables of one kind that a reader gave for the pieces of a long file, as one table: row n is record n, whatever the pieces were. */
export class MergedTable {
  readonly #files: ColumnFiles;
  readonly #kind: TableDraft;
  readonly #prefix: string;
  readonly #first: number;
  readonly #columns = new Map<string, Grown>();
  readonly #labels = new Map<string, {role: "labels" | "pairing" | "repeat" | "group"; levels: GrowingFactor}>();
  readonly #failures: TableDraft["failures"] = [];
  readonly #warnings = new Map<string, NoteInput>();
  #times: GrowingColumn | undefined;
  #rows = 0;
  #failed = 0;

  /** `first`: number of the first record. */
  constructor(kind: TableDraft, prefix: string, first: number, files: ColumnFiles) {
    this.#kind = kind;
    this.#prefix = prefix;
    this.#first = first;
    this.#files = files;
  }

  /** `records`: number of the record of each row, ascending. Records between them have no row of their own: they are not measured. */
  add(table: TableDraft, records: readonly number[]): void {
    const start = this.#rows;
    const positions = records.map(record => record - this.#first);
    const end = (positions.at(-1) ?? start - 1) + 1;
    const rowAt = new Map(positions.map((position, row) => [position, row]));
    const each = (use: (row: number | undefined) => void) => {
      for (let position = start; position < end; position += 1) use(rowAt.get(position));
    };
    this.#addColumns(table, start, each);
    this.#addLabels(table, start, each);
    this.#addTimes(table, start, each);
    for (const {row, ...failure} of table.failures) {
      this.#failed += 1;
      if (this.#failures.length < mostFailures) this.#failures.push({...failure, row: positions[row] ?? 0});
    }
    for (const warning of table.warnings) this.#warn(warning);
    this.#rows = end;
  }

  #addColumns(table: TableDraft, start: number, each: Each): void {
    for (const {values, ...column} of table.columns) {
      const key = JSON.stringify([column.field, column.metric, column.definition, column.unit]);
      if (this.#columns.has(key)) continue;
      const cells = new GrowingColumn(this.#files);
      for (let row = 0; row < start; row += 1) cells.push(Number.NaN);
      this.#columns.set(key, {column, cells});
    }
    const own = new Map(
      table.columns.map(({values, field, metric, definition, unit}) => [JSON.stringify([field, metric, definition, unit]), values])
    );
    for (const [key, {cells}] of this.#columns) {
      const values = own.get(key);
      each(row => cells.push(row === undefined || !Array.isArray(values) ? Number.NaN : (values[row] ?? Number.NaN)));
    }
  }

  #addLabels(table: TableDraft, start: number, each: Each): void {
    const constants: Labels = {...table.subject, ...table.settings};
    const factors = new Map(table.factors.map(factor => [factor.key, factor]));
    for (const key of [...Object.keys(constants), ...factors.keys()]) {
      if (this.#labels.has(key)) continue;
      const role = factors.get(key)?.role ?? "labels";
      const levels = new GrowingFactor();
      for (let row = 0; row < start; row += 1) levels.push(null);
      this.#labels.set(key, {role: role === "subject" || role === "setting" ? "labels" : role, levels});
    }
    for (const [key, {levels}] of this.#labels) {
      const factor = factors.get(key);
      const constant = constants[key] ?? null;
      each(row =>
        levels.push(row === undefined ? null : factor === undefined ? constant : (factor.levels[factor.index[row] ?? -1] ?? null))
      );
    }
  }

  #addTimes(table: TableDraft, start: number, each: Each): void {
    const {times} = table;
    if (this.#times === undefined && Array.isArray(times)) {
      this.#times = new GrowingColumn(this.#files);
      for (let row = 0; row < start; row += 1) this.#times.push(Number.NaN);
    }
    const clock = this.#times;
    if (clock !== undefined) each(row => clock.push(row === undefined || !Array.isArray(times) ? Number.NaN : (times[row] ?? Number.NaN)));
  }

  /** Counts of equal warnings are added. */
  #warn(warning: NoteInput): void {
    const {count, ...values} = warning.values ?? {};
    const key = JSON.stringify([warning.code, values]);
    const known = this.#warnings.get(key)?.values?.["count"];
    this.#warnings.set(
      key,
      typeof count === "number" && typeof known === "number" ? {...warning, values: {...values, count: count + known}} : warning
    );
  }

  /** `identity` tells the files of the columns apart. */
  table(identity: string): TableDraft {
    const {part, row} = this.#kind;
    const labels = [...this.#labels].filter(([, {levels}]) => !levels.hasTooManyLevels);
    const left = [...this.#labels]
      .filter(([, {levels}]) => levels.hasTooManyLevels)
      .map(([key]) => ({code: "label-left-out", values: {key}}));
    const constant = (isFor: (key: string) => boolean): Labels =>
      Object.fromEntries(
        labels.flatMap(([key, {role, levels}]) =>
          role === "labels" && levels.only !== undefined && isFor(key) ? [[key, levels.only]] : []
        )
      );
    const times = this.#times?.values(`${identity}-time.f64`, this.#rows);
    return {
      part,
      row,
      subject: constant(key => !isSetting(key)),
      settings: constant(isSetting),
      rows: this.#rows,
      places: {prefix: this.#prefix, first: this.#first, step: 1},
      factors: labels
        .filter(([, {role, levels}]) => role !== "labels" || levels.only === undefined)
        .map(([key, {role, levels}]) => levels.factor(key, role)),
      ...(times === undefined ? {} : {times}),
      failures: this.#failures,
      columns: [...this.#columns.values()].flatMap(({column, cells}, index) => {
        const values = cells.values(`${identity}-${index + 1}.f64`, this.#rows);
        return values === undefined ? [] : [{...column, values}];
      }),
      warnings: [
        ...this.#warnings.values(),
        ...left,
        ...(this.#failed > this.#failures.length ? [{code: "more-failures", values: {count: this.#failed - this.#failures.length}}] : [])
      ]
    };
  }
}

type Each = (use: (row: number | undefined) => void) => void;
