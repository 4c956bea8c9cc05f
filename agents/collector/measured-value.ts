import {metricEntry, type NoteInput} from "../contracts/index.ts";
import {isAbsent} from "./numbers.ts";

/** Above this a value is a tool's bug, not a measurement: 11 days of one request, a thousand million tokens a second. */
const highest: Readonly<Record<string, number>> = {s: 1e6, "tok/s": 1e9};

interface MeasuredValue {
  /** In the metric's base unit; null = not measured. */
  value: number | null;
  problem?: "impossible-value" | "not-a-number";
}

/**
 * A raw number of a file as a value of `metric`, divided by `per` (1e9 for nanoseconds). Times and rates of zero are "not
 * measured"; negative, non-finite and absurd ones are rejected. Counts and sizes may be zero; `N/A`
 * and its like are "not measured" too.
 */
export function measuredValue(metric: string, raw: unknown, per = 1): MeasuredValue {
  if (raw === undefined || raw === null || (typeof raw === "string" && isAbsent(raw))) return {value: null};
  const number = typeof raw === "string" ? Number(raw) : raw;
  if (typeof number !== "number" || Number.isNaN(number)) return {value: null, problem: "not-a-number"};
  const limit = highest[metricEntry(metric)?.unit ?? ""];
  const value = number / per;
  if (value < 0 || value > (limit ?? Number.MAX_VALUE)) return {value: null, problem: "impossible-value"};
  return {value: value === 0 && limit !== undefined ? null : value};
}

/** What stands in a file and where. */
interface RawCell {
  metric: string;
  raw: unknown;
  /** The file's value is `per` times the base unit: 1e3 for ms. */
  per?: number | undefined;
  at: string;
}

/** `measuredValue` of a cell of the file at `path`; one that is rejected becomes a problem. */
export function measuredCell({metric, raw, per, at}: RawCell, path: string, problems: NoteInput[]): number | null {
  const {value, problem} = measuredValue(metric, raw, per);
  if (problem !== undefined) problems.push(rejectedCell(problem, path, at, raw));
  return value;
}

/** A rejected cell with its place; `raw` is quoted in at most 40 characters. */
export function rejectedCell(code: string, path: string, at: string, raw: unknown): NoteInput {
  return {code, values: {value: String(raw).slice(0, 40)}, source: {artifact: path, at}};
}
