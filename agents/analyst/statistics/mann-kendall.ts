import {normalTail} from "./normal-tail.ts";
import {requireFinite} from "./require-finite.ts";

/**
 * Two-sided p of a series in time order having no trend, whatever its form, by the normal approximation with correction for ties; meant for
 * 8 values and more. `s`: pairs that rise less pairs that fall. https://www.itl.nist.gov/div898/software/dataplot/refman1/auxillar/kendtau.htm
 * @throws RangeError for a value that is not finite.
 */
export function mannKendall(values: readonly number[]): {s: number; p: number} {
  requireFinite("mannKendall", values);
  const n = values.length;
  const s = values.reduce((sum, value, i) => sum + values.slice(i + 1).reduce((own, later) => own + Math.sign(later - value), 0), 0);
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  const tied = [...sizes.values()].reduce((sum, size) => sum + weight(size), 0);
  const variance = (weight(n) - tied) / 18;
  return {s, p: variance > 0 ? normalTail((Math.abs(s) - 1) / Math.sqrt(variance)) : 1};
}

const weight = (n: number): number => n * (n - 1) * (2 * n + 5);
