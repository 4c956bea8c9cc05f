import type {NoteInput} from "../../contracts/index.ts";
import {measuredValue} from "../measured-value.ts";
import type {DraftRow, Reader, Reading, ReportedDraft} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";
import {csvRecords, type OllamaRecord, textIn} from "./ollama-columns.ts";
import {dynamoLabels} from "./dynamo-performance-csv.ts";

const counts = [
  {metric: "graph_breaks", field: "graph_breaks"},
  {metric: "unique_graphs", field: "unique_graphs"},
  {metric: "calls_captured", field: "calls_captured"}
] as const;

/**
 * Accuracy CSV of PyTorch's dynamo benchmarks: `accuracy` is a word (`pass`, `fail_accuracy`, `timeout`, …), never a number. With `dev` it is a run, a row per
 * model whose word other than `pass…` is a failed attempt; without (`name,accuracy,graph_breaks`) it is the table of what CI expects: targets.
 * https://github.com/pytorch/pytorch/tree/main/benchmarks/dynamo
 */
export const dynamoAccuracyCsv: Reader = {
  format: "dynamo-accuracy-csv",
  category: "compilation",
  detect: ({text, csv}) =>
    /^(?:dev,)?name,(?:batch_size,)?accuracy\b/m.test(text.slice(0, 4000)) &&
    csv !== undefined &&
    ["name", "accuracy"].every(name => csv.header.includes(name)),
  read(input): Reading {
    const problems: NoteInput[] = [];
    const records = csvRecords(input, problems);
    const isRun = input.csv?.header.includes("dev") === true;
    return {
      tables: isRun ? [buildTable({columns: [...counts], rows: records.map(rowOf)})] : [],
      reported: isRun ? [] : records.flatMap(record => targetsOf(record, input.path, problems)),
      session: {tool: "torch-dynamo", environment: {}},
      problems
    };
  }
};

function rowOf(record: OllamaRecord): DraftRow {
  const status = textIn(record, "accuracy") ?? "";
  const values = Object.fromEntries(counts.map(({metric, field}) => [field, measuredValue(metric, record.get(field)).value]));
  return {
    place: record.place,
    values,
    labels: dynamoLabels(record),
    ...(status.startsWith("pass")
      ? {}
      : {failure: {reason: status, kind: status === "" ? "missing" : /timeout/i.test(status) ? "timeout" : "error"}})
  };
}

function targetsOf(record: OllamaRecord, path: string, problems: NoteInput[]): ReportedDraft[] {
  const labels = {...dynamoLabels(record), "x.accuracy": textIn(record, "accuracy") ?? ""};
  return counts.flatMap(({metric, field}) => {
    const at = record.at(field);
    return statedRecord({metric, role: "target", part: at, labels, fields: [["value", at, record.get(field)]]}, path, problems);
  });
}
