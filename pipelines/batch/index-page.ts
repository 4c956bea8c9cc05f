import {type Block, handOff, type Report, reportSchema, SpecError, type Span, type Time} from "../../agents/contracts/index.ts";
import {capitalised, code, joined, type Locale, loadLocale, text} from "../../agents/locale/index.ts";
import {documentWords, gateSentence, historyPart} from "../../agents/writer/index.ts";
import {writable} from "../destination.ts";
import type {Effects} from "../effects.ts";
import {renderHtml, renderMarkdown} from "../export/index.ts";
import {readReportTexts} from "../prompt-files.ts";
import {sha256} from "../store.ts";
import type {BatchResult, ItemResult, RunState} from "./batch-result.ts";
import {actionSpans, failureText} from "./batch-words.ts";
import type {BatchPlan} from "./plan-batch.ts";

const columns = ["run", "time", "attempts", "failed", "date", "action", "why"] as const;
const numbers: readonly string[] = ["attempts", "failed"];

/** Most reports that the summary names as made anew. */
const mostNamed = 20;

interface Page {
  plan: BatchPlan;
  result: BatchResult;
  locale: Locale;
  lang: string;
  extension: "md" | "html";
}

/**
 * Writes the page over all runs, `index.md` and `index.html` in the first language, `index.<lang>.…` in others: what is new, what failed,
 * why each report was made or kept, and the runs beside each other. @throws SpecError for a page that is not ours.
 */
export async function writeIndex(plan: BatchPlan, result: BatchResult, effects: Pick<Effects, "disk" | "unique">): Promise<void> {
  const {out} = plan.report;
  for (const lang of plan.langs) {
    const texts = readReportTexts(lang);
    const locale = loadLocale(lang, texts.locale.texts);
    const page = {plan, result, locale, lang};
    const markdown = renderMarkdown(indexOf({...page, extension: "md"}), texts.locale.texts["report.md.hbs"] ?? "");
    await replace(`${out}/${indexName(plan, lang, "md")}`, `${markdown}\n`, effects);
    const html = await renderHtml(indexOf({...page, extension: "html"}), texts.html);
    await replace(`${out}/${indexName(plan, lang, "html")}`, html, effects);
  }
}

const indexName = ({langs}: BatchPlan, lang: string, extension: string): string =>
  `index.${lang === langs[0] ? "" : `${lang}.`}${extension}`;

/** Last line of a page of ours: hash of all before it, so that what somebody else wrote is not replaced. */
const mark = (content: string): string => `<!-- chimera-report ${sha256(content)} -->\n`;
const isMarked = (text: string): boolean => /\n<!-- chimera-report [0-9a-f]{64} -->\s*$/.test(text);

async function replace(path: string, content: string, {disk, unique}: Pick<Effects, "disk" | "unique">): Promise<void> {
  const wanted = content + mark(content);
  const stamp = await disk.stamp(path);
  const existing = stamp?.kind === "file" ? await disk.readText(path) : undefined;
  if (existing === wanted) return;
  if (stamp !== undefined && (existing === undefined || !isMarked(existing))) {
    throw new SpecError("output-not-ours", `${path}: is no index page of ours; give another --out`, {path});
  }
  const folder = `${path.slice(0, path.lastIndexOf("/"))}/.chimera/tmp`;
  const temporary = `${folder}/${unique()}.index.tmp`;
  await writable(path, async () => {
    await disk.makeFolder(folder);
    try {
      await disk.create(temporary, wanted, {sync: true});
      await disk.rename(temporary, path);
    } catch (error) {
      await disk.remove(temporary);
      throw error;
    }
  });
}

function indexOf(page: Page): Report {
  const {plan, result, locale} = page;
  const part = result.history === undefined ? undefined : historyPart(result.history, locale);
  const {historyFailure: failure} = result;
  const why = failure === undefined ? locale.message("batch.no-history") : [text(failureText(failure, plan, locale))];
  const noHistory: Block = {type: "paragraph", by: "template", spans: why};
  const folder = [code(plan.root.slice(plan.root.lastIndexOf("/") + 1))];
  return handOff("index page", reportSchema, {
    version: 1,
    locale: locale.name,
    words: documentWords(locale),
    title: locale.message("batch.title", {more: {folder}}),
    header: [
      {label: locale.text("batch.date"), value: [{text: locale.quantities.date(plan.report.date), form: "date"}]},
      {label: locale.text("batch.folder"), value: folder},
      ...languagesLine(page)
    ],
    sections: [
      {id: "summary", title: locale.text("batch.section.summary"), blocks: summaryBlocks(page)},
      {id: "data", title: locale.text("batch.section.data"), blocks: [runsTable(page)]},
      {id: "history", title: locale.text("batch.section.history"), blocks: part?.blocks ?? [noHistory]}
    ],
    facts: part?.facts ?? []
  });
}

function languagesLine({plan, lang, locale, extension}: Page): Report["header"] {
  const others = plan.langs.filter(other => other !== lang);
  if (others.length === 0) return [];
  const links = others.map(other => [{text: other, href: indexName(plan, other, extension)}]);
  return [{label: locale.text("batch.languages"), value: joined(links, locale.words.list.comma)}];
}

const amount = (locale: Locale, value: number): Span[] => [{text: locale.integer(value), form: "count"}];

function summaryBlocks({plan, result, locale, lang}: Page): Block[] {
  const own = result.items.filter(item => item.lang === lang);
  const by = (action: ItemResult["action"]) => own.filter(item => item.action === action);
  const counts = {
    runs: amount(locale, own.length),
    made: amount(locale, by("made").length),
    kept: amount(locale, by("kept").length),
    failed: amount(locale, by("failed").length)
  };
  const named = (key: string, runs: readonly string[]): Span[][] =>
    runs.length === 0 ? [] : [locale.message(`batch.${key}`, {more: {runs: locale.names(runs)}})];
  const made = by("made").map(({run, why}) =>
    locale.message("batch.made-one", {more: {run: [code(run)], why: locale.message(`batch.why.${why}`)}})
  );
  const lines = [
    ...by("failed").map(({run, why, failure}) =>
      locale.message(why === "failed-before" ? "batch.failed-before" : "batch.failed", {
        more: {run: [code(run)], reason: [text(failure === undefined ? "" : failureText(failure, plan, locale))]}
      })
    ),
    ...result.gates.map(gate => (result.history === undefined ? [] : gateSentence(gate, result.history, locale).spans)),
    ...named(
      "empty",
      own.filter(({exitCode}) => exitCode === 3).map(({run}) => run)
    ),
    ...named(
      "waiting",
      by("waiting").map(({run}) => run)
    ),
    ...named("gone", result.gone),
    ...(made.length === 0
      ? []
      : [
          locale.message("batch.made", {
            more: {
              runs: [
                ...joined(made.slice(0, mostNamed), locale.words.list.semicolon),
                ...(made.length > mostNamed ? [text(locale.words.list.more)] : [])
              ]
            }
          })
        ]),
    ...(by("kept").length === own.length ? [locale.message("batch.all-kept")] : [])
  ];
  return [
    {type: "paragraph", by: "template", spans: locale.message("batch.counts", {more: counts})},
    ...(lines.length === 0 ? [] : [{type: "list" as const, by: "template" as const, ordered: false, items: lines.map(capitalised)}])
  ];
}

/** Newest first. */
function runsTable(page: Page): Block {
  const {result, locale, lang} = page;
  const items = new Map(result.items.filter(item => item.lang === lang).map(item => [item.run, item]));
  const rows = result.runs.toReversed().flatMap(state => {
    const item = items.get(state.run);
    return item === undefined ? [] : [rowOf(state, item, page)];
  });
  return {
    type: "table",
    caption: [],
    head: columns.map(column => [text(locale.text(`batch.head.${column}`))]),
    align: columns.map(column => (numbers.includes(column) ? "right" : "left")),
    rows
  };
}

function rowOf({run, time}: RunState, item: ItemResult, {plan, result, locale, extension}: Page): Span[][] {
  const absent = locale.message("batch.absent");
  const counted = result.history?.runs.find(one => one.run === run);
  const file = plan.report.formats.includes(extension) ? `report.${extension}` : "";
  const href = [run, item.lang, file].map(encodeURIComponent).join("/");
  return [
    [{text: run, style: "code", ...(item.date === undefined ? {} : {href})}],
    time === undefined ? absent : [code(timeText(time))],
    counted === undefined ? absent : amount(locale, counted.attempted),
    counted === undefined ? absent : amount(locale, counted.failed),
    item.date === undefined ? absent : [code(item.date)],
    actionSpans(item, false, locale),
    item.failure === undefined ? locale.message(`batch.why.${item.why}`) : [text(failureText(item.failure, plan, locale))]
  ];
}

/** As the data write it; an instant by the minute. */
const timeText = ({text: written, utc}: Time): string => (utc === undefined ? written : `${utc.slice(0, 10)} ${utc.slice(11, 16)} UTC`);
