import type {NoteInput} from "../contracts/index.ts";

/** One JSON document of a text. `at` is `` when it is the whole text, else `#n`: the n-th document, 1-based. */
export interface JsonDocument {
  value: unknown;
  at: string;
  /** Where its text begins and ends, if it is not the whole text. */
  span?: readonly [number, number];
}

export interface JsonText {
  documents: JsonDocument[];
  /** `json-truncated` (end missing, whole records kept), `json-line-broken`, `json-text-between` (banner, log lines). */
  problems: NoteInput[];
}

/**
 * JSON documents of a text: one document, JSON Lines, documents in a row, or documents between log lines. `NaN` and `Infinity`
 * become null (Python writes them); a truncated array keeps its whole elements. Empty when there is no JSON at all.
 */
export function jsonDocuments(text: string): JsonText {
  const start = text.search(/\S/);
  if (start < 0 || !/[[{]/.test(text)) return {documents: [], problems: []};
  const whole = parseJson(text);
  if (whole !== undefined)
    return typeof whole.value === "object" && whole.value !== null ? {documents: [{value: whole.value, at: ""}], problems: []} : none();
  return scan(text);
}

/** Whether the documents are only what is left within one that does not end: all indented, in a text that begins with an opening bracket. */
export const areFragments = (text: string, documents: readonly JsonDocument[]): boolean =>
  /^\s{0,100}[[{]/.test(text) &&
  documents.length > 0 &&
  documents.every(({span: [begin] = [0]}) => begin > 0 && /[^\n]/.test(text[begin - 1] ?? "")) &&
  (documents[0]?.span?.[0] ?? 0) > text.search(/\S/);

const none = (): JsonText => ({documents: [], problems: []});

/** @returns undefined when the text is not JSON. */
function parseJson(text: string): {value: unknown} | undefined {
  try {
    return {value: JSON.parse(text)};
  } catch {
    if (!/NaN|Infinity/.test(text)) return undefined;
  }
  try {
    return {value: JSON.parse(withoutNonFinite(text))};
  } catch {
    return undefined;
  }
}

/** `NaN`, `Infinity`, `-Infinity` outside strings become null. */
function withoutNonFinite(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, token => (token.startsWith('"') ? token : "null"));
}

/** Text that may be read again and again in search of a closing bracket, as a multiple of its length. */
const searchBudget = 8;
const mostProblems = 50;

interface Scan {
  text: string;
  documents: JsonDocument[];
  problems: NoteInput[];
  skippedLines: number;
  /** Characters that may still be searched over line ends. */
  budget: number;
  /** Number of the line that begins last before what is read, and where it ends. */
  line: number;
  lineEnd: number;
}

function scan(text: string): JsonText {
  const state: Scan = {
    text,
    documents: [],
    problems: [],
    skippedLines: 0,
    budget: text.length * searchBudget,
    line: 1,
    lineEnd: endOfLine(text, 0)
  };
  let position = 0;
  while (position < text.length) {
    const next = scanLine(state, position);
    if (next === undefined) return {documents: state.documents, problems: state.problems};
    position = next;
    while (position > state.lineEnd && state.lineEnd < text.length) {
      state.line += 1;
      state.lineEnd = endOfLine(text, state.lineEnd + 1);
    }
  }
  const {documents, problems, skippedLines} = state;
  if (documents.length === 0) return none();
  if (skippedLines > 0) problems.push({code: "json-text-between", values: {lines: skippedLines}});
  const only = documents[0];
  if (documents.length === 1 && only !== undefined && skippedLines > 0 && Array.isArray(only.value)) only.at = "";
  return {documents, problems};
}

/** Takes what begins at `position`. @returns where the next begins; undefined when a cut array gave all there is. */
function scanLine(state: Scan, position: number): number | undefined {
  const {text, documents, problems, lineEnd} = state;
  const begin = afterSeparators(text, position, lineEnd);
  const opener = text[begin];
  if (opener !== "{" && opener !== "[") {
    const isLine = !/^[\]}\s,]*$/.test(text.slice(begin, Math.min(lineEnd, begin + 200)));
    if (isLine) state.skippedLines += 1;
    return lineEnd + 1;
  }
  const end = endOfDocument(state, begin, lineEnd);
  const parsed = end === undefined ? undefined : parseJson(text.slice(begin, end));
  if (parsed !== undefined && end !== undefined) {
    documents.push({value: parsed.value, at: `#${documents.length + 1}`, span: [begin, end]});
    return end;
  }
  const elements = end === undefined && documents.length === 0 && opener === "[" ? wholeElements(text, begin) : [];
  if (elements.length > 0) {
    problems.push({code: "json-truncated", values: {kept: elements.length}});
    documents.push({value: elements, at: ""});
    return undefined;
  }
  if (problems.length < mostProblems) problems.push(brokenLine(state));
  return lineEnd + 1;
}

/** The last line is one that was cut while it was written. */
function brokenLine({text, documents, line, lineEnd}: Scan): NoteInput {
  const isLast = text.slice(lineEnd, lineEnd + 1000).trim() === "" && text.length <= lineEnd + 1000;
  return isLast
    ? {code: "json-truncated", values: {kept: documents.length, line: `L${line}`}}
    : {code: "json-line-broken", values: {line: `L${line}`}};
}

/** Spaces, tabs and commas stand between documents. */
function afterSeparators(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && (text[at] === " " || text[at] === "\t" || text[at] === ",")) at += 1;
  return at;
}

/** In its line first: JSON Lines are the rule. Over lines only while the budget lasts, so that a million open brackets cost no hour. */
function endOfDocument(state: Scan, begin: number, lineEnd: number): number | undefined {
  const within = endOfValue(state.text, begin, lineEnd);
  if (within !== undefined || state.budget <= 0) return within;
  const end = endOfValue(state.text, begin, state.text.length);
  state.budget -= (end ?? state.text.length) - begin;
  return end;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

/** Index after the value that opens at `from`; undefined when it does not close before `to`. */
function endOfValue(text: string, from: number, to: number): number | undefined {
  let depth = 0;
  for (let at = from; at < to; at += 1) {
    const character = text[at];
    if (character === '"') {
      const close = endOfString(text, at);
      if (close === undefined || close >= to) return undefined;
      at = close;
    } else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

/** Index of the closing quote. */
function endOfString(text: string, from: number): number | undefined {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return undefined;
}

/** Elements of an array whose end is missing. */
function wholeElements(text: string, from: number): unknown[] {
  const elements: unknown[] = [];
  let at = from + 1;
  for (;;) {
    while (at < text.length && /[\s,]/.test(text[at] ?? "")) at += 1;
    if (text[at] !== "{" && text[at] !== "[") return elements;
    const end = endOfValue(text, at, text.length);
    const parsed = end === undefined ? undefined : parseJson(text.slice(at, end));
    if (end === undefined || parsed === undefined) return elements;
    elements.push(parsed.value);
    at = end;
  }
}
