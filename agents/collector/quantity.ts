import {type Unit, writtenUnit} from "../contracts/index.ts";

/** A value with its unit as a text writes it, in base units. */
export interface Quantity {
  value: number;
  unit: Unit;
}

const written = /^([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*(\S.*)?$/;

/**
 * `31.11ms`, `109.010 ns`, `1,234.5 us`, `2.42k`, `46.03MB`. `own` names units that the tool writes in its own way (`MB` of 1024, `m` for
 * minutes), before the common ones; a number without unit is a count. Undefined for what is no number or has an unknown unit.
 */
export function quantity(text: string, own: Readonly<Record<string, Quantity>> = {}): Quantity | undefined {
  const [, digits, unit = ""] = written.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits.replaceAll(",", ""));
  if (!Number.isFinite(number)) return undefined;
  if (Object.hasOwn(own, unit)) return {value: number * (own[unit]?.value ?? 1), unit: own[unit]?.unit ?? "unknown"};
  if (unit === "") return {value: number, unit: "1"};
  const known = writtenUnit(unit);
  return known === undefined ? undefined : {value: number * known.factor, unit: known.unit};
}

/** A plain number, also with thousands commas; undefined for anything else. */
export function plainNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text.trim())) return undefined;
  const trimmed = text.trim();
  return trimmed === "" ? undefined : Number(trimmed.replaceAll(",", ""));
}
