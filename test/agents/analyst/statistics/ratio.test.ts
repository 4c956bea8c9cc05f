import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {random} from "../../../../agents/analyst/statistics/random.ts";
import {pairedRatio} from "../../../../agents/analyst/statistics/ratio.ts";

const positive = fc.double({min: 0.01, max: 1e4, noNaN: true});
const PAIRS: [number, number][] = [
  [1, 1.1],
  [2, 2.3],
  [1.5, 1.45],
  [3, 3.6],
  [0.8, 0.9],
  [1.2, 1.26],
  [2.5, 2.6]
];

describe("pairedRatio", () => {
  it("gives median, interval and p of b over a", () => {
    // sorted ratios and all 128 sign flips of the logarithms counted in Python
    const {ratio, interval, n, p} = pairedRatio(PAIRS);
    expect(ratio).toBeCloseTo(1.1, 14);
    expect(interval?.[0]).toBeCloseTo(1.45 / 1.5, 14);
    expect(interval?.[1]).toBeCloseTo(1.2, 14);
    expect(n).toBe(7);
    expect(p).toBe(4 / 128);
  });

  it("has no interval below 6 pairs", () => {
    expect(pairedRatio(PAIRS.slice(0, 5))).not.toHaveProperty("interval");
    expect(pairedRatio(PAIRS.slice(0, 6))).toHaveProperty("interval");
  });

  it("shows nothing where pairs are equal", () => {
    expect(
      pairedRatio([
        [2, 2],
        [3, 3]
      ])
    ).toEqual({ratio: 1, n: 2, p: 1});
  });

  it("inverts when a and b change places and ignores the order of the pairs", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(positive, positive), {minLength: 1, maxLength: 18}), pairs => {
        const result = pairedRatio(pairs);
        const swapped = pairedRatio(pairs.map(([a, b]) => [b, a] as const));
        expect(swapped.ratio * result.ratio).toBeCloseTo(1, 12);
        expect(swapped.p).toBe(result.p);
        expect(pairedRatio(pairs.toReversed())).toEqual(result);
        if (!result.interval) return;
        expect(result.interval[0]).toBeLessThanOrEqual(result.ratio * (1 + 1e-12));
        expect(result.interval[1]).toBeGreaterThanOrEqual(result.ratio * (1 - 1e-12));
        expect(swapped.interval![0] * result.interval[1]).toBeCloseTo(1, 12);
      }),
      {numRuns: 50}
    );
  });

  it("takes chance for an effect no more often than promised", () => {
    const next = random(7);
    const ps = Array.from({length: 400}, () => pairedRatio(Array.from({length: 10}, () => [1 + next(), 1 + next()] as const)).p);
    expect(ps.filter(p => p <= 0.05).length / ps.length).toBeLessThan(0.075);
    expect(ps.filter(p => p <= 0.5).length / ps.length).toBeGreaterThan(0.43);
  });

  it("refuses no pairs and a member that is not above 0", () => {
    expect(() => pairedRatio([])).toThrow(RangeError);
    expect(() => pairedRatio([[1, 0]])).toThrow(new RangeError("pairedRatio: value 1 is 0, expected a finite number above 0"));
    expect(() =>
      pairedRatio([
        [1, 2],
        [-1, 2]
      ])
    ).toThrow(RangeError);
    expect(() => pairedRatio([[Number.NaN, 2]])).toThrow(RangeError);
  });
});
