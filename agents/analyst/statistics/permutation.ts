import {at} from "./at.ts";
import {random} from "./random.ts";
import {requireFinite} from "./require-finite.ts";

const LARGEST_EXACT = 20_000;
const DRAWS = 20_000;
const SEED = 20_000;

/**
 * Two-sided p that two samples that are not paired come from one population, from the difference of their means over all ways to deal the
 * values out again: every one of them up to 20,000 (8 against 8 are 12,870), above that 20,000 with a fixed seed and (k + 1) / (B + 1).
 * Depends neither on the order of the values nor on which sample comes first. https://en.wikipedia.org/wiki/Permutation_test
 * @throws RangeError when either sample is empty or has a value that is not finite.
 */
export function permutation(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) throw new RangeError("permutation: an empty sample, expected at least one value in each");
  requireFinite("permutation", a);
  requireFinite("permutation", b);
  const [small, large] = a.length <= b.length ? [a, b] : [b, a];
  const values = Float64Array.from([...small, ...large]).sort();
  const total = values.reduce((sum, value) => sum + value, 0);
  const centre = (total * small.length) / values.length;
  const size = values.reduce((sum, value) => sum + Math.abs(value - total / values.length), 0);
  const observed = small.reduce((sum, value) => sum + value, 0);
  const distance = Math.abs(observed - centre) - 1e-12 * size;
  const isExtreme = (sum: number): boolean => Math.abs(sum - centre) >= distance;
  return ways(values.length, small.length) <= LARGEST_EXACT
    ? exactShare(values, small.length, isExtreme)
    : drawnShare(values, small.length, isExtreme);
}

/** Binomial coefficient, as far as it matters. */
function ways(n: number, chosen: number): number {
  let count = 1;
  for (let i = 1; i <= chosen && count <= LARGEST_EXACT; i++) count = (count * (n - chosen + i)) / i;
  return count;
}

function exactShare(values: Float64Array, chosen: number, isExtreme: (sum: number) => boolean): number {
  let extreme = 0;
  let all = 0;
  const choose = (from: number, left: number, sum: number): void => {
    if (left === 0) {
      all++;
      if (isExtreme(sum)) extreme++;
      return;
    }
    for (let i = from; i <= values.length - left; i++) choose(i + 1, left - 1, sum + at(values, i));
  };
  choose(0, chosen, 0);
  return extreme / all;
}

/** The first `chosen` places of a Fisher-Yates shuffle are the sample; what was shuffled before is as good a start as any. */
function drawnShare(values: Float64Array, chosen: number, isExtreme: (sum: number) => boolean): number {
  const next = random(SEED);
  const order = Float64Array.from(values);
  let extreme = 0;
  for (let draw = 0; draw < DRAWS; draw++) {
    let sum = 0;
    for (let place = 0; place < chosen; place++) {
      const other = place + Math.floor(next() * (order.length - place));
      const value = at(order, other);
      order[other] = at(order, place);
      order[place] = value;
      sum += value;
    }
    if (isExtreme(sum)) extreme++;
  }
  return (extreme + 1) / (DRAWS + 1);
}
