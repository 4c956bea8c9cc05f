import {type Unit, writtenUnit} from "../contracts/index.ts";
import {type NumberStyle, type ParsedNumber, parseNumber} from "./numbers.ts";

/** A column of unknown make, from a CSV or from equal keys of JSON objects. */
export interface NamedColumn {
  name: string;
  /** Name in places. */
  field: string;
  cells: readonly (string | number | boolean | null)[];
  /** Names of the objects that a JSON key stands in. */
  prefix?: string;
  /** From a unit row or a sibling `unit`. */
  unit?: string;
  /** Stands under `options`, `config` or the like: it says how, never what came out. */
  isConfiguration?: boolean;
}

/** Numbers in base units; null = not measured. `rejected`: row numbers (0-based) of cells that are no numbers. */
export interface Numbers {
  values: (number | null)[];
  rejected: number[];
}

/**
 * Undefined unless four of five present cells are numbers, all of one base unit or all without. `unit` is that of the cells: `unknown`
 * when all state the same one that we do not know (`qps`).
 */
export function numbersOf({cells}: NamedColumn, style: NumberStyle): (Numbers & {unit?: Unit}) | undefined {
  const units = new Set<Unit | "">();
  const foreign = new Set<string>();
  const rejected: number[] = [];
  const values = cells.map((cell, row) => {
    if (cell === null || typeof cell === "boolean") return null;
    const parsed: ParsedNumber | undefined =
      typeof cell === "number" ? {value: Number.isFinite(cell) ? cell : null} : parseNumber(cell, style);
    if (parsed === undefined) rejected.push(row);
    if (parsed === undefined || parsed.value === null) return null;
    if (parsed.unit === undefined) {
      units.add("");
      return parsed.value;
    }
    const written = cellUnit(parsed.unit);
    units.add(written?.unit ?? "unknown");
    if (written === undefined) foreign.add(parsed.unit);
    return inBaseUnit(parsed.value, written?.factor ?? 1);
  });
  const measured = values.filter(value => value !== null).length;
  const isMixed =
    units.size > 1 || foreign.size > 1 || foreign.has("b") || foreign.has("B") || cells.some(cell => typeof cell === "boolean");
  if (measured === 0 || isMixed || rejected.length > measured * 0.25) return undefined;
  const [unit] = units;
  return {values, rejected, ...(unit === undefined || unit === "" ? {} : {unit})};
}

/** `8B` and `7b` count parameters more often than bytes. */
const cellUnit = (written: string) => (/^b$/i.test(written) ? undefined : writtenUnit(written));

/** Written value times factor; a thousandth divides, so that 13 ms are 0.013 s to the last bit. */
export function inBaseUnit<T extends number | null>(value: T, factor: number): T | number {
  if (value === null) return value;
  const divisor = Math.round(1 / factor);
  return factor < 1 && Math.abs(divisor * factor - 1) < 1e-9 ? value / divisor : value * factor;
}
