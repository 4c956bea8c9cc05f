import type {NoteInput} from "../contracts/index.ts";
import type {Reading, ReportedDraft, TableDraft} from "./reader.ts";
import {countedPlaces} from "./table.ts";

/** Makes a place in a part of a text to one of the whole text. */
export type PlaceMap = (at: string) => string;

/** A part of a text, as its places need it. */
export interface Part {
  /** Number of its first line in the whole text, 1-based. */
  first: number;
  lines: readonly string[];
  /** Number in the whole text of each JSON document that the part holds. */
  documents: readonly number[];
  /** Documents of the part by its own count; when it is not that of `documents`, they are placed by the part's lines. */
  ownDocuments: number;
  /** Lines before the header, if the part is a table. */
  preamble?: number;
}

/**
 * Lines are counted from the part's first line on. A record becomes the line it stands in (`R3:mean` -> `L41:mean`), a document of the part the one
 * of the whole text; a pointer into the only document gets its number (`/a` -> `#2/a`).
 */
export function placesOfPart({first, lines, documents, ownDocuments, preamble = 0}: Part): PlaceMap {
  const shift = first - 1;
  const records = recordLines(lines.slice(preamble), first + preamble);
  const line = (number: string) => `L${Number(number) + shift}`;
  const whole = `L${first}-L${first + lines.length - 1}`;
  const isNumbered = documents.length === ownDocuments && documents.length > 0;
  const document = (number: string) => `#${documents[Number(number) - 1] ?? number}`;
  return at => {
    if (at.startsWith("L"))
      return at.replace(/^L(\d+)(?:-L(\d+))?/, (_, from, to) => `${line(from)}${to === undefined ? "" : `-${line(to)}`}`);
    if (!isNumbered && /^[#/]/.test(at)) return `${whole}:${at.replace(/^#\d+(?=\/)/, "").slice(1)}`;
    if (at.startsWith("#"))
      return at.replace(/^#(\d+)(?:-#(\d+))?/, (_, from, to) => `${document(from)}${to === undefined ? "" : `-${document(to)}`}`);
    if (/^R\d/.test(at))
      return at.replace(/^R(\d+)(?:-R(\d+))?/, (_, from, to) => `${records(from, at)}${to === undefined ? "" : `-${records(to, at)}`}`);
    if (isNumbered && (at === "" || at.startsWith("/"))) return `#${documents[0]}${at}`;
    return at === "" ? whole : at;
  };
}

/** Line of a record: filled lines after the header, which is there when it names the column; a row of units has no digit. */
function recordLines(lines: readonly string[], first: number): (record: string, at: string) => string {
  const filled = lines.flatMap((line, index) =>
    line.trim() === "" || line.trimStart().startsWith("#") ? [] : [{line, number: first + index}]
  );
  const [header] = filled;
  const body = filled.filter(({line}, index) => index === 0 || line !== header?.line);
  return (record, at) => {
    const column = at.slice(at.indexOf(":") + 1);
    const isHeaded =
      header !== undefined && (!/^C\d+$/.test(column) ? header.line.includes(column) : !/(?:^|[,;\t|])\s*-?\d/.test(header.line));
    const hasUnits = isHeaded && !/\d/.test(body[1]?.line ?? "1");
    return `L${body[Number(record) - 1 + (isHeaded ? 1 : 0) + (hasUnits ? 1 : 0)]?.number ?? first}`;
  };
}

/** A reading with its places moved; parts are kept apart from those of other parts of the text. */
export function movedReading(reading: Reading, place: PlaceMap): Reading {
  const note = <N extends NoteInput>(written: N): N =>
    written.source === undefined ? written : {...written, source: {...written.source, at: place(written.source.at)}};
  const named = (part: string) => (/^(?:[LR#]\d|\/|$)/.test(part) ? place(part) : `${place("")} ${part}`);
  return {
    ...reading,
    tables: reading.tables.map(table => ({...movedTable(table, place), part: named(table.part), warnings: table.warnings.map(note)})),
    reported: reading.reported.map(record => ({
      ...movedRecord(record, place),
      part: named(record.part),
      warnings: record.warnings.map(note)
    })),
    problems: reading.problems.map(note),
    ...(reading.remarks === undefined ? {} : {remarks: reading.remarks.map(note)})
  };
}

function movedTable(table: TableDraft, place: PlaceMap): TableDraft {
  const {rows, places, columns} = table;
  const field = columns.find(({field: name}) => !name.startsWith("/"))?.field ?? "";
  const written = Array.isArray(places)
    ? places
    : Array.from({length: rows}, (_, row) => `${places.prefix}${places.first + places.step * row}`);
  const moved = written.map(at => (/^R\d/.test(at) ? place(`${at}:${field}`).replace(/^(L\d+):.*$/s, "$1") : place(at)));
  return {...table, places: countedPlaces(moved)};
}

function movedRecord(record: ReportedDraft, place: PlaceMap): ReportedDraft {
  const {statistics, histogram} = record;
  return {
    ...record,
    statistics: statistics.map(stated => ({...stated, at: place(stated.at)})),
    ...(histogram === undefined ? {} : {histogram: {...histogram, at: place(histogram.at)}})
  };
}
