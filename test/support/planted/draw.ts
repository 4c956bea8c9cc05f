import {random} from "../../../agents/analyst/statistics/random.ts";

/** A source of chance that repeats for the same seed. */
export interface Draw {
  between: (low: number, high: number) => number;
  /** A whole number, both ends included. */
  whole: (low: number, high: number) => number;
  pick: <T>(items: readonly T[]) => T;
  chance: (probability: number) => boolean;
  /** Log-normal about a median, with the given relative deviation. */
  around: (median: number, deviation: number) => number;
  shuffled: <T>(items: readonly T[]) => T[];
}

export function drawOf(seed: number): Draw {
  const next = random(Math.imul(seed + 1, 0x9e3779b1));
  const between = (low: number, high: number) => low + (high - low) * next();
  const whole = (low: number, high: number) => low + Math.floor((high - low + 1) * next());
  return {
    between,
    whole,
    pick: items => items[whole(0, items.length - 1)]!,
    chance: probability => next() < probability,
    around: (median, deviation) => median * Math.exp(deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
    shuffled: items =>
      items
        .map(item => ({item, key: next()}))
        .sort((a, b) => a.key - b.key)
        .map(({item}) => item)
  };
}
