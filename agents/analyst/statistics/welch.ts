import {requireFinite} from "./require-finite.ts";
import {studentCritical, studentTail} from "./student.ts";

interface Summary {
  mean: number;
  /** Sample standard deviation, divisor n - 1. */
  std: number;
  n: number;
}

interface WelchResult {
  t: number;
  df: number;
  /** Two-sided. */
  p: number;
  /** Mean of b less mean of a. */
  difference: number;
  /** 95 % interval of `difference`. */
  interval: [number, number];
}

/**
 * Welch's t test of two means from summaries alone, `difference` and `interval` in the unit of the means, positive where b is larger.
 * Undefined when either n is below 2 or both standard deviations are 0. https://doi.org/10.1093/biomet/34.1-2.28
 * @throws RangeError for a number that is not finite, a negative `std`, or an `n` that is no count.
 */
export function welch(a: Summary, b: Summary): WelchResult | undefined {
  requireSummary(a);
  requireSummary(b);
  if (a.n < 2 || b.n < 2 || (a.std === 0 && b.std === 0)) return undefined;
  const difference = b.mean - a.mean;
  const error = Math.hypot(a.std / Math.sqrt(a.n), b.std / Math.sqrt(b.n));
  const shareOfA = (a.std / error) ** 2 / a.n;
  const shareOfB = (b.std / error) ** 2 / b.n;
  const df = 1 / (shareOfA ** 2 / (a.n - 1) + shareOfB ** 2 / (b.n - 1));
  const t = difference / error;
  const reach = studentCritical(0.95, df) * error;
  return {t, df, p: studentTail(t, df), difference, interval: [difference - reach, difference + reach]};
}

function requireSummary({mean, std, n}: Summary): void {
  requireFinite("welch", [mean, std, n]);
  if (std < 0) throw new RangeError(`welch: std is ${std}, expected 0 or above`);
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`welch: n is ${n}, expected a count`);
}
