import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {theilSen} from "../../../../agents/analyst/statistics/theil-sen.ts";

describe("theilSen", () => {
  it("is not moved by an outlier, and accepts equal x", () => {
    // scipy.stats.theilslopes(y, x, method="joint"), SciPy 1.17
    const line = theilSen([1, 2, 3, 4, 5, 6, 7, 7], [2.1, 3.9, 6.2, 7.8, 30, 12.1, 13.8, 14.2]);
    expect(line?.slope).toBeCloseTo(2, 12);
    expect(line?.intercept).toBeCloseTo(0.1, 12);
  });

  it("finds the line that points lie on", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({min: -50, max: 50}), {minLength: 2, maxLength: 12}),
        fc.integer({min: -9, max: 9}),
        (x, slope) => {
          const line = theilSen(
            x,
            x.map(position => slope * position + 3)
          );
          expect(line?.slope).toBeCloseTo(slope, 12);
          expect(line?.intercept).toBeCloseTo(3, 10);
        }
      )
    );
  });

  it("is undefined when all x are equal or there is none", () => {
    expect(theilSen([2, 2, 2], [1, 2, 3])).toBeUndefined();
    expect(theilSen([1], [1])).toBeUndefined();
    expect(theilSen([], [])).toBeUndefined();
  });

  it("refuses values that are not finite and x and y of different length", () => {
    expect(() => theilSen([1, Number.NaN], [1, 2])).toThrow(new RangeError("theilSen: x: value 1 is NaN, expected a finite number"));
    expect(() => theilSen([1], [Infinity])).toThrow(new RangeError("theilSen: y: value 0 is Infinity, expected a finite number"));
    expect(() => theilSen([1, 2], [1])).toThrow(new RangeError("theilSen: 2 x and 1 y, expected as many of each"));
  });
});
