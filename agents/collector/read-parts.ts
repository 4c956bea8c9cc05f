import {ArtifactError, type Labels, type NoteInput} from "../contracts/index.ts";
import {movedReading, placesOfPart} from "./moved-places.ts";
import type {Reader, ReaderInput, ReaderLists, Reading} from "./reader.ts";
import {soundReading} from "./sound-reading.ts";
import {type ClaimedPart, claimedParts, documentLines, leftParts} from "./text-parts.ts";

/** What a reader gave for a text or a part of it. */
export type PartReading = {reader: Pick<Reader, "format" | "category">} & ({reading: Reading} | {error: ArtifactError});

/** The whole text by the one reader that claims it, or its parts by theirs, or the whole by a generic reader. */
export function readParts(input: ReaderInput, readers: ReaderLists): PartReading[] {
  const claims = readers.dedicated.filter(reader => owned(input.path, reader.format, () => reader.detect(input)));
  const [first] = claims;
  const parts = claimedParts(input, claims, readers).map(claimed => ({claimed, read: readPart(claimed)}));
  if (first === undefined || claims.length > 1) {
    if (parts.length > 0) return parts.map(({read}) => read);
    if (claims.length > 1) throw claimedTwice(input.path, claims);
    const generic = readers.generic.find(reader => owned(input.path, reader.format, () => reader.detect(input)));
    const read = generic === undefined ? undefined : readWhole(generic, input);
    return read === undefined || ("reading" in read && isNothing(read.reading)) ? [] : [read];
  }
  const whole = readWhole(first, input);
  const others = parts.filter(({claimed: {reader}}) => reader !== first);
  const own = parts.filter(({claimed: {reader}}) => reader === first);
  const isBetterInParts =
    count(own.map(({read}) => read)) > count([whole]) || (own.length > 0 && "reading" in whole && hasRecords(whole.reading));
  if (isBetterInParts) return parts.map(({read}) => read);
  if ("error" in whole) return [whole];
  const taken = linesTaken(whole.reading);
  if (others.length === 0) {
    const left = parts.length > 0 ? [] : leftParts(input, taken ?? documentEdges(input), readers).filter(({reader}) => reader !== first);
    return [whole, ...left.map(readPart)];
  }
  if (taken === undefined) return own.length > 0 ? parts.map(({read}) => read) : [whole];
  const free = others.filter(({claimed: {part}}) => !taken.some(line => line >= part.first && line < part.first + part.lines.length));
  return [whole, ...free.map(({read}) => read)];
}

/** Records of a table: a prompt above or below would be one of them. */
const hasRecords = ({tables, reported}: Reading) =>
  tables.some(({places}) => (Array.isArray(places) ? (places[0] ?? "") : places.prefix).startsWith("R")) ||
  reported.some(({statistics}) => statistics.some(({at}) => at.startsWith("R")));

/** Values and failures: an indented part may be claimed within the whole and yet be read only by itself. */
function count(parts: readonly PartReading[]): number {
  const readings = parts.flatMap(part => ("error" in part ? [] : [part.reading]));
  const cells = readings.flatMap(({tables}) => tables.map(({columns, failures, rows}) => columns.length * rows + failures.length));
  const stated = readings.flatMap(({reported}) => reported.map(({statistics}) => statistics.length));
  return [...cells, ...stated].reduce((sum, one) => sum + one, 0);
}

const isNothing = ({tables, reported}: Reading) => tables.length + reported.length === 0;

function readWhole(reader: Reader, input: ReaderInput): PartReading {
  const [only] = input.documents;
  const read = readWith(reader, input);
  if ("error" in read || input.documents.length !== 1 || only?.at !== "#1" || !hasPointers(read.reading)) return read;
  return {reader, reading: movedReading(read.reading, placesOfPart({first: 1, lines: input.lines, documents: [1], ownDocuments: 1}))};
}

/** Values of the only JSON document, which text stands around. */
const hasPointers = ({tables, reported}: Reading) =>
  tables.some(
    ({places, columns}) => Array.isArray(places) && [...places, ...columns.map(({field}) => field)].some(at => at.startsWith("/"))
  ) || reported.some(({statistics}) => statistics.some(({at}) => at.startsWith("/")));

function readPart({reader, input, part, title}: ClaimedPart): PartReading {
  const read = readWith(reader, input);
  return "reading" in read ? {reader, reading: titled(movedReading(read.reading, placesOfPart(part)), title)} : read;
}

function titled(reading: Reading, title: string | undefined): Reading {
  if (title === undefined) return reading;
  const named = <T extends {subject: Labels}>(record: T): T => ({...record, subject: {scope: title, ...record.subject}});
  return {...reading, tables: reading.tables.map(named), reported: reading.reported.map(named)};
}

function readWith(reader: Reader, input: ReaderInput): PartReading {
  try {
    return {reader, reading: soundReading(owned(input.path, reader.format, () => reader.read(input)))};
  } catch (error) {
    if (error instanceof ArtifactError) return {reader, error};
    throw error;
  }
}

/** First and last lines of the documents of a text that holds more than them. */
const documentEdges = (input: ReaderInput): number[] =>
  input.documents.some(({span}) => span === undefined) ? [] : [...documentLines(input), ...documentLines(input, 1)];

/** Lines that the values of a reading stand in; undefined when one of them is placed otherwise. */
function linesTaken({tables, reported}: Reading): number[] | undefined {
  const places = [
    ...tables.flatMap(({places: rows}) => (Array.isArray(rows) ? rows : [`${rows.prefix}${rows.first}`])),
    ...reported.flatMap(({statistics}) => statistics.map(({at}) => at))
  ];
  const lines = places.map(at => Number(/^L(\d+)/.exec(at)?.[1] ?? Number.NaN));
  return lines.some(Number.isNaN) ? undefined : lines;
}

/** A fault of our readers, with what to tell of it. */
export class ReaderFault extends Error {
  readonly problem: NoteInput;

  constructor(message: string, problem: NoteInput, cause?: unknown) {
    super(message, cause === undefined ? undefined : {cause});
    this.name = "ReaderFault";
    this.problem = problem;
  }
}

function claimedTwice(path: string, claims: readonly Reader[]): ReaderFault {
  const formats = claims.map(({format}) => format);
  return new ReaderFault(`${path}: claimed by ${formats.join(" and ")}, expected one reader`, {code: "claimed-twice", values: {formats}});
}

/** An exception of a reader that is no ArtifactError is a fault of ours: it says which file and reader. */
function owned<T>(path: string, format: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ArtifactError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new ReaderFault(
      `${path}: reader ${format} broke: ${message}`,
      {code: "reader-broke", values: {format, message: message.slice(0, 200)}},
      error
    );
  }
}
