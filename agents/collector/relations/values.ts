import type {Evidence, Measurement, Reported, Source, Unit} from "../../contracts/index.ts";
import {placeOf, placeOfValue} from "../../contracts/places.ts";

/** What one artifact measured and states, for comparing files. */
export interface FileRecords {
  path: string;
  format: string;
  measurements: Measurement[];
  reported: Reported[];
}

export function recordsByFile({
  artifacts,
  measurements,
  reported
}: Pick<Evidence, "artifacts" | "measurements" | "reported">): FileRecords[] {
  const files = new Map<string, FileRecords>();
  for (const {path, format} of artifacts) files.set(path, {path, format: format ?? "", measurements: [], reported: []});
  for (const measurement of measurements) files.get(measurement.artifact)?.measurements.push(measurement);
  for (const record of reported) files.get(record.artifact)?.reported.push(record);
  return [...files.values()].filter(file => file.measurements.length + file.reported.length > 0);
}

/** Numbers of one name (`decode_throughput.mean`, `load_time`) in base units; all have the precision of the finest. */
export interface NamedValues {
  name: string;
  values: readonly number[];
  /** Half a unit of the last written digit, in base units. */
  tolerance: number;
  sourceOf: (index: number) => Source;
}

/** At most this many numbers of a column, evenly spread, stand for it. */
const mostValues = 20_000;

export function namedValues(file: FileRecords): NamedValues[] {
  return [...file.measurements.flatMap(ofMeasurement), ...ofReported(file)];
}

function ofMeasurement(measurement: Measurement): NamedValues[] {
  return measurement.columns.flatMap(({metric, field, unit, values}) => {
    if (!Array.isArray(values)) return [];
    const step = Math.ceil(values.length / mostValues);
    const rows = [...values.keys()].filter(row => row % step === 0 && values[row] !== null);
    const numbers = rows.map(row => values[row] ?? 0);
    if (numbers.length === 0) return [];
    const sourceOf = (index: number) => ({artifact: measurement.artifact, at: placeOfValue(placeOf(measurement, rows[index] ?? 0), field)});
    return [{name: metric, values: numbers, tolerance: halfUnit(numbers, unit), sourceOf}];
  });
}

function ofReported({path, reported}: FileRecords): NamedValues[] {
  const groups = new Map<string, {unit: Unit; values: number[]; places: string[]}>();
  for (const {metric, unit, statistics} of reported) {
    for (const {statistic, value, at} of statistics) {
      const name = statistic === "value" ? metric : `${metric}.${statistic}`;
      const group = groups.get(name) ?? {unit, values: [], places: []};
      group.values.push(value);
      group.places.push(at);
      groups.set(name, group);
    }
  }
  return [...groups].map(([name, {unit, values, places}]) => ({
    name,
    values,
    tolerance: halfUnit(values, unit),
    sourceOf: index => ({artifact: path, at: places[index] ?? ""})
  }));
}

/** Sizes are written in powers of 1024 as well; powers of ten do not change how many digits there are. */
const scales: Readonly<Partial<Record<Unit, readonly number[]>>> = {
  B: [1, 1024, 1024 ** 2, 1024 ** 3],
  "B/s": [1, 1024, 1024 ** 2, 1024 ** 3]
};

/** Numbers of a column that tell how finely it is written. */
const mostSampled = 24;

/** Half a unit of the last digit that the finest of the numbers has, in the scale that needs the fewest digits. */
export function halfUnit(values: readonly number[], unit: Unit): number {
  const step = Math.ceil(values.length / mostSampled);
  const sample = values.filter((value, index) => index % step === 0 && value !== 0);
  let best = {digits: Number.POSITIVE_INFINITY, tolerance: 0};
  for (const scale of scales[unit] ?? [1]) {
    let digits = 0;
    let exponent = Number.POSITIVE_INFINITY;
    for (const value of sample) {
      const written = writtenDigits(value / scale);
      digits = Math.max(digits, written.digits);
      exponent = Math.min(exponent, written.exponent);
    }
    if (digits < best.digits) best = {digits, tolerance: Number.isFinite(exponent) ? 0.5 * 10 ** exponent * scale : 0.5};
  }
  return best.tolerance;
}

/** Significant digits, at most 13, and the power of ten of the last one; noise of binary fractions is left out. */
function writtenDigits(value: number): {digits: number; exponent: number} {
  const power = Math.floor(Math.log10(Math.abs(value)) + 1e-12);
  let mantissa = Math.round(Math.abs(value) * 10 ** (12 - power));
  if (!Number.isSafeInteger(mantissa)) return {digits: 13, exponent: power - 12};
  let digits = 13;
  while (digits > 1 && mantissa % 10 === 0) {
    mantissa /= 10;
    digits -= 1;
  }
  return {digits, exponent: power - digits + 1};
}

/** Significant digits of a number at the precision of its column. */
export function significantDigits(value: number, tolerance: number): number {
  if (value === 0) return 0;
  return Math.floor(Math.log10(Math.abs(value) / (tolerance * 2)) + 1e-9) + 1;
}

/** `a` could be written for `b` when both are rounded. */
export function isSame(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance * (1 + 1e-6) + Math.max(Math.abs(a), Math.abs(b)) * 1e-9;
}
