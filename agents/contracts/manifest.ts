import {z} from "zod";
import {labelsSchema, noteSchema} from "./words.ts";

/** One call of a model, also one that hung or broke. */
export const callSchema = z.strictObject({
  agent: z.enum(["collector", "analyst", "writer"]),
  section: z.string().optional(),
  attempt: z.int(),
  seconds: z.number(),
  /** Absent when the server gave none. */
  promptTokens: z.int().optional(),
  outputTokens: z.int().optional(),
  doneReason: z.string().optional(),
  /** Seconds as the server counts them: loading the model, reading the prompt, writing the reply. */
  times: z.strictObject({load: z.number().optional(), prompt: z.number().optional(), output: z.number().optional()}).optional(),
  error: noteSchema.optional(),
  /** How a reply that could not be used began. */
  raw: z.string().optional(),
  /** What was found and survived: thinking or a fence taken off, asked again. */
  notes: z.array(noteSchema).optional(),
  rejected: z.array(z.strictObject({of: z.int(), text: z.string(), faults: z.array(noteSchema)}))
});
export type Call = z.infer<typeof callSchema>;

/** Beside every report: what it was made from and how. Its presence is how we recognise our own reports. */
export const manifestSchema = z.strictObject({
  version: z.literal(1),
  generator: z.literal("chimera-report"),
  /** Identity of the artifact folder (its path hashed; no path of the machine stands in a report). */
  artifacts: z.string(),
  spec: z.record(z.string(), z.unknown()),
  versions: z.record(z.string(), z.string()),
  /** `digest` only where the server has one. */
  model: z
    .strictObject({provider: z.string(), name: z.string(), digest: z.string().optional(), asked: labelsSchema, effective: labelsSchema})
    .optional(),
  /** Keys of the stages (DESIGN section 3) and content hashes of the files in the report folder. */
  hashes: z.record(z.string(), z.string()),
  /** Seconds per stage; 0 for a stage whose output was found in the store. */
  timings: z.record(z.string(), z.number()),
  calls: z.array(callSchema)
});
export type Manifest = z.infer<typeof manifestSchema>;
