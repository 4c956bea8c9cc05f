import {incompleteBeta} from "./incomplete-beta.ts";

/** Two-sided tail of Student's t distribution, P(|T| >= |t|), for `df` (fractions too) of at least 1. https://dlmf.nist.gov/8.17#E1 */
export function studentTail(t: number, df: number): number {
  return incompleteBeta(df / 2, 0.5, df / (df + t * t));
}

/** The t that |T| stays under with probability `level` (0..0.999), for `df` of at least 1; by bisection of `studentTail`. */
export function studentCritical(level: number, df: number): number {
  let low = 0;
  let high = 1000;
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (studentTail(middle, df) > 1 - level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
