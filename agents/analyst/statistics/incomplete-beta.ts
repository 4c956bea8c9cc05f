const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012,
  9.9843695780195716e-6, 1.5056327351493116e-7
];
const TINY = 1e-300;

/**
 * Regularised incomplete beta function I_x(a, b), a probability, for a and b of at least 0.5 and x in 0..1.
 * Continued fraction https://dlmf.nist.gov/8.17.E22, evaluated by Lentz's method.
 */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const logFactor = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return Math.exp(logFactor) / (a * fraction(a, b, x));
}

function fraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 0;
  let value = 1;
  let change = 0;
  for (let m = 1; Math.abs(change - 1) > 1e-15 && m < 100_000; m++) {
    const numerator = coefficient(a, b, m) * x;
    d = 1 / nonZero(1 + numerator * d);
    c = nonZero(1 + numerator / c);
    change = c * d;
    value *= change;
  }
  return value;
}

/** The m-th partial numerator of the fraction, without its factor x. */
function coefficient(a: number, b: number, m: number): number {
  const half = Math.floor(m / 2);
  const divisor = (a + m - 1) * (a + m);
  return m % 2 === 0 ? (half * (b - half)) / divisor : (-(a + half) * (a + b + half)) / divisor;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** ln Γ(x) for x >= 0.5: Lanczos approximation with g = 7, https://en.wikipedia.org/wiki/Lanczos_approximation. */
function logGamma(x: number): number {
  const shifted = x - 1;
  const sum = LANCZOS.reduce((total, factor, i) => total + factor / (shifted + i + 1), 0.99999999999980993);
  const base = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum);
}
