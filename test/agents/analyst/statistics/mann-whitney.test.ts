import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {mannWhitney} from "../../../../agents/analyst/statistics/mann-whitney.ts";

const samples = fc.array(fc.integer({min: 0, max: 30}), {minLength: 1, maxLength: 30});
const series = (length: number, value: (i: number) => number): number[] => Array.from({length}, (_, i) => value(i));

describe("mannWhitney", () => {
  it("is exact without ties", () => {
    // scipy.stats.mannwhitneyu(a, b, method="exact"), SciPy 1.17
    const small = mannWhitney([2.1, 3.5, 1.9, 4.4, 2.8], [3.9, 5.1, 4.8, 2.9, 6.2, 5.5]);
    expect(small.u).toBe(3);
    expect(small.p).toBeCloseTo(0.030303030303030304, 14);
    const largest = mannWhitney(
      series(20, i => ((i * 37) % 101) / 10),
      series(20, i => ((i * 53 + 17) % 103) / 10 + 1.03)
    );
    expect(largest.u).toBe(131);
    expect(largest.p).toBeCloseTo(0.06343244610401354, 14);
  });

  // every choice of ranks counted by itertools.combinations over scipy.stats.rankdata
  it.each([
    [[1, 1, 2, 3], [2, 3, 3, 4, 5], 10 / 126],
    [[1, 1, 1], [2, 2, 2], 2 / 20],
    [[5, 5, 6, 7, 7], [1, 2, 5, 5, 6, 3], 27 / 462]
  ])("counts ties exactly in small samples: %j against %j", (a, b, p) => {
    expect(mannWhitney(a, b).p).toBeCloseTo(p, 14);
  });

  it("approximates large samples with tie and continuity correction", () => {
    // scipy.stats.mannwhitneyu(a, b, method="asymptotic"), SciPy 1.17
    const tied = mannWhitney(
      series(25, i => (i * 37) % 23),
      series(30, i => ((i * 29) % 23) + 3)
    );
    expect(tied.u).toBe(295);
    expect(tied.p).toBeCloseTo(0.17866161992463647, 13);
    const distinct = mannWhitney(
      series(25, i => ((i * 37) % 101) / 10),
      series(30, i => ((i * 53 + 17) % 103) / 10 + 2.03)
    );
    expect(distinct.u).toBe(228);
    expect(distinct.p).toBeCloseTo(0.0132751247470083, 13);
  });

  it("finds nothing where all values are equal", () => {
    expect(mannWhitney([1, 1], [1, 1])).toEqual({u: 2, p: 1});
    expect(mannWhitney(Array(30).fill(1), Array(30).fill(1))).toEqual({u: 450, p: 1});
  });

  it("gives the same p when the samples change places or order", () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        const {u, p} = mannWhitney(a, b);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(mannWhitney(b, a).u).toBe(a.length * b.length - u);
        expect(mannWhitney(b, a).p).toBeCloseTo(p, 12);
        expect(mannWhitney(a.toReversed(), b)).toEqual({u, p});
      })
    );
  });

  it("refuses an empty sample and a value that is not finite", () => {
    expect(() => mannWhitney([], [1])).toThrow(new RangeError("mannWhitney: no values, expected at least one"));
    expect(() => mannWhitney([1], [])).toThrow(RangeError);
    expect(() => mannWhitney([1], [Number.NaN])).toThrow(new RangeError("mannWhitney: value 0 is NaN, expected a finite number"));
  });
});
