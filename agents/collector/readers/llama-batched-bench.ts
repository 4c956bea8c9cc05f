import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import {measuredCell} from "../measured-value.ts";
import {readRecords} from "../read-records.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {settingKey} from "../setting-labels.ts";
import {buildTable, type DraftColumn} from "../table.ts";

const columns = [
  {metric: "prefill_throughput", field: "/speed_pp", definition: "aggregate"},
  {metric: "decode_throughput", field: "/speed_tg", definition: "aggregate"},
  {metric: "total_throughput", field: "/speed"},
  {metric: "total_time", field: "/t"},
  {metric: "prefill_time", field: "/t_pp"},
  {metric: "decode_time", field: "/t_tg"}
] as const satisfies DraftColumn[];

const keys: Readonly<Record<string, string>> = {
  pp: "prompt_length",
  tg: "output_length",
  n_kv_max: "num_ctx",
  flash_attn: "flash_attention"
};
/** `n_kv` follows from the others, the rest are results. */
const notSettings: ReadonlySet<string> = new Set(["n_kv", "t_pp", "speed_pp", "t_tg", "speed_tg", "t", "speed"]);

/**
 * JSON Lines of llama-batched-bench: a row per number of parallel sequences (`pl`), times in s, speeds over all sequences
 * together. The tool does not record the model. https://github.com/ggml-org/llama.cpp/tree/master/tools/batched-bench
 */
export const llamaBatchedBench: Reader = {
  format: "llama-batched-bench",
  category: "inference",
  detect: ({documents}) => documents.slice(0, 50).some(({value}) => recordSchema.safeParse(value).success),
  read({path, documents, documentProblems}) {
    const problems: NoteInput[] = documentProblems.filter(({code}) => code !== "json-text-between");
    const rows = readRecords(documents, recordSchema, path, problems, (record, at) => [rowOf(at, record, path, problems)]);
    return {
      tables: [buildTable({columns, rows})],
      reported: [],
      session: {tool: "llama-batched-bench", environment: {}},
      problems,
      remarks: documentProblems.filter(({code}) => code === "json-text-between")
    };
  }
};

function rowOf(place: string, record: z.infer<typeof recordSchema>, path: string, problems: NoteInput[]): DraftRow {
  const values: Record<string, number | null> = {};
  for (const {metric, field} of columns) {
    const raw = record[field.slice(1)];
    values[field] = measuredCell({metric, raw, at: `${place}${field}`}, path, problems);
  }
  const labels: Labels = {};
  for (const [name, value] of Object.entries(record)) {
    if (!notSettings.has(name) && (typeof value === "number" || typeof value === "boolean")) labels[keys[name] ?? settingKey(name)] = value;
  }
  return {place, values, labels};
}

const recordSchema = z.looseObject({
  n_kv_max: z.number(),
  pp: z.number(),
  tg: z.number(),
  pl: z.number(),
  speed_pp: z.unknown().optional(),
  speed_tg: z.unknown().optional()
});
