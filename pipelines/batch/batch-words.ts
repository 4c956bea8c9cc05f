import type {GateResult, History, HistorySeries, Span} from "../../agents/contracts/index.ts";
import {code, type Locale, text} from "../../agents/locale/index.ts";
import {ratioFact, shownSeries, subjectOf} from "../../agents/writer/index.ts";
import type {ItemResult} from "./batch-result.ts";
import type {Failure} from "./failure.ts";
import type {BatchPlan} from "./plan-batch.ts";

/** Why there is no report, in the language of the locale; no path of the machine in it. */
export function failureText({code: name, message, values}: Failure, plan: BatchPlan, locale: Locale): string {
  const shown = (one: string): string => one.replaceAll(`${plan.report.out}/`, "").replaceAll(`${plan.root}/`, "");
  const key = `error.${name}`;
  if (!locale.has(key)) return shown(message);
  return locale.text(key, Object.fromEntries(Object.entries(values).map(([one, value]) => [one, shown(value)])));
}

/** What became of a report: made, kept, failed, … */
export const actionSpans = ({action}: ItemResult, isDryRun: boolean, locale: Locale): Span[] =>
  locale.message(`batch.action.${isDryRun && action === "made" ? "to-make" : action}`);

/** A condition and what it came to, the series that break it named. */
export function gateSpans({gate, verdict, judged, failed}: GateResult, history: History, locale: Locale): Span[] {
  const members = failed.flatMap(id => {
    const series = history.series.find(one => one.id === id);
    return series === undefined ? [] : [memberSpans(series, history, locale)];
  });
  const more = {
    text: [code(gate.text)],
    judged: [{text: locale.integer(judged), form: "count" as const}],
    members: members.flatMap((spans, index) => (index === 0 ? spans : [text(locale.words.list.semicolon), ...spans]))
  };
  return locale.message(`history.gate.${verdict}`, {more});
}

function memberSpans(series: HistorySeries, history: History, locale: Locale): Span[] {
  const change = series.history;
  const alike = history.series.filter(({metric}) => metric === series.metric);
  const labels = shownSeries(alike).find(one => one.series.id === series.id)?.labels ?? series.subject;
  const more = {
    metric_nom: [text(locale.metric(series.metric, "nom") ?? series.metric)],
    subject: subjectOf(locale, {series, labels}),
    from: valueSpans(change?.from, series, locale),
    to: valueSpans(change?.to, series, locale)
  };
  return locale.message("history.gate.member", {
    more,
    facts: {by: ratioFact(series, "history", change?.ratio ?? 1, change?.interval)}
  });
}

function valueSpans(value: number | undefined, {unit}: HistorySeries, locale: Locale): Span[] {
  if (value === undefined) return [text("")];
  const fact = {
    id: "",
    kind: "derived",
    subject: {},
    settings: {},
    value,
    unit,
    digits: 3,
    inputs: [],
    sources: [],
    sourceCount: 0
  } as const;
  const shown = locale.quantities.fact({...fact, inputs: [], sources: []}, undefined);
  return Array.isArray(shown) ? shown : [text(String(shown ?? ""))];
}
