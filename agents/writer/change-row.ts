import type {Fact, GateResult, History, HistorySeries, Span} from "../contracts/index.ts";
import {joined, type Locale, text} from "../locale/index.ts";
import {lastFact, ratioFact, valueFact} from "./series-facts.ts";
import {type ShownSeries, shownSeries} from "./shown-series.ts";

/** Subject and what tells this series from the others; the phase in words. */
export function subjectOf(
  locale: Locale,
  {series: {phase, tool}, labels}: {series: Pick<HistorySeries, "phase" | "tool">} & Pick<ShownSeries, "labels">
): Span[] {
  const named = locale.subject(labels, "bare");
  const state = phase === "unknown" ? [] : [text(locale.text(`state.${phase}`))];
  const parts = [named, state].filter(spans => spans.length > 0);
  return parts.length === 0 ? [locale.tool(tool)] : joined(parts, locale.words.list.comma);
}

export const valueSpans = (locale: Locale, fact: Fact): Span[] => {
  const spans = locale.quantities.fact(fact, undefined);
  return Array.isArray(spans) ? spans : [text(String(spans ?? ""))];
};

/** Metric and subject of a series. */
const namingOf = (row: ShownSeries, locale: Locale) => ({
  metric_nom: [text(locale.metric(row.series.metric, "nom") ?? row.series.metric)],
  subject: subjectOf(locale, row)
});

/** A sentence and the facts it cites. */
export interface Cited {
  spans: Span[];
  facts: Fact[];
}

/** How the newest run compares with its history, by the message `key` of its values, change and interval. */
export function changeRow(row: ShownSeries, run: string, key: string, locale: Locale): Cited {
  const {series} = row;
  const change = series.history;
  if (change?.ratio === undefined || change.from === undefined) {
    return {spans: locale.message("diff.series", {more: namingOf(row, locale)}), facts: []};
  }
  const by = ratioFact(series, "history", change.ratio, change.interval);
  const facts = {by, from: valueFact(series, "before", change.from), to: lastFact(series, run)};
  const more = {...namingOf(row, locale), has_range_key: by.interval === undefined ? "no" : "yes"};
  return {spans: locale.message(key, {more, facts}), facts: Object.values(facts)};
}

/** What a gate found, with the series that break it. */
export function gateSentence({gate, run = "", verdict, judged, failed}: GateResult, history: History, locale: Locale): Cited {
  const rows = shownSeries(history.series.filter(({metric}) => metric === gate.metric));
  const members = failed
    .flatMap(id => rows.filter(({series}) => series.id === id))
    .map(row => changeRow(row, run, "history.gate.member", locale));
  const spans = locale.message(`history.gate.${verdict}`, {
    more: {
      text: [{text: gate.text, style: "code"}],
      judged: [{text: locale.integer(judged), form: "count"}],
      members: joined(
        members.map(member => member.spans),
        locale.words.list.semicolon
      )
    }
  });
  return {spans, facts: members.flatMap(({facts}) => facts)};
}
