import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {mean, standardDeviation, tukeyFences} from "../../../../agents/analyst/statistics/spread.ts";

const samples = fc.array(fc.integer({min: -1_000_000, max: 1_000_000}), {minLength: 2, maxLength: 40});

describe("mean", () => {
  it("averages", () => {
    expect(mean([1, 2, 6])).toBe(3);
  });

  it("refuses an empty sample and a value that is not finite", () => {
    expect(() => mean([])).toThrow(new RangeError("mean: no values, expected at least one"));
    expect(() => mean([1, -Infinity])).toThrow(new RangeError("mean: value 1 is -Infinity, expected a finite number"));
  });
});

describe("standardDeviation", () => {
  it("divides by n - 1", () => {
    // numpy.std([2, 4, 4, 4, 5, 5, 7, 9], ddof=1) = sqrt(32 / 7)
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.138089935299395, 14);
  });

  it("is undefined below 2 values and 0 for equal ones", () => {
    expect(standardDeviation([])).toBeUndefined();
    expect(standardDeviation([3])).toBeUndefined();
    expect(standardDeviation([0.1, 0.1, 0.1])).toBe(0);
  });

  it("moves with the scale and not with the place", () => {
    fc.assert(
      fc.property(samples, values => {
        const std = standardDeviation(values)!;
        expect(standardDeviation(values.map(value => 4 * value))).toBe(4 * std);
        expect(standardDeviation(values.map(value => value + 1000))).toBeCloseTo(std, 4);
      })
    );
  });

  it("refuses a value that is not finite", () => {
    expect(() => standardDeviation([Number.NaN])).toThrow(new RangeError("standardDeviation: value 0 is NaN, expected a finite number"));
  });
});

describe("tukeyFences", () => {
  it("lie 1.5 interquartile ranges beyond the quartiles", () => {
    // numpy.quantile([1, 2, 3, 4, 5, 6, 7, 50], [0.25, 0.75]) = [2.75, 6.25]
    expect(tukeyFences([50, 1, 2, 3, 4, 5, 6, 7])).toEqual({low: -2.5, high: 11.5});
  });

  it("close on equal values", () => {
    expect(tukeyFences([4, 4, 4])).toEqual({low: 4, high: 4});
  });

  it("refuse an empty sample and a value that is not finite", () => {
    expect(() => tukeyFences([])).toThrow(new RangeError("tukeyFences: no values, expected at least one"));
    expect(() => tukeyFences([Number.NaN])).toThrow(new RangeError("tukeyFences: value 0 is NaN, expected a finite number"));
  });
});
