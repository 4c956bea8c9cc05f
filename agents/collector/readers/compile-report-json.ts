import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import {failureKind} from "../failure-kind.ts";
import {measuredCell} from "../measured-value.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {settingLabels} from "../setting-labels.ts";
import {buildTable} from "../table.ts";
import {escapedKey} from "../json-leaves.ts";
import {compileLabels, compileSession, deviceWarnings} from "./compile-report.ts";
import {timeFieldsSchema, timeStatistics} from "./time-statistics.ts";
import {torchEnvironment} from "./torch-environment.ts";

/**
 * Compile benchmark of one model over several backends (`model`, `settings`, `backends.<name>.{compilation, benchmark}`). Reported per
 * backend: latency over the timed runs and the compile time. The table has a row per backend that was tried and no column: one that
 * failed (no success, an error, a mean of zero) is a failed attempt with its reason.
 */
export const compileReportJson: Reader = {
  format: "compile-report-json",
  category: "compilation",
  detect: ({text, documents}) =>
    text.includes('"backends"') && documents.length === 1 && reportSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const report = reportSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const tried = Object.entries(report.backends).map(([backend, result]) => triedOf(backend, result, report));
    const rows = tried.map(
      ({place, labels, failure}): DraftRow => ({place, labels, values: {}, ...(failure === undefined ? {} : {failure})})
    );
    return {
      tables: [buildTable({part: "/backends", columns: [], rows})],
      reported: tried.flatMap(backend => recordsOf(backend, report, path, problems)),
      session: compileSession(report.generated_at, path, torchEnvironment(report.environment)),
      problems
    };
  }
};

interface Tried {
  place: string;
  result: Result;
  labels: Labels;
  failure: DraftRow["failure"];
}

function triedOf(backend: string, result: Result, {model, settings}: Report): Tried {
  const options = {...result.benchmark?.metadata, ...result.compilation?.metadata};
  const {name, device: _device, dtype: _dtype, seq_len: length, ...shape} = model;
  const labels = {
    ...compileLabels({
      model: name,
      device: model.device,
      dtype: model.dtype,
      backend,
      providers: words(options["providers"]),
      precisions: words(options["enabled_precisions"]),
      mode: options["mode"],
      fullgraph: options["fullgraph"],
      dynamic: options["dynamic"]
    }),
    ...settingLabels(shape),
    ...(typeof length === "number" ? {prompt_length: length} : {}),
    ...(settings.runs === undefined ? {} : {runs: settings.runs}),
    ...(settings.warmup_runs === undefined ? {} : {warmup_runs: settings.warmup_runs})
  };
  return {place: `/backends/${escapedKey(backend)}`, result, labels, failure: failureOf(result)};
}

function failureOf({compilation, benchmark, error}: Result): DraftRow["failure"] {
  const reasons = [compilation?.error, benchmark?.error, benchmark?.metadata?.["error"], error];
  const reason = reasons.find(text => typeof text === "string" && text !== "");
  const hasFailed = compilation?.success === false || benchmark?.success === false || !((benchmark?.mean_time_ms ?? 0) > 0);
  if (reason === undefined && !hasFailed) return undefined;
  const words = typeof reason === "string" ? reason : "";
  return {reason: words, kind: failureKind(words, undefined)};
}

function recordsOf(
  {place, result, labels, failure}: Tried,
  {model, settings}: Report,
  path: string,
  problems: NoteInput[]
): ReportedDraft[] {
  const records: ReportedDraft[] = [];
  const {benchmark, compilation} = result;
  const warnings = deviceWarnings(labels, model.device, {artifact: path, at: place});
  if (benchmark !== null && benchmark !== undefined && failure === undefined) {
    const at = `${place}/benchmark`;
    const latency = timeStatistics(benchmark, path, at, problems);
    const notes = [...warnings, ...latency.warnings];
    if (latency.statistics.length > 0)
      records.push(
        buildReported({
          part: at,
          metric: "latency",
          labels,
          over: "samples",
          n: settings.runs,
          statistics: latency.statistics,
          warnings: notes
        })
      );
  }
  if (compilation !== null && compilation !== undefined && compilation.success !== false) {
    const at = `${place}/compilation/compile_time_s`;
    const value = measuredCell({metric: "compile_time", raw: compilation.compile_time_s, at}, path, problems);
    const statistics = [{statistic: "value" as const, value, at}];
    if (value !== null)
      records.push(
        buildReported({part: `${place}/compilation`, metric: "compile_time", labels, over: "samples", n: 1, statistics, warnings})
      );
  }
  return records;
}

const words = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((word: unknown) => typeof word === "string" && word !== "");

const options = z.record(z.string(), z.unknown()).optional();
const resultSchema = z.looseObject({
  compilation: z
    .looseObject({
      success: z.boolean().optional(),
      compile_time_s: z.unknown().optional(),
      metadata: options,
      error: z.unknown().optional()
    })
    .nullish(),
  benchmark: timeFieldsSchema.extend({success: z.boolean().optional(), error: z.unknown().optional(), metadata: options}).nullish(),
  error: z.unknown().optional()
});
type Result = z.infer<typeof resultSchema>;
const reportSchema = z.looseObject({
  generated_at: z.string().optional(),
  model: z.looseObject({name: z.string(), device: z.string().optional(), dtype: z.string().optional(), seq_len: z.unknown().optional()}),
  settings: z.looseObject({runs: z.int().optional(), warmup_runs: z.int().optional()}),
  backends: z
    .record(z.string(), resultSchema)
    .refine(backends => Object.values(backends).some(({benchmark}) => (benchmark ?? null) !== null)),
  environment: z.unknown().optional()
});
type Report = z.infer<typeof reportSchema>;
