import {describe, expect, it} from "vitest";
import {at} from "../../../../agents/analyst/statistics/at.ts";
import {random} from "../../../../agents/analyst/statistics/random.ts";

describe("random", () => {
  it("repeats for the same seed and differs for another", () => {
    const draw = (seed: number): number[] => Array.from({length: 5}, random(seed));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it("is mulberry32", () => {
    // first outputs of the reference implementation for seed 1, https://github.com/bryc/code/blob/master/jshash/PRNGs.md
    const next = random(1);
    expect([next(), next()]).toEqual([0.6270739405881613, 0.002735721180215478]);
  });

  it("fills [0, 1) evenly", () => {
    const next = random(9);
    const tenths = Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) tenths[Math.floor(next() * 10)]!++;
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});

describe("at", () => {
  it("reads inside an array and refuses outside", () => {
    expect(at([4, 5], 1)).toBe(5);
    expect(() => at([4, 5], 2)).toThrow(new RangeError("index 2: outside an array of 2"));
  });
});
