import {ascending} from "./ascending.ts";
import {at} from "./at.ts";

/**
 * The `p` quantile (0..1), in the unit of `values`, interpolated between neighbours: type 7, the default of R and NumPy.
 * Hyndman and Fan 1996, https://doi.org/10.1080/00031305.1996.10473566.
 * @throws RangeError for no values, a value that is not finite, or `p` outside 0..1.
 */
export function quantile(values: readonly number[], p: number): number {
  return sortedQuantile(ascending("quantile", values), p);
}

/** The middle value, or halfway between the two middle ones; in the unit of `values`. @throws RangeError as `quantile` does. */
export function median(values: readonly number[]): number {
  return sortedQuantile(ascending("median", values), 0.5);
}

/** `quantile` of finite values that are already in ascending order; for callers that need several. @throws RangeError as `quantile` does. */
export function sortedQuantile(sorted: ArrayLike<number>, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantile: p is ${p}, expected 0..1`);
  const position = (sorted.length - 1) * p;
  const below = at(sorted, Math.floor(position));
  const above = at(sorted, Math.ceil(position));
  return below + (position - Math.floor(position)) * (above - below);
}
