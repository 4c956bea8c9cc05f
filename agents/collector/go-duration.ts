const seconds: Readonly<Record<string, number>> = {h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, μs: 1e-6, ns: 1e-9};
const part = /(\d+(?:\.\d+)?)(h|ms|m|us|µs|μs|ns|s)/g;

/** Seconds of a duration as Go prints it: `1m29.657527203s`, `53ms`, `541.3µs`, `0s`. Undefined for anything else. */
export function goDuration(text: string): number | undefined {
  const parts = [...text.matchAll(part)];
  if (parts.length === 0 || parts.map(([written]) => written).join("") !== text.trim()) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + divided(Number(amount), seconds[unit ?? ""] ?? Number.NaN), 0);
}

/** A thousandth divides, so that 53 ms are 0.053 s to the last bit. */
const divided = (amount: number, factor: number) => (factor < 1 ? amount / Math.round(1 / factor) : amount * factor);
