import {z} from "zod";

/** Base units. `1` is a pure count, `x` a ratio, `unknown` means the file states none: such values are shown, never compared. */
export const unitSchema = z.enum(["s", "B", "B/s", "tok/s", "req/s", "1/s", "W", "J", "°C", "fraction", "x", "1", "unknown"]);
export type Unit = z.infer<typeof unitSchema>;

/** `neither`: not a goodness at all (utilization, token counts). Never null. */
export const betterSchema = z.enum(["higher", "lower", "neither"]);
export type Better = z.infer<typeof betterSchema>;

/** Path relative to the artifact folder, POSIX, NFC. It is the artifact's id. */
export const pathSchema = z.string().min(1);

/**
 * Where a value stands. Grammar of `at`:
 * `/a/0/b` JSON pointer · `#3/a` pointer in the 3rd document of JSON Lines or concatenated JSON · `R12:ttft_s` 12th data
 * record (1 = first after the header, unit rows and blank lines not counted), column by name, `R12:C5` if unnamed or
 * repeated · `L12`, `L12-L20` lines of the decoded text, `L12-L20:eval rate` what one of them calls so
 * (`L12-L20:eval time, runs`: which of its numbers) · ranges `R2-R80:ttft_s`, `#2-#80/response/eval_duration` ·
 * empty: the whole file.
 */
export const sourceSchema = z.strictObject({artifact: pathSchema, at: z.string()});
export type Source = z.infer<typeof sourceSchema>;

const noteValueSchema = z.union([
  z.string(),
  z.number(),
  z.strictObject({fact: z.string()}),
  z.strictObject({facts: z.array(z.string())}),
  z.array(z.string())
]);

/**
 * A message for people: code + values, worded by the locale. Nothing in a contract is a sentence in some language.
 * Values: names and quotes as strings; in Analysis numbers only as facts, so that whatever digit is printed has a source.
 */
export const noteSchema = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]*$/),
  values: z.record(z.string(), noteValueSchema).default({}),
  source: sourceSchema.optional()
});
export type Note = z.infer<typeof noteSchema>;
export type NoteInput = z.input<typeof noteSchema>;

/** `text` as written. `utc` only if the data gives a zone or an epoch: times without zone are not ordered against others. */
export const timeSchema = z.strictObject({text: z.string(), utc: z.iso.datetime().optional()});
export type Time = z.infer<typeof timeSchema>;

/** Keys: `subjectKeys`/`settingKeys` of the vocabulary, or `x.<name as in the file>`. Value as typed in the file. */
export const labelsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type Labels = z.infer<typeof labelsSchema>;

/**
 * `cold`: the call waited for a model load · `warm`: the model was loaded · `cached`: warm, and the prompt came from the
 * prompt cache · `unknown`: cannot be told.
 */
export const phaseSchema = z.enum(["cold", "warm", "cached", "unknown"]);
export type Phase = z.infer<typeof phaseSchema>;
