import {at} from "./at.ts";
import {random} from "./random.ts";

const LARGEST_EXACT = 20_000;
const SHUFFLES = 4_000;
const SEED = 4_000;

/** For each block the order in which its values are handed to the levels. */
type Orders = readonly (readonly number[])[];

/**
 * Ways to shuffle `levels` values inside each of `blocks` blocks, as far as they differ for a statistic that does not care which level is
 * which, and their `count`: the first block stands still, all (levels!)^(blocks - 1) others if these are at most 20,000 (`isExact`), else 4,000 of them
 * drawn with a fixed seed.
 */
export function blockShuffles(blocks: number, levels: number): {count: number; isExact: boolean; orders: Iterable<Orders>} {
  const count = factorial(levels) ** (blocks - 1);
  const isExact = count <= LARGEST_EXACT;
  const identity = Array.from({length: levels}, (_, level) => level);
  return {count, isExact, orders: isExact ? everyOrder(blocks, identity) : drawnOrders(blocks, identity)};
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

function* everyOrder(blocks: number, identity: readonly number[]): Generator<Orders> {
  if (blocks === 1) yield [identity];
  else {
    const all = permutations(identity);
    for (const earlier of everyOrder(blocks - 1, identity)) {
      for (const order of all) yield [...earlier, order];
    }
  }
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map(rest => [item, ...rest]));
}

function* drawnOrders(blocks: number, identity: readonly number[]): Generator<Orders> {
  const next = random(SEED);
  for (let shuffle = 0; shuffle < SHUFFLES; shuffle++) {
    yield Array.from({length: blocks}, (_, block) => (block === 0 ? identity : shuffled(identity, next)));
  }
}

/** Fisher-Yates, https://en.wikipedia.org/wiki/Fisher-Yates_shuffle. */
function shuffled(items: readonly number[], next: () => number): number[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = Math.floor(next() * (last + 1));
    [order[last], order[chosen]] = [at(order, chosen), at(order, last)];
  }
  return order;
}
