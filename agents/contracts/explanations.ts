import {z} from "zod";
import {sourceSchema, unitSchema} from "./words.ts";

/**
 * What models said; Analysis stays free of it. Keyed like prose: by evidence, prompt, model digest, options, locale. Texts have
 * letters (`[a]`) for values; code puts the facts in.
 */
export const explanationsSchema = z.strictObject({
  version: z.literal(1),
  locale: z.string(),
  /** Why a finding is so: one of the causes known for its kind, in the model's words; printed as a supposition. */
  causes: z.array(z.strictObject({finding: z.string(), cause: z.string(), text: z.string()})),
  /** Findings that were asked about and got no cause, with the code of the first fault or of the error that a call ended with. */
  refused: z.array(z.strictObject({finding: z.string(), code: z.string()})).optional(),
  /** What an unfamiliar field may mean; shown in the limitations, never used unaccepted. */
  fields: z.array(z.strictObject({source: sourceSchema, metric: z.string(), unit: unitSchema, text: z.string()}))
});
export type Explanations = z.infer<typeof explanationsSchema>;

/** Sent as `format` to the analyst's model. `of` is the number of the finding, `cause` one of those listed for it, or `none`. */
export const supposingSchema = z.strictObject({causes: z.array(z.strictObject({of: z.int(), cause: z.string(), text: z.string()}))});

/** Sent as `format` to the writer's model: no pattern, no $ref. `of` is the number of the template sentence that `text` rewords. */
export const rewordingSchema = z.strictObject({sentences: z.array(z.strictObject({of: z.int(), text: z.string()}))});
export type Rewording = z.infer<typeof rewordingSchema>;
