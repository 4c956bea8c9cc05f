import type {Labels, NoteInput} from "../../contracts/index.ts";
import {type HeadedRecords, headedRecords} from "../headed-records.ts";
import {isAbsent} from "../numbers.ts";
import {plainNumber} from "../quantity.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable, type DraftColumn} from "../table.ts";
import {isLoggedSetting, trackedMetric} from "./tracked-metric.ts";
import {snakeCase} from "../field-name.ts";

/** Columns of the table itself; names and users may say who and where. */
const own = new Set([
  "Name",
  "State",
  "Notes",
  "User",
  "Tags",
  "Created",
  "Runtime",
  "Sweep",
  "ID",
  "Group",
  "Job Type",
  "Updated",
  "End Time",
  "Hostname",
  "Description",
  "Commit",
  "GPU Count",
  "GPU Type",
  "Github",
  "Start Time"
]);
const measuredWords =
  /(?:^|_)(?:loss|acc|accuracy|f1|precision|recall|auc|auroc|fps|fpr|tpr|metric|score|error|wer|bleu|rouge|ppl|perplexity|latency|throughput|time|runtime|duration|memory|util|utilization|power|energy|tokens|speedup|reward|map|iou|mae|mse|rmse|psnr|ssim)(?:_|$)/;

/**
 * Table of runs that W&B exports as CSV: a row per run, all cells quoted, configuration and results mixed. A column is a result if its name says so; other columns are settings. A run without results
 * is a failure whatever its state. https://docs.wandb.ai/guides/app/features/runs-table
 */
export const wandbRunsCsv: Reader = {
  format: "wandb-runs-csv",
  category: "quality",
  detect: ({text}) => /^"?Name"?,(?=[^\n]*"?State"?,)(?=[^\n]*"?Created"?,)(?=[^\n]*"?(?:Runtime|Sweep|User)"?)/.test(text),
  read({path, text}) {
    const problems: NoteInput[] = [];
    const table = headedRecords(text, ",");
    const results = table.header.flatMap((name, index) =>
      isResult(name, index, table) ? [{name, index, ...resultOf(name, index, table)}] : []
    );
    const settings = table.header.flatMap((name, index) =>
      own.has(name) || results.some(result => result.index === index) ? [] : [{name, index}]
    );
    const rows = table.records.map((record, number): DraftRow => {
      const values = Object.fromEntries(
        results.map(({name, index, factor}): [string, number | null] => {
          const value = plainNumber(record[index]);
          return [name, value === undefined ? null : value * factor];
        })
      );
      const state = record[table.header.indexOf("State")] ?? "";
      const isEmpty = results.every(({name, index}) => name === "Runtime" || isAbsent(record[index] ?? ""));
      const labels: Labels = Object.fromEntries(settings.flatMap(({name, index}) => settingOf(name, record[index] ?? "")));
      const isFailed = /^(?:crashed|failed|killed)$/i.test(state) || (isEmpty && !/^(?:running|pending|preempt)/i.test(state));
      return {
        place: `R${number + 1}`,
        labels,
        values,
        repeat: {run: number + 1},
        ...(isFailed ? {failure: /^finished$/i.test(state) ? {reason: "", kind: "missing"} : {reason: state, kind: "error"}} : {})
      };
    });
    return {
      tables: rows.length === 0 ? [] : [buildTable({columns: results.map(({column}) => column), rows})],
      reported: [],
      session: {tool: "wandb", key: path, environment: {}},
      problems
    };
  }
};

const cellsOf = ({records}: HeadedRecords, index: number) => records.map(record => record[index] ?? "").filter(cell => !isAbsent(cell));

function isResult(name: string, index: number, table: HeadedRecords): boolean {
  if (own.has(name) && name !== "Runtime") return false;
  const cells = cellsOf(table, index);
  const words = snakeCase(name);
  return (
    (name === "Runtime" || (measuredWords.test(words) && !isLoggedSetting(name))) &&
    cells.length > 0 &&
    cells.every(cell => plainNumber(cell) !== undefined)
  );
}

/** W&B counts the run time in seconds but does not write the unit. */
function resultOf(name: string, index: number, table: HeadedRecords): {column: DraftColumn; factor: number} {
  if (name === "Runtime") return {column: {metric: "run_time", unit: "unknown", field: name}, factor: 1};
  const {metric, unit, factor, scope} = trackedMetric(name, cellsOf(table, index).map(Number));
  return {column: {metric, unit, field: name, ...(scope === undefined ? {} : {definition: scope})}, factor};
}

function settingOf(name: string, cell: string): [string, string | number][] {
  if (isAbsent(cell) || cell.length > 100) return [];
  const number = plainNumber(cell);
  return [[`x.${name}`, number ?? cell]];
}
