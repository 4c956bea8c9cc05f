import type {Labels, NoteInput} from "../../contracts/index.ts";

/** A variant of an unnamed model: `BASELINE` and `baseline`, `INT8` and `int8` are one. */
export const variantLabels = (name: string): Labels => ({quantization: name.toLowerCase()});

/** Below this a model is an example: what it shows of quantization is true of no model that anybody serves. */
const toyBytes = 1e6;

/** `toy-model` with the largest size in B. */
export function toyModelWarnings(sizes: readonly (number | null)[], path: string): NoteInput[] {
  const largest = Math.max(...sizes.map(size => size ?? 0));
  return largest > 0 && largest < toyBytes ? [{code: "toy-model", values: {bytes: largest}, source: {artifact: path, at: ""}}] : [];
}
