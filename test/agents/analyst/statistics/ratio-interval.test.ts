import {describe, expect, it} from "vitest";
import {mannWhitney} from "../../../../agents/analyst/statistics/mann-whitney.ts";
import {random} from "../../../../agents/analyst/statistics/random.ts";
import {ratioInterval} from "../../../../agents/analyst/statistics/ratio-interval.ts";

const sample = (seed: number, count: number, factor = 1) => {
  const next = random(seed);
  return Array.from({length: count}, () => factor * Math.exp(0.2 * (next() + next() + next() - 1.5)));
};

describe("ratioInterval", () => {
  it("covers the true ratio in about 95 of 100 samples", () => {
    const covered = Array.from({length: 400}, (_, seed) => {
      const interval = ratioInterval(sample(2 * seed + 1, 12), sample(2 * seed + 2, 12, 1.3));
      return interval !== undefined && interval[0] <= 1.3 && interval[1] >= 1.3;
    }).filter(Boolean).length;
    expect(covered).toBeGreaterThan(370);
    expect(covered).toBeLessThan(396);
  });

  it("leaves 1 out where the test shows a difference", () => {
    for (let seed = 0; seed < 100; seed += 1) {
      const [a, b] = [sample(3 * seed + 1, 12), sample(3 * seed + 2, 12, 1.1)];
      const [low = 0, high = 0] = ratioInterval(a, b) ?? [];
      if (mannWhitney(a, b).p < 0.045) expect(low > 1 || high < 1).toBe(true);
      if (mannWhitney(a, b).p > 0.055) expect(low <= 1 && high >= 1).toBe(true);
    }
  });

  it("is turned over when the sides are", () => {
    const [a, b] = [sample(1, 9), sample(2, 7)];
    const [one, other] = [ratioInterval(a, b), ratioInterval(b, a)];
    expect(one?.[0]).toBeCloseTo(1 / (other?.[1] ?? 0), 10);
  });

  it("needs four values a side and values above 0", () => {
    expect(ratioInterval([1, 2, 3], [1, 2, 3, 4])).toBeUndefined();
    expect(() => ratioInterval([1, 0, 2, 3], [1, 2, 3, 4])).toThrow(RangeError);
  });
});
