import {metricEntry, type Unit} from "../contracts/index.ts";
import type {WrittenNumber} from "./numbers.ts";
import {type ClaimUnit, countedNouns, metricWords, unitOfWord} from "./words.ts";

/** `44 compilation files`: a whole number and, at most two words on in the same clause, what it counts. */
export function countedMetric({value}: WrittenNumber, behind: string): {metric: string; type?: string} | undefined {
  if (!Number.isInteger(value) || value < 0) return undefined;
  const words = behind
    .replace(/^[*`]+/, "")
    .trimStart()
    .split(/\s+/)
    .slice(0, 3);
  let type: string | undefined;
  for (const word of words) {
    const metric = countedNouns.find(([pattern]) => pattern.test(word))?.[1];
    if (metric !== undefined) return type === undefined ? {metric} : {metric, type};
    if (!/^\p{L}[\p{L}-]*$/u.test(word)) return undefined;
    type = word.toLowerCase();
  }
  return undefined;
}

/** `perplexity of 20.1`, `Accuracy: 0.75`: without a unit only a name right before the number, and only one that means one metric. */
export function statedMetric(before: string): string | undefined {
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

/** A metric and where its name ends; a name behind the number ends at it. */
export interface NamedMetric {
  metric: string;
  end: number;
}

/** How far behind a number its metric may be named, in the same clause: `0.128 s TTFT`, `102 tokens per second of generation speed`. */
const reachBehind = 40;

/**
 * The metric named last before the number, else behind it in the same clause, whose unit is that of the number. A share or ratio may be
 * of any. A name right before it (`confidence: 79 %`) must be, or belong to, that of the metric. The unit of a number before it names nothing.
 */
export function metricNear(sentence: string, position: number, unit: Unit): NamedMetric | undefined {
  const isNamed = /[\p{L}\p{N}_)]\s*[:=]\s*[~≈]?$/u.test(sentence.slice(0, position));
  const clause = isNamed ? Math.max(...[",", ";", "(", ")"].map(mark => sentence.lastIndexOf(mark, position - 1))) + 1 : 0;
  const text = headingWords(isNamed ? sentence.slice(0, position) : sentence);
  const matches = metricWords.flatMap(({metrics, pattern}) => {
    const metric = metrics.find(name => fits(name, unit));
    if (metric === undefined) return [];
    const named = [...text.matchAll(pattern)].filter(({index, 0: word}) => index >= position || !isUnitOfNumber(text, index, word));
    return named.map(({index, 0: word}) => ({metric, index, end: index + word.length}));
  });
  const before = matches
    .filter(({index}) => index >= clause && index < position)
    .sort((a, b) => a.end - b.end || b.index - a.index)
    .at(-1);
  if (before !== undefined) return {metric: before.metric, end: Math.min(before.end, position)};
  const behind = matches
    .filter(({index}) => index >= position && isSameClause(text.slice(position, index).replace(/^[\d.,]+/, "")))
    .sort((a, b) => a.index - b.index || b.end - a.end)[0];
  return behind === undefined ? undefined : {metric: behind.metric, end: position};
}

const isUnitOfNumber = (text: string, index: number, word: string): boolean =>
  /^(?:tok|токен)/iu.test(word) && /\d[*`]*\s?$/.test(text.slice(0, index)) && !/^\s*=/.test(text.slice(index + word.length));

const isSameClause = (between: string) => between.length <= reachBehind && !/[,;(|\d]/.test(between);

function fits(metric: string, unit: Unit): boolean {
  return unit === "fraction" || unit === "x" || metricEntry(metric)?.unit === unit;
}

/** `mean_tokens_s` -> `mean tokens/s`, `tokens_per_s` -> `tokens/    s`: as long as before, so that places stay. */
export const headingWords = (name: string) =>
  name.replaceAll("_", " ").replace(/\b(tok(?:en)?s?) (?:per )?s(?:ec)?\b/gi, (found, word: string) => `${word}/s`.padEnd(found.length));

/** `TTFT (s)`, `Throughput, tok/s`, `mean ttft s`. */
export function headingUnit(header: string): ClaimUnit | undefined {
  const words = header.trim();
  const bracket = /[([]([^\])]+)[)\]]/.exec(words)?.[1];
  const last = /(?:tokens\/s(?:ec(?:ond)?)?|tok\/s|[^\s,]+)$/i.exec(words)?.[0] ?? "";
  return (
    (bracket === undefined ? undefined : unitOfWord(bracket)) ?? (words.includes(" ") || last.includes("/") ? unitOfWord(last) : undefined)
  );
}
