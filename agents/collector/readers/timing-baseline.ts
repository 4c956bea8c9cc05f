import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {torchEnvironment} from "./torch-environment.ts";
import {epochTime, latencyRecord, runFields, runTimingSchema} from "./torch-timing.ts";

/**
 * Baseline of a timing harness: `runs` times `samples_per_run` calls of something that only `test_name` names. Reported per run over its
 * samples (`x.run` tells them apart), and over the means of the runs, where `latency_percentiles` are percentiles of run means.
 */
export const timingBaseline: Reader = {
  format: "timing-baseline",
  category: "other",
  detect: ({text, documents}) =>
    text.includes('"timing_stats"') && documents.length === 1 && baselineSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const baseline = baselineSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const {test_name: test, runs, samples_per_run: samples, timing_stats: stats} = baseline;
    const labels = {test, runs, "x.samples_per_run": samples};
    const ofRuns = stats.run_results.flatMap((run, index) => {
      const part = `/timing_stats/run_results/${index}`;
      return latencyRecord(
        {part, labels: {...labels, "x.run": index + 1}, n: run.samples, over: "samples"},
        runFields(run),
        path,
        problems
      );
    });
    const endedAt = epochTime(baseline.timestamp);
    return {
      tables: [],
      reported: [...ofRuns, ...overRunMeans(baseline, labels, path, problems)],
      session: {
        tool: "timing-baseline",
        key: `${test} ${endedAt?.text ?? path}`,
        environment: torchEnvironment(baseline.environment),
        ...(endedAt === undefined ? {} : {endedAt})
      },
      problems
    };
  }
};

function overRunMeans(baseline: Baseline, labels: Record<string, string | number>, path: string, problems: NoteInput[]): ReportedDraft[] {
  const {timing_stats: stats, confidence_interval_95: interval} = baseline;
  const n = stats.run_results.length;
  const records = [
    ...latencyRecord(
      {part: "/timing_stats", labels, n, over: "run_means"},
      [
        ["mean", "/overall_mean_ms", stats.overall_mean_ms],
        ["std", "/overall_stdev_ms", stats.overall_stdev_ms],
        ["p50", "/latency_percentiles/p50", stats.latency_percentiles?.p50],
        ["p95", "/latency_percentiles/p95", stats.latency_percentiles?.p95],
        ["p99", "/latency_percentiles/p99", stats.latency_percentiles?.p99]
      ],
      path,
      problems
    ),
    ...latencyRecord(
      {part: "/confidence_interval_95", labels, n, over: "run_means"},
      [
        ["ci95_low", "/0", interval?.[0]],
        ["ci95_high", "/1", interval?.[1]]
      ],
      path,
      problems
    )
  ];
  return records.map(record =>
    record.part === "/confidence_interval_95" ? {...record, warnings: intervalWarnings(baseline, n, path)} : record
  );
}

/** Half-widths of 95 % in standard errors, Student's t for 1 to 9 degrees of freedom. */
const student = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

/** `interval-too-narrow`: the stated interval is not the one that its own mean, deviation and number of runs give. */
function intervalWarnings({timing_stats: stats, confidence_interval_95: interval}: Baseline, n: number, path: string): NoteInput[] {
  const factor = student[n - 2];
  if (interval === undefined || factor === undefined || !(stats.overall_stdev_ms > 0)) return [];
  const expected = (factor * stats.overall_stdev_ms) / Math.sqrt(n);
  const half = (interval[1] - interval[0]) / 2;
  if (half >= expected * 0.98) return [];
  return [{code: "interval-too-narrow", values: {n}, source: {artifact: path, at: "/confidence_interval_95"}}];
}

const percentile = z.number().nullish();
const baselineSchema = z.looseObject({
  test_name: z.string(),
  runs: z.int(),
  samples_per_run: z.int(),
  timing_stats: z.looseObject({
    overall_mean_ms: z.number(),
    overall_stdev_ms: z.number(),
    run_results: z.array(runTimingSchema).min(1),
    latency_percentiles: z.looseObject({p50: percentile, p95: percentile, p99: percentile}).optional()
  }),
  confidence_interval_95: z.tuple([z.number(), z.number()]).optional(),
  timestamp: z.unknown().optional(),
  environment: z.unknown().optional()
});
type Baseline = z.infer<typeof baselineSchema>;
