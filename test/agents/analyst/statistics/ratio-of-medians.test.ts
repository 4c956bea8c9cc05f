import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {ratioOfMedians} from "../../../../agents/analyst/statistics/ratio-of-medians.ts";

const samples = fc.array(fc.double({min: 0.01, max: 1e4, noNaN: true}), {minLength: 1, maxLength: 30});

describe("ratioOfMedians", () => {
  it("sets the ends of both intervals against each other", () => {
    // at n = 6 the interval of the median runs from the smallest to the largest value
    expect(ratioOfMedians([2, 3, 4, 4, 5, 8], [6, 7, 8, 8, 9, 16])).toEqual({ratio: 2, interval: [6 / 8, 16 / 2]});
  });

  it("has no interval when either sample has fewer than 6 values", () => {
    const six = [1, 2, 3, 4, 5, 6];
    expect(ratioOfMedians([2, 2], six)).toEqual({ratio: 1.75});
    expect(ratioOfMedians(six, [7])).toEqual({ratio: 2});
  });

  it("inverts when the samples change places and lies in its interval", () => {
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        const [one, other] = [ratioOfMedians(a, b), ratioOfMedians(b, a)];
        expect(one.ratio * other.ratio).toBeCloseTo(1, 12);
        expect(one.interval === undefined).toBe(a.length < 6 || b.length < 6);
        if (!one.interval || !other.interval) return;
        expect(one.interval[0]).toBeLessThanOrEqual(one.ratio);
        expect(one.interval[1]).toBeGreaterThanOrEqual(one.ratio);
        expect(one.interval[0] * other.interval[1]).toBeCloseTo(1, 12);
      })
    );
  });

  it("refuses an empty sample and a value that is not above 0", () => {
    expect(() => ratioOfMedians([], [1])).toThrow(new RangeError("median: no values, expected at least one"));
    expect(() => ratioOfMedians([1], [])).toThrow(RangeError);
    expect(() => ratioOfMedians([0], [1])).toThrow(new RangeError("ratioOfMedians: value 0 is 0, expected a finite number above 0"));
    expect(() => ratioOfMedians([1], [1, Number.NaN])).toThrow(RangeError);
  });
});
