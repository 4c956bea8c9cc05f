import type {Block, Fact, History, HistorySeries, Note, Span} from "../contracts/index.ts";
import {capitalised, code, type Locale, type Scope, text} from "../locale/index.ts";
import {subjectOf, valueSpans} from "./change-row.ts";
import {lastFact, ratioFact} from "./series-facts.ts";
import {shownSeries} from "./shown-series.ts";

/** Rows of the table; changes come first. */
const MOST_ROWS = 40;

/** Earlier runs from which the noise between runs is known. */
const LEAST_RUNS = 5;

const columns = ["metric", "subject", "last", "previous", "history", "since"] as const;

export interface HistoryPart {
  blocks: Block[];
  /** What the blocks cite; sources name a file as `<run>/<path>`. */
  facts: Fact[];
}

/**
 * The newest run against earlier ones, for an index page and for the section `history` of a report: what was compared, a table of the
 * followed series, what moves along with the changes. @throws LocaleError for a message that the locale lacks.
 */
export function historyPart(history: History, locale: Locale): HistoryPart {
  const facts = new Map<string, Fact>();
  const cite = (fact: Fact): Fact => {
    facts.set(fact.id, fact);
    return fact;
  };
  const compared = history.series.filter(({previous, history: all}) => previous !== undefined || all !== undefined);
  const notes = [...runNotes(history, locale, cite), ...changeNotes(compared, locale), ...unmatchedNotes(history, locale)];
  const list: Block[] = notes.length === 0 ? [] : [{type: "list", by: "template", ordered: false, items: notes}];
  if (compared.length === 0) {
    const spans = locale.message(history.newest === undefined ? "history.nothing" : "history.first");
    return {blocks: [{type: "paragraph", by: "template", spans}, ...list], facts: [...facts.values()]};
  }
  const {rows, rest, few} = rowsOf(history, compared, locale, cite);
  const table: Block = {
    type: "table",
    caption: captionOf(history, locale),
    head: columns.map(column => [text(locale.text(`history.head.${column}`))]),
    align: columns.map(column => (column === "last" ? "right" : "left")),
    rows
  };
  const more = [
    ...(rest === 0 ? [] : [locale.message("history.more", {more: {n: count(locale, rest)}})]),
    ...(few === 0 ? [] : [locale.message("history.few", {more: {n: count(locale, few)}})])
  ].map((spans): Block => ({type: "note", spans}));
  return {blocks: [...(rows.length === 0 ? [] : [table]), ...more, ...list], facts: [...facts.values()]};
}

const count = (locale: Locale, value: number): Span[] => [{text: locale.integer(value), form: "count"}];

function captionOf({newest = "", runs, order}: History, locale: Locale): Span[] {
  const n = count(locale, runs.filter(({leftOut}) => leftOut === undefined).length);
  return locale.message("history.caption", {more: {run: [code(newest)], n, order_key: order}});
}

function rowsOf(
  history: History,
  compared: readonly HistorySeries[],
  locale: Locale,
  cite: (fact: Fact) => Fact
): {rows: Span[][][]; rest: number; few: number} {
  const all = shownSeries(compared);
  const shown = all.filter(({series}) => isChanged(series) || !isTooFew(series));
  const kept = shown.filter(({series}, index) => index < MOST_ROWS || isChanged(series));
  const isShort = history.runs.filter(({leftOut}) => leftOut === undefined).length <= LEAST_RUNS;
  const rows = kept.map(({series, labels}) => {
    const last = series.changes.at(-1);
    return [
      [text(locale.metric(series.metric, "nom") ?? series.metric)],
      subjectOf(locale, {series, labels}),
      valueSpans(locale, cite(lastFact(series, history.newest ?? ""))),
      changeCell(locale, series, "previous", cite),
      changeCell(locale, series, "history", cite),
      last === undefined
        ? locale.message(isShort ? "history.short" : "history.steady")
        : locale.message("history.since", {
            more: {run: [code(last.run)]},
            facts: {by: cite(ratioFact(series, "level", last.ratio))}
          })
    ];
  });
  return {rows, rest: shown.length - kept.length, few: all.length - shown.length};
}

const isTooFew = ({previous, history}: HistorySeries): boolean =>
  [previous, history].every(change => change === undefined || change.verdict === "too-few");

const isChanged = ({previous, history, changes}: HistorySeries): boolean =>
  changes.length > 0 || [previous, history].some(change => change?.verdict === "worse" || change?.verdict === "better");

function changeCell(locale: Locale, series: HistorySeries, which: "previous" | "history", cite: (fact: Fact) => Fact): Span[] {
  const change = series[which];
  if (change === undefined) return locale.message("history.absent");
  if (change.ratio === undefined) return locale.message("history.not-comparable");
  return locale.message(`history.${change.verdict}`, {facts: {by: cite(ratioFact(series, which, change.ratio, change.interval))}});
}

/** Runs left out, and failures of the newest one. */
function runNotes({runs, newest}: History, locale: Locale, cite: (fact: Fact) => Fact): Span[][] {
  const last = runs.find(({run}) => run === newest);
  const left = (["aborted", "nothing-measured"] as const).flatMap(why => {
    const names = runs.filter(({leftOut}) => leftOut === why).map(({run}) => run);
    return names.length === 0 ? [] : [locale.message(`history.left-out.${why}`, {more: {runs: locale.names(names)}})];
  });
  if (last === undefined || last.failed === 0) return left;
  const facts = {
    failed: cite(countFact("failed_attempts", last.run, last.failed)),
    attempted: cite(countFact("attempts", last.run, last.attempted))
  };
  return [...left, locale.message("history.failed", {facts})];
}

const countFact = (metric: string, run: string, value: number): Fact => ({
  id: `${metric}.count.${run}`,
  kind: "counted",
  metric,
  statistic: "count",
  subject: {},
  settings: {},
  where: {run},
  value,
  unit: "1",
  digits: 3,
  inputs: [],
  sources: [],
  sourceCount: value
});

/** What moves along with the changes, then why no more can be said; each key once. */
function changeNotes(compared: readonly HistorySeries[], locale: Locale): Span[][] {
  const scopes = new Map<string, {key: string; scope: Scope}>();
  const add = (prefix: string, note: Note, more: Scope["more"] = {}) => {
    const id = JSON.stringify([note.code, note.values.key, note.values.to]);
    const names = Object.entries(note.values).map(([name, value]): [string, Span[]] => [name, [code(String(value))]]);
    if (!scopes.has(id)) scopes.set(id, {key: `history.${prefix}.${note.code}`, scope: {more: {...Object.fromEntries(names), ...more}}});
  };
  for (const {previous, history, changes} of compared) {
    for (const note of [history, previous, ...changes].flatMap(change => change?.confounders ?? [])) add("confounder", note);
  }
  for (const {previous, history} of compared) {
    for (const note of previous?.reasons.filter(({code: name}) => name === "work-differs") ?? []) add("reason", note);
    const more = {n: count(locale, history?.runCount ?? 0), least: count(locale, LEAST_RUNS)};
    for (const note of history?.reasons ?? []) add("reason", note, more);
  }
  return [...scopes.values()].map(({key, scope}) => capitalised(locale.message(key, scope)));
}

/** Series that are in one of the two newest runs only. */
function unmatchedNotes({unmatched}: History, locale: Locale): Span[][] {
  return (["new", "gone"] as const).flatMap(reason => {
    const own = shownSeries(unmatched.filter(one => one.reason === reason));
    const names = [...new Set(own.map(({labels}) => Object.values(labels).join(" ")))].filter(name => name !== "");
    if (names.length === 0) return [];
    return [locale.message(`history.unmatched.${reason}`, {more: {subjects: locale.names(names)}})];
  });
}
