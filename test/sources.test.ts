import {existsSync, readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {type ArtifactReading, readArtifact} from "../agents/collector/artifact-reading.ts";
import {genericReaders} from "../agents/collector/readers/generic.ts";
import {readers} from "../agents/collector/readers/index.ts";
import type {EmptySource, SourceRow} from "./sources-rows.ts";

/** Files of other projects with the values that were checked by hand when they were found; they lie beside the repository. */
const artifacts = new URL("../../shared/artifacts/", import.meta.url);
const isThere = existsSync(new URL("SOURCES.tsv", artifacts));

describe.skipIf(!isThere)("headline values of ../shared/artifacts (skipped when it is not there)", async () => {
  const {rows, empty} = await expectations();
  const paths = isThere ? sourcePaths() : [];
  const readings = new Map<string, ArtifactReading>();
  for (const path of paths) {
    const bytes = readFileSync(new URL(path, artifacts));
    readings.set(path, await readArtifact(path, bytes, {dedicated: readers, generic: genericReaders}));
  }

  it("are read with the right metric, unit, statistic and subject, at least 95 of 100", () => {
    const wrong: string[] = [];
    const lines = paths.map(path => {
      const reading = readings.get(path)!;
      const expected = rows.filter(row => row.path === path);
      const faults = expected.flatMap(row => faultOf(row, reading) ?? []);
      wrong.push(...faults);
      const count = empty.some(source => source.path === path)
        ? "none expected"
        : expected.length === 0
          ? "no rows yet"
          : `${expected.length - faults.length} of ${expected.length}`;
      return `${(reading.format ?? "-").padEnd(26)} ${reading.status.padEnd(8)} ${count.padStart(13)}  ${path}`;
    });
    console.log([...lines, `right: ${rows.length - wrong.length} of ${rows.length}`, ...wrong].join("\n"));
    expect(wrong.length, wrong.join("\n")).toBeLessThanOrEqual(rows.length * 0.05);
  });

  it.each(empty)("are none in $path", ({path, failures = 0}) => {
    const reading = readings.get(path)!;
    expect(reading.tables.flatMap(({columns}) => columns)).toEqual([]);
    expect(reading.reported.flatMap(({statistics}) => statistics)).toEqual([]);
    expect(reading.tables.flatMap(table => table.failures)).toHaveLength(failures);
  });

  it("names only files that are there", () => {
    for (const {path} of [...rows, ...empty]) expect(paths).toContain(path);
  });
});

/** From every `sources-rows-<n>.ts` beside this file. */
async function expectations(): Promise<{rows: SourceRow[]; empty: EmptySource[]}> {
  const names = readdirSync(new URL(".", import.meta.url)).filter(name => /^sources-rows-\d+\.ts$/.test(name));
  const lists = await Promise.all(names.sort().map(async name => Object.values(await import(new URL(name, import.meta.url).href))));
  const all = lists.flat(2) as (SourceRow | EmptySource)[];
  return {rows: all.filter(row => "metric" in row), empty: all.filter(row => !("metric" in row))};
}

const sourcePaths = (): string[] =>
  readFileSync(new URL("SOURCES.tsv", artifacts), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1)
    .map(line => line.split("\t")[0]!);

type Labels = Readonly<Record<string, string | number | boolean>>;

/** What is wrong; undefined when exactly one record or cell fits and its value is right. */
function faultOf(row: SourceRow, reading: ArtifactReading): string | undefined {
  const found = valuesOf(row, reading);
  const name = `${row.path}: ${row.metric} ${row.definition ?? ""} ${JSON.stringify(row.labels ?? {})} ${row.statistic} ${row.value}`;
  if (found.length !== 1) return `${name}: found ${found.length} of them`;
  return isNear(found[0]!, row.value, row.statistic) ? undefined : `${name}: found ${found[0]}`;
}

/** Headlines that somebody computed over rows are rounded to three decimals. */
const isNear = (found: number, expected: number, statistic: string) =>
  Math.abs(found - expected) <= (statistic === "mean of rows" ? 5e-4 : 1e-9 * Math.max(Math.abs(expected), 1e-6));

function valuesOf(row: SourceRow, reading: ArtifactReading): number[] {
  const records = reading.reported.filter(
    record =>
      record.metric === row.metric &&
      record.unit === row.unit &&
      (row.definition === undefined || record.definition === row.definition) &&
      record.role === (row.role ?? "measured") &&
      fits(row.labels, {...record.subject, ...record.settings})
  );
  const cells = row.role === "target" ? [] : cellsOf(row, reading);
  switch (row.statistic) {
    case "records":
      return [records.length];
    case "n":
      return records.flatMap(({n}) => n ?? []);
    case "failed":
      return records.flatMap(({failed}) => failed ?? []);
    case "row":
      return cells;
    case "rows":
      return [cells.length];
    case "mean of rows":
      return [cells.reduce((sum, value) => sum + value, 0) / cells.length];
    case "sum of rows":
      return [cells.reduce((sum, value) => sum + value, 0)];
    case "max of rows":
      return [Math.max(...cells)];
    case "median of rows":
      return [median(cells)];
    default:
      return records.flatMap(({statistics}) => statistics.filter(({statistic}) => statistic === row.statistic).map(({value}) => value));
  }
}

/** Measured cells of the metric in the rows with these labels. */
function cellsOf(row: SourceRow, {tables}: ArtifactReading): number[] {
  return tables.flatMap(table =>
    table.columns
      .filter(({metric, unit, definition}) => metric === row.metric && unit === row.unit && (row.definition ?? definition) === definition)
      .flatMap(({values}) => (Array.isArray(values) ? values : []))
      .flatMap((value, index) => {
        const factors = table.factors.map(({key, levels, index: positions}) => [key, levels[positions[index]!] ?? ""] as const);
        return value !== null && fits(row.labels, {...table.subject, ...table.settings, ...Object.fromEntries(factors)}) ? [value] : [];
      })
  );
}

const fits = (wanted: Labels | undefined, labels: Labels) =>
  Object.entries(wanted ?? {}).every(([key, value]) => (labels[key] ?? "") === value);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1]! + sorted[middle]!) / 2 : sorted[Math.floor(middle)]!;
}
