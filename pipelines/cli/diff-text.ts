import type {Change, Note} from "../../agents/contracts/index.ts";
import {assumedNoise} from "../../agents/analyst/index.ts";
import {capitalised, code, type Locale, plain} from "../../agents/locale/index.ts";
import {changeRow, gateSentence, type ShownSeries, shownSeries, subjectOf} from "../../agents/writer/index.ts";
import type {Difference} from "../diff.ts";
import {oneLine} from "./one-line.ts";

/** Subjects of one list that are printed. */
const MOST_NAMES = 8;

/** Rows without a conclusion that are printed; all are in --json. */
const MOST_FEW = 12;

type Row = ShownSeries;

/** The difference of two runs for a terminal, in the language of the locale. */
export function diffText(difference: Difference, locale: Locale): string {
  const {runs, history, gates} = difference;
  const [before, after] = runs;
  const rows = shownSeries(history.series.filter(({history: change}) => change !== undefined));
  const of = (verdict: Change["verdict"]) => rows.filter(({series}) => series.history?.verdict === verdict);
  const lineOf = (row: Row) => plain(capitalised(changeRow(row, after.run, "diff.row", locale).spans));
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
      of("worse").map(row => lineOf(row))
    ),
    ...block(
      locale.text("diff.better"),
      of("better").map(row => lineOf(row))
    ),
    ...block(
      locale.text("diff.no-difference"),
      of("no-difference-shown").map(row => lineOf(row))
    ),
    ...block(locale.text("diff.too-few"), fewLines(of("too-few").map(lineOf), locale)),
    ...block(locale.text("diff.not-compared"), notCompared(difference, locale)),
    ...notesOf(rows, locale),
    ...gates.map(gate => plain(gateSentence(gate, history, locale).spans))
  ];
  return lines.map(oneLineKept).join("\n");
}

/** Control characters of names never reach the terminal; the indent stays. */
const oneLineKept = (line: string): string => line.slice(0, line.length - line.trimStart().length) + oneLine(line.trimStart());

const block = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ["", title, ...lines.map(line => `  ${line}`)];

/** Values that no test can be made of: the first ones. */
function fewLines(lines: readonly string[], locale: Locale): string[] {
  const rest = lines.length - MOST_FEW;
  return [...lines.slice(0, MOST_FEW), ...(rest > 0 ? [locale.text("diff.more", {n: rest})] : [])];
}

/** Why: unlike work, or there is no counterpart. By subject, since all metrics of one share the reason. */
function notCompared({history, runs}: Difference, locale: Locale): string[] {
  const subjects = (own: readonly Row[]) =>
    listed(
      own.map(row => plain(subjectOf(locale, row))),
      locale
    );
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
    const named = own.map(row => plain(subjectOf(locale, row)));
    return named.length === 0 ? [] : [locale.text(key, {run, subjects: listed(named, locale)})];
  };
  return [
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

/** Each once, of many the first ones. */
function listed(all: readonly string[], {words: {list}}: Locale): string {
  const names = [...new Set(all)];
  return names.slice(0, MOST_NAMES).join(list.semicolon) + (names.length > MOST_NAMES ? list.more : "");
}

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
  return ["", ...worded, locale.text("diff.one-run-each", {percent: assumedNoise * 100}), locale.text("diff.smallest", {percent: 3})];
}

const noteText = (prefix: string, {code: name, values}: Note, locale: Locale): string =>
  plain(
    locale.message(`${prefix}.${name}`, {
      more: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, [code(String(value))]]))
    })
  );
