import type {Relation} from "../../contracts/index.ts";
import {type FileRecords, isSame, type NamedValues, namedValues, significantDigits} from "./values.ts";

/** Fewest numbers, and their share in the other file, that make a copy. */
const fewest = 3;
const share = 0.9;
const fewestDigits = 4;
/** Numbers of a file that are looked up in the others: more would not change the share. */
const mostProbes = 400;

interface Probe {
  value: number;
  tolerance: number;
  name: string;
  column: NamedValues;
  index: number;
}

interface Indexed {
  file: FileRecords;
  /** Distinct numbers of at least four digits, evenly spread. */
  probes: Probe[];
  /** All numbers, ascending, and what each belongs to. */
  sorted: Float64Array;
  order: {column: NamedValues; index: number}[];
  /** A known format beats an unknown one, rows beat stated statistics, then many numbers, then finer ones. */
  richness: readonly [number, number, number];
}

/**
 * Files that hold the numbers of another file: of the distinct numbers of `from` with at least four digits, the share that stands
 * in `to` rounded to the digits of `from` (READING section 4). A number that stands there under another name is a disagreement; a
 * mean that equals a row of the same metric makes no copy: that is a summary of single rows.
 */
export function copies(files: readonly FileRecords[]): Relation[] {
  const indexed = files.map(indexOf);
  return indexed.flatMap((a, at) =>
    indexed.slice(at + 1).flatMap(b => {
      const [from, to] = isRicher(b, a) ? [a, b] : [b, a];
      const relation = copyOf(from, to) ?? copyOf(to, from);
      return relation === undefined ? [] : [relation];
    })
  );
}

function indexOf(file: FileRecords): Indexed {
  const columns = namedValues(file);
  const all = columns.flatMap(column => column.values.map((value, index) => ({value, column, index})));
  all.sort((a, b) => a.value - b.value);
  const distinct = all.filter(
    ({value, column}, position) => value !== all[position - 1]?.value && significantDigits(value, column.tolerance) >= fewestDigits
  );
  const step = Math.ceil(distinct.length / mostProbes);
  return {
    file,
    probes: distinct
      .filter((_, index) => index % step === 0)
      .map(({value, column, index}) => ({value, tolerance: column.tolerance, name: column.name, column, index})),
    sorted: Float64Array.from(all, ({value}) => value),
    order: all.map(({column, index}) => ({column, index})),
    richness: [rank(file), distinct.length, distinct.reduce((sum, {value, column}) => sum + significantDigits(value, column.tolerance), 0)]
  };
}

function rank({measurements, reported}: FileRecords): number {
  const isGeneric =
    measurements.every(({columns}) => columns.every(({definition}) => definition === "as-named")) &&
    reported.every(({definition}) => definition === "as-named");
  if (isGeneric) return 0;
  return measurements.some(({row}) => row !== "property") ? 2 : 1;
}

const metricOf = (name: string) => name.split(".")[0];

/** Names of an unknown make contradict nothing. */
const isSameName = (a: string, b: string) => a === b || a.startsWith("x.") || b.startsWith("x.");

function isRicher(a: Indexed, b: Indexed): boolean {
  for (const [at, value] of a.richness.entries()) if (value !== b.richness[at]) return value > (b.richness[at] ?? 0);
  return false;
}

/** Undefined for files that differ, soon for most: a tenth of the numbers may miss. */
function copyOf(from: Indexed, to: Indexed): Relation | undefined {
  const {probes} = from;
  if (probes.length < fewest || from.richness[0] > to.richness[0]) return undefined;
  const allowed = Math.floor(probes.length * (1 - share) + 1e-9);
  const disagreements: Relation["disagreements"] = [];
  let missed = 0;
  let agreed = 0;
  let summed = 0;
  for (const probe of probes) {
    const hit = lookUp(to, probe);
    const source = () => probe.column.sourceOf(probe.index);
    if (hit === undefined) {
      missed += 1;
      if (missed > allowed) return undefined;
      disagreements.push({from: source(), to: {artifact: to.file.path, at: ""}, why: "value", metric: probe.name});
    } else if (isSameName(hit.column.name, probe.name)) agreed += 1;
    else {
      if (metricOf(hit.column.name) === metricOf(probe.name)) summed += 1;
      disagreements.push({
        from: source(),
        to: hit.column.sourceOf(hit.index),
        why: "metric",
        values: [probe.value, hit.column.values[hit.index] ?? 0],
        metric: probe.name,
        toMetric: hit.column.name
      });
    }
  }
  if (summed > probes.length / 2) return undefined;
  return {kind: "copy", from: from.file.path, to: to.file.path, compared: probes.length, agreed, disagreements: disagreements.slice(0, 50)};
}

/** A number of `to` that rounds to the probe, of the same name if there is one. */
function lookUp(to: Indexed, probe: Probe): Indexed["order"][number] | undefined {
  const reach = probe.tolerance + Math.abs(probe.value) * 1e-9;
  let found: Indexed["order"][number] | undefined;
  for (let at = firstAtLeast(to.sorted, probe.value - reach * 1.01); at < to.sorted.length; at += 1) {
    const value = to.sorted[at] ?? 0;
    if (value > probe.value + reach * 1.01) break;
    const entry = to.order[at];
    if (entry === undefined || !isSame(probe.value, value, probe.tolerance)) continue;
    if (entry.column.name === probe.name) return entry;
    found ??= entry;
  }
  return found;
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
