import type {Column} from "../contracts/index.ts";

/** Numbers of one column in a file of its own: little-endian f64, NaN where nothing was measured. */
export interface ColumnFile {
  append: (values: Float64Array) => void;
  /** Reads from cell `from` on. @returns how many cells there were. */
  read: (from: number, into: Float64Array) => number;
  /** The file is whole and gets its name. */
  keep: (name: string) => void;
}

export interface ColumnFiles {
  create: () => ColumnFile;
}

/** Columns that stay in the memory, for tests and small folders. */
export function memoryColumns(): ColumnFiles & {kept: Map<string, Float64Array>} {
  const kept = new Map<string, Float64Array>();
  return {
    kept,
    create: () => {
      let all = new Float64Array(0);
      return {
        append: values => {
          const longer = new Float64Array(all.length + values.length);
          longer.set(all);
          longer.set(values, all.length);
          all = longer;
        },
        read: (from, into) => {
          const part = all.subarray(from, from + into.length);
          into.set(part);
          return part.length;
        },
        keep: name => kept.set(name, all)
      };
    }
  };
}

/** Longer columns go to a file. */
export const mostInline = 20_000;

type FiledValues = Exclude<Column["values"], unknown[]>;

const partCells = 1 << 16;
const buckets = 1 << 16;
/** More cells in one step of the range are looked at again by finer steps, while that helps. */
const mostSorted = 1 << 15;
const deepest = 6;

/** Count, mean and exact quantiles (type 7) of a column of `count` cells; undefined when nothing was measured. */
export function filedValues(name: string, column: ColumnFile, count: number): FiledValues | undefined {
  const cells = {measured: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, sum: 0, lost: 0};
  forEachCell(column, value => {
    cells.measured += 1;
    if (value < cells.min) cells.min = value;
    if (value > cells.max) cells.max = value;
    const sum = cells.sum + value;
    cells.lost += Math.abs(cells.sum) >= Math.abs(value) ? cells.sum - sum + value : value - sum + cells.sum;
    cells.sum = sum;
  });
  const {measured, min, max} = cells;
  if (measured === 0) return undefined;
  const positions = Array.from({length: 101}, (_, percent) => ((measured - 1) * percent) / 100);
  const ranks = [...new Set(positions.flatMap(position => [Math.floor(position), Math.ceil(position)]))].sort((a, b) => a - b);
  const found = new Map<number, number>();
  select(column, {low: min, high: max, before: 0, ranks, depth: 0}, found);
  const at = (rank: number) => found.get(rank) ?? Number.NaN;
  const quantiles = positions.map(position => {
    const [low, high] = [at(Math.floor(position)), at(Math.ceil(position))];
    return low + (position - Math.floor(position)) * (high - low);
  });
  return {file: name, count, measured, min, max, mean: (cells.sum + cells.lost) / measured, quantiles};
}

interface Selection {
  /** Values looked at: from `low` to `high`, both included. */
  low: number;
  high: number;
  /** How many values are smaller. */
  before: number;
  /** Ranks that lie among them, ascending. */
  ranks: readonly number[];
  depth: number;
}

/** Values of the given ranks: counts the values by equal steps of their range, then sorts only the steps that hold a rank. */
function select(column: ColumnFile, {low, high, before, ranks, depth}: Selection, found: Map<number, number>): void {
  if (low === high) {
    for (const rank of ranks) found.set(rank, low);
    return;
  }
  const scale = (buckets - 1) / (high - low);
  const counts = new Uint32Array(buckets);
  forEachCell(column, value => {
    if (value >= low && value <= high) counts[((value - low) * scale) | 0] = (counts[((value - low) * scale) | 0] ?? 0) + 1;
  });
  const wanted = new Map<number, {before: number; ranks: number[]; size: number}>();
  let next = 0;
  let smaller = before;
  for (let bucket = 0; bucket < buckets && next < ranks.length; bucket += 1) {
    const size = counts[bucket] ?? 0;
    const inside: number[] = [];
    for (; next < ranks.length && (ranks[next] ?? 0) < smaller + size; next += 1) inside.push(ranks[next] ?? 0);
    if (inside.length > 0) wanted.set(bucket, {before: smaller, ranks: inside, size});
    smaller += size;
  }
  const isLarge = ({size}: {size: number}) => size > mostSorted && depth < deepest;
  const slots = new Int32Array(buckets).fill(-1);
  const parts = [...wanted].map(([bucket, part], slot) => {
    slots[bucket] = slot;
    return {...part, values: new Float64Array(isLarge(part) ? 0 : part.size), filled: 0, low: high, high: low};
  });
  forEachCell(column, value => {
    if (value < low || value > high) return;
    const part = parts[slots[((value - low) * scale) | 0] ?? -1];
    if (part === undefined) return;
    if (part.values.length > 0) {
      part.values[part.filled] = value;
      part.filled += 1;
      return;
    }
    if (value < part.low) part.low = value;
    if (value > part.high) part.high = value;
  });
  for (const part of parts) {
    if (part.values.length === 0) {
      select(column, {low: part.low, high: part.high, before: part.before, ranks: part.ranks, depth: depth + 1}, found);
      continue;
    }
    part.values.sort();
    for (const rank of part.ranks) found.set(rank, part.values[rank - part.before] ?? Number.NaN);
  }
}

/** Measured cells in their order. */
function forEachCell(column: ColumnFile, use: (value: number) => void): void {
  const part = new Float64Array(partCells);
  for (let from = 0; ; from += partCells) {
    const length = column.read(from, part);
    for (let at = 0; at < length; at += 1) {
      const value = part[at] ?? Number.NaN;
      if (!Number.isNaN(value)) use(value);
    }
    if (length < partCells) return;
  }
}
