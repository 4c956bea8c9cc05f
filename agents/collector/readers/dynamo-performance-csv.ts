import type {NoteInput} from "../../contracts/index.ts";
import {measuredCell} from "../measured-value.ts";
import {isAbsent} from "../numbers.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable} from "../table.ts";
import {dynamoRecords} from "./dynamo-records.ts";
import {type OllamaRecord, textIn} from "./ollama-columns.ts";

/** `compilation_latency` is in s, `abs_latency` in ms, the peaks of memory in GB on CUDA only. */
const fields: readonly {metric: string; field: string; per: number; definition?: string; isCudaOnly?: true}[] = [
  {metric: "speedup", field: "speedup", per: 1},
  {metric: "latency", field: "abs_latency", per: 1e3},
  {metric: "compile_time", field: "compilation_latency", per: 1},
  {metric: "compression_ratio", field: "compression_ratio", per: 1},
  {metric: "gpu_memory_used", field: "eager_peak_mem", per: 1e-9, definition: "eager", isCudaOnly: true},
  {metric: "gpu_memory_used", field: "dynamo_peak_mem", per: 1e-9, definition: "compiled", isCudaOnly: true},
  {metric: "calls_captured", field: "calls_captured", per: 1},
  {metric: "unique_graphs", field: "unique_graphs", per: 1},
  {metric: "graph_breaks", field: "graph_breaks", per: 1}
];

/**
 * Performance CSV of PyTorch's dynamo benchmarks (`dev,name,batch_size,speedup,abs_latency,…`): a row per model, speedup of compiled over eager. A speedup
 * of 0 or a word (`infra_error`) is a failed attempt. https://github.com/pytorch/pytorch/tree/main/benchmarks/dynamo
 */
export const dynamoPerformanceCsv: Reader = {
  format: "dynamo-performance-csv",
  category: "compilation",
  detect: ({text}) => /^dev,name,batch_size,speedup\b/m.test(text),
  read(input) {
    const problems: NoteInput[] = [];
    const rows = dynamoRecords(input, ["dev", "name", "batch_size", "speedup"], problems).map(record =>
      rowOf(record, input.path, problems)
    );
    const columns = fields.map(({metric, field, definition}) => ({metric, field, ...(definition === undefined ? {} : {definition})}));
    return {tables: [buildTable({columns, rows})], reported: [], session: {tool: "torch-dynamo", environment: {}}, problems};
  }
};

function rowOf(record: OllamaRecord, path: string, problems: NoteInput[]): DraftRow {
  const device = textIn(record, "dev");
  const failure = failureOf(textIn(record, "speedup") ?? "");
  const values: Record<string, number | null> = {};
  for (const {metric, field, per, isCudaOnly} of failure === undefined ? fields : []) {
    const raw = record.get(field);
    const value = measuredCell({metric, raw, per, at: record.at(field)}, path, problems);
    values[field] =
      (isCudaOnly === true && (device !== "cuda" || value === 0)) || (metric === "compression_ratio" && value === 0) ? null : value;
  }
  return {place: record.place, values, labels: dynamoLabels(record), ...(failure === undefined ? {} : {failure})};
}

/** Model, device and batch of a record. */
export function dynamoLabels(record: OllamaRecord): Record<string, string | number> {
  const [device, model, batch] = [textIn(record, "dev"), textIn(record, "name"), Number(textIn(record, "batch_size"))];
  return {
    ...(model === undefined ? {} : {model}),
    ...(device === undefined ? {} : {device}),
    ...(batch > 0 ? {batch} : {})
  };
}

function failureOf(speedup: string): DraftRow["failure"] {
  if (Number(speedup) > 0) return undefined;
  return speedup === "" || isAbsent(speedup)
    ? {reason: "", kind: "missing"}
    : {reason: `speedup: ${speedup}`, kind: /time/i.test(speedup) ? "timeout" : "error"};
}
