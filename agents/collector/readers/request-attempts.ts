import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import {failureKind} from "../failure-kind.ts";
import {measuredCell} from "../measured-value.ts";
import {namedModel} from "../model-name.ts";
import {readRecords} from "../read-records.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {settingLabels} from "../setting-labels.ts";
import {buildTable} from "../table.ts";
import {epochSeconds} from "../zoned-time.ts";

const fields = [
  {metric: "e2e_latency", field: "/wall_ms", per: 1e3},
  {metric: "total_time", field: "/total_duration_ns", per: 1e9},
  {metric: "load_time", field: "/load_duration_ns", per: 1e9},
  {metric: "prefill_time", field: "/prompt_eval_duration_ns", per: 1e9},
  {metric: "decode_time", field: "/eval_duration_ns", per: 1e9},
  {metric: "prompt_tokens", field: "/prompt_eval_count", per: 1},
  {metric: "output_tokens", field: "/eval_count", per: 1}
] as const;

/**
 * JSON Lines of attempts at Ollama with their outcome (`attempt`, `ok`, `http_status`, `wall_ms`, `error`, `eval_count`,
 * `eval_duration_ns`). A row per attempt, times in s; a failed one has no values. What was attempted only ties equal attempts.
 */
export const requestAttempts: Reader = {
  format: "request-attempts",
  category: "inference",
  detect: ({documents}) => documents.length > 0 && documents.slice(0, 20).every(({value}) => lineSchema.safeParse(value).success),
  read({path, documents, documentProblems}) {
    const problems: NoteInput[] = [...documentProblems];
    const rows = readRecords(documents, lineSchema, path, problems, (line, at) => [rowOf(at, line, path, problems)]);
    return {tables: [buildTable({columns: fields, rows})], reported: [], session: {tool: "ollama", environment: {}}, problems};
  }
};

function rowOf(place: string, line: z.infer<typeof lineSchema>, path: string, problems: NoteInput[]): DraftRow {
  const values: Record<string, number | null> = {};
  for (const {metric, field, per} of line.ok ? fields : []) {
    const raw = line[field.slice(1)];
    values[field] = measuredCell({metric, raw, per, at: `${place}${field}`}, path, problems);
  }
  const time = epochSeconds(line.started);
  const status = line.http_status ?? undefined;
  const reason = line.error ?? (status === undefined ? "" : `http_status: ${status}`);
  return {
    place,
    values,
    labels: {...namedModel(line.model), ...settingLabels(line.options)},
    pairing: {attempt: line.attempt},
    ...(time === undefined ? {} : {time}),
    ...(line.ok ? {} : {failure: {reason, kind: failureKind(reason, status)}})
  };
}

const lineSchema = z.looseObject({
  attempt: z.union([z.string(), z.number()]),
  ok: z.boolean(),
  model: z.string(),
  started: z.string().optional(),
  http_status: z.number().nullish(),
  wall_ms: z.unknown().optional(),
  error: z.string().nullish(),
  options: z.unknown().optional()
});
