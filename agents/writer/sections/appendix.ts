import type {Block, Fact, Span} from "../../contracts/index.ts";
import {code, joined, text} from "../../locale/index.ts";
import type {Draft} from "../draft.ts";

const columns = ["reference", "value", "what", "how", "source"] as const;
const methods = ["intervals", "comparisons", "formulas", "multiple", "rank", "scope"] as const;

/** Places of one fact that are printed; report.json has up to twenty. */
const MOST_PLACES = 2;

/** Where every cited number comes from, the configuration and the method. Written last, when all numbers are cited. */
export function appendix(draft: Draft, configuration: string): Block[] {
  const {locale} = draft;
  const rows = draft.references.entries().flatMap(([number, facts]) => facts.map(id => rowOf(draft, number, draft.fact(id))));
  const heading = (id: string): Block => ({type: "heading", id, spans: locale.message(`appendix.${id}`)});
  return [
    ...(rows.length === 0
      ? []
      : [
          heading("sources"),
          {
            type: "table" as const,
            caption: [],
            head: columns.map(column => [text(locale.text(`appendix.head.${column}`))]),
            align: ["right" as const, "right" as const, "left" as const, "left" as const, "left" as const],
            rows
          }
        ]),
    heading("configuration"),
    draft.paragraph([code(configuration)]),
    heading("method"),
    draft.list(methods.map(method => locale.message(`method.${method}`, {more: limits(locale)})))
  ];
}

/** Limits that the analysis keeps to, as the method states them. */
function limits(locale: Draft["locale"]): Record<string, Span[]> {
  const number = (value: number, decimals: number): Span[] => [{text: locale.quantities.plainNumber(value, decimals), form: "count"}];
  return {least_n: number(6, 0), level: number(0.05, 2), smallest_percent: number(3, 0)};
}

function rowOf(draft: Draft, number: number, fact: Fact): Span[][] {
  const {locale} = draft;
  const full = locale.quantities.fact(fact, "full") ?? locale.quantities.fact(fact, undefined);
  return [
    [{text: `${number}`, reference: number}],
    Array.isArray(full) ? full : [text(String(full ?? ""))],
    whatOf(draft, fact),
    howOf(draft, fact),
    sourceOf(draft, fact)
  ];
}

/** Metric, subject and what it is compared with: «скорость генерации, модель `gemma3:270m` при `num_thread=2` против `num_thread=1`». */
function whatOf({locale}: Draft, fact: Fact): Span[] {
  const phase = fact.where?.phase;
  const worded = typeof phase === "string" && phase !== "unknown" ? locale.phase(phase, "nom") : undefined;
  const parts = [
    fact.metric === undefined ? [] : [metricSpan(locale, fact.metric)],
    locale.subject({...fact.subject, ...fact.settings}, "bare"),
    worded === undefined ? [] : [text(worded)]
  ].filter(spans => spans.length > 0);
  const what = joined(parts, locale.words.list.comma);
  const versus = Object.entries(fact.versus ?? {}).map(([key, value]) => {
    const other = key === "phase" ? locale.phase(String(value), "gen") : undefined;
    return [other === undefined ? code(`${key}=${value}`) : text(other)];
  });
  return versus.length === 0 ? what : locale.message("appendix.versus", {more: {what, versus: joined(versus, locale.words.list.comma)}});
}

function metricSpan(locale: Draft["locale"], metric: string): Span {
  const known = locale.metric(metric, "nom");
  return known === undefined ? code(metric) : text(known);
}

/** «медиана, `load + prefill`»; what kind of fact it is where no formula says so. */
function howOf({locale}: Draft, {kind, statistic, formula}: Fact): Span[] {
  const word = statistic === undefined || statistic === "value" || kind === "counted" ? [] : [statisticSpan(locale, statistic)];
  const parts = formula === undefined ? [text(locale.text(`method.kind.${kind}`)), ...word] : [...word, code(formula)];
  return joined(
    parts.map(span => [span]),
    locale.words.list.comma
  );
}

function statisticSpan(locale: Draft["locale"], statistic: string): Span {
  const key = `method.statistic.${statistic}`;
  return locale.has(key) ? text(locale.text(key)) : code(statistic);
}

/** Files with the first places in each; how many places there are where not all of them are printed. */
function sourceOf(draft: Draft, fact: Fact): Span[] {
  const {locale} = draft;
  const {sources, count} = placesOf(draft, fact);
  if (sources.length === 0) return [text(locale.text(`appendix.${withoutPlace(fact)}`))];
  const shown = sources.slice(0, MOST_PLACES);
  const files = [...new Set(shown.map(({artifact}) => artifact))].map(file => {
    const inside = shown.flatMap(({artifact, at}) => (artifact !== file || at === "" ? [] : [[code(at)]]));
    return [code(file), ...(inside.length === 0 ? [] : [text(" "), ...joined(inside, locale.words.list.comma)])];
  });
  const spans = joined(files, locale.words.list.semicolon);
  if (sources.length <= MOST_PLACES) return spans;
  const n: Span = {text: locale.integer(count), fact: fact.id, form: "count"};
  return [...spans, text(locale.words.list.semicolon), ...locale.message("appendix.more", {more: {n: [n]}})];
}

/** What stands in for a place: a setting is planned, a count may be over all files read. */
function withoutPlace({kind}: Fact): string {
  if (kind === "configured") return "plan";
  return kind === "counted" ? "counted" : "no-source";
}

/** Places of a fact; of one that was computed from other facts theirs, each once. */
function placesOf(draft: Draft, fact: Fact): {sources: Fact["sources"]; count: number} {
  const from = fact.sources.length > 0 ? [fact] : fact.inputs.map(id => draft.fact(id));
  const parts = from.map(one =>
    one.sources.length > 0 || one.inputs.length === 0 ? {sources: one.sources, count: one.sourceCount} : placesOf(draft, one)
  );
  const unique = new Map(parts.flatMap(({sources}) => sources.map(source => [`${source.artifact} ${source.at}`, source] as const)));
  return {sources: [...unique.values()], count: parts.reduce((sum, {count}) => sum + count, 0)};
}
