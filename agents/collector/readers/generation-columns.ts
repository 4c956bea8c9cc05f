import type {DraftColumn} from "../table.ts";

/** A field of a generation test, divided by `per` into base units. */
export interface GenerationField {
  metric: string;
  field: string;
  per: number;
}

/**
 * Columns of a generation test. Words are no tokens: their count and rate get the definition `words`, the rate the unit 1/s, so that
 * they are compared with nothing else. The rate is over the whole request.
 */
export function generationColumns(fields: Readonly<Record<"time" | "tokens" | "rate", string>>, isWords: boolean): DraftColumn[] {
  return [
    {metric: "total_time", field: fields.time},
    {metric: "output_tokens", field: fields.tokens, ...(isWords ? {definition: "words"} : {})},
    {
      metric: "output_throughput",
      field: fields.rate,
      ...(isWords ? {definition: "words", unit: "1/s" as const} : {definition: "request-level"})
    }
  ];
}
