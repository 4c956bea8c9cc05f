import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {shift} from "../../../../agents/analyst/statistics/shift.ts";

const upTo = (n: number, from = 0): number[] => Array.from({length: n}, (_, i) => from + i);

describe("shift", () => {
  it("is the median of all differences", () => {
    expect(shift([1, 2, 10], [4, 5, 6]).shift).toBe(3);
  });

  // Ranks of the ends: largest k with 2 P(U <= k) <= 0.05, counted by itertools.combinations in Python.
  it.each([
    [4, 4, 0],
    [6, 6, 5],
    [8, 8, 13],
    [5, 9, 7]
  ])("takes the interval of %i against %i values from rank %i of the differences", (n, m, rank) => {
    const [a, b] = [upTo(n), upTo(m).map(value => 100 + value * value)];
    const differences = b.flatMap(value => a.map(other => value - other)).toSorted((one, other) => one - other);
    expect(shift(a, b).interval).toEqual([differences[rank], differences[n * m - 1 - rank]]);
  });

  it("gives no interval where even all differences cover less than 95 %", () => {
    expect(shift([1, 2, 3], [4, 5, 6])).toEqual({shift: 3});
  });

  it("moves with either sample and turns its sign when they are swapped", () => {
    const samples = fc.array(fc.integer({min: -50, max: 50}), {minLength: 4, maxLength: 9});
    fc.assert(
      fc.property(samples, samples, fc.integer({min: -9, max: 9}), (a, b, by) => {
        const plain = shift(a, b);
        const moved = shift(
          a,
          b.map(value => value + by)
        );
        expect(moved.shift).toBe(plain.shift + by);
        expect(moved.interval).toEqual(plain.interval?.map(end => end + by));
        const back = shift(b, a);
        expect(back.shift + plain.shift).toBe(0);
        expect(back.interval?.map(end => 0 - end).toReversed()).toEqual(plain.interval?.map(end => end + 0));
      })
    );
  });

  it("refuses empty samples", () => {
    expect(() => shift([], [1])).toThrow("shift: an empty sample, expected at least one value in each");
  });
});
