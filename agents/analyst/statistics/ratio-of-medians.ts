import {medianInterval} from "./median-interval.ts";
import {median} from "./quantile.ts";
import {requirePositive} from "./require-finite.ts";

/**
 * Median of b over median of a, no unit, for samples that are not paired. `interval` is conservative: the ends of both 95 % median intervals
 * against each other (covers 95 % when one side is far noisier, about 99 % when both are alike); absent when either side has none (n < 6).
 * https://pkg.go.dev/golang.org/x/perf/benchmath
 * @throws RangeError when either sample is empty or has a value that is not above 0.
 */
export function ratioOfMedians(a: readonly number[], b: readonly number[]): {ratio: number; interval?: [number, number]} {
  requirePositive("ratioOfMedians", a);
  requirePositive("ratioOfMedians", b);
  const ratio = median(b) / median(a);
  const intervalA = medianInterval(a);
  const intervalB = medianInterval(b);
  if (!intervalA || !intervalB) return {ratio};
  return {ratio, interval: [intervalB[0] / intervalA[1], intervalB[1] / intervalA[0]]};
}
