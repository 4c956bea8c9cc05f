import {z} from "zod";
import type {Labels, NoteInput, Phase} from "../../contracts/index.ts";
import {failureKind} from "../failure-kind.ts";
import {measuredValue, rejectedCell} from "../measured-value.ts";
import {modelName} from "../model-name.ts";
import type {DraftRow, Reader, ReaderInput, TableDraft} from "../reader.ts";
import {settingLabels} from "../setting-labels.ts";
import {buildTable, type DraftColumn} from "../table.ts";
import {epochSeconds} from "../zoned-time.ts";
import {type Attempt, attemptsOf, looksLikeAnswers} from "./ollama-attempts.ts";

/** Durations are nanoseconds; https://github.com/ollama/ollama/blob/main/docs/api.md#response. */
const fields: readonly {metric: string; name: string; per: number; tokens?: string}[] = [
  {metric: "total_time", name: "total_duration", per: 1e9},
  {metric: "load_time", name: "load_duration", per: 1e9},
  {metric: "prefill_time", name: "prompt_eval_duration", per: 1e9, tokens: "prompt_eval_count"},
  {metric: "decode_time", name: "eval_duration", per: 1e9, tokens: "eval_count"},
  {metric: "prompt_tokens", name: "prompt_eval_count", per: 1},
  {metric: "output_tokens", name: "eval_count", per: 1}
];

/**
 * Answers of the Ollama API: one document, JSON Lines, a recorded stream (timings on its `done: true` line), or lines of a
 * client that keep the answer under `response` beside `options`, `phase`, `repeat`, `started`, `http_status`, `wall_ms`.
 * A row per answer, times in s. Message contents are never read.
 */
export const ollamaAnswers: Reader = {
  format: "ollama-answers",
  category: "inference",
  isShownInManuals: true,
  detect: ({documents, documentProblems}) => looksLikeAnswers(documents) && !isProse(documents.length, documentProblems),
  read(input) {
    const problems: NoteInput[] = input.documentProblems.filter(({code}) => code !== textBetween);
    const remarks = input.documentProblems.filter(({code}) => code === textBetween);
    const {attempts, unknown} = attemptsOf(input.documents);
    for (const at of unknown) problems.push({code: "unknown-record", values: {}, source: {artifact: input.path, at}});
    const tables = (["", "/response"] as const).flatMap(prefix => {
      const rows = attempts.filter(attempt => attempt.prefix === prefix);
      return rows.length === 0 ? [] : [answersTable(prefix, rows.length === attempts.length ? "" : prefix, rows, input, problems)];
    });
    return {tables: [...tables, ...sizesTable(attempts)], reported: [], session: {tool: "ollama", environment: {}}, problems, remarks};
  }
};

const textBetween = "json-text-between";

/** Examples in a manual are no measurements: more lines of text than answers. */
function isProse(answers: number, problems: readonly NoteInput[]): boolean {
  const skipped = problems.find(({code}) => code === textBetween)?.values?.["lines"];
  return typeof skipped === "number" && skipped >= answers;
}

function answersTable(prefix: string, part: string, attempts: readonly Attempt[], input: ReaderInput, problems: NoteInput[]): TableDraft {
  const columns: DraftColumn[] = fields.map(({metric, name}) => ({metric, field: `${prefix}/${name}`}));
  columns.push({metric: "e2e_latency", field: "/wall_ms"});
  return buildTable({part, columns, rows: attempts.map(attempt => rowOf(attempt, prefix, input.path, problems))});
}

function rowOf(attempt: Attempt, prefix: string, path: string, problems: NoteInput[]): DraftRow {
  const {place, record} = attempt;
  const wrapper = wrapperSchema.parse(record);
  const failure = failureOf(attempt, wrapper);
  const started = epochSeconds(wrapper.started) ?? startedBefore(attempt);
  return {
    place,
    values: failure === undefined ? valuesOf(attempt, prefix, path, problems) : {},
    labels: labelsOf(attempt, wrapper),
    ...(wrapper.repeat === undefined ? {} : {repeat: {repeat: wrapper.repeat}}),
    ...(wrapper.phase === undefined ? {} : {phase: wrapper.phase}),
    ...(started === undefined ? {} : {time: started}),
    ...(failure === undefined ? {} : {failure})
  };
}

function valuesOf({answer, record, place}: Attempt, prefix: string, path: string, problems: NoteInput[]): Record<string, number | null> {
  const values: Record<string, number | null> = {};
  const keep = (metric: string, field: string, raw: unknown, per: number, tokens?: unknown) => {
    const {value, problem} = measuredValue(metric, raw, per);
    const code = problem ?? (raw === 0 && typeof tokens === "number" && tokens > 0 ? "impossible-value" : undefined);
    if (code !== undefined) problems.push(rejectedCell(code, path, `${place}${field}`, raw));
    values[field] = value;
  };
  for (const {metric, name, per, tokens} of fields) {
    keep(metric, `${prefix}/${name}`, answer[name], per, tokens === undefined ? undefined : answer[tokens]);
  }
  keep("e2e_latency", "/wall_ms", record["wall_ms"], 1e3);
  return values;
}

/** `created_at` is the end of the answer. */
function startedBefore({answer}: Attempt): number | undefined {
  const end = epochSeconds(answer["created_at"]);
  const total = measuredValue("total_time", answer["total_duration"], 1e9).value;
  return end === undefined || total === null ? undefined : end - total;
}

function failureOf({answer, error}: Attempt, wrapper: Wrapper): DraftRow["failure"] {
  const reason = error ?? wrapper.error ?? undefined;
  const status = wrapper.http_status ?? undefined;
  if (reason !== undefined) return {reason, kind: failureKind(reason, status)};
  if (status !== undefined && status >= 400) return {reason: `http_status: ${status}`, kind: "status"};
  if (answer["done"] === false) return {reason: "done: false", kind: "payload"};
  return answer["done"] === undefined ? {reason: "", kind: "missing"} : undefined;
}

function labelsOf({answer, record}: Attempt, wrapper: Wrapper): Labels {
  const name = answer["model"] ?? record["model"];
  const model = typeof name === "string" && name !== "" ? name : undefined;
  const quantization = wrapper.quantization ?? (model === undefined ? undefined : modelName(model).quantization);
  return {
    ...(model === undefined ? {} : {model}),
    ...(quantization === undefined ? {} : {quantization}),
    ...settingLabels(wrapper.options),
    ...(wrapper.keep_alive === undefined ? {} : {keep_alive: wrapper.keep_alive})
  };
}

/** `size_bytes` of a client's lines: one row per model, at its first line. */
function sizesTable(attempts: readonly Attempt[]): TableDraft[] {
  const rows = new Map<string, DraftRow>();
  for (const attempt of attempts) {
    const wrapper = wrapperSchema.parse(attempt.record);
    const {model, quantization} = labelsOf(attempt, wrapper);
    const {value} = measuredValue("file_size", wrapper.size_bytes);
    if (value === null || typeof model !== "string" || rows.has(model)) continue;
    const labels = {model, ...(quantization === undefined ? {} : {quantization})};
    rows.set(model, {place: attempt.place, values: {"/size_bytes": value}, labels});
  }
  if (rows.size === 0) return [];
  return [buildTable({part: "sizes", row: "property", columns: [{metric: "file_size", field: "/size_bytes"}], rows: [...rows.values()]})];
}

/** What clients write beside an answer; a field of another type counts as not written. */
const wrapperSchema = z.looseObject({
  started: z.string().optional().catch(undefined),
  phase: z
    .enum(["cold", "warm", "cached"] satisfies Phase[])
    .optional()
    .catch(undefined),
  repeat: z.number().optional().catch(undefined),
  http_status: z.number().nullish().catch(undefined),
  error: z.string().nullish().catch(undefined),
  quantization: z.string().optional().catch(undefined),
  size_bytes: z.unknown().optional(),
  options: z.unknown().optional(),
  keep_alive: z.union([z.string(), z.number()]).optional().catch(undefined)
});
type Wrapper = z.infer<typeof wrapperSchema>;
