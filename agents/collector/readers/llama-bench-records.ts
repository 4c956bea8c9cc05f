import type {Labels, NoteInput, Time} from "../../contracts/index.ts";
import {measuredCell, measuredValue} from "../measured-value.ts";
import {modelName, quantizationName} from "../model-name.ts";
import type {DraftRow, ReportedDraft, SessionDraft, TableDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable, type DraftColumn} from "../table.ts";
import {epochSeconds, writtenTime} from "../zoned-time.ts";

/**
 * One test of llama-bench in its JSON, CSV or SQL form, which share their field names; numbers may be texts.
 * https://github.com/ggml-org/llama.cpp/tree/master/tools/llama-bench
 */
export interface LlamaBenchRecord {
  /** Place without a field. */
  place: string;
  /** Place of one field. */
  at: (field: string) => string;
  fields: Readonly<Record<string, unknown>>;
}

/** `pp` prompt processing, `tg` generation, `pg` both in one test: three metrics that are never averaged. */
export type LlamaBenchTest = "pp" | "tg" | "pg";

export const throughputOf = {pp: "prefill_throughput", tg: "decode_throughput", pg: "total_throughput"} as const satisfies Record<
  LlamaBenchTest,
  string
>;

/** Field names that only llama-bench writes together. */
export const isLlamaBench = (names: readonly string[]): boolean =>
  ["model_filename", "n_prompt", "n_gen", "avg_ts"].every(name => names.includes(name));

export function testOf({fields}: LlamaBenchRecord): LlamaBenchTest {
  const prompt = numberOf(fields["n_prompt"]) ?? 0;
  const generated = numberOf(fields["n_gen"]) ?? 0;
  if (prompt > 0 && generated > 0) return "pg";
  return generated > 0 ? "tg" : "pp";
}

/** Lengths of zero are left out: they say which test it was. */
export function labelsOf({fields}: LlamaBenchRecord): Labels {
  const keyType = textOf(fields["type_k"]);
  const valueType = textOf(fields["type_v"]);
  const gpu = textOf(fields["gpu_info"]);
  return present({
    ...modelLabels(fields),
    backend: textOf(fields["backends"]) ?? oldBackend(fields),
    ...(gpu === undefined ? {device: fields["gpu_info"] === "" ? "cpu" : undefined} : {gpu}),
    threads: numberOf(fields["n_threads"]),
    batch: numberOf(fields["n_batch"]),
    ubatch: numberOf(fields["n_ubatch"]),
    num_gpu: numberOf(fields["n_gpu_layers"]),
    ...(keyType === valueType ? {kv_type: keyType} : {"x.type_k": keyType, "x.type_v": valueType}),
    flash_attention: scalarOf(fields["flash_attn"]),
    depth: numberOf(fields["n_depth"]),
    prompt_length: numberOf(fields["n_prompt"]) || undefined,
    output_length: numberOf(fields["n_gen"]) || undefined
  });
}

function modelLabels(fields: LlamaBenchRecord["fields"]): Record<string, string | undefined> {
  const file = modelName(textOf(fields["model_filename"]) ?? "");
  const type = modelType(textOf(fields["model_type"]) ?? "");
  const count = numberOf(fields["model_n_params"]);
  return {
    model: file.model === "" ? type.model : file.model,
    quantization: file.quantization ?? type.quantization,
    parameters: file.parameters ?? type.parameters ?? (count === undefined ? undefined : shortCount(count))
  };
}

/** `model_type`, and the `model` column of the Markdown form: `gemma3 270M Q4_K - Medium`, `llama ?B Q3_K - Large`. */
export function modelType(text: string): {model?: string; quantization?: string; parameters?: string} {
  const [, name = text, base = "", words = ""] = /^(.*?)\s+(?:mostly\s+|all\s+)?((?:I?Q|TQ|BF|F|MXFP)\d\w*)\b(.*)$/.exec(text) ?? [];
  const letter = base === "Q2_K" && /Medium/.test(words) ? "" : (/ - (Small|Medium|Large)/.exec(words)?.[1]?.[0] ?? "");
  const quantization = quantizationName(letter === "" ? base : `${base}_${letter}`);
  const parameters = modelName(name).parameters;
  const model = name.replace(/\s*\?B$/, "").trim();
  return {
    ...(model === "" ? {} : {model}),
    ...(quantization === undefined ? {} : {quantization}),
    ...(parameters === undefined ? {} : {parameters})
  };
}

/** Before 2024-12 a build said with flags what it ran on. */
function oldBackend(fields: LlamaBenchRecord["fields"]): string | undefined {
  const flags = ["cuda", "hip", "vulkan", "kompute", "metal", "sycl", "opencl", "gpu_blas", "blas"].filter(name => name in fields);
  if (flags.length === 0) return undefined;
  return flags.find(name => fields[name] === true || fields[name] === 1 || fields[name] === "1")?.toUpperCase() ?? "CPU";
}

/** Mean and standard deviation as the tool states them. */
export function reportedSpeed(record: LlamaBenchRecord, path: string, problems: NoteInput[], n?: number): ReportedDraft {
  const metric = throughputOf[testOf(record)];
  const mean = measuredCell({metric, raw: record.fields["avg_ts"], at: record.at("avg_ts")}, path, problems);
  return buildReported({
    part: record.place,
    metric,
    labels: labelsOf(record),
    over: "samples",
    n,
    statistics: [
      {statistic: "mean", value: mean, at: record.at("avg_ts")},
      {statistic: "std", value: mean === null ? null : numberOf(record.fields["stddev_ts"]), at: record.at("stddev_ts")}
    ]
  });
}

const modelFields = [
  {metric: "model_size", name: "model_size"},
  {metric: "model_parameters", name: "model_n_params"}
] as const;

/** Size of the tensors and number of parameters: one row per model file, at its first record. `prefix` makes the field of a place. */
export function modelsTable(records: readonly LlamaBenchRecord[], prefix: string): TableDraft[] {
  const rows = [...firstOfEachModel(records)].map(
    ([, record]): DraftRow => ({
      place: record.place,
      labels: present(modelLabels(record.fields)),
      values: Object.fromEntries(modelFields.map(({metric, name}) => [prefix + name, measuredValue(metric, record.fields[name]).value]))
    })
  );
  const columns: DraftColumn[] = modelFields.map(({metric, name}) => ({metric, field: prefix + name}));
  const table = buildTable({part: "models", row: "property", columns, rows});
  return table.columns.length === 0 ? [] : [table];
}

/** The same for forms whose places name no field. */
export function modelsReported(records: readonly LlamaBenchRecord[]): ReportedDraft[] {
  return [...firstOfEachModel(records).values()].flatMap(record =>
    modelFields.flatMap(({metric, name}) => {
      const {value} = measuredValue(metric, record.fields[name]);
      const statistics = [{statistic: "value" as const, value, at: record.at(name)}];
      return value === null ? [] : [buildReported({part: record.place, metric, labels: present(modelLabels(record.fields)), statistics})];
    })
  );
}

function firstOfEachModel(records: readonly LlamaBenchRecord[]): Map<string, LlamaBenchRecord> {
  const first = new Map<string, LlamaBenchRecord>();
  for (const record of records) {
    const key = `${record.fields["model_filename"]} ${record.fields["model_type"]}`;
    if (!first.has(key)) first.set(key, record);
  }
  return first;
}

/** The machine and build that all records agree on, and when the tests ran. */
export function llamaBenchSession(records: readonly LlamaBenchRecord[]): SessionDraft {
  const times = records.flatMap(({fields}) => writtenTime(fields["test_time"]) ?? []);
  const sorted = times.filter(time => time.utc !== undefined).sort((a, b) => (epochSeconds(a.utc) ?? 0) - (epochSeconds(b.utc) ?? 0));
  const startedAt: Time | undefined = sorted[0];
  return {
    tool: "llama-bench",
    // One call of the program is one execution, whatever folder its outputs share; the twin formats of one call agree in their times.
    ...(startedAt === undefined ? {} : {startedAt, key: startedAt.text}),
    environment: present({
      cpu: shared(records, fields => textOf(fields["cpu_info"])),
      gpu: shared(records, fields => textOf(fields["gpu_info"]) ?? (fields["gpu_info"] === "" ? "none" : undefined)),
      runtime: shared(records, fields => runtimeOf(textOf(fields["build_commit"]), numberOf(fields["build_number"])))
    })
  };
}

/** `llama.cpp b5606`; a build outside git calls itself `unknown` and 0. */
export function runtimeOf(commit: string | undefined, build: number | undefined): string | undefined {
  if (build !== undefined && build > 0) return `llama.cpp b${build}`;
  return commit === undefined || commit === "unknown" ? undefined : `llama.cpp ${commit}`;
}

function shared(
  records: readonly LlamaBenchRecord[],
  read: (fields: LlamaBenchRecord["fields"]) => string | undefined
): string | undefined {
  const values = new Set(records.map(({fields}) => read(fields)));
  return values.size === 1 ? [...values][0] : undefined;
}

const shortCount = (count: number) => (count >= 1e9 ? `${Number((count / 1e9).toFixed(1))}B` : `${Math.round(count / 1e6)}M`);

const textOf = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

function numberOf(value: unknown): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

const scalarOf = (value: unknown) => (typeof value === "boolean" ? value : numberOf(value));

/** Labels without those that were not recorded. */
function present(labels: Readonly<Record<string, Labels[string] | undefined>>): Labels {
  return Object.fromEntries(Object.entries(labels).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
