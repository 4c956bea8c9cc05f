import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {JsonDocument} from "../documents.ts";
import {failureKind} from "../failure-kind.ts";
import {measuredCell} from "../measured-value.ts";
import {readRecords} from "../read-records.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {settingKey} from "../setting-labels.ts";
import {buildTable} from "../table.ts";
import {epochSeconds} from "../zoned-time.ts";

/**
 * Eager code against compiled code: a list of `{model, backend, config, device, torch, status, compile_time_s, latency_ms_samples[],
 * error}`. A row per timed call (latency in s), one failed row for a configuration that did not run; the first call, which compiles, is
 * a reported compile time. An option of `config` that others of the file set and a record does not is `default`.
 */
export const compileVsEager: Reader = {
  format: "compile-vs-eager",
  category: "compilation",
  detect: ({text, documents}) => text.includes('"latency_ms_samples"') && isList(documents),
  read({path, documents, documentProblems}) {
    const problems: NoteInput[] = [...documentProblems];
    const records: Entry[] = readRecords(elementsOf(documents), recordSchema, path, problems, (record, place) => [{place, record}]);
    const options = new Set(records.flatMap(({record}) => Object.keys(record.config)));
    const rows = records.flatMap(entry => rowsOf(entry, options, path, problems));
    const torch = new Set(records.flatMap(({record}) => record.torch ?? []));
    return {
      tables: rows.length === 0 ? [] : [buildTable({columns: [{metric: "latency", field: samplesField}], rows})],
      reported: records.flatMap(entry => compileTimeOf(entry, options, path, problems)),
      session: {tool: "compile-bench", environment: torch.size === 1 ? {torch: [...torch][0] ?? ""} : {}},
      problems
    };
  }
};

const samplesField = "/latency_ms_samples";

interface Entry {
  place: string;
  record: CompileRecord;
}

const elementsOf = (documents: readonly JsonDocument[]) =>
  documents.flatMap(({at, value}) =>
    Array.isArray(value) ? value.map((item: unknown, index): JsonDocument => ({at: `${at}/${index}`, value: item})) : [{at, value}]
  );

function isList(documents: readonly JsonDocument[]): boolean {
  const elements = elementsOf(documents);
  return elements.length > 0 && elements.slice(0, 20).every(({value}) => recordSchema.safeParse(value).success);
}

function rowsOf({place, record}: Entry, options: ReadonlySet<string>, path: string, problems: NoteInput[]): DraftRow[] {
  const labels = labelsOf(record, options);
  const started = epochSeconds(record.started);
  const time = started === undefined ? {} : {time: started};
  const samples = record.latency_ms_samples;
  const reason = record.error ?? "";
  if (record.status !== "ok" || reason !== "" || samples.length === 0)
    return [{place, labels, ...time, values: {}, failure: {reason, kind: failureKind(reason, undefined)}}];
  return samples.map((raw, index) => {
    const value = measuredCell({metric: "latency", raw, per: 1e3, at: `${place}${samplesField}/${index}`}, path, problems);
    return {place, labels, ...time, repeat: {repeat: index + 1}, values: {[samplesField]: value}};
  });
}

function compileTimeOf({place, record}: Entry, options: ReadonlySet<string>, path: string, problems: NoteInput[]): ReportedDraft[] {
  const at = `${place}/compile_time_s`;
  const value = measuredCell({metric: "compile_time", raw: record.compile_time_s, at}, path, problems);
  if (value === null) return [];
  const statistics = [{statistic: "value" as const, value, at}];
  return [buildReported({part: place, metric: "compile_time", labels: labelsOf(record, options), over: "samples", n: 1, statistics})];
}

function labelsOf({model, backend, device, threads, config}: CompileRecord, options: ReadonlySet<string>): Labels {
  const own = [...options].map((name): [string, string | number | boolean] => [settingKey(name), config[name] ?? "default"]);
  return {
    model,
    ...(device === undefined ? {} : {device}),
    backend,
    ...Object.fromEntries(own),
    ...(threads === undefined ? {} : {threads})
  };
}

const recordSchema = z.looseObject({
  model: z.string(),
  backend: z.string(),
  config: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  device: z.string().optional(),
  torch: z.string().optional(),
  threads: z.number().optional(),
  started: z.string().optional(),
  status: z.string(),
  compile_time_s: z.number().nullish(),
  latency_ms_samples: z.array(z.number().nullable()),
  error: z.string().nullish()
});
type CompileRecord = z.infer<typeof recordSchema>;
