import {requireFinite} from "./require-finite.ts";

/** A sorted copy, smallest first. @throws RangeError naming the caller (`what`) when there are no values or one is not finite. */
export function ascending(what: string, values: readonly number[]): Float64Array {
  if (values.length === 0) throw new RangeError(`${what}: no values, expected at least one`);
  requireFinite(what, values);
  return Float64Array.from(values).sort();
}
