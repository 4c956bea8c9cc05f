import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {permutation} from "../../../../agents/analyst/statistics/permutation.ts";

const samples = fc.array(fc.integer({min: 0, max: 30}), {minLength: 1, maxLength: 6});

describe("permutation", () => {
  // every choice counted by itertools.combinations in Python
  it.each([
    [[2.1, 3.5, 1.9, 4.4, 2.8], [3.9, 5.1, 4.8, 2.9, 6.2, 5.5], 14 / 462],
    [[1, 1, 2, 3], [2, 3, 3, 4, 5], 10 / 126],
    [[1, 2, 3], [4, 5, 6], 2 / 20]
  ])("counts every deal of small samples: %j against %j", (a, b, p) => {
    expect(permutation(a, b)).toBeCloseTo(p, 14);
  });

  it("draws deals of large samples, near what counting all of them would give", () => {
    const a = Array.from({length: 12}, (_, i) => i);
    expect(permutation(a, a)).toBe(1);
    expect(
      permutation(
        a,
        a.map(value => value + 100)
      )
    ).toBeLessThan(0.0002);
    const b = a.map(value => value + 3);
    // Normal approximation of the difference of means: 3 / (3.6 sqrt(2 / 12)) = 2.04 deviations.
    expect(permutation(a, b)).toBeGreaterThan(0.03);
    expect(permutation(a, b)).toBeLessThan(0.07);
  });

  it("says 1 of samples that are all the same value", () => {
    expect(permutation([0.1, 0.1, 0.1], [0.1, 0.1])).toBe(1);
  });

  it("depends neither on the order of values nor of samples", () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        const p = permutation(a, b);
        expect(permutation(b, a)).toBeCloseTo(p, 12);
        expect(permutation(a.toReversed(), b)).toBeCloseTo(p, 12);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
      })
    );
  });

  it("refuses empty samples and what is not finite", () => {
    expect(() => permutation([], [1])).toThrow("permutation: an empty sample, expected at least one value in each");
    expect(() => permutation([1], [Number.NaN])).toThrow(RangeError);
  });
});
