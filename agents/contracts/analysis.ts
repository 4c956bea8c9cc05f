import {z} from "zod";
import {statisticSchema} from "./evidence.ts";
import {labelsSchema, noteSchema, sourceSchema, unitSchema} from "./words.ts";

/**
 * `measured` from rows we hold · `reported` stated by a tool · `derived` by `formula` · `counted` · `configured` · `dated`.
 * Id: `<metric>.<statistic>.<subject slug>.<10 hex>`, the hex from (kind, metric, definition, statistic, subject, settings,
 * where, session, versus): no value, path or order in it, so that two reports of a growing folder can be compared by id.
 */
export const factSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(["measured", "reported", "derived", "counted", "configured", "dated"]),
  metric: z.string().optional(),
  definition: z.string().optional(),
  statistic: statisticSchema.optional(),
  subject: labelsSchema,
  settings: labelsSchema,
  /** Which rows, if not all of that subject and settings: phase, factor levels. */
  where: labelsSchema.optional(),
  session: z.string().optional(),
  /** For a comparison: against what, and which way the value points in terms of goodness. */
  versus: labelsSchema.optional(),
  direction: z.enum(["better", "worse", "same", "neutral"]).optional(),
  /** A number in `unit`; a string for dates (ISO) and configured words. */
  value: z.union([z.number(), z.string()]),
  unit: unitSchema,
  n: z.int().optional(),
  /** 95 % interval in `unit`; absent below 6 values. */
  interval: z.tuple([z.number(), z.number()]).optional(),
  /** A tool's standard deviation, in `unit`, where rows are not at hand. */
  deviation: z.number().optional(),
  /** Decimal places to show in base units × `scale` of the writer: significant digits follow the interval. */
  digits: z.int().positive(),
  /** Formula over field names or inputs, as code evaluated it (`eval_count / eval_duration`). */
  formula: z.string().optional(),
  /** Ids of the facts it was computed from. */
  inputs: z.array(z.string()),
  sources: z.array(sourceSchema).max(20),
  sourceCount: z.int()
});
export type Fact = z.infer<typeof factSchema>;

export const findingKinds = [
  "dominant_phase",
  "cold_start",
  "failures",
  "factor_matters",
  "no_effect_shown",
  "tradeoff",
  "optimization_backfires",
  "break_even",
  "scaling_limit",
  "spread",
  "changed",
  "utilization",
  "inconsistent"
] as const;
export type FindingKind = (typeof findingKinds)[number];

const factsByRoleSchema = z.record(z.string(), z.string());

/** One statement for the reader. Several subjects with the same statement are members of one finding, not several findings. */
export const findingSchema = z.strictObject({
  id: z.string(),
  kind: z.enum(findingKinds),
  /** Which sentence pattern of the kind (`flat`, `gain`, …): with `kind` it names the locale's messages. */
  variant: z.string(),
  /** Sessions of one tool over one kind of subject. */
  workload: z.string(),
  /** Labels that all members share and the sentence names. */
  subject: labelsSchema,
  members: z
    .array(
      z.strictObject({
        subject: labelsSchema,
        facts: factsByRoleSchema,
        /** Words of the data the sentence needs: a phase, a factor's name. */
        words: z.record(z.string(), z.string()).default({})
      })
    )
    .min(1),
  /** Role -> fact id: the slots of the locale's sentence (`share`, `bound`, `cold`, `warm`, …). */
  facts: factsByRoleSchema,
  words: z.record(z.string(), z.string()).default({}),
  /** Seconds concerned / seconds of one pass over everything read (DESIGN section 5; failures: attempts); the same meaning for every kind. */
  severity: z.number().min(0).max(1),
  /** Of that, what the data show could be saved; absent when nothing in the data shows it. */
  gain: z.strictObject({share: z.number(), basis: z.enum(["measured", "bound"])}).optional(),
  confidence: z.enum(["high", "medium", "low"]),
  /** What moves along with it. Not empty: confidence is at most medium and the sentence says so. */
  confounders: z.array(noteSchema),
  /** Why the confidence is what it is. */
  reasons: z.array(noteSchema)
});
export type Finding = z.infer<typeof findingSchema>;

export const recommendationSchema = z.strictObject({
  id: z.string(),
  findings: z.array(z.string()).min(1),
  action: noteSchema,
  /** What is gained, worded by the locale from facts. */
  expected: noteSchema,
  /** What gets worse; absent when the data show no price. */
  price: noteSchema.optional(),
  verifyBy: noteSchema
});
export type Recommendation = z.infer<typeof recommendationSchema>;

export const gapSchema = z.strictObject({what: noteSchema, why: noteSchema, needed: noteSchema, blocks: z.array(z.enum(findingKinds))});
export type Gap = z.infer<typeof gapSchema>;

/** A table of facts for the reader, chosen by the analyst, titled and worded by the locale under `table.<kind>`. */
export const tableSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  section: z.enum(["data", "performance", "limitations"]),
  /** What the caption names: session place, model. */
  words: z.record(z.string(), z.string()).default({}),
  facts: factsByRoleSchema.default({}),
  /** Label keys in column order, then fact roles in column order. */
  labels: z.array(z.string()),
  columns: z.array(z.string()),
  rows: z.array(z.strictObject({labels: labelsSchema, facts: factsByRoleSchema})),
  /** Sentences below the table. */
  notes: z.array(noteSchema)
});
export type Table = z.infer<typeof tableSchema>;

/** What the analyst hands to the writer. */
export const analysisSchema = z.strictObject({
  version: z.literal(1),
  /** sha256 of the evidence it was made from. */
  evidence: z.string(),
  facts: z.array(factSchema),
  /** Best first. */
  findings: z.array(findingSchema),
  recommendations: z.array(recommendationSchema),
  gaps: z.array(gapSchema),
  tables: z.array(tableSchema),
  /** Statements about the data as a whole (`data`), and what weakens the conclusions (`limitations`), next measurements (`next_steps`). */
  remarks: z.array(z.strictObject({section: z.enum(["data", "performance", "limitations", "next_steps"]), note: noteSchema})),
  /** Role -> fact id of what the report's header and title name. */
  header: z.strictObject({
    models: z.array(z.string()),
    facts: factsByRoleSchema,
    environment: labelsSchema
  })
});
export type Analysis = z.infer<typeof analysisSchema>;
