import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {medianInterval} from "../../../../agents/analyst/statistics/median-interval.ts";
import {median} from "../../../../agents/analyst/statistics/quantile.ts";
import {random} from "../../../../agents/analyst/statistics/random.ts";

const samples = fc.array(fc.double({min: -1e9, max: 1e9, noNaN: true}), {minLength: 6, maxLength: 60});
const upTo = (n: number): number[] => Array.from({length: n}, (_, i) => i);

describe("medianInterval", () => {
  // largest k with 1 - 2 scipy.stats.binom.cdf(k, n, 0.5) >= 0.95, SciPy 1.17
  it.each([
    [6, 0],
    [7, 0],
    [8, 0],
    [9, 1],
    [10, 1],
    [15, 3],
    [16, 3],
    [17, 4],
    [20, 5],
    [25, 7],
    [50, 17],
    [99, 39],
    [100, 39],
    [101, 40],
    [1000, 468],
    [1001, 469],
    [100_000, 49_689],
    [1_000_000, 499_019],
    [1_000_001, 499_020]
  ])("takes the order statistics of the binomial for n = %d", (n, k) => {
    expect(medianInterval(upTo(n))).toEqual([k, n - 1 - k]);
  });

  // as above with 0.99
  it.each([
    [8, 0],
    [15, 2],
    [20, 3],
    [100, 36],
    [1000, 458],
    [1_000_000, 498_711]
  ])("is wider at 99 %% for n = %d", (n, k) => {
    expect(medianInterval(upTo(n), 0.99)).toEqual([k, n - 1 - k]);
  });

  it("is undefined below 6 values and where no pair reaches the level", () => {
    expect(medianInterval([])).toBeUndefined();
    expect(medianInterval(upTo(5))).toBeUndefined();
    expect(medianInterval(upTo(5), 0.5)).toBeUndefined();
    expect(medianInterval(upTo(7), 0.99)).toBeUndefined();
  });

  it("accepts a level that is met exactly", () => {
    expect(medianInterval(upTo(6), 1 - 2 / 64)).toEqual([0, 5]);
    expect(medianInterval(upTo(6), 1 - 2 / 64 + 1e-9)).toBeUndefined();
  });

  it("contains the median and does not depend on the order", () => {
    fc.assert(
      fc.property(samples, values => {
        const [low, high] = medianInterval(values)!;
        expect(low).toBeLessThanOrEqual(median(values));
        expect(high).toBeGreaterThanOrEqual(median(values));
        expect(medianInterval(values.toReversed())).toEqual([low, high]);
      })
    );
  });

  it("covers the true median at least as often as it promises", () => {
    const next = random(1);
    let covered = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const [low, high] = medianInterval(Array.from({length: 20}, () => next() ** 3))!;
      if (low <= 0.125 && high >= 0.125) covered++;
    }
    expect(covered / 2000).toBeGreaterThan(0.94);
  });

  it("refuses a value that is not finite and a level outside 0..1", () => {
    expect(() => medianInterval([Number.NaN])).toThrow(new RangeError("medianInterval: value 0 is NaN, expected a finite number"));
    expect(() => medianInterval(upTo(9), 1)).toThrow(new RangeError("medianInterval: level is 1, expected between 0 and 1"));
    expect(() => medianInterval(upTo(9), 0)).toThrow(RangeError);
  });
});
