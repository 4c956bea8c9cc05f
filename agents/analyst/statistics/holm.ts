/**
 * Holm's adjusted p-values (0..1) of the questions asked together, in the order given; none for none. Compare each with the level wanted.
 * https://en.wikipedia.org/wiki/Holm-Bonferroni_method
 * @throws RangeError for a p outside 0..1.
 */
export function holm(ps: readonly number[]): number[] {
  const adjusted = Array<number>(ps.length).fill(0);
  let largest = 0;
  for (const [place, {p, index}] of ps
    .map(checked)
    .toSorted((one, other) => one.p - other.p)
    .entries()) {
    largest = Math.max(largest, Math.min(1, (ps.length - place) * p));
    adjusted[index] = largest;
  }
  return adjusted;
}

function checked(p: number, index: number): {p: number; index: number} {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`holm: value ${index} is ${p}, expected 0..1`);
  return {p, index};
}
