import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {blockEffect} from "../../../../agents/analyst/statistics/block-effect.ts";
import {random} from "../../../../agents/analyst/statistics/random.ts";

const tables = fc.tuple(fc.integer({min: 1, max: 5}), fc.integer({min: 2, max: 3})).chain(([blocks, levels]) =>
  fc.array(fc.array(fc.double({min: 0.5, max: 50, noNaN: true}), {minLength: levels, maxLength: levels}), {
    minLength: blocks,
    maxLength: blocks
  })
);

/** Blocks on very different scales in which the last level is `factor` times the others, with up to 10 % of noise. */
function sweep(blocks: number, levels: number, factor: number, next: () => number): number[][] {
  return Array.from({length: blocks}, (_, block) =>
    Array.from({length: levels}, (_, level) => 3 ** block * (level === levels - 1 ? factor : 1) * (1 + next() / 10))
  );
}

describe("blockEffect", () => {
  // all (levels!)^blocks shuffles enumerated with NumPy: levels, spread, 95 % quantile, share with at least the observed variance
  it.each([
    [
      [
        [10, 12, 11],
        [20, 25, 21],
        [5, 6.2, 5.1]
      ],
      [1 / 1.1, 12.5 / 11, 10.5 / 11],
      0.25,
      0.25,
      6 / 216
    ],
    [
      [
        [10, 11, 10.5],
        [10.4, 10.1, 10.2],
        [9.9, 10.3, 10]
      ],
      [0.9834437086092714, 1.0231788079470199, 0.996742671009772],
      0.0404040404,
      0.0404040404,
      102 / 216
    ],
    [
      [
        [1, 2],
        [1, 2.2],
        [3, 5],
        [2, 3.9],
        [4, 9]
      ],
      [2 / 3, 4 / 3],
      1,
      1,
      2 / 32
    ]
  ])("agrees with a full enumeration of %j", (blocks, levels, spread, noise, p) => {
    const effect = blockEffect(blocks);
    for (const [i, level] of effect.levels.entries()) expect(level).toBeCloseTo(levels[i]!, 12);
    expect(effect.spread).toBeCloseTo(spread, 9);
    expect(effect.noise).toBeCloseTo(noise, 9);
    expect(effect.p).toBeCloseTo(p, 12);
  });

  it("sees an effect beyond the noise and none inside it", () => {
    const real = blockEffect(sweep(12, 4, 1.2, random(3)));
    expect(real.spread).toBeGreaterThan(real.noise);
    expect(real.p).toBe(1 / 4001);
    const chance = blockEffect(sweep(12, 4, 1, random(3)));
    expect(chance.spread).toBeLessThan(chance.noise);
    expect(chance.p).toBeGreaterThan(0.05);
  });

  it("can say nothing from one block or from equal values", () => {
    expect(blockEffect([[1, 2, 3]]).p).toBe(1);
    expect(
      blockEffect([
        [2, 2],
        [5, 5],
        [7, 7]
      ])
    ).toEqual({levels: [1, 1], spread: 0, noise: 0, p: 1});
  });

  it("ignores the order of blocks and the scale of each, and follows the order of levels", () => {
    fc.assert(
      fc.property(tables, blocks => {
        const effect = blockEffect(blocks);
        expect(blockEffect(blocks.toReversed())).toEqual(effect);
        const scaled = blockEffect(blocks.map((block, i) => block.map(value => value * 2 ** i)));
        expect(scaled).toEqual(effect);
        const mirrored = blockEffect(blocks.map(block => block.toReversed()));
        expect(mirrored.levels).toEqual(effect.levels.toReversed());
        expect([mirrored.noise, mirrored.p]).toEqual([effect.noise, effect.p]);
      }),
      {numRuns: 30}
    );
  });

  it("ignores the order of blocks and levels when it draws shuffles", () => {
    const blocks = sweep(9, 4, 1.02, random(5));
    const effect = blockEffect(blocks);
    expect(blockEffect(blocks.toReversed())).toEqual(effect);
    expect(blockEffect(blocks.map(block => block.toReversed())).p).toBe(effect.p);
  });

  it("takes chance for an effect no more often than promised", () => {
    const next = random(11);
    const ps = Array.from({length: 300}, () => blockEffect(sweep(4, 3, 1, next)).p);
    expect(ps.filter(p => p <= 0.05).length / ps.length).toBeLessThan(0.08);
    expect(ps.filter(p => p <= 0.5).length / ps.length).toBeGreaterThan(0.42);
  });

  it("refuses a table that is empty, narrow, ragged or not above 0", () => {
    expect(() => blockEffect([])).toThrow(new RangeError("blockEffect: 0 blocks of 0 levels, expected at least 1 of 2"));
    expect(() => blockEffect([[1], [2]])).toThrow(new RangeError("blockEffect: 2 blocks of 1 levels, expected at least 1 of 2"));
    expect(() => blockEffect([[1, 2], [1]])).toThrow(new RangeError("blockEffect: block 1 has 1 levels, expected 2"));
    expect(() =>
      blockEffect([
        [1, 2],
        [0, 1]
      ])
    ).toThrow(new RangeError("blockEffect: block 1: value 0 is 0, expected a finite number above 0"));
    expect(() => blockEffect([[1, Number.NaN]])).toThrow(RangeError);
  });
});
