import type {Claim, Labels} from "../contracts/index.ts";
import {markdownTables} from "../markdown-tables.ts";
import {outlineOf} from "./headings.ts";
import {countedMetric, headingUnit, headingWords, metricNear, statedMetric} from "./metric-at.ts";
import {numbersIn, unitBehind, type WrittenNumber} from "./numbers.ts";
import {hasCondition, hedgeAt, statisticBeside, statisticIn} from "./qualifiers.ts";
import {settingKeyOf, settingsIn, subjectAt, withoutKnown} from "./subjects.ts";
import {type Cell, cellsByLine} from "./tables.ts";
import {type ClaimUnit, settingBefore, settingBehind, unitOfWord} from "./words.ts";

/**
 * What the prose and the hand-made Markdown tables of a text claim in numbers, English or Russian, in the order of lines. A claim has a unit
 * or a metric; its value is in base units. Settings, dates, versions, names and fenced code claim nothing. Quotes are the line around
 * the number, at most 200 characters, as written: names of people and machines in them are for the caller to replace.
 */
export function claimsIn(text: string, path: string): Claim[] {
  const lines = text.split(/\r\n|\n|\r/);
  const {fenced, headingOf} = outlineOf(lines);
  const tables = markdownTables(lines).filter(({line}) => !fenced.has(line));
  const rows = new Map(tables.flatMap(table => cellsByLine(table)));
  const separators = new Set(tables.map(({line}) => line + 1));
  const headers = new Map(tables.map(table => [table.line, table.header.length]));
  return lines.flatMap((line, index) => {
    const number = index + 1;
    if (fenced.has(number) || separators.has(number)) return [];
    const cells = rows.get(number);
    const found = cells === undefined ? proseClaims(withoutCells(line, headers.get(number) ?? 0)) : cells.flatMap(cellClaims);
    const heading = headingOf(index);
    return found.map(({quoteAt, ...claim}) => ({
      source: {artifact: path, at: `L${number}`},
      quote: quoteOf(line, cells === undefined ? quoteAt : 0),
      ...claim,
      ...(heading === undefined ? {} : {heading})
    }));
  });
}

/** A claim whose place is known to the caller. */
type Found = Omit<Claim, "source" | "quote"> & {quoteAt: number};

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

/** More than this is a listing or a dump of numbers, no sentence. */
const longestLine = 20_000;
const longestSentence = 1000;
const mostNumbers = 40;

function proseClaims(line: string): Found[] {
  if (line.length > longestLine) return [];
  const numbers = numbersIn(line);
  const breaks = numbers.length === 0 ? [] : sentenceBreaks(line);
  const sentences = numbers.map(
    ({start, end}) => [breaks.findLast(at => at <= start) ?? 0, breaks.find(at => at > end) ?? line.length] as const
  );
  const counts = new Map<number, number>();
  for (const [begin] of sentences) counts.set(begin, (counts.get(begin) ?? 0) + 1);
  return numbers.flatMap((number, index) => {
    const [begin = 0, end = 0] = sentences[index] ?? [];
    if (end - begin > longestSentence || (counts.get(begin) ?? 0) > mostNumbers) return [];
    const sentence = line.slice(begin, end);
    const [from, to] = [number.start - begin, number.end - begin];
    const [before, behind] = [sentence.slice(0, from), sentence.slice(to)];
    const key = /([A-Za-z]\w*)=$/.exec(before)?.[1];
    const unit = unitBehind(sentence, to) ?? (key === undefined ? undefined : headingUnit(headingWords(key)));
    if (unit === undefined && isSetting(before, behind)) return [];
    const things = unit === undefined ? countedMetric(number, key === undefined ? behind : "") : undefined;
    const counted = things?.metric === "output_tokens" && otherTokens.test(sentence) ? undefined : things;
    const near = unit === undefined ? undefined : metricNear(sentence, from, unit.unit);
    const statistic = statisticBeside(key === undefined ? sentence : headingWords(sentence), from, to);
    // Of several numbers behind one name only the first is plainly its value.
    const isLater = statistic === undefined && near !== undefined && /\d/.test(withoutKnown(sentence.slice(near.end, from)));
    return claimOf(number, {
      unit: unit ?? (counted === undefined ? undefined : countUnit),
      metric: counted?.metric ?? (unit === undefined ? statedMetric(before) : near?.metric),
      statistic,
      hedge: hedgeAt(sentence, from, to) ?? (isLater ? "part" : hasCondition(withoutKnown(sentence)) ? "condition" : undefined),
      subject: {
        ...typeOf(counted === undefined ? undefined : (counted.type ?? typeBefore(before))),
        ...subjectAt(sentence, from),
        ...settingsIn(sentence)
      }
    });
  });
}

/** Tokens of a prompt or a window, not of an answer. */
const otherTokens = /(?<!\p{L})(?:prompt|input|context|window|промпт|контекст|окн)/iu;

const countUnit: ClaimUnit = {unit: "1", factor: 1};

/** `44 JSON files` are of a type; what other words say of files is not known. */
const typeOf = (type: string | undefined): Labels => (type === undefined ? {} : {type});

/** `JSON (44 files)` */
const typeBefore = (before: string): string | undefined => /(\p{L}+)[*`]*\s?\($/u.exec(before)?.[1]?.toLowerCase();

interface About {
  unit: ClaimUnit | undefined;
  metric: string | undefined;
  statistic: Claim["statistic"] | "none";
  hedge: Claim["hedge"];
  subject: Labels;
  table?: string;
}

function claimOf({value, digits, start}: WrittenNumber, {unit, metric, statistic, hedge, subject, table}: About): Found[] {
  if (unit === undefined && metric === undefined) return [];
  return [
    {
      value: inBaseUnit(value, unit?.factor ?? 1),
      digits,
      ...(unit === undefined ? {} : {unit: unit.unit}),
      ...(metric === undefined ? {} : {metric}),
      ...(statistic === undefined || statistic === "none" ? {} : {statistic}),
      ...(hedge === undefined ? (statistic === "none" ? {hedge: "part" as const} : {}) : {hedge}),
      ...(table === undefined ? {} : {table}),
      subject,
      quoteAt: start
    }
  ];
}

/** A thousandth divides, so that 0.493 ms are 0.000493 s to the last bit. */
const inBaseUnit = (value: number, factor: number) => (factor < 1 ? value / Math.round(1 / factor) : value * factor);

/** Ends of sentences; a bullet in the middle of a line begins one too, as lines are often joined. */
function sentenceBreaks(line: string): number[] {
  return [...line.matchAll(/[.;!?](?=\s|$)|\s[-*]\s(?=[\p{L}*`\d])/gu)].map(({index, 0: mark}) => index + mark.length);
}

function isSetting(before: string, behind: string): boolean {
  const name = /([\p{L}_][\p{L}\p{N}_]*)[*`]*\s*[=:]\s*[*`]*$/u.exec(before)?.[1];
  return (name !== undefined && settingKeyOf(name) !== undefined) || settingBefore.test(before) || settingBehind.test(behind);
}

function cellClaims({text, header, rowName, unitName, table, labels, isKnownRow}: Cell): Found[] {
  return numbersIn(text).flatMap(number => {
    const unit = unitBehind(text, number.end) ?? unitOfWord(unitName) ?? headingUnit(header);
    const context = `${rowName} | ${header} ${text.slice(0, number.start)}`;
    if (unit === undefined && isSetting(context, text.slice(number.end))) return [];
    const counted = unit === undefined ? (countedMetric(number, text.slice(number.end)) ?? countedMetric(number, header)) : undefined;
    const own = counted?.metric ?? (unit === undefined ? (statedMetric(header) ?? statedMetric(rowName)) : undefined);
    return claimOf(number, {
      unit: unit ?? (counted === undefined ? undefined : countUnit),
      metric: own ?? (unit === undefined ? undefined : metricNear(context, context.length, unit.unit)?.metric),
      statistic: statisticIn(header) ?? statisticIn(rowName),
      hedge: hedgeAt(text, number.start, number.end, `${header} ${rowName}`) ?? (isKnownRow ? undefined : "condition"),
      subject: {...typeOf(counted?.type), ...labels},
      table
    });
  });
}
