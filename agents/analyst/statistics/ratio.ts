import {at} from "./at.ts";
import {medianInterval} from "./median-interval.ts";
import {requirePositive} from "./require-finite.ts";
import {signFlip} from "./sign-flip.ts";

interface PairedRatio {
  /** Median of b / a, no unit; between two middle ratios their geometric mean, so that swapping a and b inverts it. */
  ratio: number;
  /** 95 % interval of `ratio` by order statistics; absent below 6 pairs. */
  interval?: [number, number];
  /** Pairs. */
  n: number;
  /** Two-sided, of the mean of ln(b / a) being 0. */
  p: number;
}

/**
 * How many times larger b is than a in pairs `[a, b]` of the same work. Sign flips: https://en.wikipedia.org/wiki/Permutation_test
 * @throws RangeError for no pairs or a member that is not above 0.
 */
export function pairedRatio(pairs: readonly (readonly [number, number])[]): PairedRatio {
  requirePositive("pairedRatio", pairs.flat());
  const p = signFlip(pairs.map(([a, b]) => Math.log(b) - Math.log(a)));
  const ratios = pairs.map(([a, b]) => b / a);
  const interval = medianInterval(ratios);
  return {ratio: middleRatio(ratios), ...(interval && {interval}), n: pairs.length, p};
}

function middleRatio(ratios: readonly number[]): number {
  const sorted = Float64Array.from(ratios).sort();
  const below = at(sorted, Math.floor((sorted.length - 1) / 2));
  const above = at(sorted, Math.ceil((sorted.length - 1) / 2));
  return below === above ? below : Math.sqrt(below) * Math.sqrt(above);
}
