import type {Change, HistorySeries, Note} from "../../agents/contracts/index.ts";
import {capitalised, code, type Locale, plain, text} from "../../agents/locale/index.ts";
import {ratioFact, shownSeries, subjectOf} from "../../agents/writer/index.ts";
import type {Difference} from "../diff.ts";
import {oneLine} from "./one-line.ts";
import {plainQuantity} from "./plain-quantity.ts";

type Row = ReturnType<typeof shownSeries<HistorySeries>>[number];

/** The difference of two runs for a terminal, in the language of the locale. */
export function diffText(difference: Difference, locale: Locale): string {
  const {runs, history, gates} = difference;
  const [before, after] = runs;
  const rows = shownSeries(history.series.filter(({history: change}) => change !== undefined));
  const of = (verdict: Change["verdict"]) => rows.filter(({series}) => series.history?.verdict === verdict);
  const isEmpty = rows.length === 0;
  const lines = [
    locale.text("diff.head", {before: before.run, after: after.run}),
    locale.text("diff.runs", {
      attempted_before: before.attempted,
      attempted_after: after.attempted,
      failed_before: before.failed,
      failed_after: after.failed
    }),
    ...runs.flatMap(({run, aborted, series}) => [
      ...(aborted ? [locale.text("diff.aborted", {run})] : []),
      ...(series.length === 0 ? [locale.text("diff.nothing-measured", {run})] : [])
    ]),
    ...(isEmpty ? [locale.text("diff.nothing-comparable")] : []),
    ...block(
      locale.text("diff.worse"),
      of("worse").map(row => rowLine(row, locale))
    ),
    ...block(
      locale.text("diff.better"),
      of("better").map(row => rowLine(row, locale))
    ),
    ...block(
      locale.text("diff.no-difference"),
      of("no-difference-shown").map(row => rowLine(row, locale))
    ),
    ...block(locale.text("diff.not-compared"), notCompared(difference, rows, locale)),
    ...notesOf(rows, locale),
    ...gates.map(({gate, verdict, judged, failed}) => {
      const members = failed.flatMap(id => rowOf(difference, id, gate.metric)).map(row => gateMember(row, locale));
      return locale.text(`history.gate.${verdict}`, {text: gate.text, judged, members: members.join(locale.words.list.semicolon)});
    })
  ];
  return lines.map(oneLineKept).join("\n");
}

/** Control characters of names never reach the terminal; the indent stays. */
const oneLineKept = (line: string): string => line.slice(0, line.length - line.trimStart().length) + oneLine(line.trimStart());

const block = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines.map(line => `  ${line}`)];

const rowOf = ({history}: Difference, id: string, metric: string): Row[] =>
  shownSeries(history.series.filter(series => series.metric === metric)).filter(({series}) => series.id === id);

function valuesOf({series}: Row, change: Change, locale: Locale) {
  const value = (one: number | undefined) => [text(one === undefined ? "" : plainQuantity(one, series.unit, locale))];
  return {
    from: value(change.from),
    to: value(change.to),
    ...(change.interval === undefined ? {has_range_key: "no"} : {has_range_key: "yes"})
  };
}

function rowLine(row: Row, locale: Locale): string {
  const change = row.series.history;
  if (change?.ratio === undefined) return nameOf(row, locale);
  const more = {...valuesOf(row, change, locale), ...naming(row, locale)};
  return plain(
    capitalised(locale.message("diff.row", {more, facts: {by: ratioFact(row.series, "history", change.ratio, change.interval)}}))
  );
}

function gateMember(row: Row, locale: Locale): string {
  const change = row.series.history;
  if (change?.ratio === undefined) return nameOf(row, locale);
  const more = {...valuesOf(row, change, locale), ...naming(row, locale)};
  return plain(locale.message("history.gate.member", {more, facts: {by: ratioFact(row.series, "history", change.ratio, change.interval)}}));
}

const naming = (row: Pick<Row, "series" | "labels">, locale: Locale) => ({
  metric_nom: [text(locale.metric(row.series.metric, "nom") ?? row.series.metric)],
  subject: subjectOf(locale, row)
});

const nameOf = (row: Row, locale: Locale): string => plain(locale.message("diff.series", {more: naming(row, locale)}));

/** Why: few samples, unlike work, or there is no counterpart. By subject, since all metrics of one share the reason. */
function notCompared({history, runs}: Difference, rows: readonly Row[], locale: Locale): string[] {
  const subjects = (own: readonly Row[]) => [...new Set(own.map(row => plain(subjectOf(locale, row))))].join(locale.words.list.semicolon);
  const few = rows.filter(({series}) => series.history?.verdict === "too-few");
  const unlike = shownSeries(history.series).filter(({series}) => series.previous?.verdict === "not-comparable");
  const reasons = new Map<string, {note: Note; own: Row[]}>();
  for (const row of unlike) {
    for (const note of row.series.previous?.reasons ?? []) {
      const key = JSON.stringify(note);
      const known = reasons.get(key) ?? {note, own: []};
      known.own.push(row);
      reasons.set(key, known);
    }
  }
  const alone = (reason: "new" | "gone") => shownSeries(history.unmatched.filter(one => one.reason === reason));
  const aloneLine = (reason: "new" | "gone", key: string, run: string): string[] => {
    const own = alone(reason);
    const named = [...new Set(own.map(row => plain(subjectOf(locale, {series: {...noChange, ...row.series}, labels: row.labels}))))];
    return named.length === 0 ? [] : [locale.text(key, {run, subjects: named.join(locale.words.list.semicolon)})];
  };
  return [
    ...(few.length === 0 ? [] : [locale.text("diff.too-few", {subjects: subjects(few)})]),
    ...[...reasons.values()].map(({note, own}) => {
      const {key = "", from = "", to = ""} = note.values;
      return locale.text("diff.work-differs", {
        key: locale.metric(String(key), "nom") ?? String(key),
        from: String(from),
        to: String(to),
        subjects: subjects(own)
      });
    }),
    ...aloneLine("gone", "diff.only-before", runs[0].run),
    ...aloneLine("new", "diff.only-after", runs[1].run)
  ];
}

/** What a series without a counterpart has none of. */
const noChange = {id: "", points: [], changes: [], sources: [], sourceCount: 0};

/** What moves along with the changes, and how far they can be relied on. */
function notesOf(rows: readonly Row[], locale: Locale): string[] {
  const changes = rows.flatMap(({series}) => series.history ?? []);
  if (changes.length === 0) return [];
  const worded = new Set(
    changes.flatMap(({confounders, reasons}) => [
      ...confounders.map(note => noteText("history.confounder", note, locale)),
      ...reasons.filter(note => note.code === "recorded-on-one-side").map(note => noteText("history.reason", note, locale))
    ])
  );
  return [
    "",
    ...worded,
    locale.text("diff.one-run-each", {level: locale.quantities.plainNumber(0.01, 2)}),
    locale.text("diff.smallest", {percent: 3})
  ];
}

const noteText = (prefix: string, {code: name, values}: Note, locale: Locale): string =>
  plain(
    locale.message(`${prefix}.${name}`, {
      more: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, [code(String(value))]]))
    })
  );
