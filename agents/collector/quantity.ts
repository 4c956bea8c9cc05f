import {type Unit, writtenUnit} from "../contracts/index.ts";

/** A value with its unit as a text writes it, in base units. */
export interface Quantity {
  value: number;
  unit: Unit;
}

const written = /^([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)\s*(\S.*)?$/;

/**
 * `31.11ms`, `109.010 ns`, `1,234.5 us`, `2.42k`, `46.03MB`; a number without unit is a count. `own`: units that the tool writes in its own
 * way (`MB` of 1024, `m` for minutes), before the common ones. Undefined for what is no number or has an unknown unit.
 */
export function quantity(text: string, own: Readonly<Record<string, Quantity>> = {}): Quantity | undefined {
  const [, digits, unit = ""] = written.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits.replaceAll(",", ""));
  const known = ownUnit(unit, own) ?? (unit === "" ? {unit: "1" as const, factor: 1} : writtenUnit(unit));
  return known === undefined || !Number.isFinite(number) ? undefined : {value: timesFactor(number, known.factor), unit: known.unit};
}

function ownUnit(unit: string, own: Readonly<Record<string, Quantity>>): {unit: Unit; factor: number} | undefined {
  const found = Object.hasOwn(own, unit) ? own[unit] : undefined;
  return found === undefined ? undefined : {unit: found.unit, factor: found.value};
}

/** A thousandth divides, so that 53 ms are 0.053 s to the last bit. */
export const timesFactor = (number: number, factor: number): number => (factor < 1 ? number / Math.round(1 / factor) : number * factor);

/** A plain number, also with thousands commas; undefined for anything else, `N/A` and words too. */
export function plainNumber(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? "";
  if (!/^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(trimmed) || trimmed === "") return undefined;
  return Number(trimmed.replaceAll(",", ""));
}
