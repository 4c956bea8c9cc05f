import {z} from "zod";
import type {Reader} from "../reader.ts";

/**
 * Trace of a self-healing demo (`actions_taken[{action_id, strategy, metrics_before, metrics_after}]`). Its numbers were taken over from
 * other reports, or set, within microseconds of one another: understood, and nothing in it is measured.
 */
export const selfHealingTrace: Reader = {
  format: "self-healing-trace",
  category: "other",
  detect: ({text, documents}) =>
    text.includes('"actions_taken"') && documents.length === 1 && traceSchema.safeParse(documents[0]?.value).success,
  read({path}) {
    return {
      tables: [],
      reported: [],
      session: {tool: "self-healing", environment: {}},
      problems: [],
      remarks: [
        {
          code: "not-measured-here",
          values: {fields: ["metrics_before", "metrics_after", "performance_change"]},
          source: {artifact: path, at: "/actions_taken"}
        }
      ]
    };
  }
};

const traceSchema = z.looseObject({
  anomalies_detected: z.number(),
  actions_taken: z
    .array(z.looseObject({action_id: z.string(), strategy: z.string(), metrics_before: z.unknown(), metrics_after: z.unknown()}))
    .min(1),
  validation_results: z.array(z.unknown())
});
