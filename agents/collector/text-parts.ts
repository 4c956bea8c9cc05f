import {areFragments} from "./documents.ts";
import type {Part} from "./moved-places.ts";
import type {Reader, ReaderInput, ReaderLists} from "./reader.ts";
import {readerInput} from "./reader-input.ts";
import {type Section, sectionsOf} from "./text-sections.ts";

/** A part of a text with the reader that takes it. */
export interface ClaimedPart {
  reader: Reader;
  input: ReaderInput;
  part: Part;
  /** The line above a table that says what it is of. */
  title?: string;
}

/** A longer text is one thing, and a list of more documents is one of records. */
const longestText = 8_000_000;
const mostDocuments = 500;
const mostParagraphs = 200;
const marks = /`{3}|~{3}|[$#%>] \S|[➜❯λ]\s|^\[command\]|^##\[group\]/mu;

/** What the parts of a text share. */
interface Whole {
  input: ReaderInput;
  lists: ReaderLists;
  /** Line of each JSON document of the whole text. */
  documentLines: readonly number[];
}

/**
 * Parts of a text that different tools wrote: fenced parts, outputs below their command lines, JSON documents in a row, tables below each other,
 * and, where two readers claim one part, its paragraphs. Empty when the text is one thing, which `claims` (readers of the whole) then read.
 */
export function claimedParts(input: ReaderInput, claims: readonly Reader[], lists: ReaderLists): ClaimedPart[] {
  const {text, documents} = input;
  if (text.length > longestText || documents.some(({span}) => span === undefined) || areFragments(text, documents)) return [];
  const sections = marks.test(text) ? sectionsOf(input.lines) : [];
  const isWhole = sections.length <= 1 && sections.every(({isFenced, command}) => !isFenced && command === undefined);
  if (isWhole && claims.length === 1 && !areUnlike(input)) return [];
  const whole = {input, lists, documentLines: documentLines(input)};
  if (isWhole) return partsOf({first: 1, lines: input.lines, isFenced: false}, input, claims, whole);
  const parts = sections.flatMap(section => {
    const own = readerInput(input.path, section.lines.join("\n"));
    return partsOf(
      section,
      own,
      lists.dedicated.filter(reader => reader.detect(own) && !isExample(reader, section)),
      whole
    );
  });
  return joined(parts, input);
}

/**
 * Parts of one reader as one text with the lines of the others blank, if the reader claims that too: it sees the commands and headings between and
 * counts repeats. Not for tables and documents, whose records are counted within their part.
 */
function joined(parts: readonly ClaimedPart[], {path, lines}: ReaderInput): ClaimedPart[] {
  const texts = parts.filter(({part, input}) => part.ownDocuments === 0 && input.csv === undefined);
  const several = [...new Set(texts.map(({reader}) => reader))].filter(reader => texts.filter(one => one.reader === reader).length > 1);
  return several.reduce<ClaimedPart[]>(
    (all, reader) => {
      const isOwn = (one: ClaimedPart) => one.reader === reader && texts.includes(one);
      const others = all.filter(one => !isOwn(one)).map(({part}) => part);
      const kept = lines.map((line, index) =>
        others.some(({first, lines: {length}}) => index + 1 >= first && index + 1 < first + length) ? "" : line
      );
      const input = readerInput(path, kept.join("\n"));
      const first = all.findIndex(isOwn);
      const whole = {reader, input, part: {first: 1, lines: kept, documents: [], ownDocuments: 0}};
      return reader.detect(input) ? all.flatMap((one, index) => (index === first ? [whole] : isOwn(one) ? [] : [one])) : all;
    },
    [...parts]
  );
}

function partsOf(section: Section, input: ReaderInput, claims: readonly Reader[], whole: Whole): ClaimedPart[] {
  const [only] = claims;
  if (only !== undefined && claims.length === 1 && !areUnlike(input)) return [{reader: only, input, part: partOf(section, input, whole)}];
  const documents = documentGroups(section, input, whole);
  if (documents.length > 0) return documents;
  if (claims.length > 1) {
    const found = windows(section, claims, whole, paragraphs(section.lines));
    return found.length > 0 ? found : windows(section, claims, whole, [...section.lines.keys()]);
  }
  if (section.isFenced) return [];
  return tables(section, whole);
}

/** Manuals show answers of an API; notes show the command too. */
const isExample = ({isShownInManuals}: Reader, {isFenced, command}: Section) =>
  isShownInManuals === true && isFenced && command === undefined;

function partOf({first, lines}: Section, input: ReaderInput, {documentLines}: Whole): Part {
  const documents = documentLines.flatMap((line, index) => (line >= first && line < first + lines.length ? [index + 1] : []));
  return {first, lines, documents, ownDocuments: input.documents.length, preamble: input.csv?.preamble.length ?? 0};
}

/** Line in which each document begins (or ends, with `edge` 1), from its place in the text. */
export function documentLines({text, documents}: ReaderInput, edge: 0 | 1 = 0): number[] {
  let line = 1;
  let at = 0;
  return documents.map(({span = [0, 0]}) => {
    for (; at < span[edge]; at += 1) if (text[at] === "\n" || (text[at] === "\r" && text[at + 1] !== "\n")) line += 1;
    return line;
  });
}

/** Documents that have no field in common with the first. */
function areUnlike({documents}: ReaderInput): boolean {
  if (documents.length < 2 || documents.length > mostDocuments) return false;
  const fields = documents.map(({value}) => new Set(Object.keys(Array.isArray(value) ? (value[0] ?? {}) : (value ?? {}))));
  const [first = new Set(), ...rest] = fields.filter(({size}) => size > 0);
  return rest.some(keys => ![...keys].some(key => first.has(key)));
}

/** Neighbouring documents of one format, read together when the reader takes several. Empty when no reader takes any of them. */
function documentGroups(section: Section, input: ReaderInput, whole: Whole): ClaimedPart[] {
  const {documents, text} = input;
  if (documents.length < 2 || documents.length > mostDocuments) return [];
  const {documentLines, lists} = whole;
  const numbers = partOf(section, input, whole).documents;
  if (numbers.length !== documents.length) return [];
  const looked = areUnlike(input) ? documents : documents.slice(0, 1);
  if (
    !looked.some(({span: [begin, end] = [0, 0]}) =>
      lists.dedicated.some(({detect}) => detect(readerInput(input.path, text.slice(begin, end))))
    )
  )
    return [];
  const single = documents.map(({value, span: [begin, end] = [0, 0]}, index) => {
    const own = readerInput(input.path, text.slice(begin, end));
    const claims = value === null ? [] : lists.dedicated.filter(reader => reader.detect(own) && !isExample(reader, section));
    return {own, reader: claims.length === 1 ? claims[0] : undefined, number: numbers[index] ?? 0, begin, end};
  });
  if (single.every(({reader}) => reader === undefined)) return [];
  const groups: (typeof single)[] = [];
  for (const one of single) {
    const open = groups.at(-1);
    if (open !== undefined && open[0]?.reader === one.reader) open.push(one);
    else groups.push([one]);
  }
  return groups.flatMap(group => {
    const [first] = group;
    const joint = readerInput(input.path, text.slice(first?.begin, group.at(-1)?.end));
    const reader = first?.reader ?? (section.isFenced ? undefined : lists.generic.find(({detect}) => detect(joint)));
    if (reader === undefined) return [];
    const part = (own: ReaderInput, members: typeof single) => {
      const line = documentLines[(members[0]?.number ?? 1) - 1] ?? 1;
      return {
        reader,
        input: own,
        part: {first: line, lines: own.lines, documents: members.map(({number}) => number), ownDocuments: members.length}
      };
    };
    return group.length > 1 && reader.detect(joint) ? [part(joint, group)] : group.map(one => part(one.own, [one]));
  });
}

/** Cuts a part that several readers claim at its paragraphs (or lines: `starts`), so that each piece is claimed by one of them; empty when that cannot be. */
function windows(section: Section, claims: readonly Reader[], whole: Whole, starts: readonly number[]): ClaimedPart[] {
  if (starts.length > mostParagraphs) return [];
  const found: ClaimedPart[] = [];
  const windowOf = (from: number, to: number) => {
    const lines = section.lines.slice(starts[from], starts[to + 1]);
    const own = {...section, first: section.first + (starts[from] ?? 0), lines};
    const input = readerInput(whole.input.path, lines.join("\n"));
    return {own, input, claims: claims.filter(({detect}) => detect(input))};
  };
  let from = 0;
  while (from < starts.length) {
    let to = from;
    while (to < starts.length && windowOf(from, to).claims.length === 0) to += 1;
    const reader = to < starts.length ? windowOf(from, to).claims : [];
    if (reader.length === 0) break;
    if (reader.length > 1) return [];
    while (to + 1 < starts.length && windowOf(from, to + 1).claims.length === 1) to += 1;
    const next = to + 1 < starts.length ? beginOfOther(from, to + 1, reader[0], windowOf) : starts.length;
    const {own, input} = windowOf(from, next - 1);
    if (reader[0] !== undefined) found.push({reader: reader[0], input, part: partOf(own, input, whole)});
    from = next;
  }
  return found;
}

type Window = (from: number, to: number) => {claims: readonly Reader[]};

/** The latest paragraph from which on the other reader claims what ends at `to`, if the first keeps its claim to the rest. */
function beginOfOther(from: number, to: number, reader: Reader | undefined, windowOf: Window): number {
  for (let begin = to; begin > from; begin -= 1) {
    const {claims} = windowOf(begin, to);
    if (claims.length === 1 && claims[0] !== reader) return windowOf(from, begin - 1).claims.some(claim => claim === reader) ? begin : to;
  }
  return to;
}

/**
 * What a reader left untouched before its first and behind its last value, if it is a table that begins with its header or, beside JSON, any
 * output: those do not show within a text that begins otherwise. `taken`: lines with values.
 */
export function leftParts(input: ReaderInput, taken: readonly number[], lists: ReaderLists): ClaimedPart[] {
  if (input.text.length > longestText || taken.length === 0) return [];
  const [low, high] = [taken.reduce((a, b) => Math.min(a, b)), taken.reduce((a, b) => Math.max(a, b))];
  const starts = paragraphs(input.lines);
  const before = {from: 0, to: starts.findLast(start => start < low) ?? 0};
  const after = starts
    .filter(start => start >= high)
    .slice(0, mostTries)
    .map(from => ({from, to: input.lines.length}));
  const whole = {input, lists, documentLines: documentLines(input)};
  const claimed = ({from, to}: {from: number; to: number}): ClaimedPart[] => {
    if (to - from < 1) return [];
    const section = {first: from + 1, lines: input.lines.slice(from, to), isFenced: false};
    const own = readerInput(input.path, section.lines.join("\n"));
    const claims = lists.dedicated.filter(({detect}) => detect(own));
    const [reader] = claims;
    return reader === undefined || claims.length > 1 ? [] : [{reader, input: own, part: partOf(section, own, whole)}];
  };
  return [...claimed(before), ...(after.map(claimed).find(({length}) => length > 0) ?? [])];
}

/** Paragraphs behind the last value that another output may begin with: tools end with remarks of their own. */
const mostTries = 4;

/** Indexes of the first lines of paragraphs: behind a blank line, and at the beginning. */
function paragraphs(lines: readonly string[]): number[] {
  return lines.flatMap((line, index) => (line.trim() !== "" && (index === 0 || (lines[index - 1] ?? "").trim() === "") ? [index] : []));
}

/** Tables with headings of their own below each other, and what a command printed, for the readers of unknown makes. */
function tables(section: Section, whole: Whole): ClaimedPart[] {
  const {
    lists: {dedicated, generic},
    input: {path}
  } = whole;
  const starts = paragraphs(section.lines);
  if (starts.length > mostParagraphs) return [];
  const pieces = starts.map((start, index) => {
    const lines = section.lines.slice(start, starts[index + 1]);
    return {first: section.first + start, lines, input: readerInput(path, lines.join("\n"))};
  });
  const headed = pieces.filter(({input: {csv}}) => csv !== undefined && csv.records.length > 0 && csv.header.every(name => name !== ""));
  const headers = new Set(headed.map(({input: {csv}}) => csv?.header.join("\n")));
  const isOneTable = headed.length < 2 || headers.size < 2 || headed.length < pieces.length / 2;
  const chosen = isOneTable
    ? section.command === undefined
      ? []
      : [{...section, input: readerInput(path, section.lines.join("\n"))}]
    : headed;
  return chosen.flatMap(piece => {
    const claims = dedicated.filter(({detect}) => detect(piece.input));
    const reader = claims[0] ?? generic.find(({detect}) => detect(piece.input));
    if (reader === undefined || claims.length > 1) return [];
    const title = piece.input.csv?.preamble.findLast(line => line.trim() !== "")?.trim();
    const part = partOf({...piece, isFenced: false}, piece.input, whole);
    return [{reader, input: piece.input, part, ...(title === undefined || title.length > 100 ? {} : {title})}];
  });
}
