import {z} from "zod";
import {labelsSchema, noteSchema, unitSchema} from "./words.ts";

/** What an agent configuration was measured by; definitions in the locale under `score.<name>`. */
export const scoreNames = [
  "acceptance",
  "coverage",
  "wall_time",
  "fallback",
  "refused",
  "refused_digit",
  "refused_letter",
  "refused_direction",
  "refused_subject",
  "refused_language",
  "refused_chat",
  "refused_repetition",
  "refused_other",
  "repairs",
  "schema_valid",
  "agreement",
  "distinct_texts",
  "calls",
  "failed_calls",
  "prompt_tokens",
  "output_tokens",
  "ttft",
  "decode_throughput"
] as const;
export type ScoreName = (typeof scoreNames)[number];

/** The scores that are tested against the reference. */
export const mainScores = ["acceptance", "coverage", "wall_time"] as const satisfies readonly ScoreName[];
export type MainScore = (typeof mainScores)[number];

/** Reasons for which a sentence is refused, as groups of the checks' codes. */
export const refusalReasons = ["digit", "letter", "direction", "subject", "language", "chat", "repetition", "other"] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** One sentence that the model was asked to reword. */
const sentenceSchema = z.strictObject({
  section: z.string(),
  /** Number within the section, from 1: the same sentence in every repeat and cell. */
  number: z.int().positive(),
  /** The finding it states, if it is one of the summary. */
  finding: z.string().optional(),
  template: z.string(),
  /** As it stands in the report: the model's words, or the template's. */
  text: z.string(),
  by: z.enum(["template", "model"]),
  /** Refused once and mended. */
  isRepaired: z.boolean(),
  refused: z.array(z.strictObject({text: z.string(), faults: z.array(noteSchema)}))
});

/** One repeat of one cell: one whole report made with the configuration. Stored as soon as it is there; failed calls are part of it. */
export const cellRunSchema = z.strictObject({
  version: z.literal(1),
  cell: z.string(),
  /** From 1. */
  repeat: z.int().positive(),
  seed: z.int(),
  sentences: z.array(sentenceSchema),
  calls: z.strictObject({
    count: z.int(),
    /** First tries, and those of them whose reply had the right shape. */
    first: z.int(),
    valid: z.int(),
    /** Codes of what went wrong, one per failed call. */
    failed: z.array(noteSchema),
    promptTokens: z.int().optional(),
    outputTokens: z.int().optional(),
    /** Seconds until the first token, median over calls; without the load of the model. */
    ttft: z.number().optional(),
    /** Tokens per second, over all calls. */
    decodeThroughput: z.number().optional()
  }),
  /** Seconds of all model calls and our own work around them; without the load of the model. */
  seconds: z.number(),
  /** Seconds that the load took in this repeat; absent when the model was loaded. */
  loadSeconds: z.number().optional()
});
export type CellRun = z.infer<typeof cellRunSchema>;

/** One agent configuration. */
export const cellSchema = z.strictObject({
  /** Readable and the same for the same configuration: `baseline·gemma3:1b·num_ctx=1024`. */
  id: z.string(),
  agent: z.string(),
  provider: z.string(),
  /** Absent: no model. */
  model: z.string().optional(),
  digest: z.string().optional(),
  options: labelsSchema
});
export type Cell = z.infer<typeof cellSchema>;

const scoreSchema = z.strictObject({
  /** A value per repeat, in the order of the repeats; one value for what is said of all repeats together. */
  values: z.array(z.number()),
  median: z.number(),
  /** 95 % interval of the median; absent below 6 repeats. */
  interval: z.tuple([z.number(), z.number()]).optional(),
  unit: unitSchema
});

/** A repeat that gave nothing. */
export const failureSchema = z.strictObject({repeat: z.int(), reason: noteSchema});

const verdicts = ["better", "worse", "no-difference-shown", "too-few"] as const;
export type Verdict = (typeof verdicts)[number];

const contrastSchema = z.strictObject({
  cell: z.string(),
  score: z.enum(mainScores),
  /** Cell less reference, in the score's unit; for `wall_time` cell over reference. */
  effect: z.number(),
  /** 95 % interval of `effect`; absent where repeats are too few. */
  interval: z.tuple([z.number(), z.number()]).optional(),
  /** Permutation test; `adjusted` by Holm over all cells and main scores. Absent when too few. */
  p: z.number().optional(),
  adjusted: z.number().optional(),
  verdict: z.enum(verdicts)
});
export type Contrast = z.infer<typeof contrastSchema>;

export const comparisonSchema = z.strictObject({
  version: z.literal(1),
  artifacts: z.string(),
  /** Cell that the others are compared with. */
  reference: z.string(),
  repeats: z.int().positive(),
  /** Seed of the order in which the cells ran. */
  seed: z.int(),
  cells: z.array(
    cellSchema.extend({
      /** Repeats that were done; those that ended in an error are in `failures`. */
      done: z.int(),
      failures: z.array(failureSchema),
      scores: z.partialRecord(z.enum(scoreNames), scoreSchema),
      /** No other cell is both quicker and better accepted, by medians. */
      isOnFront: z.boolean()
    })
  ),
  contrasts: z.array(contrastSchema),
  /** Better than the reference in one main score at least and worse in none; or the reference, when all others are worse. */
  winner: z.string().optional(),
  /** Several cells of which each would be the winner alone: they differ in what they are good at. */
  candidates: z.array(z.string())
});
export type Comparison = z.infer<typeof comparisonSchema>;
