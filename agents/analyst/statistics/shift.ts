import {ascending} from "./ascending.ts";
import {at} from "./at.ts";
import {sortedQuantile} from "./quantile.ts";

interface Shift {
  /** Hodges-Lehmann: the median of all differences b - a, in the unit of the values. */
  shift: number;
  /** 95 % interval of `shift`; absent where even the smallest to the largest difference covers less (both samples below 4 or so). */
  interval?: [number, number];
}

/**
 * By how much b lies above a, for samples that are not paired: the interval that belongs to the Mann-Whitney test, from order statistics of
 * the differences, with no assumption on the shape. https://en.wikipedia.org/wiki/Hodges-Lehmann_estimator
 * @throws RangeError when either sample is empty or has a value that is not finite.
 */
export function shift(a: readonly number[], b: readonly number[]): Shift {
  if (a.length === 0 || b.length === 0) throw new RangeError("shift: an empty sample, expected at least one value in each");
  const [before, after] = [ascending("shift", a), ascending("shift", b)];
  const differences = Float64Array.from(Array.from(after).flatMap(value => Array.from(before, other => value - other))).sort();
  const rank = lowRank(a.length, b.length);
  return {
    shift: sortedQuantile(differences, 0.5),
    ...(rank === undefined ? {} : {interval: [at(differences, rank), at(differences, differences.length - 1 - rank)] as [number, number]})
  };
}

/** Largest k with 2 P(U <= k) <= 5 % under the hypothesis that nothing shifts; undefined when there is none. */
function lowRank(n: number, m: number): number | undefined {
  const counts = assignments(n, m);
  const total = counts.reduce((sum, count) => sum + count, 0);
  let tail = 0;
  let rank: number | undefined;
  for (const [u, count] of counts.entries()) {
    tail += count;
    if ((2 * tail) / total > 0.05) return rank;
    rank = u;
  }
  return rank;
}

/** How many of the assignments of ranks give each U of 0..n m, without ties: coefficients of the Gaussian binomial. */
function assignments(n: number, m: number): Float64Array {
  const counts = new Float64Array(n * m + 1);
  counts[0] = 1;
  for (let i = 1; i <= n; i++) {
    for (let u = counts.length - 1; u >= m + i; u--) counts[u] = at(counts, u) - at(counts, u - m - i);
    for (let u = i; u < counts.length; u++) counts[u] = at(counts, u) + at(counts, u - i);
  }
  return counts;
}
