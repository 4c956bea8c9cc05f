import type {NoteInput} from "../contracts/index.ts";
import {readingOf} from "./artifact-reading.ts";
import type {BigTableFile} from "./big-table-file.ts";
import type {ColumnFiles} from "./column-files.ts";
import {decode} from "./decode.ts";
import {MergedTable} from "./merged-table.ts";
import {elementPieces, linePieces, type Pieces} from "./record-pieces.ts";
import type {Reader, ReaderInput, ReaderLists, Reading, ReportedDraft} from "./reader.ts";
import {readerInput} from "./reader-input.ts";
import {soundReading} from "./sound-reading.ts";

/** From this size on records of unknown make are read piece by piece. */
export const bigRecordsBytes = 8 * 1024 ** 2;
const headBytes = 64 * 1024;
const mostNotes = 50;
const mostReported = 10_000;

/**
 * The reading of a long file of records (JSON Lines, a JSON array, a table of a known tool), piece by piece with the reader that claims its first records; undefined when it is
 * none of these. Tables within records are left out, and said to be.
 */
export async function bigRecordsFile(
  path: string,
  first: Buffer,
  files: ColumnFiles,
  {dedicated, generic}: ReaderLists
): Promise<BigTableFile | undefined> {
  const head = first.subarray(0, headBytes);
  const decoded = await decode(head.subarray(0, head.lastIndexOf(0x0a) + 1));
  const text = decoded?.encoding === "utf-8" ? decoded.text : (await decode(head))?.text;
  if (text === undefined || (decoded !== undefined && decoded.encoding !== "utf-8")) return undefined;
  const kind = kindOf(text);
  if (kind === undefined) return undefined;
  const input = readerInput(path, kind.sample);
  const claims = dedicated.filter(({detect}) => detect(input));
  const reader = claims[0] ?? generic.find(({detect}) => detect(input));
  if (reader === undefined || claims.length > 1 || (claims.length === 0 && kind.prefix === "R")) return undefined;
  const records = new BigRecords(path, reader, kind.prefix, files);
  const mark = first[0] === 0xef ? 3 : 0;
  let isBegin = true;
  return {
    take: (bytes, isLast) => {
      const own = isBegin ? bytes.subarray(mark) : bytes;
      isBegin = bytes.length === 0 && isBegin;
      for (const piece of kind.pieces.take(own, isLast)) records.add(piece);
    },
    reading: identity => readingOf(path, reader, records.reading(identity), "utf-8")
  };
}

/** Whether a reader of a known make claims the first records of a file. */
export async function isClaimed(path: string, first: Buffer, dedicated: readonly Reader[]): Promise<boolean> {
  const kind = kindOf((await decode(first.subarray(0, headBytes)))?.text ?? "");
  const input = kind === undefined ? undefined : readerInput(path, kind.sample);
  return input === undefined || dedicated.some(({detect}) => detect(input));
}

interface Kind {
  pieces: Pieces;
  /** First records as a text of their own. */
  sample: string;
  prefix: "#" | "/" | "R";
}

function kindOf(text: string): Kind | undefined {
  const [first = "", second = ""] = text.split("\n", 2);
  if (/^\s*\[\s*\{/.test(text)) return {pieces: elementPieces(), sample: `${text.slice(0, text.lastIndexOf("}") + 1)}]`, prefix: "/"};
  if (isObject(first) && isObject(second)) return {pieces: linePieces(undefined), sample: text, prefix: "#"};
  return /^[^{[<]*[,;\t]/.test(first) ? {pieces: linePieces(first.replace(/\r$/, "")), sample: text, prefix: "R"} : undefined;
}

function isObject(line: string): boolean {
  try {
    return line.trimStart().startsWith("{") && typeof JSON.parse(line.replaceAll(/\b(?:NaN|-?Infinity)\b/g, "null")) === "object";
  } catch {
    return false;
  }
}

class BigRecords {
  readonly #path: string;
  readonly #reader: Reader;
  readonly #prefix: Kind["prefix"];
  readonly #files: ColumnFiles;
  readonly #tables = new Map<string, MergedTable>();
  readonly #reported: ReportedDraft[] = [];
  readonly #problems: NoteInput[] = [];
  #session: Reading["session"] | undefined;
  #before = 0;
  #left = 0;
  #more = 0;

  constructor(path: string, reader: Reader, prefix: Kind["prefix"], files: ColumnFiles) {
    this.#path = path;
    this.#reader = reader;
    this.#prefix = prefix;
    this.#files = files;
  }

  add(text: string): void {
    const input = readerInput(this.#path, text);
    if (this.#prefix !== "R" && input.documents.length === 0) return;
    const reading = soundReading(this.#reader.read(input));
    this.#session ??= reading.session;
    for (const table of reading.tables) this.#addTable(table);
    for (const record of reading.reported) this.#addReported(record);
    for (const note of [...reading.problems, ...(reading.remarks ?? [])]) this.#note(note);
    this.#before += this.#count(input);
  }

  /** Records of a piece. */
  #count({documents, lines}: ReaderInput): number {
    if (this.#prefix === "#") return documents.length;
    const [only] = documents;
    if (this.#prefix === "/") return Array.isArray(only?.value) ? only.value.length : 0;
    return lines.filter(line => line.trim() !== "").length - 1;
  }

  #addTable(table: TableOf): void {
    const places = Array.isArray(table.places)
      ? table.places
      : Array.from({length: table.rows}, (_, row) => `${prefixOf(table)}${firstOf(table) + row}`);
    const own = new RegExp(`^\\${this.#prefix}(\\d+)$`);
    const numbers = places.map(place => Number(own.exec(place)?.[1] ?? Number.NaN) + this.#before);
    if (numbers.some(Number.isNaN) || numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0))) {
      this.#left += 1;
      return;
    }
    const first = this.#prefix === "/" ? 0 : 1;
    const merged = this.#tables.get(table.part) ?? new MergedTable(table, this.#prefix, first, this.#files);
    this.#tables.set(table.part, merged);
    merged.add(table, numbers);
  }

  #addReported(record: ReportedDraft): void {
    if (this.#reported.length >= mostReported) {
      this.#more += 1;
      return;
    }
    const moved = record.statistics.map(stated => ({...stated, at: this.#moved(stated.at)}));
    this.#reported.push({...record, part: this.#moved(record.part), statistics: moved});
  }

  #moved(at: string): string {
    return at.replace(new RegExp(`^\\${this.#prefix}(\\d+)`), (_, number) => `${this.#prefix}${Number(number) + this.#before}`);
  }

  #note(note: NoteInput): void {
    if (this.#problems.length >= mostNotes) return;
    this.#problems.push(note.source === undefined ? note : {...note, source: {...note.source, at: this.#moved(note.source.at)}});
  }

  reading(identity: string): Reading {
    const inner = this.#left === 0 ? [] : [{code: "inner-tables-left-out", values: {count: this.#left}}];
    const more = this.#more === 0 ? [] : [{code: "more-rejected", values: {count: this.#more}}];
    return {
      tables: [...this.#tables.values()].map((table, index) => table.table(`${identity}-${index + 1}`)),
      reported: this.#reported,
      problems: [...this.#problems, ...more],
      remarks: inner,
      session: this.#session ?? {tool: "unknown", key: this.#path, environment: {}}
    };
  }
}

type TableOf = Reading["tables"][number];
const prefixOf = ({places}: TableOf) => (Array.isArray(places) ? "" : places.prefix);
const firstOf = ({places}: TableOf) => (Array.isArray(places) ? 0 : places.first);
