import {ascending} from "./ascending.ts";
import {sortedQuantile} from "./quantile.ts";
import {requireFinite} from "./require-finite.ts";

/** Arithmetic mean, in the unit of `values`. @throws RangeError for no values or one that is not finite. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("mean: no values, expected at least one");
  requireFinite("mean", values);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Sample standard deviation (divisor n - 1), in the unit of `values`; exactly 0 for equal values, undefined below 2.
 * @throws RangeError for a value that is not finite.
 */
export function standardDeviation(values: readonly number[]): number | undefined {
  requireFinite("standardDeviation", values);
  const [first] = values;
  if (first === undefined || values.length < 2) return undefined;
  const shifted = values.map(value => value - first);
  const centre = mean(shifted);
  const squares = shifted.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Tukey's inner fences: 1.5 interquartile ranges below the lower and above the upper quartile (type 7), in the unit of `values`.
 * A value beyond them is an outlier. https://www.itl.nist.gov/div898/handbook/prc/section1/prc16.htm
 * @throws RangeError for no values or one that is not finite.
 */
export function tukeyFences(values: readonly number[]): {low: number; high: number} {
  const sorted = ascending("tukeyFences", values);
  const lower = sortedQuantile(sorted, 0.25);
  const upper = sortedQuantile(sorted, 0.75);
  const reach = 1.5 * (upper - lower);
  return {low: lower - reach, high: upper + reach};
}
