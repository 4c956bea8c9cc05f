import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {signFlip} from "../../../../agents/analyst/statistics/sign-flip.ts";

describe("signFlip", () => {
  it("counts every flip in small samples", () => {
    // scipy.stats.permutation_test((d,), numpy.mean, permutation_type="samples", n_resamples=inf), SciPy 1.17
    expect(signFlip([0.1, -0.05, 0.2, 0.15, 0.08, -0.02])).toBe(0.125);
    expect(signFlip([0, 0])).toBe(1);
    expect(signFlip([0.3])).toBe(1);
  });

  it("draws flips in larger ones", () => {
    // all 2^20 flips counted by convolution of the integers (7 i mod 11) - 3: 0.0243225…; a draw of 20,000 has a standard error of 0.0011
    const p = signFlip(Array.from({length: 20}, (_, i) => 0.03 * (((i * 7) % 11) - 3)));
    expect(Math.abs(p - 0.024322509765625)).toBeLessThan(0.0035);
    expect(signFlip(Array(40).fill(1))).toBe(1 / 20_001);
  });

  it("depends neither on order nor on direction", () => {
    fc.assert(
      fc.property(fc.array(fc.double({min: -9, max: 9, noNaN: true}), {minLength: 1, maxLength: 19}), differences => {
        const p = signFlip(differences);
        expect(signFlip(differences.toReversed())).toBe(p);
        expect(signFlip(differences.map(difference => -difference))).toBe(p);
      }),
      {numRuns: 50}
    );
  });

  it("refuses no differences and one that is not finite", () => {
    expect(() => signFlip([])).toThrow(new RangeError("signFlip: no differences, expected at least one"));
    expect(() => signFlip([Infinity])).toThrow(new RangeError("signFlip: value 0 is Infinity, expected a finite number"));
  });
});
