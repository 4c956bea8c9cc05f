import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {median, quantile, sortedQuantile} from "../../../../agents/analyst/statistics/quantile.ts";

const samples = fc.array(fc.double({min: -1e9, max: 1e9, noNaN: true}), {minLength: 1, maxLength: 40});
const VALUES = [3.1, 0.4, 9.9, 2.2, 5.8, 7.0, 1.3];

describe("quantile", () => {
  // numpy.quantile(VALUES, p) of NumPy 2, whose default is type 7
  it.each([
    [0, 0.4],
    [0.1, 0.94],
    [0.25, 1.75],
    [0.5, 3.1],
    [0.9, 8.16],
    [0.95, 9.03],
    [1, 9.9]
  ])("agrees with NumPy at %d", (p, expected) => {
    expect(quantile(VALUES, p)).toBeCloseTo(expected, 12);
  });

  it("is the value itself for a sample of one", () => {
    expect(quantile([7], 0.95)).toBe(7);
  });

  it("stays within the sample, grows with p and ignores the order", () => {
    fc.assert(
      fc.property(samples, fc.double({min: 0, max: 1, noNaN: true}), fc.double({min: 0, max: 1, noNaN: true}), (values, p, q) => {
        const [low, high] = [quantile(values, Math.min(p, q)), quantile(values, Math.max(p, q))];
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values));
        expect(high - low).toBeGreaterThanOrEqual(-1e-6);
        expect(quantile(values.toReversed(), p)).toBe(quantile(values, p));
      })
    );
  });

  it("leaves its input alone", () => {
    const values = Object.freeze([3, 1, 2]);
    expect(quantile(values, 0.5)).toBe(2);
    expect(values).toEqual([3, 1, 2]);
  });

  it("refuses an empty sample, a value that is not finite, and p outside 0..1", () => {
    expect(() => quantile([], 0.5)).toThrow(new RangeError("quantile: no values, expected at least one"));
    expect(() => quantile([1, Number.NaN], 0.5)).toThrow(new RangeError("quantile: value 1 is NaN, expected a finite number"));
    expect(() => quantile([1], 1.1)).toThrow(new RangeError("quantile: p is 1.1, expected 0..1"));
    expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
  });
});

describe("median", () => {
  it("is the middle value, or halfway between the middle two", () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([10, 1, 3, 4])).toBe(3.5);
  });

  it("refuses an empty sample and infinity", () => {
    expect(() => median([])).toThrow(new RangeError("median: no values, expected at least one"));
    expect(() => median([Infinity])).toThrow(new RangeError("median: value 0 is Infinity, expected a finite number"));
  });
});

describe("sortedQuantile", () => {
  it("agrees with quantile on sorted values and refuses none", () => {
    expect(sortedQuantile([1, 2, 4], 0.75)).toBe(quantile([4, 1, 2], 0.75));
    expect(() => sortedQuantile([], 0.5)).toThrow(RangeError);
  });
});
