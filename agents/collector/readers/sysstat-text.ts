import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {DraftRow, Reader, ReportedDraft, TableDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable, type DraftColumn} from "../table.ts";
import {omitsSinceBoot, withoutFirstReport} from "./first-report.ts";
import {type SysstatField, sysstatField, sysstatValue} from "./sysstat-fields.ts";

const banner = /^Linux \S+ \(.*\)\s+\S+\s+_\S+_\s+\((\d+) CPU\)/;
const clock = /^(\d\d:\d\d:\d\d(?: [AP]M)?|Average:?|Durchschn\.?:?|Moyenne\s?:|Media:|Среднее:)\s+/i;
/** First column of a table -> what its rows are. */
const tableKinds: Readonly<Record<string, {part: string; label: string}>> = {
  CPU: {part: "cores", label: "x.cpu"},
  DEV: {part: "disks", label: "device"},
  Device: {part: "disks", label: "device"},
  "Device:": {part: "disks", label: "device"},
  IFACE: {part: "network", label: "device"},
  "avg-cpu:": {part: "cpu", label: ""}
};

/**
 * Text of mpstat, iostat and sar: a banner, then tables whose headings return, with a clock (of 12 or 24 hours) before the rows except for iostat. `Average:` repeats the rows and is
 * stated only where there are none; the first report of iostat is since boot. https://sysstat.github.io
 */
export const sysstatText: Reader = {
  format: "sysstat-text",
  category: "system",
  detect: ({text, lines}) =>
    (lines.slice(0, 20).some(line => banner.test(line)) &&
      /^(?:.*\s)?(?:CPU|DEV|Device:?|IFACE|avg-cpu:|kbmemfree|runq-sz|tps)\s/m.test(text)) ||
    /^avg-cpu:\s+%user\s/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const {tables: found, averages} = readTables(lines);
    const tables: TableDraft[] = [];
    const reported: ReportedDraft[] = [];
    for (const [part, {rows, columns, firstReportEnds}] of found) {
      const draft = {part, row: "sample" as const, columns: [...columns.values()], rows};
      const split =
        firstReportEnds === undefined
          ? {tables: rows.length === 0 ? [] : [buildTable(draft)], reported: []}
          : withoutFirstReport(draft, place => Number(place.slice(1)) <= firstReportEnds);
      tables.push(...split.tables.filter(({columns: kept}) => kept.length > 0));
      reported.push(...split.reported);
      if (rows.length === 0) reported.push(...averages.filter(average => average.part === part).flatMap(averageRecords));
    }
    const left = averages.filter(({part}) => (found.get(part)?.rows.length ?? 0) > 0);
    const cores = lines.map(line => banner.exec(line)?.[1]).find(count => count !== undefined);
    return {
      tables,
      reported,
      session: {tool: "sysstat", key: path, environment: cores === undefined ? {} : {cores: Number(cores)}},
      problems,
      ...(left[0] === undefined
        ? {}
        : {remarks: [{code: "total-rows", values: {rows: left.length}, source: {artifact: path, at: left[0].place}}]})
    };
  }
};

interface Found {
  rows: DraftRow[];
  columns: Map<string, DraftColumn>;
  /** iostat: last line of the first report. */
  firstReportEnds: number | undefined;
}

interface Average {
  part: string;
  place: string;
  labels: Labels;
  values: {field: SysstatField; value: number | null}[];
}

function readTables(lines: readonly string[]): {tables: Map<string, Found>; averages: Average[]} {
  const tables = new Map<string, Found>();
  const averages: Average[] = [];
  let titles: string[] = [];
  let hasClock = false;
  const reports: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "" || banner.test(line)) {
      titles = [];
      continue;
    }
    if (/^avg-cpu:/.test(line)) reports.push(index + 1);
    const stamp = clock.exec(line)?.[1];
    const cells = (stamp === undefined ? line : line.replace(clock, "")).trim().split(/\s+/);
    if (isHeading(cells)) {
      titles = cells[0] === "avg-cpu:" ? cells.slice(1) : cells;
      hasClock = stamp !== undefined;
      continue;
    }
    if (titles.length === 0 || cells.length !== titles.length || (hasClock && stamp === undefined)) continue;
    const isAverage = stamp !== undefined && !/^\d/.test(stamp);
    const {part, labels, values} = rowOf(titles, cells);
    const table = tables.get(part) ?? {rows: [], columns: new Map<string, DraftColumn>(), firstReportEnds: undefined};
    tables.set(part, table);
    const place = `L${index + 1}`;
    if (isAverage) averages.push({part, place, labels, values});
    else {
      for (const {field} of values) table.columns.set(field.column.field, field.column);
      table.rows.push({place, labels, values: Object.fromEntries(values.map(({field, value}) => [field.column.field, value]))});
    }
  }
  const [first, second] = reports;
  if (first !== undefined && !omitsSinceBoot(lines)) {
    const end = (second ?? lines.length + 1) - 1;
    for (const table of tables.values()) table.firstReportEnds = end;
  }
  return {tables, averages};
}

const isHeading = (cells: readonly string[]) =>
  cells.length > 1 && cells.every(cell => !/^\d+(?:[.,]\d+)?$/.test(cell)) && cells.some(cell => sysstatField(cell) !== undefined);

function rowOf(titles: readonly string[], cells: readonly string[]): Pick<Average, "part" | "labels" | "values"> {
  const first = titles[0] ?? "";
  const kind = Object.hasOwn(tableKinds, first) ? tableKinds[first] : undefined;
  const name = kind === undefined ? "" : (cells[0] ?? "");
  const isAll = first === "CPU" && (name === "all" || name === "-1");
  const values = titles.flatMap((title, index) => {
    const field = sysstatField(title);
    const raw = Number((cells[index] ?? "").replace(",", "."));
    return field === undefined || Number.isNaN(raw) ? [] : [{field, value: sysstatValue(field, raw)}];
  });
  const part = isAll ? "cpu" : (kind?.part ?? (first.startsWith("%") ? "cpu" : /kbmem/.test(first) ? "memory" : "system"));
  return {
    part,
    labels: kind === undefined || kind.label === "" || isAll ? {} : {[kind.label]: /^\d+$/.test(name) ? Number(name) : name},
    values
  };
}

const averageRecords = ({place, labels, values}: Average): ReportedDraft[] =>
  values.flatMap(({field: {column}, value}) =>
    value === null
      ? []
      : [
          buildReported({
            part: `${place} ${column.field}`,
            metric: column.metric,
            ...(column.unit === undefined ? {} : {unit: column.unit}),
            labels,
            over: "samples",
            statistics: [{statistic: "mean", value, at: `${place}:${column.field}`}]
          })
        ]
  );
