/**
 * Two-sided tail of the standard normal distribution, P(|Z| >= z), for z >= 0; 1 below. Relative error under 1e-13.
 * Series and continued fraction of erfc: https://dlmf.nist.gov/7.6.E2, https://dlmf.nist.gov/7.9.E1.
 */
export function normalTail(z: number): number {
  const x = Math.max(0, z) / Math.SQRT2;
  return x < 2 ? 1 - erfSeries(x) : erfcFraction(x);
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

function erfcFraction(x: number): number {
  let denominator = x;
  for (let n = 100; n > 0; n--) denominator = x + n / 2 / denominator;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / denominator;
}
