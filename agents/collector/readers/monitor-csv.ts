import {writtenUnit} from "../../contracts/index.ts";
import {fieldName, knownMetric, snakeCase} from "../field-name.ts";
import {type HeadedRecords, headedRecords} from "../headed-records.ts";
import {isAbsent} from "../numbers.ts";
import {plainNumber, timesFactor} from "../quantity.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable, type DraftColumn} from "../table.ts";
import {epochSeconds} from "../zoned-time.ts";

const heading =
  /^"?(?:timestamp|time|datetime|epoch|elapsed(?:_s)?)"?,(?=[^\n]*\bcpu_(?:percent|usage|util)\w*)(?=[^\n]*(?:mem|memory|rss|ram)\w*)/i;

/**
 * Series of a psutil monitor: `timestamp,cpu_percent,cpu0_percent,mem_used_mb,<process>_rss_mb,<process>_cpu_percent`, a row per sample, units in the names. Tables of the machine, of its cores and of every
 * process: the share of a process may be over 1 and is none of the machine's.
 */
export const monitorCsv: Reader = {
  format: "monitor-csv",
  category: "system",
  detect: ({text}) => heading.test(text),
  read({path, text}) {
    const table = headedRecords(text, ",");
    const columns = table.header.flatMap((name, index) => (index === 0 ? [] : columnOf(name, index, table)));
    const parts = [...new Set(columns.map(({part}) => part))];
    const times = table.records.map(record => timeOf(record[0] ?? ""));
    return {
      tables: parts.map(part => {
        const own = columns.filter(column => column.part === part);
        const rows = table.records.map((record, index): DraftRow => {
          const time = times[index];
          const values = own.map(({index: at, column, factor}) => [column.field, scaled(record[at] ?? "", factor)] as const);
          return {place: `R${index + 1}`, values: Object.fromEntries(values), ...(time === undefined ? {} : {time})};
        });
        const [process] = own.flatMap(column => column.process ?? []);
        return buildTable({
          part,
          row: "sample",
          labels: process === undefined ? {} : {command: process},
          columns: own.map(({column}) => column),
          rows
        });
      }),
      reported: [],
      session: {tool: "monitor", key: path, environment: {}},
      problems: []
    };
  }
};

function timeOf(cell: string): number | undefined {
  const number = plainNumber(cell);
  if (number === undefined) return epochSeconds(cell);
  return number > 1e11 ? number / 1e3 : number > 1e8 ? number : undefined;
}

function scaled(cell: string, factor: number): number | null {
  const number = isAbsent(cell) ? undefined : plainNumber(cell);
  return number === undefined || number < 0 ? null : timesFactor(number, factor);
}

interface Column {
  index: number;
  part: string;
  process?: string;
  column: DraftColumn;
  factor: number;
}

const machine: Readonly<Record<string, string>> = {
  cpu: "cpu_utilization",
  mem: "memory_utilization",
  memory: "memory_utilization",
  ram: "memory_utilization"
};
const used = /^(?:mem|memory|ram)_used$/;

function columnOf(name: string, index: number, table: HeadedRecords): Column[] {
  const cells = table.records.map(record => record[index] ?? "").filter(cell => !isAbsent(cell));
  if (cells.length === 0 || !cells.every(cell => plainNumber(cell) !== undefined)) return [];
  const words = snakeCase(name);
  const [, base = words, written] = /^(.*?)_(percent|pct|kb|mb|gb|kib|mib|gib|bytes|w|watts|mhz|c|celsius)$/.exec(words) ?? [];
  const unit = writtenUnit(written === "pct" ? "%" : written === "watts" ? "w" : written === "celsius" ? "c" : (written ?? ""));
  const column = (part: string, metric: Omit<DraftColumn, "field">, process?: string): Column[] => [
    {index, part, column: {...metric, field: name}, factor: unit?.factor ?? 1, ...(process === undefined ? {} : {process})}
  ];
  if (/^cpu_?\d+$/.test(base) && unit?.unit === "fraction") return column("cores", {metric: `x.${base}_utilization`, unit: "fraction"});
  if (unit?.unit === "fraction" && Object.hasOwn(machine, base)) return column("machine", {metric: machine[base] ?? base});
  if (used.test(base) && unit?.unit === "B") return column("machine", {metric: "memory_used"});
  const [, process, rest] = /^(\w+?)_(cpu|rss|mem|memory|mem_used|memory_used)$/.exec(base) ?? [];
  if (process !== undefined && !/^(?:gpu\d*|system|total|virtual|vm)$/.test(process)) {
    if (rest === "cpu" && unit?.unit === "fraction") return column(process, {metric: "cpu_utilization", definition: "process"}, process);
    if (rest !== "cpu" && unit?.unit === "B") return column(process, {metric: "memory_used", definition: "process"}, process);
  }
  const known = knownMetric(fieldName(name));
  if (known !== undefined && known.unit !== "unknown")
    return [{index, part: "machine", column: {metric: known.metric, field: name}, factor: fieldName(name).factor}];
  return column("machine", {metric: `x.${base}`, unit: unit?.unit ?? "unknown"});
}
