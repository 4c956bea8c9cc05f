import Papa from "papaparse";

/**
 * Raw values at a place of a text, by the grammar of `sourceSchema`, written independently of the readers: one value, the values of a
 * range, or for lines every number in them. Throws when nothing is there.
 */
export function resolvePlace(text: string, at: string): unknown[] {
  const documents = /^#(\d+)(?:-#(\d+))?(\/.*)?$/.exec(at);
  if (documents !== null) {
    const pointer = documents[3] ?? "";
    return range(documents[1], documents[2]).map(number => pointed(jsonLine(text, number), pointer, at));
  }
  const records = /^R(\d+)(?:-R(\d+))?:(.+)$/.exec(at);
  if (records !== null) return range(records[1], records[2]).map(number => cell(text, number, records[3] ?? "", at));
  const lines = /^L(\d+)(?:-L(\d+))?(?::(.+))?$/.exec(at);
  if (lines !== null) return numbersInLines(text.split(/\r\n|\n|\r/), range(lines[1], lines[2]), lines[3], at);
  if (at === "" || at.startsWith("/")) return [pointed(json(text), at, at)];
  throw new Error(`no place: ${at}`);
}

const range = (first = "", last = first) => Array.from({length: Number(last) - Number(first) + 1}, (_, index) => Number(first) + index);

/** Lines with JSON only; what stands between them is no document. */
function jsonLine(text: string, number: number): unknown {
  const lines = text.split("\n").filter(line => /^\s*[{[]/.test(line));
  return json(lines[number - 1] ?? "");
}

/** Python writes numbers that JSON does not know. */
const json = (text: string): unknown => JSON.parse(text.replace(/(?<=[:,[]\s*)(?:-?Infinity|NaN)/g, "null"));

function pointed(document: unknown, pointer: string, at: string): unknown {
  let value = document;
  for (const key of pointer.split("/").slice(1)) {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !(name in value)) throw new Error(`nothing at ${at}`);
    value = Reflect.get(value, name);
  }
  return value;
}

function cell(text: string, number: number, column: string, at: string): string {
  const {data} = Papa.parse<Record<string, string>>(text, {header: true, skipEmptyLines: true, transformHeader: title => title.trim()});
  const unnamed = /^C(\d+)$/.exec(column)?.[1];
  if (unnamed !== undefined && data[0]?.[column] === undefined) return unnamedCell(text, number, Number(unnamed), at);
  const records = isUnitRow(Object.values(data[0] ?? {})) ? data.slice(1) : data;
  const value = records[number - 1]?.[column];
  if (value === undefined) throw new Error(`nothing at ${at}`);
  return plain(value);
}

/** Without grouping commas and without a unit behind a space. */
function plain(cell: string): string {
  const number = /^\s*(-?[\d.]+)\s+(?:[A-Za-z]+|%)\s*$/.exec(cell)?.[1] ?? cell;
  return /^-?\d{1,3}(?:,\d{2,3})+(?:\.\d+)?$/.test(number) ? number.replaceAll(",", "") : number;
}

/** A first line that holds numbers is a record, no header. */
function unnamedCell(text: string, number: number, column: number, at: string): string {
  const {data} = Papa.parse<string[]>(text, {skipEmptyLines: true});
  const isHeaded = !(data[0] ?? []).some(cell => /^\s*[\d.]+\s*(?:\w+|%)?\s*$/.test(cell));
  const value = data[number - (isHeaded ? 0 : 1)]?.[column - 1];
  if (value === undefined) throw new Error(`nothing at ${at}`);
  return plain(value);
}

/** Words in some columns, nothing in the others, and no digit: no record. */
const isUnitRow = (cells: readonly string[]) =>
  cells.includes("") && cells.some(word => word !== "") && cells.every(word => !/\d/.test(word));

/** Numbers of the lines, of those that hold the name where one is given; what stands behind `, ` in it tells the numbers of a line apart. */
function numbersInLines(lines: readonly string[], numbers: readonly number[], name: string | undefined, at: string): number[] {
  const word = name?.replace(/, .*$/, "");
  const named = numbers.filter(number => word === undefined || (lines[number - 1] ?? "").includes(word));
  const isHeadedAbove = word !== undefined && lines.some(line => line.split(/[,\s"#]+/).includes(word) || line.split(",").includes(word));
  if (named.length === 0 && !isHeadedAbove) throw new Error(`nothing at ${at}`);
  return (named.length === 0 ? numbers : named).flatMap(number => numbersOf(lines[number - 1], at));
}

function numbersOf(line: string | undefined, at: string): number[] {
  if (line === undefined) throw new Error(`no line ${at}`);
  const grouped = line.match(/(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)/g) ?? [];
  return [
    ...(line.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? []).map(Number),
    ...grouped.map(written => Number(written.replaceAll(",", ""))),
    ...withDecimalComma(line),
    ...durationsOf(line)
  ];
}

/** `1,5`, `8.000.000,25` */
function withDecimalComma(line: string): number[] {
  return (line.match(/(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?![\d.,])/g) ?? [])
    .filter(written => written.includes(",") || written.split(".").length > 2)
    .map(written => Number(written.replaceAll(".", "").replace(",", ".")));
}

const inSeconds: Readonly<Record<string, number>> = {h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, μs: 1e-6, ns: 1e-9};

/** Durations of Go: `1m29.657527203s`, `53ms`. */
function durationsOf(line: string): number[] {
  return (line.match(/(?:\d+(?:\.\d+)?(?:h|ms|m|us|µs|μs|ns|s))+/g) ?? []).map(written =>
    [...written.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|us|µs|μs|ns|s)/g)].reduce(
      (sum, [, amount, unit]) => sum + Number(amount) * (inSeconds[unit ?? ""] ?? Number.NaN),
      0
    )
  );
}
