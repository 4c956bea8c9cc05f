import {numbersIn, unitBehind, type WrittenNumber} from "./claim-numbers.ts";
import {settingKeyOf, settingsIn, subjectAt} from "./claim-subjects.ts";
import {type ClaimUnit, countedNouns, metricWords, settingBefore, settingBehind, unitOfWord} from "./claim-words.ts";
import {type Evidence, type Labels, metricEntry, type Unit} from "./contracts/index.ts";
import {type MarkdownTable, markdownTables} from "./markdown-tables.ts";

type Claim = Evidence["claims"][number];

/**
 * What the prose and the hand-made Markdown tables of a text claim in numbers, English or Russian, in the order of lines. A claim has a unit
 * or a metric; its value is in base units. Settings, dates, versions, names and fenced code claim nothing. Quotes are the line around
 * the number, at most 200 characters, as written: names of people and machines in them are for the caller to replace.
 */
export function claimsIn(text: string, path: string): Claim[] {
  const lines = text.split(/\r\n|\n|\r/);
  const fenced = fencedLines(lines);
  const tables = markdownTables(lines).filter(({line}) => !fenced.has(line));
  const rows = new Map(tables.flatMap(table => cellsByLine(table)));
  const separators = new Set(tables.map(({line}) => line + 1));
  const headers = new Map(tables.map(table => [table.line, table.header.length]));
  return lines.flatMap((line, index) => {
    const number = index + 1;
    if (fenced.has(number) || separators.has(number)) return [];
    const cells = rows.get(number);
    const found = cells === undefined ? proseClaims(withoutCells(line, headers.get(number) ?? 0)) : cells.flatMap(cellClaims);
    return found.map(({quoteAt, ...claim}) => ({
      source: {artifact: path, at: `L${number}`},
      quote: quoteOf(line, cells === undefined ? quoteAt : 0),
      ...claim
    }));
  });
}

/** A claim whose place is known to the caller. */
type Found = Omit<Claim, "source" | "quote"> & {quoteAt: number};

/** 1-based numbers of lines in ``` fences, with the fences. */
function fencedLines(lines: readonly string[]): Set<number> {
  const fenced = new Set<number>();
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    const isFence = /^\s*(?:```|~~~)/.test(line);
    if (isOpen || isFence) fenced.add(index + 1);
    if (isFence) isOpen = !isOpen;
  }
  return fenced;
}

/** Prose that a table's header is glued to; empty for a header by itself. */
function withoutCells(line: string, width: number): string {
  if (width === 0) return line;
  return line
    .replace(/\|\s*$/, "")
    .split("|")
    .slice(0, -width)
    .join("|");
}

function quoteOf(line: string, at: number): string {
  const text = line.trim();
  if (text.length <= 200) return text;
  const begin = Math.max(0, Math.min(at - (line.length - line.trimStart().length) - 100, text.length - 200));
  return text.slice(begin, begin + 200).trim();
}

function proseClaims(line: string): Found[] {
  return numbersIn(line).flatMap(number => {
    const [begin, end] = sentenceAround(line, number);
    const sentence = line.slice(begin, end);
    const [from, to] = [number.start - begin, number.end - begin];
    const [before, behind] = [sentence.slice(0, from), sentence.slice(to)];
    const key = /([A-Za-z]\w*)=$/.exec(before)?.[1];
    const unit = unitBehind(sentence, to) ?? (key === undefined ? undefined : headingUnit(headingWords(key)));
    if (unit === undefined && isSetting(before, behind)) return [];
    const counted = unit === undefined ? countedMetric(number, key === undefined ? behind : "") : undefined;
    const metric = counted ?? (unit === undefined ? statedMetric(before) : metricNear(sentence, from, unit.unit));
    const labels = {...subjectAt(sentence, from), ...settingsIn(sentence)};
    return claimOf(number, unit ?? (counted === undefined ? undefined : countUnit), metric, labels, number.start);
  });
}

const countUnit: ClaimUnit = {unit: "1", factor: 1};

function claimOf(
  {value, digits}: WrittenNumber,
  unit: ClaimUnit | undefined,
  metric: string | undefined,
  subject: Labels,
  quoteAt: number
): Found[] {
  if (unit === undefined && metric === undefined) return [];
  return [
    {
      value: inBaseUnit(value, unit?.factor ?? 1),
      digits,
      ...(unit === undefined ? {} : {unit: unit.unit}),
      ...(metric === undefined ? {} : {metric}),
      subject,
      quoteAt
    }
  ];
}

/** A thousandth divides, so that 0.493 ms are 0.000493 s to the last bit. */
const inBaseUnit = (value: number, factor: number) => (factor < 1 ? value / Math.round(1 / factor) : value * factor);

/** Ends of sentences; a bullet in the middle of a line begins one too, as lines are often joined. */
function sentenceAround(line: string, {start, end}: WrittenNumber): [number, number] {
  const breaks = [...line.matchAll(/[.;!?](?=\s|$)|\s[-*]\s(?=[\p{Lu}*`])/gu)].map(({index, 0: mark}) => index + mark.length);
  return [breaks.findLast(at => at <= start) ?? 0, breaks.find(at => at > end) ?? line.length];
}

function isSetting(before: string, behind: string): boolean {
  const name = /([\p{L}_][\p{L}\p{N}_]*)[*`]*\s*[=:]\s*[*`]*$/u.exec(before)?.[1];
  return (name !== undefined && settingKeyOf(name) !== undefined) || settingBefore.test(before) || settingBehind.test(behind);
}

/** `44 compilation files`: a whole number and, at most two words on in the same clause, what it counts. */
function countedMetric({value}: WrittenNumber, behind: string): string | undefined {
  if (!Number.isInteger(value) || value < 0) return undefined;
  const words = behind
    .replace(/^[*`]+/, "")
    .trimStart()
    .split(/\s+/)
    .slice(0, 3);
  for (const word of words) {
    const found = countedNouns.find(([pattern]) => pattern.test(word))?.[1];
    if (found !== undefined) return found;
    if (!/^\p{L}[\p{L}-]*$/u.test(word)) return undefined;
  }
  return undefined;
}

/** `perplexity of 20.1`, `Accuracy: 0.75`: without a unit only a name right before the number, and only one that means one metric. */
function statedMetric(before: string): string | undefined {
  const matches = metricWords.flatMap(({metrics, pattern}) => [...before.matchAll(pattern)].map(match => ({metrics, match})));
  const nearest = matches.reduce<(typeof matches)[number] | undefined>(
    (best, each) => (best === undefined || each.match.index >= best.match.index ? each : best),
    undefined
  );
  if (nearest === undefined || nearest.metrics.length > 1) return undefined;
  const between = before.slice(nearest.match.index + nearest.match[0].length);
  return /^[\s:=*`~≈(|]*(?:(?:of|is|was|at|about|around|—|–|-|составля\p{L}+|равн\p{L}+)[\s:=*`~≈(]*)*$/iu.test(between)
    ? nearest.metrics[0]
    : undefined;
}

/**
 * The metric named last before the number, else first behind it, whose unit is that of the number. A share or ratio may be of any. A name
 * right before it (`confidence: 79 %`) must be, or belong to, that of the metric.
 */
function metricNear(sentence: string, position: number, unit: Unit): string | undefined {
  const isNamed = /[\p{L}\p{N}_)]\s*[:=]\s*[~≈]?$/u.test(sentence.slice(0, position));
  const clause = isNamed ? Math.max(...[",", ";", "(", ")"].map(mark => sentence.lastIndexOf(mark, position - 1))) + 1 : 0;
  const text = headingWords(isNamed ? sentence.slice(0, position) : sentence);
  const matches = metricWords.flatMap(({metrics, pattern}) => {
    const metric = metrics.find(name => fits(name, unit));
    return metric === undefined ? [] : [...text.matchAll(pattern)].map(({index, 0: word}) => ({metric, index, end: index + word.length}));
  });
  const before = matches.filter(({index}) => index >= clause && index < position).sort((a, b) => a.end - b.end || b.index - a.index);
  const behind = matches.filter(({index}) => index >= position).sort((a, b) => a.index - b.index || b.end - a.end);
  return (before.at(-1) ?? behind[0])?.metric;
}

function fits(metric: string, unit: Unit): boolean {
  return unit === "fraction" || unit === "x" || metricEntry(metric)?.unit === unit;
}

/** A cell of a hand-made table with what its row and column say. */
interface Cell {
  text: string;
  header: string;
  /** First cell of the row, unless it is this one. */
  rowName: string;
  /** Cell of a column of units. */
  unitName: string;
  labels: Labels;
}

function cellsByLine({header, rows}: MarkdownTable): [number, Cell[]][] {
  const headings = header.map(plain);
  const unitColumn = headings.findIndex(name => /^(?:units?|единиц\p{L}*(?: измерения)?)$/iu.test(name));
  let model: Labels[string] | undefined;
  return rows.map(({line, cells}) => {
    const texts = cells.map(plain);
    const own = rowLabels(headings, texts);
    model = own["model"] ?? model;
    const labels = model === undefined ? own : {model, ...own};
    const measured = texts.flatMap((text, index): Cell[] => {
      const name = headings[index] ?? "";
      if (index === unitColumn || settingKeyOf(name) !== undefined || subjectHeading(name) !== undefined) return [];
      const unitName = texts[unitColumn] ?? "";
      return [{text, header: headingWords(name), rowName: index === 0 ? "" : (texts[0] ?? ""), unitName, labels}];
    });
    return [line, measured];
  });
}

const plain = (text: string) => text.replace(/\*\*|`|\*(?=\S)|(?<=\S)\*/g, "").trim();

/** `mean_tokens_s` -> `mean tokens/s`, `tokens_per_s` -> `tokens/    s`: as long as before, so that places stay. */
const headingWords = (name: string) =>
  name.replaceAll("_", " ").replace(/\b(tok(?:en)?s?) (?:per )?s(?:ec)?\b/gi, (found, word: string) => `${word}/s`.padEnd(found.length));

function subjectHeading(name: string): string | undefined {
  if (/^(?:model(?: tag| name)?|модель)$/iu.test(name)) return "model";
  if (/^(?:quant(?:ization)?|tag|квантование)$/iu.test(name)) return "quantization";
  return /^backend$/i.test(name) ? "backend" : undefined;
}

/** Settings and names by the heading of their column; other names by content, the first of a kind. */
function rowLabels(headings: readonly string[], texts: readonly string[]): Labels {
  const headed: Labels = {};
  let found: Labels = {};
  for (const [index, text] of texts.entries()) {
    const name = headings[index] ?? "";
    const setting = settingKeyOf(name);
    const subject = subjectHeading(name);
    if (text !== "" && setting !== undefined) headed[setting] = Number.isNaN(Number(text)) ? text : Number(text);
    else if (text !== "" && subject !== undefined) Object.assign(headed, {[subject]: text}, subjectAt(text, 0));
    else if (numbersIn(text).length === 0) found = {...subjectAt(text, 0), ...found};
  }
  return {...settingsIn(texts.join(" | ")), ...found, ...headed};
}

function cellClaims({text, header, rowName, unitName, labels}: Cell): Found[] {
  return numbersIn(text).flatMap(number => {
    const unit = unitBehind(text, number.end) ?? unitOfWord(unitName) ?? headingUnit(header);
    const context = `${rowName} ${header} ${text.slice(0, number.start)}`;
    if (unit === undefined && isSetting(context, text.slice(number.end))) return [];
    const counted = unit === undefined ? (countedMetric(number, text.slice(number.end)) ?? countedMetric(number, header)) : undefined;
    const metric =
      counted ?? (unit === undefined ? (statedMetric(header) ?? statedMetric(rowName)) : metricNear(context, context.length, unit.unit));
    return claimOf(number, unit ?? (counted === undefined ? undefined : countUnit), metric, labels, 0);
  });
}

/** `TTFT (s)`, `Throughput, tok/s`, `mean ttft s`. */
function headingUnit(header: string): ClaimUnit | undefined {
  const bracket = /[([]([^\])]+)[)\]]/.exec(header)?.[1];
  const last = /(?:tokens\/s(?:ec(?:ond)?)?|tok\/s|[^\s,]+)$/i.exec(header)?.[0] ?? "";
  return (
    (bracket === undefined ? undefined : unitOfWord(bracket)) ?? (header.includes(" ") || last.includes("/") ? unitOfWord(last) : undefined)
  );
}
