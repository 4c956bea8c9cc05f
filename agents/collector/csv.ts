import Papa from "papaparse";
import {writtenUnit} from "../contracts/index.ts";
import {isAbsent, parseNumber} from "./numbers.ts";

/** A delimited text, found and split but not interpreted. Made by `csvText`. */
export interface CsvText {
  delimiter: string;
  /** Column names as written, trimmed; `` for unnamed ones. */
  header: readonly string[];
  /** Data records in order, without unit row and blank lines: record n (1-based) is place `R<n>`. Cells as written, trimmed. */
  records: readonly (readonly string[])[];
  /** The row of units below the header, if there is one. */
  units?: readonly string[];
  /** Lines before the header. */
  preamble: readonly string[];
  /** Records whose number of cells is not that of the header, by 1-based number. */
  ragged: readonly number[];
}

/** Field name of column `index` in places: its name, or `C<n>` (1-based) when unnamed or repeated. */
export function columnField(header: readonly string[], index: number): string {
  const name = header[index] ?? "";
  return name === "" || header.indexOf(name) !== header.lastIndexOf(name) ? `C${index + 1}` : name;
}

/** In this order at equal rank: a comma may stand inside numbers and words, the others hardly ever. */
const delimiters = ["\t", ";", "|", ","] as const;
const sampleLength = 64 * 1024;
const sampleRecords = 200;

/**
 * Finds the table of a text: delimiter, lines before the header, header, unit row. `#` lines and blank lines are no records; a
 * repeated header is none either. Undefined when the text is no table; that is decided on its first 64 kB.
 */
export function csvText(text: string): CsvText | undefined {
  if (/^\s*(?:[{<]|\[\s*[[{"\d\]-])/.test(text)) return undefined;
  const layout = findLayout(sampleOf(text));
  return layout === undefined ? undefined : splitTable(text, layout);
}

interface Layout {
  delimiter: string;
  quoted: boolean;
  width: number;
  /** How far the sample is of one width, lowered when the table does not begin with a header. */
  rank: number;
}

/** Whole lines from the beginning. Lines of more than the sample are no table. */
function sampleOf(text: string): string {
  if (text.length <= sampleLength) return withPlainLineEnds(text);
  const sample = withPlainLineEnds(text.slice(0, sampleLength));
  return sample.slice(0, sample.lastIndexOf("\n") + 1);
}

const withPlainLineEnds = (text: string) => (text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text);

function findLayout(sample: string): Layout | undefined {
  let best: Layout | undefined;
  for (const delimiter of delimiters) {
    if (!sample.includes(delimiter)) continue;
    const layout = layoutWith(sample, delimiter);
    if (layout !== undefined && (best === undefined || layout.rank > best.rank + 0.05)) best = layout;
  }
  return best;
}

function layoutWith(sample: string, delimiter: string): Layout | undefined {
  const first = split(sample, delimiter, true, sampleRecords);
  const quoted = !first.isBroken;
  const rows = (quoted ? first.rows : split(sample, delimiter, false, sampleRecords).rows).filter(row => !isBlank(row) && !isComment(row));
  const widths = new Map<number, number>();
  for (const row of rows) if (row.length > 1) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
  const [width, count] = [...widths].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
  if (width < 2 || count < rows.length * 0.6 || rows.some(isMarkdownRule)) return undefined;
  const table = rows.filter(row => row.length === width);
  const header = table[0] ?? [];
  const isHeaded = isHeader(header);
  const body = isHeaded ? table.slice(1) : table;
  if (!looksMeasured(body, isHeaded ? header : undefined, count / rows.length)) return undefined;
  return {delimiter, quoted, width, rank: (count / rows.length) * (rows[0] === header ? 1 : 0.8)};
}

interface Split {
  rows: string[][];
  isBroken: boolean;
}

function split(text: string, delimiter: string, isQuoted: boolean, preview = 0): Split {
  const parsed = Papa.parse<string[]>(text, {delimiter, newline: "\n", preview, ...(isQuoted ? {} : {quoteChar: "\0"})});
  return {rows: parsed.data, isBroken: parsed.errors.some(error => error.type === "Quotes")};
}

const isBlank = (row: readonly string[]) => row.every(cell => cell.trim() === "");
const isComment = (row: readonly string[]) => (row[0] ?? "").trimStart().startsWith("#");
/** `| --- | ---: |` marks a Markdown table, which is nobody's export. */
const isMarkdownRule = (row: readonly string[]) =>
  row.length > 2 && row.every(cell => /^\s*(:?-{2,}:?)?\s*$/.test(cell)) && row.some(cell => cell.includes("--"));

const percentiles: ReadonlySet<string> = new Set(["1", "5", "10", "25", "50", "75", "80", "90", "95", "98", "99", "99.9"]);

/** Words that differ, no numbers; several bare percentiles may head columns. */
function isHeader(row: readonly string[]): boolean {
  const cells = row.map(cell => cell.trim()).filter(cell => cell !== "");
  const bare = cells.filter(cell => percentiles.has(cell));
  const words = bare.length > 1 ? cells.filter(cell => !percentiles.has(cell)) : cells;
  if (words.length === 0 || cells.length < row.length / 2) return false;
  if (words.some(cell => isNumeric(cell) || cell.length > 80 || isTime(cell))) return false;
  return new Set(words.map(cell => cell.toLowerCase())).size >= words.length * 0.5;
}

function isNumeric(cell: string): boolean {
  if (!/^[+\-−]?[.,]?\d/.test(cell) || isAbsent(cell)) return false;
  const number =
    parseNumber(cell, {decimal: "."}) ?? parseNumber(cell, {decimal: ","}) ?? parseNumber(cell, {decimal: ".", thousands: ","});
  return number !== undefined && (number.unit === undefined || writtenUnit(number.unit) !== undefined);
}

const isTime = (cell: string) => /^\d{4}-\d\d-\d\d|^\d{1,2}:\d\d(:\d\d)?/.test(cell);

/** A table of numbers has a column of them; a table of words needs identifiers as headings and hardly an odd line. */
function looksMeasured(body: readonly (readonly string[])[], header: readonly string[] | undefined, share: number): boolean {
  const width = header?.length ?? body[0]?.length ?? 0;
  const numeric = Array.from({length: width}, (_, index) => body.filter(row => isNumeric((row[index] ?? "").trim())).length);
  const isColumnOfNumbers = numeric.some(count => count > 0 && count >= body.length * 0.5);
  if (header === undefined) return isColumnOfNumbers && body.length >= 3 && share >= 0.95;
  if (isColumnOfNumbers) return true;
  if (body.length === 0) return width >= 3 && header.every(cell => /^\p{L}[\p{L}\p{N}_./%()[\]-]*$/u.test(cell.trim()));
  return (
    share >= 0.95 &&
    width >= 3 &&
    header.every(cell => /^[\p{L}_#][\p{L}\p{N}_ .:/%()[\]-]{0,40}$/u.test(cell.trim()) && cell.trim().split(" ").length <= 3)
  );
}

function splitTable(text: string, layout: Layout): CsvText {
  const {delimiter, width} = layout;
  const rows = split(withPlainLineEnds(text), delimiter, layout.quoted).rows;
  const start = rows.findIndex(row => row.length === width && !isComment(row) && !isBlank(row));
  const found = rows[start] ?? [];
  const commented = headerInComment(rows, start, width);
  const isHeaded = isHeader(found);
  const header = (isHeaded ? found : (commented ?? found.map(() => ""))).map(cell => cell.trim());
  const body = rows.slice(isHeaded ? start + 1 : start).filter(row => !isBlank(row) && !isComment(row));
  const units = isHeaded && isUnitRow(body[0], width) ? body.shift()?.map(cell => cell.trim()) : undefined;
  const records = body.map(row => row.map(cell => cell.trim())).filter(row => !isHeaded || !isSame(row, header));
  const isTrailing = header.at(-1) === "" && records.every(row => row.length < width || row[width - 1] === "");
  const trimmed = isTrailing ? header.slice(0, -1) : header;
  const fitted = records.map(row =>
    row.length > trimmed.length && row.slice(trimmed.length).every(cell => cell === "") ? row.slice(0, trimmed.length) : row
  );
  return {
    delimiter,
    header: trimmed,
    records: fitted,
    ...(units === undefined ? {} : {units: units.slice(0, trimmed.length)}),
    preamble: rows.slice(0, Math.max(0, isHeaded || commented === undefined ? start : start - 1)).map(row => row.join(delimiter)),
    ragged: fitted.flatMap((row, index) => (row.length === trimmed.length ? [] : [index + 1]))
  };
}

/** `# model,tokens_s` above records without a heading of their own. */
function headerInComment(rows: readonly string[][], start: number, width: number): string[] | undefined {
  const row = rows[start - 1];
  if (row === undefined || row.length !== width || !isComment(row)) return undefined;
  const cells = row.map((cell, index) => (index === 0 ? cell.replace(/^\s*#+/, "") : cell));
  return isHeader(cells) ? cells : undefined;
}

const unitCell =
  /^[[(]?(ns|us|µs|μs|ms|msec|s|sec|secs|seconds|min|h|b|bytes?|[kmg]i?b(\/s)?|tok(en)?s?\/s(ec)?|t\/s|req\/s|1\/s|k?hz|mhz|ghz|m?w|j|%|x|c|°c|cycle|inst|inst\/cycle|byte\/second|[kmgt]byte(\/s|\/second)?|usecond|nsecond|msecond|second|count|tokens?)[\])]?$/i;

function isUnitRow(row: readonly string[] | undefined, width: number): boolean {
  if (row === undefined || row.length !== width) return false;
  const cells = row.map(cell => cell.trim()).filter(cell => cell !== "" && cell !== "-");
  return cells.some(cell => unitCell.test(cell)) && cells.every(cell => unitCell.test(cell) || countedUnit.test(cell));
}

/** What Nsight Compute counts; plain words, so that they prove no unit row by themselves. */
const countedUnit = /^(?:block|warp|thread|SM|pass|sector|request|register\/thread|[KMG]?byte\/block)$/;

const isSame = (row: readonly string[], header: readonly string[]) =>
  row.length >= header.length && header.every((cell, index) => row[index] === cell);
