import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {welch} from "../../../../agents/analyst/statistics/welch.ts";

const summaries = fc.record({
  mean: fc.double({min: -1e3, max: 1e3, noNaN: true}),
  std: fc.double({min: 0.01, max: 100, noNaN: true}),
  n: fc.integer({min: 2, max: 1000})
});

describe("welch", () => {
  // scipy.stats.ttest_ind_from_stats(b, a, equal_var=False); interval from scipy.stats.t.ppf(0.975, df), SciPy 1.17
  it.each([
    [
      {mean: 10.2, std: 1.3, n: 12},
      {mean: 11.9, std: 2.7, n: 9},
      [1.743398717596995, 10.78658505813704, 0.109654614398146, -0.4513877973241791, 3.8513877973241812]
    ],
    [
      {mean: 100, std: 5, n: 2},
      {mean: 103, std: 0, n: 2},
      [0.848528137423857, 1, 0.5520495309914158, -41.923217660468765, 47.923217660468765]
    ],
    [
      {mean: 1.5, std: 0.02, n: 50_000},
      {mean: 1.5007, std: 0.03, n: 40_000},
      [4.008188340196636, 66748.74309448381, 6.12527030485476e-5, 0.00035770079861727953, 0.0010422992013825662]
    ],
    [
      {mean: 10, std: 0.1, n: 30},
      {mean: 20, std: 0.2, n: 30},
      [244.9489742783178, 42.64705882352942, 8.829911950234385e-69, 9.91764917700465, 10.08235082299535]
    ]
  ])("agrees with SciPy for %j and %j", (a, b, expected) => {
    const {t, df, p, interval} = welch(a, b)!;
    for (const [i, value] of [t, df, p, ...interval].entries()) expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(1e-8);
  });

  it("changes sign and nothing else when the sides change places", () => {
    fc.assert(
      fc.property(summaries, summaries, (a, b) => {
        const [one, other] = [welch(a, b)!, welch(b, a)!];
        expect(other.difference + one.difference).toBe(0);
        expect(other.p).toBeCloseTo(one.p, 12);
        expect(other.interval[0]).toBeCloseTo(-one.interval[1], 8);
        expect(one.p < 0.05).toBe(one.interval[0] > 0 || one.interval[1] < 0);
      })
    );
  });

  it("is undefined below 2 values on either side and without any spread", () => {
    const some = {mean: 1, std: 1, n: 5};
    expect(welch({...some, n: 1}, some)).toBeUndefined();
    expect(welch(some, {...some, n: 0})).toBeUndefined();
    expect(welch({...some, std: 0}, {...some, std: 0})).toBeUndefined();
    expect(welch(some, {...some, std: 0})).toBeDefined();
  });

  it("refuses what is no summary", () => {
    const some = {mean: 1, std: 1, n: 5};
    expect(() => welch({...some, mean: Number.NaN}, some)).toThrow(new RangeError("welch: value 0 is NaN, expected a finite number"));
    expect(() => welch(some, {...some, std: -1})).toThrow(new RangeError("welch: std is -1, expected 0 or above"));
    expect(() => welch(some, {...some, n: 2.5})).toThrow(new RangeError("welch: n is 2.5, expected a count"));
    expect(() => welch(some, {...some, n: -1})).toThrow(RangeError);
  });
});
