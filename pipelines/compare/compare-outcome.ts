import {z} from "zod";
import {comparisonSchema, exitCodes, noteSchema} from "../../agents/contracts/index.ts";
import {conditionSchema} from "./condition.ts";

/** What `compare` did. */
export const compareOutcomeSchema = z.strictObject({
  exitCode: z.enum(exitCodes),
  /** Absolute path of the comparison's folder; absent when nothing was written. */
  path: z.string().exactOptional(),
  /** Repeats that there are, were stored, were run, and those of them that failed or had failed calls. */
  counts: z.strictObject({total: z.int(), stored: z.int(), run: z.int(), faulty: z.int()}),
  comparison: comparisonSchema.exactOptional(),
  /** The conclusions as plain text in the report's language. */
  conclusions: z.array(z.string()),
  /** Cells that meet a condition, with the median that does. */
  failing: z.array(z.strictObject({condition: conditionSchema, cell: z.string(), median: z.number()})),
  /** Configurations whose model cannot be had, with the reason. */
  missing: z.array(z.strictObject({cell: z.string(), reason: noteSchema}))
});
export type CompareOutcome = z.infer<typeof compareOutcomeSchema>;
