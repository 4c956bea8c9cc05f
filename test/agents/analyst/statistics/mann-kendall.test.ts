import {describe, expect, it} from "vitest";
import {mannKendall} from "../../../../agents/analyst/statistics/mann-kendall.ts";
import {random} from "../../../../agents/analyst/statistics/random.ts";

describe("mannKendall", () => {
  // erfc((|s| - 1) / sqrt(2 var)) with var = 125 and 120 by hand, in Python
  it.each([
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 45, 8.303e-5],
    [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1], -45, 8.303e-5],
    [[1, 1, 2, 2, 3, 3, 4, 4, 5, 5], 40, 3.706e-4]
  ])("counts the pairs of %j", (values, s, p) => {
    const found = mannKendall(values);
    expect(found.s).toBe(s);
    expect(found.p / p).toBeCloseTo(1, 3);
  });

  it("shows a trend in about 5 of 100 series without one", () => {
    const shown = Array.from({length: 1000}, (_, seed) => mannKendall(Array.from({length: 10}, random(seed * 7919 + 1))).p < 0.05).filter(
      Boolean
    );
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.length).toBeLessThan(70);
  });

  it("sees none in equal values and refuses what is no number", () => {
    expect(mannKendall(Array<number>(10).fill(3))).toEqual({s: 0, p: 1});
    expect(() => mannKendall([1, Number.NaN])).toThrow(RangeError);
  });
});
