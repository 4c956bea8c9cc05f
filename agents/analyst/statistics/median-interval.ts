import {ascending} from "./ascending.ts";
import {at} from "./at.ts";

/** Below this no pair of order statistics covers the median with 95 %. */
const SMALLEST_SAMPLE = 6;

/**
 * Interval `[low, high]` that covers the median of the population with at least `level`, in the unit of `values`: two of the values
 * themselves, chosen by the binomial distribution, with no assumption on the shape; as benchstat, https://pkg.go.dev/golang.org/x/perf/benchmath.
 * Undefined below 6 values, and where even smallest to largest covers less than `level`.
 * @throws RangeError for a value that is not finite or a level outside 0..1 (both ends excluded).
 */
export function medianInterval(values: readonly number[], level = 0.95): [number, number] | undefined {
  if (!(level > 0 && level < 1)) throw new RangeError(`medianInterval: level is ${level}, expected between 0 and 1`);
  if (values.length === 0) return undefined;
  const sorted = ascending("medianInterval", values);
  const rank = values.length < SMALLEST_SAMPLE ? -1 : lowRank(values.length, level);
  return rank < 0 ? undefined : [at(sorted, rank), at(sorted, sorted.length - 1 - rank)];
}

/** Largest k with 1 - 2 P(X <= k) >= level for X ~ Binomial(n, 1/2); -1 when there is none. Exact to rounding at any n. */
function lowRank(n: number, level: number): number {
  const centre = Math.floor(n / 2);
  const weights = weightsBelow(centre, n);
  const half = weights.reduceRight((sum, weight) => sum + weight, 0);
  const total = n % 2 === 1 ? 2 * half : 2 * half - 1;
  const allowed = (1 - level) * (1 + 1e-12);
  let rank = centre - weights.length;
  let tail = 0;
  for (const weight of weights.toReversed()) {
    tail += weight;
    if ((2 * tail) / total > allowed) break;
    rank++;
  }
  return rank;
}

/**
 * C(n, i) / C(n, centre) for i = centre, centre - 1, … as far as it matters. Weights relative to the centre need neither factorials
 * nor log-gamma, never overflow, and end after some 12 sqrt(n) / 2 terms.
 */
function weightsBelow(centre: number, n: number): number[] {
  const weights = [1];
  let weight = 1;
  for (let i = centre; i > 0 && weight > 1e-30; i--) {
    weight *= i / (n - i + 1);
    weights.push(weight);
  }
  return weights;
}
