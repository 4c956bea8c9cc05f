import {requirePositive} from "./require-finite.ts";
import {mean, standardDeviation} from "./spread.ts";
import {studentTail} from "./student.ts";

/**
 * Two-sided p of the mean of ln(b / a) being 0 over pairs `[a, b]`, by Student's t with n - 1 degrees of freedom. Used where one
 * question holds many comparisons: sign flips of n pairs cannot fall below 2 / 2^n, which no correction for several survives.
 * Equal ratios throughout give 0 (or 1 when they are all 1); undefined below 3 pairs.
 * https://en.wikipedia.org/wiki/Student%27s_t-test#Dependent_t-test_for_paired_samples
 * @throws RangeError for a member that is not above 0.
 */
export function pairedT(pairs: readonly (readonly [number, number])[]): number | undefined {
  requirePositive("pairedT", pairs.flat());
  if (pairs.length < 3) return undefined;
  const logs = pairs.map(([a, b]) => Math.log(b) - Math.log(a));
  const centre = mean(logs);
  const deviation = standardDeviation(logs) ?? 0;
  if (deviation < 1e-12) return Math.abs(centre) < 1e-12 ? 1 : 0;
  return studentTail((Math.abs(centre) / deviation) * Math.sqrt(logs.length), logs.length - 1);
}
