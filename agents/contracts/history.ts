import {z} from "zod";
import {betterSchema, labelsSchema, noteSchema, phaseSchema, sourceSchema, timeSchema, unitSchema} from "./words.ts";

/** What makes two series of two runs the same: all of it equal. The environment is no part of it. */
const identity = {
  /** The tool whose measurement it is, of a file of unknown make its format; metrics of two tools are never one series. */
  tool: z.string(),
  metric: z.string(),
  definition: z.string(),
  unit: unitSchema,
  /** Never `neither`: what has no good direction is not followed. */
  better: betterSchema,
  subject: labelsSchema,
  /** Without those that say how much was measured (seed, number of runs). */
  settings: labelsSchema,
  phase: phaseSchema
};

/** One series of one run: attempts of equal subject, settings and phase, or what a tool states of them. */
export const seriesSchema = z.strictObject({
  ...identity,
  /** Of the session it was measured in; of several the keys on which they agree. */
  environment: labelsSchema,
  /** `stated`: mean and deviation as a tool gives them, without samples. */
  basis: z.enum(["samples", "stated"]),
  /** Base units, in the order measured; of more than 100 evenly spaced ones of the sorted samples. */
  samples: z.array(z.number()).max(100),
  /** How many there were. Absent where a tool states a value and not of how many. */
  n: z.int().positive().optional(),
  /** Of the samples; for `stated` the mean (or the value) that the tool gives. */
  median: z.number(),
  /** Standard deviation of one sample, as stated. */
  deviation: z.number().optional(),
  /** Median token counts of the attempts: metrics that depend on the work are compared at like work only. */
  work: z.record(z.string(), z.number()),
  sources: z.array(sourceSchema).max(20),
  sourceCount: z.int()
});
export type Series = z.infer<typeof seriesSchema>;

/** What one run (a folder of artifacts) measured: all that comparing it with other runs needs. */
export const runSeriesSchema = z.strictObject({
  version: z.literal(1),
  /** Name of the run, unique among those compared. */
  run: z.string().min(1),
  /** Earliest start that the data give; with `utc` only if the data name the zone. */
  time: timeSchema.optional(),
  /** The data say that every session of it was stopped before its end: it is listed and not compared. */
  aborted: z.boolean(),
  attempted: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  series: z.array(seriesSchema)
});
export type RunSeries = z.infer<typeof runSeriesSchema>;

/** `too-few`: no test is possible · `not-comparable`: the work differs. */
const verdictSchema = z.enum(["better", "worse", "no-difference-shown", "too-few", "not-comparable"]);

/** The newest run against earlier ones. */
export const changeSchema = z.strictObject({
  /** Runs it is compared with, oldest first; at most the last 20 of them. */
  runs: z.array(z.string()).max(20),
  runCount: z.int().nonnegative(),
  /** Base units; absent when nothing could be compared. */
  from: z.number().optional(),
  to: z.number(),
  /** `to / from`. */
  ratio: z.number().optional(),
  /** 95 % interval of `ratio`. */
  interval: z.tuple([z.number(), z.number()]).optional(),
  /**
   * What the verdict rests on. `runs`: noise between runs, from the history · `samples`: samples of two or a few runs, whose
   * noise between runs is assumed · `none`: no test.
   */
  basis: z.enum(["runs", "samples", "none"]),
  /** After Holm over all series of the metric. */
  p: z.number().optional(),
  verdict: verdictSchema,
  confidence: z.enum(["high", "medium", "low"]),
  /** What changed as well: `setting-changed`, `environment-changed` with `key`, `from`, `to`. */
  confounders: z.array(noteSchema),
  /** Why no more can be said: `one-run-each`, `few-runs`, `recorded-on-one-side`, `work-differs`, … */
  reasons: z.array(noteSchema)
});
export type Change = z.infer<typeof changeSchema>;

/** A lasting shift: from `run` on the level is another. */
export const levelChangeSchema = z.strictObject({
  /** First run of the new level, and the last one of the old. */
  run: z.string(),
  after: z.string(),
  /** Median over the runs of each level, base units. */
  from: z.number(),
  to: z.number(),
  ratio: z.number(),
  runsBefore: z.int(),
  runsAfter: z.int(),
  verdict: z.enum(["better", "worse"]),
  confounders: z.array(noteSchema)
});
export type LevelChange = z.infer<typeof levelChangeSchema>;

export const historySeriesSchema = z.strictObject({
  /** Slug + hash of the identity: the same in every history that has the series. */
  id: z.string(),
  ...identity,
  /** In the order of the runs; runs without the series are left out. The last one need not be the newest run. */
  points: z.array(z.strictObject({run: z.string(), n: z.int().optional(), median: z.number()})),
  /** Of the newest run; absent where it does not have the series, or no earlier run has it. */
  previous: changeSchema.optional(),
  history: changeSchema.optional(),
  /** Standard deviation of runs of one level, as a fraction; absent below 5 earlier runs. */
  noise: z.number().optional(),
  /** Oldest first; found from 6 runs on. */
  changes: z.array(levelChangeSchema),
  /** Of the newest run. */
  sources: z.array(sourceSchema).max(20),
  sourceCount: z.int()
});
export type HistorySeries = z.infer<typeof historySeriesSchema>;

/** Several runs beside each other, the newest one against those before. */
export const historySchema = z.strictObject({
  version: z.literal(1),
  /** `time`: by the times of the data · `name`: by name, since a run has no time with a zone · `given`: as handed over. */
  order: z.enum(["time", "name", "given"]),
  /** Oldest first. */
  runs: z.array(
    z.strictObject({
      run: z.string(),
      time: timeSchema.optional(),
      attempted: z.int(),
      failed: z.int(),
      /** Why it is not compared. */
      leftOut: z.enum(["aborted", "nothing-measured"]).optional()
    })
  ),
  /** The run that is compared: the last one that is not left out. */
  newest: z.string().optional(),
  series: z.array(historySeriesSchema),
  /** Series of the newest run that no earlier run has, and of the run before it that the newest has not. */
  unmatched: z.array(z.strictObject({...identity, run: z.string(), reason: z.enum(["new", "gone"])}))
});
export type History = z.infer<typeof historySchema>;

/** A condition that fails when a metric is worse by more than it allows: `decode_throughput<-5%`. */
export const gateSchema = z.strictObject({
  text: z.string(),
  metric: z.string(),
  /** Limit of `ratio - 1`: below it for `<`, above it for `>`. */
  sign: z.enum(["<", ">"]),
  limit: z.number()
});
export type Gate = z.infer<typeof gateSchema>;

export const gateResultSchema = z.strictObject({
  gate: gateSchema,
  run: z.string().optional(),
  /** `not-judged`: no series of the metric could be tested against its history. */
  verdict: z.enum(["passes", "fails", "not-judged"]),
  /** Series of the metric that were tested. */
  judged: z.int().nonnegative(),
  /** Ids of the series that fail, the worst first. */
  failed: z.array(z.string())
});
export type GateResult = z.infer<typeof gateResultSchema>;
