import {at} from "./at.ts";
import {random} from "./random.ts";
import {requireFinite} from "./require-finite.ts";

const LARGEST_EXACT = 16;
const FLIPS = 20_000;
const SEED = 20_000;

/**
 * Two-sided p that the mean of paired differences is 0, from flipping their signs: all 2^n flips up to n = 16, above that 20,000 with a
 * fixed seed and (k + 1) / (B + 1). Depends neither on the order of the pairs nor on which member comes first.
 * https://en.wikipedia.org/wiki/Permutation_test
 * @throws RangeError for no differences or one that is not finite.
 */
export function signFlip(differences: readonly number[]): number {
  if (differences.length === 0) throw new RangeError("signFlip: no differences, expected at least one");
  requireFinite("signFlip", differences);
  const ordered = differences.toSorted((one, other) => Math.abs(other) - Math.abs(one) || other - one);
  const sizes = Float64Array.from(ordered, Math.abs);
  const tolerance = 1e-12 * sizes.reduce((sum, size) => sum + size, 0);
  const threshold = Math.abs(ordered.reduce((sum, difference) => sum + difference, 0)) - tolerance;
  return sizes.length <= LARGEST_EXACT ? exactShare(sizes, threshold) : sampledShare(sizes, threshold);
}

/** Half of the flips do: the other half are their mirror images. */
function exactShare(sizes: Float64Array, threshold: number): number {
  let sums = [at(sizes, 0)];
  for (const size of sizes.subarray(1)) sums = sums.flatMap(sum => [sum + size, sum - size]);
  return sums.filter(sum => Math.abs(sum) >= threshold).length / sums.length;
}

function sampledShare(sizes: Float64Array, threshold: number): number {
  const next = random(SEED);
  let extreme = 0;
  for (let flip = 0; flip < FLIPS; flip++) {
    if (Math.abs(flippedSum(sizes, next)) >= threshold) extreme++;
  }
  return (extreme + 1) / (FLIPS + 1);
}

/** One draw gives the signs of 32 differences. */
function flippedSum(sizes: Float64Array, next: () => number): number {
  let sum = 0;
  let bits = 0;
  for (let i = 0; i < sizes.length; i++) {
    bits = i % 32 === 0 ? next() * 2 ** 32 : bits >>> 1;
    sum += bits & 1 ? at(sizes, i) : -at(sizes, i);
  }
  return sum;
}
