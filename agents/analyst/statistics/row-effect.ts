import {quantile, sortedQuantile} from "./quantile.ts";
import {random} from "./random.ts";
import {requirePositive} from "./require-finite.ts";

interface RowEffect {
  /** Largest height of a level over the smallest, less 1; a level's height: median over the blocks of (median of its cell / mean of its block). */
  spread: number;
  /** 95 % quantile of `spread` when the rows are shuffled among the levels of their block. */
  noise: number;
  /** Share of shuffles, the data among them, in which the level means of the logarithms vary as much as they do in the data. */
  p: number;
}

const SHUFFLES = 1_000;
const SEED = 1_000;

/**
 * Main effect of a factor in a sweep of few blocks with several rows per setting, where whole levels can be shuffled in too few ways to
 * show anything. `blocks[i][j]` = rows, above 0, of level j where everything else is held as in block i. 1,000 shuffles with a fixed seed,
 * p = (k + 1) / 1,001. Restricted permutation of the rows: Anderson and ter Braak 2003, https://doi.org/10.1080/00949650215733
 * @throws RangeError for no blocks, fewer than 2 levels, blocks of unequal width, a level without rows, and a value that is not above 0.
 */
export function rowEffect(blocks: readonly (readonly (readonly number[])[])[]): RowEffect {
  requireRows(blocks);
  const given = blocks.map(packed);
  const threshold = variation(given) * (1 - 1e-9);
  const spread = spreadOf(given);
  const next = random(SEED);
  const spreads: number[] = [];
  let extreme = 1;
  for (let shuffle = 0; shuffle < SHUFFLES; shuffle += 1) {
    for (const block of given) shuffleRows(block, next);
    spreads.push(spreadOf(given));
    if (variation(given) >= threshold) extreme += 1;
  }
  return {spread, noise: quantile(spreads, 0.95), p: extreme / (SHUFFLES + 1)};
}

/** Rows of one block, level after level, and their logarithms. */
interface Block {
  values: Float64Array;
  logs: Float64Array;
  /** Where the rows of each level begin, and where the last ones end. */
  starts: readonly number[];
}

/** Rows in ascending order, so that their order in the file does not matter. */
function packed(block: readonly (readonly number[])[]): Block {
  const starts = [0];
  for (const {length} of block) starts.push((starts.at(-1) ?? 0) + length);
  const values = Float64Array.from(block.flatMap(rows => rows.toSorted((a, b) => a - b)));
  return {values, logs: values.map(Math.log), starts};
}

function requireRows(blocks: readonly (readonly (readonly number[])[])[]): void {
  const width = blocks[0]?.length ?? 0;
  if (width < 2) throw new RangeError(`rowEffect: ${blocks.length} blocks of ${width} levels, expected at least 1 of 2`);
  for (const [index, block] of blocks.entries()) {
    if (block.length !== width) throw new RangeError(`rowEffect: block ${index} has ${block.length} levels, expected ${width}`);
    if (block.some(rows => rows.length === 0)) throw new RangeError(`rowEffect: block ${index} has a level without rows`);
    requirePositive(`rowEffect: block ${index}`, block.flat());
  }
}

/** Hands the rows of a block out to its levels anew. Fisher-Yates. */
function shuffleRows({values, logs}: Block, next: () => number): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const chosen = Math.floor(next() * (last + 1));
    swap(values, last, chosen);
    swap(logs, last, chosen);
  }
}

function swap(values: Float64Array, i: number, j: number): void {
  const kept = values[i] ?? 0;
  values[i] = values[j] ?? 0;
  values[j] = kept;
}

/** For each level, its height in each block relative to the average of that block. */
function perLevel(
  blocks: readonly Block[],
  of: (block: Block, start: number, end: number) => number,
  relative: (level: number, centre: number) => number
): number[][] {
  const levels = (blocks[0]?.starts.slice(1) ?? []).map((): number[] => []);
  for (const block of blocks) {
    const heights: number[] = [];
    for (let level = 1; level < block.starts.length; level += 1)
      heights.push(of(block, block.starts[level - 1] ?? 0, block.starts[level] ?? 0));
    const centre = average(heights);
    for (const [level, height] of heights.entries()) levels[level]?.push(relative(height, centre));
  }
  return levels;
}

function spreadOf(blocks: readonly Block[]): number {
  const heights = perLevel(blocks, middleOf, (height, centre) => height / centre).map(values => middle(values));
  return Math.max(...heights) / Math.min(...heights) - 1;
}

const middleOf = ({values}: Block, start: number, end: number): number => middle(Array.from(values.subarray(start, end)));

/** Median; sorts the few values, which nobody else holds, in place: by insertion, since this is done thousands of times. */
function middle(values: number[]): number {
  for (let at = 1; at < values.length; at += 1) {
    const value = values[at] ?? 0;
    let place = at;
    for (; place > 0 && (values[place - 1] ?? 0) > value; place -= 1) values[place] = values[place - 1] ?? 0;
    values[place] = value;
  }
  return sortedQuantile(values, 0.5);
}

/** Variance of the level means of the logarithms, each less the mean of its block. */
function variation(blocks: readonly Block[]): number {
  const levels = perLevel(blocks, meanOfLogs, (height, centre) => height - centre).map(average);
  const centre = average(levels);
  return average(levels.map(level => (level - centre) ** 2));
}

function meanOfLogs({logs}: Block, start: number, end: number): number {
  let sum = 0;
  for (let row = start; row < end; row += 1) sum += logs[row] ?? 0;
  return sum / (end - start);
}

function average(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
