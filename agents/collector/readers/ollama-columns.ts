import {z} from "zod";
import {type Labels, type NoteInput, settingAliases, settingKeys, type Time} from "../../contracts/index.ts";
import {columnField} from "../csv.ts";
import {failureKind} from "../failure-kind.ts";
import {measuredCell} from "../measured-value.ts";
import {modelName, namedModel, quantizationName} from "../model-name.ts";
import type {DraftRow, ReaderInput, TableDraft} from "../reader.ts";
import {settingKey, settingLabels} from "../setting-labels.ts";
import {buildTable} from "../table.ts";
import {epochSeconds, writtenTime} from "../zoned-time.ts";

/** One record of an Ollama benchmark file: a CSV record or an object of a JSON list. */
export interface OllamaRecord {
  place: string;
  /** Place of one field. */
  at: (name: string) => string;
  names: readonly string[];
  /** Cell or value as written; undefined when the field is missing. */
  get: (name: string) => unknown;
}

/** Fields that the family of Ollama benchmark files shares; seconds and tokens per second already. */
const fields = [
  {metric: "ttft", name: "ttft_s"},
  {metric: "decode_throughput", name: "tokens_s"},
  {metric: "load_time", name: "load_s"},
  {metric: "prefill_time", name: "prompt_eval_s"},
  {metric: "decode_time", name: "eval_s"},
  {metric: "prompt_tokens", name: "prompt_eval_count"},
  {metric: "output_tokens", name: "eval_count"},
  {metric: "total_tokens", name: "total_tokens"},
  {metric: "response_chars", name: "response_chars"}
] as const;

/** Records of a CSV; those of another width are rejected with their place. */
export function csvRecords({path, csv}: ReaderInput, problems: NoteInput[]): OllamaRecord[] {
  if (csv === undefined) return [];
  const names = csv.header.map((_, index) => columnField(csv.header, index));
  const positions = new Map(names.map((name, index) => [name, index]));
  const ragged = new Set(csv.ragged);
  return csv.records.flatMap((cells, index): OllamaRecord[] => {
    const place = `R${index + 1}`;
    if (!ragged.has(index + 1)) return [{place, at: name => `${place}:${name}`, names, get: name => cells[positions.get(name) ?? -1]}];
    problems.push({code: "ragged-row", values: {}, source: {artifact: path, at: place}});
    return [];
  });
}

/** Whether the text is a CSV of runs; looks at its beginning before it asks for the table. */
export function hasRuns({text, csv}: ReaderInput): boolean {
  return text.slice(0, 4000).includes("tokens_s") && csv !== undefined && ["ttft_s", "tokens_s"].every(name => csv.header.includes(name));
}

export const hasColumns = ({csv}: ReaderInput, ...names: string[]): boolean => names.every(name => csv?.header.includes(name));

export const hasPrompt = ({csv}: ReaderInput): boolean =>
  ["prompt_index", "prompt_text", "prompt"].some(name => csv?.header.includes(name));

/** At least two settings in columns of their own. */
export const hasSettings = ({csv}: ReaderInput): boolean => (csv?.header.filter(isSettingName).length ?? 0) >= 2;

interface RunsOptions {
  /** `` for CSV columns, `/` for JSON fields. */
  prefix: "" | "/";
  /** Labels of the whole file, for what no record states. */
  labels?: Labels;
}

/**
 * A row per run. The prompt is a pairing number, its text stays in the file. A run with an `error`, or with zeros only, is a failed
 * attempt. `ttft_s` is `load_s + prompt_eval_s` where every row says so, else the client's.
 */
export function runsTable(
  records: readonly OllamaRecord[],
  {prefix, labels}: RunsOptions,
  path: string,
  problems: NoteInput[]
): TableDraft {
  const promptNumber = numbering();
  const quantizations = tagQuantizations(records);
  const rows = records.map((record): DraftRow => {
    const prompt = numberIn(record, "prompt_index") ?? promptNumber(textIn(record, "prompt_text") ?? textIn(record, "prompt"));
    const time = epochSeconds(record.get("timestamp"));
    const failure = failureOf(record);
    return {
      place: record.place,
      values: failure === undefined ? valuesOf(record, prefix, path, problems) : {},
      labels: recordLabels(record, quantizations),
      ...(prompt === undefined ? {} : {pairing: {prompt}}),
      ...(time === undefined ? {} : {time}),
      ...(failure === undefined ? {} : {failure})
    };
  });
  const definition = isLoadPlusPrefill(records) ? "load+prefill" : "client";
  const columns = fields.map(({metric, name}) => ({metric, field: prefix + name, ...(metric === "ttft" ? {definition} : {})}));
  return buildTable({columns, rows, ...(labels === undefined ? {} : {labels})});
}

function valuesOf(record: OllamaRecord, prefix: string, path: string, problems: NoteInput[]): Record<string, number | null> {
  const values: Record<string, number | null> = {};
  for (const {metric, name} of fields) {
    const raw = record.get(name);
    values[prefix + name] = measuredCell({metric, raw, at: record.at(name)}, path, problems);
  }
  return values;
}

function failureOf(record: OllamaRecord): DraftRow["failure"] {
  const reason = textIn(record, "error");
  if (reason !== undefined) return {reason, kind: failureKind(reason, undefined)};
  const written = fields.map(({name}) => record.get(name)).filter(raw => raw !== undefined && raw !== null && raw !== "");
  return written.every(raw => Number(raw) === 0) ? {reason: "", kind: "missing"} : undefined;
}

/** Model, quantization and settings as the record states them: settings in columns of their own, and an `options` object. */
export function recordLabels(record: OllamaRecord, quantizations: ReadonlyMap<string, string> = new Map()): Labels {
  const model = textIn(record, "model");
  const quantization = model === undefined ? undefined : (quantizations.get(model) ?? modelName(model).quantization);
  const labels: Labels = {...(model === undefined ? {} : {model}), ...(quantization === undefined ? {} : {quantization})};
  for (const name of record.names.filter(isSettingName)) {
    const raw = record.get(name);
    if (typeof raw === "number" || typeof raw === "boolean") labels[settingKey(name)] = raw;
    else if (typeof raw === "string" && raw !== "") labels[settingKey(name)] = Number.isNaN(Number(raw)) ? raw : Number(raw);
  }
  return {...labels, ...settingLabels(optionsOf(record.get("options")))};
}

const settingNames: ReadonlySet<string> = new Set([...settingKeys, ...Object.keys(settingAliases)]);

const isSettingName = (name: string): boolean => settingNames.has(name);

function optionsOf(raw: unknown): unknown {
  if (typeof raw !== "string") return raw;
  try {
    return optionsSchema.parse(JSON.parse(raw));
  } catch {
    return undefined;
  }
}

/** Model -> quantization where each model has one `tag`, each tag one model, and the tag is a quantization. */
function tagQuantizations(records: readonly OllamaRecord[]): Map<string, string> {
  const pairs = new Map(records.map(record => [JSON.stringify([textIn(record, "model"), textIn(record, "tag")]), record]));
  const found = new Map<string, string>();
  const tags = new Set<string>();
  for (const record of pairs.values()) {
    const model = textIn(record, "model");
    const name = quantizationName(textIn(record, "tag") ?? "");
    if (model === undefined || name === undefined || found.has(model) || tags.has(name)) return new Map();
    found.set(model, name);
    tags.add(name);
  }
  return found;
}

function isLoadPlusPrefill(records: readonly OllamaRecord[]): boolean {
  const checked = records.flatMap(record => {
    const cells = ["ttft_s", "load_s", "prompt_eval_s"].map(name => record.get(name));
    const [ttft, load, prefill] = cells.map(cell => (cell === undefined || cell === "" || cell === null ? Number.NaN : Number(cell)));
    if (ttft === undefined || load === undefined || prefill === undefined || !(ttft > 0) || Number.isNaN(load + prefill)) return [];
    return [Math.abs(ttft - load - prefill) <= cells.reduce<number>((sum, cell) => sum + halfUnit(String(cell)), 1e-9)];
  });
  return checked.length > 0 && checked.every(isSum => isSum);
}

/** Half a unit of the last written digit. */
function halfUnit(text: string): number {
  const decimals = /^-?\d*\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
  return 0.5 * 10 ** -Math.min(decimals, 9);
}

/** Numbers texts by first appearance, from 1. */
function numbering(): (text: string | undefined) => number | undefined {
  const known = new Map<string, number>();
  return text => {
    if (text === undefined) return undefined;
    const number = known.get(text) ?? known.size + 1;
    known.set(text, number);
    return number;
  };
}

/** Only the file name says which model it was: `gemma3_1b-it-qat_param_tuning.csv` -> `gemma3:1b-it-qat`. */
export function modelInPath(path: string): Labels {
  const stem = /^(.+?)_(?:param_tuning(?:_summary)?|baseline)\.\w+$/.exec(path.split("/").at(-1) ?? "")?.[1];
  if (stem === undefined || stem === "ollama") return {};
  return namedModel(stem.replace("_", ":"));
}

/** The first time stamp of a file, without `utc` when it has no zone. */
export function startOf(records: readonly OllamaRecord[]): {startedAt?: Time} {
  const time = writtenTime(records[0]?.get("timestamp"));
  return time === undefined ? {} : {startedAt: time};
}

export function textIn(record: OllamaRecord, name: string): string | undefined {
  const value = record.get(name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

function numberIn(record: OllamaRecord, name: string): number | undefined {
  const value = record.get(name);
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

const optionsSchema = z.record(z.string(), z.unknown());
