import {at} from "./at.ts";
import {blockShuffles} from "./block-shuffles.ts";
import {quantile, sortedQuantile} from "./quantile.ts";
import {requirePositive} from "./require-finite.ts";
import {mean} from "./spread.ts";

interface BlockEffect {
  /** One per level, in the order given: median over the blocks of value / mean of its block; 1 = as the average level. */
  levels: number[];
  /** Largest of `levels` over the smallest, less 1. */
  spread: number;
  /** 95 % quantile of `spread` when the levels are shuffled inside each block: what chance alone gives. */
  noise: number;
  /** Share of shuffles in which the level means of the logarithms vary as much as they do in the data. */
  p: number;
}

/** Relative differences below 1e-12 are rounding. */
const ROUNDING = 1e-24;

/**
 * Main effect of a factor in a sweep with one run per setting. `blocks[i][j]` = value above 0 of level j where everything else is held as
 * in block i. Every shuffle is counted up to 20,000, above that 4,000 are drawn with a fixed seed and p = (k + 1) / (B + 1); the order of
 * the blocks and the scale of each do not matter. Restricted permutation: Anderson and ter Braak 2003, https://doi.org/10.1080/00949650215733
 * @throws RangeError for no blocks, blocks of unequal length or with fewer than 2 levels, and a value that is not above 0.
 */
export function blockEffect(blocks: readonly (readonly number[])[]): BlockEffect {
  const width = requireTable(blocks);
  const given = blocks.map(normalised);
  const levels = columns(given, width).map(middle);
  const threshold = variance(columns(logarithms(given), width)) * (1 - 1e-9) - ROUNDING;
  const rows = given.map(row => row.toSorted((one, other) => one - other)).toSorted(compareRows);
  const logs = logarithms(rows);
  const shuffles = blockShuffles(rows.length, width);
  const spreads: number[] = [];
  let extreme = 0;
  const column = new Float64Array(rows.length);
  for (const orders of shuffles.orders) {
    let [low, high, sum, squares] = [Number.POSITIVE_INFINITY, 0, 0, 0];
    for (let level = 0; level < width; level++) {
      let total = 0;
      for (let block = 0; block < rows.length; block++) {
        const from = orders[block]?.[level] ?? level;
        column[block] = rows[block]?.[from] ?? 0;
        total += logs[block]?.[from] ?? 0;
      }
      const height = middle(column);
      low = Math.min(low, height);
      high = Math.max(high, height);
      const average = total / rows.length;
      sum += average;
      squares += average * average;
    }
    spreads.push(high / low - 1);
    if (squares / width - (sum / width) ** 2 >= threshold) extreme++;
  }
  const p = shuffles.isExact ? extreme / spreads.length : (extreme + 1) / (spreads.length + 1);
  return {levels, spread: spreadOf(levels), noise: quantile(spreads, 0.95), p};
}

function requireTable(blocks: readonly (readonly number[])[]): number {
  const width = blocks[0]?.length ?? 0;
  if (width < 2) throw new RangeError(`blockEffect: ${blocks.length} blocks of ${width} levels, expected at least 1 of 2`);
  for (const [index, block] of blocks.entries()) {
    if (block.length !== width) throw new RangeError(`blockEffect: block ${index} has ${block.length} levels, expected ${width}`);
    requirePositive(`blockEffect: block ${index}`, block);
  }
  return width;
}

/** The mean is taken in ascending order, so that a block gives the same numbers in whatever order its levels stand. */
function normalised(block: readonly number[]): number[] {
  const centre = mean(block.toSorted((one, other) => one - other));
  return block.map(value => value / centre);
}

function logarithms(rows: readonly (readonly number[])[]): number[][] {
  return rows.map(row => row.map(Math.log));
}

/** Any fixed order of the blocks will do: it makes the drawn shuffles independent of the order given. */
function compareRows(one: readonly number[], other: readonly number[]): number {
  const first = one.findIndex((value, i) => value !== other[i]);
  return first < 0 ? 0 : at(one, first) - at(other, first);
}

/** The values of each level over all blocks, after handing them out in `orders` if there are any. */
function columns(rows: readonly (readonly number[])[], width: number, orders?: readonly (readonly number[])[]): Float64Array[] {
  const result = Array.from({length: width}, () => new Float64Array(rows.length));
  for (const [level, column] of result.entries()) {
    for (const [block, row] of rows.entries()) column[block] = at(row, orders?.[block]?.[level] ?? level);
  }
  return result;
}

/** Sorts the column, which nobody else holds, in place. */
function middle(column: Float64Array): number {
  return sortedQuantile(column.sort(), 0.5);
}

function spreadOf(levels: readonly number[]): number {
  return Math.max(...levels) / Math.min(...levels) - 1;
}

function variance(logColumns: readonly Float64Array[]): number {
  const means = logColumns.map(column => column.reduce((sum, value) => sum + value, 0) / column.length);
  const centre = mean(means);
  return means.reduce((sum, value) => sum + (value - centre) ** 2, 0) / means.length;
}
