import type {Block, Fact, Span} from "../../contracts/index.ts";
import {code, joined, text} from "../../locale/index.ts";
import type {Draft} from "../draft.ts";

const columns = ["reference", "value", "what", "how", "source"] as const;
const methods = ["intervals", "comparisons", "multiple", "rank", "scope"] as const;

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
    draft.list(methods.map(method => locale.message(`method.${method}`)))
  ];
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

/** Metric and subject: «скорость генерации, модель `gemma3:270m`». */
function whatOf({locale}: Draft, fact: Fact): Span[] {
  const labels = {...fact.subject, ...fact.settings};
  const versus = Object.entries(fact.versus ?? {}).map(([key, value]) => [text("/ "), code(`${key}=${value}`)]);
  const phase = typeof fact.where?.phase === "string" ? locale.phase(fact.where.phase, "nom") : undefined;
  const parts = [
    fact.metric === undefined ? [] : [metricSpan(locale, fact.metric)],
    locale.subject(labels, "nom"),
    phase === undefined || fact.where?.phase === "unknown" ? [] : [text(phase)],
    ...versus
  ].filter(spans => spans.length > 0);
  return joined(parts, locale.words.list.comma);
}

function metricSpan(locale: Draft["locale"], metric: string): Span {
  const known = locale.metric(metric, "nom");
  return known === undefined ? code(metric) : text(known);
}

function howOf({locale}: Draft, fact: Fact): Span[] {
  const statistic = fact.statistic ?? "value";
  const key = `method.statistic.${statistic}`;
  const word = locale.has(key) ? [text(locale.text(key))] : [code(statistic)];
  return joined(
    [
      fact.formula === undefined ? [text(locale.text(`method.kind.${fact.kind}`))] : [],
      word,
      fact.formula === undefined ? [] : [code(fact.formula)]
    ].filter(spans => spans.length > 0),
    ", "
  );
}

function sourceOf({locale}: Draft, fact: Fact): Span[] {
  if (fact.sources.length === 0) return [text(locale.text(fact.kind === "configured" ? "appendix.plan" : "appendix.no-source"))];
  const places = fact.sources
    .slice(0, MOST_PLACES)
    .map(({artifact, at}) => (at === "" ? [code(artifact)] : [code(artifact), text(" "), code(at)]));
  const more: Span[] =
    fact.sources.length > MOST_PLACES
      ? [
          text(locale.words.list.comma),
          ...locale.message("appendix.more", {more: {n: [{text: locale.integer(fact.sourceCount), fact: fact.id, form: "count"}]}})
        ]
      : [];
  return [...joined(places, locale.words.list.semicolon), ...more];
}
