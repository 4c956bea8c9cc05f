import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {holm} from "../../../../agents/analyst/statistics/holm.ts";

const probabilities = fc.array(fc.double({min: 0, max: 1, noNaN: true}), {maxLength: 12});

describe("holm", () => {
  // statsmodels.stats.multitest.multipletests(ps, method="holm")[1]
  it.each([
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02]
    ],
    [
      [0.5, 0.9, 0.02],
      [1, 1, 0.06]
    ],
    [[], []]
  ])("adjusts %j in the order given", (ps, adjusted) => {
    expect(holm(ps).map(p => Number(p.toFixed(12)))).toEqual(adjusted);
  });

  it("never lowers a p, never passes 1 and keeps their order", () => {
    fc.assert(
      fc.property(probabilities, ps => {
        const adjusted = holm(ps);
        for (const [i, p] of ps.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          for (const [j, q] of ps.entries()) if (p <= q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
        }
        expect(holm(ps.toReversed())).toEqual(adjusted.toReversed());
      })
    );
  });

  it("refuses what is no probability", () => {
    expect(() => holm([0.5, 1.5])).toThrow(new RangeError("holm: value 1 is 1.5, expected 0..1"));
    expect(() => holm([-0.1])).toThrow(RangeError);
    expect(() => holm([Number.NaN])).toThrow(RangeError);
  });
});
