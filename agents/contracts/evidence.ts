import {z} from "zod";
import {betterSchema, labelsSchema, noteSchema, pathSchema, phaseSchema, sourceSchema, timeSchema, unitSchema} from "./words.ts";

/** One file of the artifact folder, whether anything was read from it or not. */
export const artifactSchema = z.strictObject({
  path: pathSchema,
  /** Name of the reader that took it; absent for unknown, ignored, unreadable. */
  format: z.string().optional(),
  /** What the content is about, from its format: `inference`, `serving`, `quality`, `storage`, `compilation`, `system`, `log`, `document`, `other`. */
  category: z.string(),
  bytes: z.int().nonnegative(),
  /** Absent when it was not opened: `ignored`, some `unreadable`. */
  sha256: z.string().length(64).optional(),
  encoding: z.string().optional(),
  /**
   * `read`: everything recognised was taken · `partial`: some of it was rejected, see `problems` · `empty`: understood, holds no
   * measurement (README, error text, 0 inferences) · `ignored`: skipped by a rule · `unknown`: no reader yet · `unreadable`:
   * cannot be opened or decoded · `duplicate`: same bytes as `copyOf`.
   */
  status: z.enum(["read", "partial", "empty", "unreadable", "unknown", "ignored", "duplicate"]),
  /** Only for `duplicate`: the first path with these bytes. */
  copyOf: pathSchema.optional(),
  problems: z.array(noteSchema).default([])
});
export type Artifact = z.infer<typeof artifactSchema>;

/** One execution of a benchmark tool: what a regression, a drift or a rerun is about. */
export const sessionSchema = z.strictObject({
  id: z.string(),
  /** The tool whose measurements these are (`ollama`, `llama-bench`, …), not the program that wrote the file down. */
  tool: z.string(),
  /** Folder (or file) that the session is named by in the report. */
  place: z.string(),
  startedAt: timeSchema.optional(),
  endedAt: timeSchema.optional(),
  artifacts: z.array(pathSchema).min(1),
  environment: labelsSchema
});
export type Session = z.infer<typeof sessionSchema>;

/** Up to 20,000 cells inline; above that a little-endian f64 file beside evidence.json (NaN = not measured). */
export const valuesSchema = z.union([
  z.array(z.number().nullable()),
  z.strictObject({
    file: z.string(),
    count: z.int(),
    measured: z.int(),
    min: z.number(),
    max: z.number(),
    mean: z.number(),
    /** 0, 1, … 100 % quantiles, exact (type 7). */
    quantiles: z.array(z.number()).length(101)
  })
]);

/** One metric of a table: `values[i]` belongs to row i; null = attempted, not measured. */
export const columnSchema = z.strictObject({
  metric: z.string(),
  /** Which of the metric's definitions; `as-named` from generic readers: compared only inside one format. */
  definition: z.string(),
  unit: unitSchema,
  better: betterSchema,
  /** Field name in the file: with the row it gives the source of every value (`R3:` + field, `#3` + pointer). */
  field: z.string(),
  /** cumulative: a counter since start, only differences mean something. */
  kind: z.enum(["sample", "cumulative"]).default("sample"),
  values: valuesSchema
});
export type Column = z.infer<typeof columnSchema>;

/** What differs from row to row, as levels + index (a column of a design, not a result). `index[row]` points into `levels`. */
export const factorSchema = z.strictObject({
  key: z.string(),
  /** `pairing` ties equal work together (prompt), `repeat` numbers attempts, `group` ties rows made at once (a burst of clients). */
  role: z.enum(["subject", "setting", "pairing", "repeat", "group"]),
  levels: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
  index: z.array(z.int().nonnegative())
});
export type Factor = z.infer<typeof factorSchema>;

export const failureSchema = z.strictObject({
  row: z.int(),
  /** As the file says it, at most 300 characters, user and host names replaced; a quote, never worded by us. */
  reason: z.string(),
  /** `payload`: an answer came but is not whole · `missing`: no answer and no reason. */
  kind: z.enum(["error", "timeout", "status", "payload", "missing"])
});

/**
 * A measured table: rows are attempts (requests, runs, samples in time), columns are metrics of the same attempt.
 * A failed attempt is one row with no values, counted once.
 */
export const measurementSchema = z.strictObject({
  /** `m` + 10 hex of sha256(artifact sha256, `part`): unchanged when files are added or renamed. */
  id: z.string(),
  artifact: pathSchema,
  /** Section of the file that this table is: `` (whole), a pointer, `L40-L80`, or a reader's name of a second view (`groups`). */
  part: z.string(),
  session: z.string(),
  /** What a row is. `group`: several attempts made at once; `sample`: one of many readings of one attempt or of a clock. */
  row: z.enum(["attempt", "group", "sample", "property"]),
  subject: labelsSchema,
  settings: labelsSchema,
  rows: z.int().nonnegative(),
  /** Places of the rows without the field: `R1`…; `{prefix, first, step}` when they are simply counted. */
  places: z.union([z.array(z.string()), z.strictObject({prefix: z.string(), first: z.int(), step: z.int()})]),
  factors: z.array(factorSchema),
  /** Epoch seconds (start of the attempt) per row if the file has a clock per row. */
  times: valuesSchema.optional(),
  /** Only if the file says so (warm-up flag). Otherwise the analyst infers the phase and gives the rule. */
  phases: z.array(phaseSchema).optional(),
  failures: z.array(failureSchema),
  columns: z.array(columnSchema),
  warnings: z.array(noteSchema).default([])
});
export type Measurement = z.infer<typeof measurementSchema>;

export const statisticSchema = z.enum([
  "mean",
  "min",
  "max",
  "std",
  "stderr",
  "cv",
  "ci95_low",
  "ci95_high",
  "sum",
  "count",
  "rate",
  "share",
  "ratio",
  "difference",
  "slope",
  "overall",
  "last",
  "value",
  "p1",
  "p5",
  "p10",
  "p25",
  "p50",
  "p66",
  "p75",
  "p80",
  "p90",
  "p95",
  "p98",
  "p99",
  "p99.9",
  "p99.99"
]);
export type Statistic = z.infer<typeof statisticSchema>;

/** Statistics that a tool states and we cannot recompute: one record per metric and subject. */
export const reportedSchema = z.strictObject({
  id: z.string(),
  artifact: pathSchema,
  session: z.string(),
  subject: labelsSchema,
  settings: labelsSchema,
  metric: z.string(),
  definition: z.string(),
  unit: unitSchema,
  better: betterSchema,
  /** target: expected value, limit, SLO: never a measurement. */
  role: z.enum(["measured", "target", "previous"]),
  /** run_means: percentiles of means, not of samples. */
  over: z.enum(["samples", "run_means", "unknown"]),
  n: z.int().positive().optional(),
  statistics: z.array(z.strictObject({statistic: statisticSchema, value: z.number(), at: z.string()})),
  histogram: z.strictObject({bounds: z.array(z.number()), counts: z.array(z.number()), at: z.string()}).optional(),
  failed: z.int().nonnegative().optional(),
  warnings: z.array(noteSchema).default([])
});
export type Reported = z.infer<typeof reportedSchema>;

/** A number in prose or in a hand-made table: compared with evidence, never evidence. Made by agents/claims.ts. */
export const claimSchema = z.strictObject({
  source: sourceSchema,
  quote: z.string().max(200),
  value: z.number(),
  digits: z.int(),
  unit: unitSchema.optional(),
  metric: z.string().optional(),
  /** Named beside the number (mean, peak, p95); absent when the text names none. */
  statistic: statisticSchema.optional(),
  /**
   * Why the number is not the plain value of a statistic: `about` is rounded by its author, `bound` a limit, a range or a target, `part` of
   * some calls only (warm, first), `change` a difference, `versus` one of two values set against each other, `condition` holds under a
   * condition that is no known setting (`on long prompts`, `at 8 clients`).
   */
  hedge: z.enum(["about", "bound", "part", "change", "versus", "condition"]).optional(),
  /** A hand-made table by its first line, `L33`; absent in prose. */
  table: z.string().optional(),
  /** Subject and settings that the sentence, row or column names; the number of files says of which `type`. */
  subject: labelsSchema,
  /** Headings above it, outermost first, as written: they name a subject that the sentence leaves out. */
  heading: z.string().max(200).optional()
});
export type Claim = z.infer<typeof claimSchema>;

/** How two files hang together; only one side of `copy` and `summary` (the `from`) is not counted as measured. */
export const relationSchema = z.strictObject({
  /** `from` is a copy / summary / rerun of `to`, or cites it. */
  kind: z.enum(["copy", "summary", "rerun", "cites"]),
  from: pathSchema,
  to: pathSchema,
  /** Values (or, for summaries, rows) compared and in agreement. */
  compared: z.int(),
  agreed: z.int(),
  disagreements: z
    .array(
      z.strictObject({
        from: sourceSchema,
        to: sourceSchema,
        /** `missing-file`: `to` is cited and not there; its path is the name as written. */
        why: z.enum(["value", "metric", "missing-row", "missing-file"]),
        /** Both values in base units, where there are two. */
        values: z.tuple([z.number(), z.number()]).optional(),
        metric: z.string().optional(),
        /** What the value is in `to`, where `why` is `metric`. */
        toMetric: z.string().optional()
      })
    )
    .max(50)
});
export type Relation = z.infer<typeof relationSchema>;

/** What the collector hands to the analyst: everything that was read, and everything that was not. */
export const evidenceSchema = z.strictObject({
  version: z.literal(1),
  artifacts: z.array(artifactSchema),
  sessions: z.array(sessionSchema),
  measurements: z.array(measurementSchema),
  reported: z.array(reportedSchema),
  claims: z.array(claimSchema),
  relations: z.array(relationSchema),
  warnings: z.array(noteSchema)
});
export type Evidence = z.infer<typeof evidenceSchema>;
