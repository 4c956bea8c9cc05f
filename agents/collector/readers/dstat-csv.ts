import Papa from "papaparse";
import type {Labels} from "../../contracts/index.ts";
import type {DraftRow, Reader, ReportedDraft, TableDraft} from "../reader.ts";
import type {DraftColumn} from "../table.ts";
import {withoutFirstReport} from "./first-report.ts";

type Metric = Omit<DraftColumn, "field">;

/** By `<group>/<column>`; a group of one device (`dsk/sda`) counts as `dsk/total` with the device as label. */
const known: Readonly<Record<string, {column: Metric; factor: number}>> = {
  "total cpu usage/usr": {column: {metric: "cpu_user"}, factor: 0.01},
  "total cpu usage/sys": {column: {metric: "cpu_system"}, factor: 0.01},
  "total cpu usage/idl": {column: {metric: "cpu_idle"}, factor: 0.01},
  "total cpu usage/wai": {column: {metric: "cpu_iowait"}, factor: 0.01},
  "total cpu usage/stl": {column: {metric: "cpu_steal"}, factor: 0.01},
  "dsk/total/read": {column: {metric: "read_throughput"}, factor: 1},
  "dsk/total/writ": {column: {metric: "write_throughput"}, factor: 1},
  "io/total/read": {column: {metric: "read_iops"}, factor: 1},
  "io/total/writ": {column: {metric: "write_iops"}, factor: 1},
  "net/total/recv": {column: {metric: "network_received"}, factor: 1},
  "net/total/send": {column: {metric: "network_sent"}, factor: 1},
  "memory usage/used": {column: {metric: "memory_used"}, factor: 1},
  "memory usage/free": {column: {metric: "memory_free"}, factor: 1},
  "memory usage/buff": {column: {metric: "x.memory_buffers", unit: "B"}, factor: 1},
  "memory usage/cach": {column: {metric: "x.memory_cache", unit: "B"}, factor: 1},
  "swap/used": {column: {metric: "x.swap_used", unit: "B"}, factor: 1},
  "load avg/1m": {column: {metric: "x.load_1m", unit: "1"}, factor: 1},
  "load avg/5m": {column: {metric: "x.load_5m", unit: "1"}, factor: 1},
  "load avg/15m": {column: {metric: "x.load_15m", unit: "1"}, factor: 1},
  "system/int": {column: {metric: "x.interrupt_rate", unit: "1/s"}, factor: 1},
  "system/csw": {column: {metric: "x.context_switch_rate", unit: "1/s"}, factor: 1},
  "procs/run": {column: {metric: "x.run_queue", unit: "1"}, factor: 1},
  "procs/blk": {column: {metric: "x.blocked_processes", unit: "1"}, factor: 1}
};

/**
 * `dstat --output`: lines about the run, a row of groups that stand over several columns, a row of columns whose names return from group to group. A table of the whole machine and one per
 * device; bytes, percent. The first row is since boot. https://linux.die.net/man/1/dstat
 */
export const dstatCsv: Reader = {
  format: "dstat-csv",
  category: "system",
  detect: ({text}) => /^"?(?:pcp-)?dstat [\d.]+ CSV output/i.test(text.trimStart()),
  read({path, lines}) {
    const cells = (line: string) => Papa.parse<string[]>(line, {delimiter: ","}).data[0] ?? [];
    const start = lines.findIndex((line, index) => index > 0 && /^-?\d/.test(line));
    const titles = cells(lines[start - 1] ?? "");
    const columns = columnsOf(cells(lines[start - 2] ?? ""), titles);
    const records =
      start < 1
        ? []
        : lines.flatMap((line, index) => (index >= start && /^-?\d/.test(line) ? [{line: index + 1, cells: cells(line)}] : []));
    const whole = records.filter(record => record.cells.length === titles.length);
    const epoch = titles.indexOf("epoch");
    const first = `L${whole[0]?.line ?? 0}`;
    const tables: TableDraft[] = [];
    const reported: ReportedDraft[] = [];
    for (const device of new Set(columns.map(column => column.device))) {
      const own = columns.filter(column => column.device === device);
      const labels: Labels = device === "" ? {} : {device};
      const rows = whole.map(({line, cells: values}): DraftRow => {
        const seconds = Number(values[epoch]);
        return {
          place: `L${line}`,
          values: Object.fromEntries(own.map(({index, column, factor}) => [column.field, scaled(values[index], factor)])),
          ...(seconds > 1e8 ? {time: seconds} : {})
        };
      });
      const split = withoutFirstReport(
        {part: device, row: "sample", labels, columns: own.map(({column}) => column), rows},
        place => place === first
      );
      tables.push(...split.tables);
      reported.push(...split.reported);
    }
    const problems = records
      .filter(record => record.cells.length !== titles.length)
      .map(({line, cells: found}) => ({
        code: "ragged-row",
        values: {cells: found.length, columns: titles.length},
        source: {artifact: path, at: `L${line}`}
      }));
    return {tables, reported, session: {tool: "dstat", key: path, environment: {}}, problems: problems.slice(0, 50)};
  }
};

function scaled(cell: string | undefined, factor: number): number | null {
  const number = cell === undefined || cell.trim() === "" ? Number.NaN : Number(cell);
  if (Number.isNaN(number) || number < 0) return null;
  return factor < 1 ? number / Math.round(1 / factor) : number * factor;
}

interface Column {
  index: number;
  device: string;
  column: DraftColumn;
  factor: number;
}

/** Groups stand over their first column only. */
function columnsOf(groups: readonly string[], titles: readonly string[]): Column[] {
  let group = "";
  return titles.flatMap((title, index): Column[] => {
    const heading = groups[index] ?? "";
    if (heading !== "") group = heading;
    const [, kind = group, device] = /^(dsk|io|net)\/(.+)$/.exec(group) ?? [];
    const name = device === undefined ? group : `${kind}/total`;
    const key = `${name}/${title}`;
    const found = Object.hasOwn(known, key) ? known[key] : undefined;
    if (found === undefined) return [];
    return [
      {
        index,
        device: device === undefined || device === "total" ? "" : device,
        column: {...found.column, field: `${title}, ${group}`},
        factor: found.factor
      }
    ];
  });
}
