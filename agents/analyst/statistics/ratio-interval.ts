import {at} from "./at.ts";
import {requirePositive} from "./require-finite.ts";

/** 97.5 % point of the normal distribution. */
const Z = 1.959964;

/**
 * 95 % interval of how many times larger values of b are than those of a, by the Mann-Whitney test: the ratios b / a of all pairs, without as
 * many at each end as the test (normal approximation) allows. It leaves 1 out where the test shows a difference at 5 %. Undefined
 * below 4 values a side. https://en.wikipedia.org/wiki/Hodges%E2%80%93Lehmann_estimator
 * @throws RangeError for a value that is not above 0.
 */
export function ratioInterval(a: readonly number[], b: readonly number[]): [number, number] | undefined {
  requirePositive("ratioInterval", a);
  requirePositive("ratioInterval", b);
  const [n, m] = [a.length, b.length];
  const cut = Math.floor((n * m) / 2 - Z * Math.sqrt((n * m * (n + m + 1)) / 12));
  if (n < 4 || m < 4 || cut < 0) return undefined;
  const ratios = Float64Array.from(a.flatMap(one => b.map(other => other / one))).sort();
  return [at(ratios, cut), at(ratios, ratios.length - 1 - cut)];
}
