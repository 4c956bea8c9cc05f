import {describe, expect, it} from "vitest";
import {random} from "../../../../agents/analyst/statistics/random.ts";
import {rowEffect} from "../../../../agents/analyst/statistics/row-effect.ts";

/** Blocks on very different scales, each level measured `rows` times; the last level is `factor` times the others, with up to 10 % of noise. */
const sweep = (next: () => number, {blocks, levels, rows, factor}: {blocks: number; levels: number; rows: number; factor: number}) =>
  Array.from({length: blocks}, (_, block) =>
    Array.from({length: levels}, (_, level) =>
      Array.from({length: rows}, () => 3 ** block * (level === levels - 1 ? factor : 1) * (1 + next() / 10))
    )
  );

describe("rowEffect", () => {
  it("counts the ways to hand out the rows", () => {
    // of the 70 ways to choose four of eight rows 2 differ as much as the data do; a draw of 1,000 has a standard error of 0.005
    const {p, spread} = rowEffect([
      [
        [1, 1.1, 1.2, 1.3],
        [2, 2.1, 2.2, 2.3]
      ]
    ]);
    expect(Math.abs(p - 2 / 70)).toBeLessThan(0.016);
    expect(spread).toBeCloseTo(2.15 / 1.15 - 1, 12);
  });

  it("shows in two blocks what whole levels cannot show, whatever the scale of a block", () => {
    const {p, spread, noise} = rowEffect(sweep(random(1), {blocks: 2, levels: 3, rows: 5, factor: 1.3}));
    expect(p).toBeLessThan(0.005);
    expect(spread).toBeGreaterThan(noise);
  });

  it("calls noise an effect at the level asked for", () => {
    const next = random(2);
    const ps = Array.from({length: 200}, () => rowEffect(sweep(next, {blocks: 2, levels: 2, rows: 4, factor: 1})).p);
    const share = ps.filter(p => p < 0.05).length / ps.length;
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.1);
  });

  it("depends on no order of the rows", () => {
    const [block] = sweep(random(3), {blocks: 1, levels: 2, rows: 6, factor: 1.02});
    expect(rowEffect([block!.map(rows => rows.toReversed())])).toEqual(rowEffect([block!]));
  });

  it.each([
    [[], "rowEffect: 0 blocks of 0 levels, expected at least 1 of 2"],
    [[[[1]]], "rowEffect: 1 blocks of 1 levels, expected at least 1 of 2"],
    [[[[1], [2]], [[1]]], "rowEffect: block 1 has 1 levels, expected 2"],
    [[[[1], []]], "rowEffect: block 0 has a level without rows"],
    [[[[1], [0]]], "rowEffect: block 0: value 1 is 0, expected a finite number above 0"]
  ])("refuses %j", (blocks, message) => {
    expect(() => rowEffect(blocks)).toThrow(new RangeError(message));
  });
});
