import type {Claim} from "../../contracts/index.ts";

/**
 * How far a value may be from a claim that states it: one unit of the last digit, since people cut digits off as often as they
 * round. In base units; a twentieth for what its author calls rough.
 */
export function toleranceOf({value, digits, hedge}: Pick<Claim, "value" | "digits" | "hedge">): number {
  const written = value === 0 ? 0 : 10 ** (Math.floor(Math.log10(Math.abs(value)) + 1e-9) + 1 - digits);
  return Math.max(written * (1 + 1e-6), hedge === "about" ? Math.abs(value) / 20 : 0);
}
