import {z} from "zod";

const forms = z.record(z.string(), z.string());

/** One step of a unit: used from `from` (in base units) on; shown value = value / `factor`. */
const scaleSchema = z.strictObject({from: z.number(), factor: z.number(), name: z.string()});

/** `locale.yaml`: the words of a language that are no sentences. */
export const localeWordsSchema = z.strictObject({
  name: z.string(),
  /** Largest step first. Units without an entry print their name as it is. */
  units: z.record(z.string(), z.array(scaleSchema).min(1)),
  /** Times as much, by plural category: `{n} раза`. */
  times: forms,
  interval: z.string(),
  deviation: z.string(),
  count: z.string(),
  list: z.strictObject({and: z.string(), comma: z.string(), semicolon: z.string(), more: z.string()}),
  range: z.string(),
  date: z.strictObject({day: z.string(), months: z.array(z.string()).length(12), period: z.string(), sameDay: z.string()}),
  /** Label key -> form -> pattern with `{v}`. `nested` joins a variant and its model, `settings` a subject and settings. */
  labels: z.record(z.string(), forms),
  nested: z.string(),
  settings: z.strictObject({with: z.string(), alone: z.string()}),
  forms: z.array(z.string()).min(1),
  metrics: z.record(z.string(), forms),
  phases: z.record(z.string(), forms),
  tools: z.record(z.string(), z.string())
});
export type LocaleWords = z.infer<typeof localeWordsSchema>;
