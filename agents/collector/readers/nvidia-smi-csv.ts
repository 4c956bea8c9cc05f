import {type Labels, type NoteInput, writtenUnit} from "../../contracts/index.ts";
import {type HeadedRecords, headedRecords} from "../headed-records.ts";
import {rejectedCell} from "../measured-value.ts";
import {isAbsent} from "../numbers.ts";
import type {DraftRow, Reader, SessionDraft} from "../reader.ts";
import {measuredPer} from "../stated-record.ts";
import {buildTable, type DraftColumn} from "../table.ts";

const headed =
  /^[\w.,[\]%/ \t]*\b(?:power\.draw(?:\.\w+)?|utilization\.(?:gpu|memory)|memory\.(?:used|free|total)|temperature\.gpu|clocks\.[\w.]+|fan\.speed|used_(?:gpu_)?memory)\b(?: \[[\w%]+\])?[ \t]*(?:,|\r?\n|$)/;
const headless = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d+, (?:[^,\n]*, )*\d[\d.]* (?:W|%|MiB|MHz)\b/;

/** By the name of `--query-gpu` without its unit. */
const metrics: Readonly<Record<string, Omit<DraftColumn, "field">>> = {
  "power.draw": {metric: "power"},
  "power.draw.instant": {metric: "power", definition: "instant"},
  "power.draw.average": {metric: "power", definition: "average"},
  "utilization.gpu": {metric: "gpu_utilization"},
  "utilization.memory": {metric: "gpu_memory_activity"},
  "utilization.encoder": {metric: "x.encoder_utilization", unit: "fraction"},
  "utilization.decoder": {metric: "x.decoder_utilization", unit: "fraction"},
  "memory.used": {metric: "gpu_memory_used", definition: "device"},
  "memory.free": {metric: "x.gpu_memory_free", unit: "B"},
  used_gpu_memory: {metric: "gpu_memory_used", definition: "process"},
  used_memory: {metric: "gpu_memory_used", definition: "process"},
  "temperature.gpu": {metric: "gpu_temperature"},
  "temperature.memory": {metric: "x.memory_temperature", unit: "°C"},
  "fan.speed": {metric: "fan_speed"},
  "clocks.sm": {metric: "gpu_clock"},
  "clocks.current.sm": {metric: "gpu_clock"},
  "clocks.gr": {metric: "x.graphics_clock", unit: "1/s"},
  "clocks.current.graphics": {metric: "x.graphics_clock", unit: "1/s"},
  "clocks.mem": {metric: "gpu_memory_clock"},
  "clocks.current.memory": {metric: "gpu_memory_clock"}
};
/** nvidia-smi writes no unit for degrees. */
const unstated: Readonly<Record<string, string>> = {"temperature.gpu": "C", "temperature.memory": "C"};
const subjects: Readonly<Record<string, string>> = {name: "gpu", gpu_name: "gpu", index: "device", process_name: "command"};
const limits = /^(?:power\.(?:limit|max_limit|min_limit|default_limit)|enforced\.power\.limit|memory\.total|clocks\.max\.\w+)$/;

/**
 * `nvidia-smi --query-gpu=… --format=csv`, with units in header, cells or both, columns in any order, also without header: a row per sample and GPU. Without header
 * only what a unit proves is known: watts that vary are the power drawn. https://docs.nvidia.com/deploy/nvidia-smi/index.html
 */
export const nvidiaSmiCsv: Reader = {
  format: "nvidia-smi-csv",
  category: "system",
  detect: ({text}) => headed.test(text.slice(0, 2000)) || headless.test(text.slice(0, 2000)),
  read({path, text}) {
    const problems: NoteInput[] = [];
    const table = headed.test(text.slice(0, 2000)) ? headedRecords(text, ",") : withoutHeader(text);
    const columns = table.header.flatMap((title, index) => columnOf(title, index, table));
    const rows = table.records.map((record, index): DraftRow => {
      const place = `R${index + 1}`;
      const values = columns.map(({index: at, column, unit}) => {
        const cell = record[at] ?? "";
        const [, number = cell, own] = /^(-?[\d.]+)\s*([A-Za-z%/]+)?$/.exec(cell) ?? [];
        const factor = writtenUnit(own ?? unit)?.factor ?? 1;
        const {value, problem} = isAbsent(cell) ? {value: null} : measuredPer(column.metric, number, 1 / factor);
        if (problem !== undefined) problems.push(rejectedCell(problem, path, `${place}:${column.field}`, cell));
        return [column.field, value] as const;
      });
      return {place, labels: labelsOf(table, record), values: Object.fromEntries(values)};
    });
    const kept = columns.map(({column}) => column);
    return {
      tables: rows.length === 0 ? [] : [buildTable({row: "sample", columns: kept, rows})],
      reported: [],
      session: sessionOf(table),
      problems: problems.slice(0, 50)
    };
  }
};

/** `power.draw [W]` -> name and unit. */
const titleOf = (title: string) => {
  const [, name = title, unit = ""] = /^(.*?)\s*(?:\[(.*)\])?$/.exec(title) ?? [];
  return {name, unit};
};

function columnOf(title: string, index: number, table: HeadedRecords): {index: number; column: DraftColumn; unit: string}[] {
  const {name, unit} = titleOf(title);
  if (/^C\d+$/.test(title)) return unnamedColumn(title, index, table);
  const known = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  return known === undefined ? [] : [{index, column: {...known, field: title}, unit: unit === "" ? (unstated[name] ?? "") : unit}];
}

function unnamedColumn(field: string, index: number, {records}: HeadedRecords): {index: number; column: DraftColumn; unit: string}[] {
  const cells = records.map(record => record[index] ?? "");
  const unit = /^[\d.]+ ([A-Za-z%]+)$/.exec(cells[0] ?? "")?.[1];
  const base = writtenUnit(unit ?? "")?.unit;
  if (unit === undefined || base === undefined) return [];
  const isDraw = base === "W" && new Set(cells).size > 1;
  return [{index, column: isDraw ? {metric: "power", field} : {metric: `x.${field}`, unit: base, field}, unit}];
}

function withoutHeader(text: string): HeadedRecords {
  const {header, records} = headedRecords(`\n${text.split(/\r\n|\n|\r/)[0]?.replace(/[^,]+/g, "-") ?? ""}\n${text}`, ",");
  return {header: header.map((_, index) => `C${index + 1}`), records};
}

function labelsOf({header}: HeadedRecords, record: readonly string[]): Labels {
  const labels: Labels = {};
  for (const [index, title] of header.entries()) {
    const {name} = titleOf(title);
    const cell = record[index] ?? "";
    if (isAbsent(cell)) continue;
    const key = Object.hasOwn(subjects, name) ? subjects[name] : undefined;
    if (key === "device") labels[key] = Number(cell);
    else if (key !== undefined) labels[key] = key === "command" ? (cell.split(/[/\\]/).at(-1) ?? cell) : cell;
    else if (limits.test(name)) labels[`x.${name}`] = cell;
  }
  return labels;
}

/** Times are local, without a zone. */
function sessionOf({header, records}: HeadedRecords): SessionDraft {
  const column = (name: string) => {
    const index = header.findIndex(title => titleOf(title).name === name);
    return records.flatMap(record => (index < 0 ? [] : [record[index] ?? ""]));
  };
  const times = column("timestamp").filter(text => /^\d{4}\/\d\d\/\d\d/.test(text));
  const drivers = new Set(column("driver_version"));
  const [first, last] = [times[0], times.at(-1)];
  return {
    tool: "nvidia-smi",
    environment: drivers.size === 1 ? {driver: [...drivers][0] ?? ""} : {},
    ...(first === undefined ? {} : {startedAt: {text: first}}),
    ...(last === undefined ? {} : {endedAt: {text: last}})
  };
}
