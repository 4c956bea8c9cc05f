import {type Artifact, type Column, type Evidence, type Measurement, type Reported, sourcesOf} from "../../agents/contracts/index.ts";
import type {Locale} from "../../agents/locale/index.ts";
import {oneLine} from "./one-line.ts";
import {plainQuantity} from "./plain-quantity.ts";
import {problemText} from "./problem-text.ts";

/** What was read, file by file, for a terminal: measured tables with n, median and place, stated values, problems; last the files without any. */
export function inspectionText(evidence: Evidence, messages: Locale): string {
  const isMeasured = ({path}: Artifact) => [...evidence.measurements, ...evidence.reported].some(({artifact}) => artifact === path);
  const measured = evidence.artifacts.filter(isMeasured);
  const rest = evidence.artifacts.filter(artifact => !isMeasured(artifact));
  const unread = rest.flatMap(artifact => fileLines(artifact, evidence, messages).map(line => `  ${line}`));
  const total = messages.text("cli.inspect.total", {read: measured.length, all: evidence.artifacts.length});
  return [
    ...measured.flatMap(artifact => [...fileLines(artifact, evidence, messages), ""]),
    ...(unread.length === 0 ? [] : [messages.text("cli.inspect.unread"), ...unread, ""]),
    total
  ].join("\n");
}

function fileLines(artifact: Artifact, evidence: Evidence, messages: Locale): string[] {
  const {path, format, status, copyOf, problems} = artifact;
  const notes = [
    ...(copyOf === undefined ? [] : [messages.text("cli.inspect.copy-of", {path: copyOf})]),
    ...evidence.relations
      .filter(({kind, from}) => from === path && kind !== "rerun")
      .map(({kind, to}) => messages.text(`cli.inspect.relation-${kind}`, {to}))
  ];
  const head = [path, ...(format === undefined ? [] : [format]), messages.text(`cli.status.${status}`), ...notes];
  const tables = evidence.measurements.filter(({artifact: owner}) => owner === path);
  const warnings = [...tables, ...evidence.reported.filter(({artifact: owner}) => owner === path)].flatMap(table => table.warnings);
  return [
    oneLine(head.join(" · ")),
    ...tables.flatMap(table => tableLines(table, messages)),
    ...evidence.reported.filter(({artifact: owner}) => owner === path).map(record => statedLine(record, messages)),
    ...[...problems, ...warnings].map(problem => `  ! ${oneLine(problemText(problem, messages))}`)
  ];
}

function tableLines(table: Measurement, messages: Locale): string[] {
  const labels = Object.entries({...table.subject, ...table.settings}).map(([key, value]) => `${key}=${value}`);
  const failed = table.failures.length === 0 ? [] : [messages.text("cli.inspect.failed", {failed: table.failures.length})];
  const head = [messages.text("cli.inspect.rows", {rows: table.rows}), ...failed, labels.join(", ")].filter(part => part !== "");
  const cells = table.columns.map(column => columnCells(table, column, messages));
  const widths = [0, 1, 2].map(index => Math.max(0, ...cells.map(row => row[index]?.length ?? 0)));
  return [
    `  ${oneLine(head.join(" · "))}`,
    ...cells.map(row => `    ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}`.trimEnd())
  ];
}

/** Metric, n, median, place of the first values. */
function columnCells(table: Measurement, column: Column, messages: Locale): string[] {
  const name = messages.metric(column.metric, "nom") ?? column.metric;
  const {n, median, rows} = summaryOf(column);
  const places = sourcesOf(table, column.field, rows);
  const place = `${places[0]?.at ?? ""}${places.length > 1 ? " …" : ""}`;
  const value = median === undefined ? messages.text("cli.inspect.no-value") : plainQuantity(median, column.unit, messages);
  const shown = median === undefined ? value : messages.text("cli.inspect.column", {median: value});
  return [name, `n = ${messages.integer(n)}`, shown, place].map(oneLine);
}

function summaryOf({values}: Column): {n: number; median: number | undefined; rows: number[]} {
  if (!Array.isArray(values)) return {n: values.measured, median: values.quantiles[50], rows: []};
  const rows = values.flatMap((value, row) => (value === null ? [] : [row]));
  const sorted = values.filter(value => value !== null).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return {n: sorted.length, median: low === undefined || high === undefined ? undefined : (low + high) / 2, rows};
}

function statedLine(record: Reported, messages: Locale): string {
  const name = messages.metric(record.metric, "nom") ?? record.metric;
  const values = record.statistics.map(({statistic, value, at}) => `${statistic} ${plainQuantity(value, record.unit, messages)} (${at})`);
  return `    ${oneLine(`${name}: ${messages.text("cli.inspect.stated", {values: values.join(", ")})}`)}`;
}
