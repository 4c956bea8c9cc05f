import {ascending} from "./ascending.ts";
import {normalTail} from "./normal-tail.ts";

/** Up to this product of the sample sizes every assignment of the ranks is counted; counts stay below 2^53. */
const LARGEST_EXACT = 400;

/**
 * Two-sided Mann-Whitney test whether values of one sample tend to be larger. `u` = pairs in which a is above b, ties half (0..n m).
 * Exact while n m <= 400, given the ties; above that the normal approximation with tie and continuity correction.
 * https://en.wikipedia.org/wiki/Mann-Whitney_U_test
 * @throws RangeError when either sample is empty or has a value that is not finite.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): {u: number; p: number} {
  const groups = tieGroups(ascending("mannWhitney", a), ascending("mannWhitney", b));
  const doubledSum = groups.reduce((sum, group) => sum + group.inA * group.doubledRank, 0);
  const u = doubledSum / 2 - (a.length * (a.length + 1)) / 2;
  const distance = Math.abs(u - (a.length * b.length) / 2);
  const isExact = a.length * b.length <= LARGEST_EXACT;
  return {u, p: isExact ? exactP(groups, Math.min(a.length, b.length), distance) : approximateP(groups, a.length, b.length, distance)};
}

/** Equal values of both samples together: how many, how many of them in a, and twice their mean rank (an integer). */
interface TieGroup {
  size: number;
  inA: number;
  doubledRank: number;
}

function tieGroups(a: Float64Array, b: Float64Array): TieGroup[] {
  const groups: TieGroup[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [startA, startB] = [i, j];
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    while (a[i] === value) i++;
    while (b[j] === value) j++;
    groups.push({size: i - startA + j - startB, inA: i - startA, doubledRank: startA + startB + 1 + i + j});
  }
  return groups;
}

/**
 * Share of all choices of `chosen` ranks whose sum lies at least `distance` from its mean. counts[k][s] = choices of k ranks with
 * sum s (doubled where there are ties). Choosing the smaller sample gives the same distances as choosing the larger one.
 */
function exactP(groups: readonly TieGroup[], chosen: number, distance: number): number {
  const doubled = groups.flatMap(group => Array<number>(group.size).fill(group.doubledRank));
  // Without half ranks there is nothing to double.
  const unit = doubled.every(rank => rank % 2 === 0) ? 2 : 1;
  const ranks = doubled.map(rank => rank / unit);
  const length = ranks.slice(-chosen).reduce((sum, rank) => sum + rank, 1);
  const counts = Array.from({length: chosen + 1}, () => new Float64Array(length));
  counts[0]?.fill(1, 0, 1);
  let reach = 0;
  for (const [seen, rank] of ranks.entries()) {
    reach = Math.min(length - 1, reach + rank);
    for (let k = Math.min(chosen, seen + 1); k > 0; k--) addShifted(counts[k], counts[k - 1], rank, reach);
  }
  const sums = counts[chosen] ?? new Float64Array();
  const centre = (chosen * (ranks.length + 1)) / unit;
  const extreme = sums.reduce((total, count, sum) => (Math.abs(sum - centre) * unit >= 2 * distance ? total + count : total), 0);
  return extreme / sums.reduce((total, count) => total + count, 0);
}

/** Plain indexing: this is run a million times a test. `reach`: largest sum that there is. */
function addShifted(into: Float64Array | undefined, from: Float64Array | undefined, shift: number, reach: number): void {
  if (!into || !from) return;
  for (let sum = reach; sum >= shift; sum--) into[sum] = (into[sum] ?? 0) + (from[sum - shift] ?? 0);
}

function approximateP(groups: readonly TieGroup[], n: number, m: number, distance: number): number {
  const all = n + m;
  const ties = groups.reduce((sum, {size}) => sum + (size ** 3 - size), 0);
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  return variance > 0 ? normalTail((distance - 0.5) / Math.sqrt(variance)) : 1;
}
