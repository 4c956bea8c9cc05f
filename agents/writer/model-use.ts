import type {Explanations, Labels, Prose, Span} from "../contracts/index.ts";
import {code, joined, text} from "../locale/index.ts";
import type {Draft} from "./draft.ts";

/** What a model had to do with a report. */
export interface ModelUse {
  provider: string;
  name: string;
  /** Absent where the server has none. */
  digest?: string;
  /** Options whose value on the server is known. */
  effective: Labels;
  explanations?: Explanations;
  /** Of the sections that were reworded. */
  prose: readonly Prose[];
}

/** Characters of a digest that tell models apart. */
const digestCharacters = 12;

export function modelSpans({locale}: Draft, {provider, name, digest}: ModelUse): Span[] {
  const named = [code(name)];
  if (digest === undefined) return locale.message("header.model-used", {more: {model: named, provider: [code(provider)]}});
  const short = digest.replace(/^\w+:/, "").slice(0, digestCharacters);
  return locale.message("header.model-digest", {more: {model: named, provider: [code(provider)], digest: [code(short)]}});
}

/** Options that the server runs with another value than was asked for: `num_ctx=2048`. */
export function effectiveLine({effective}: ModelUse, asked: Readonly<Record<string, string | number>>): string {
  return Object.entries(effective)
    .filter(([name, value]) => asked[name] !== undefined && String(asked[name]) !== String(value))
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}

/** What the reader has to know about the model's part: how much of it was refused and why, and that causes are supposed. */
export function modelRemarks(draft: Draft, {name, prose, explanations}: ModelUse): Span[][] {
  const {locale} = draft;
  const offered = prose.reduce((sum, one) => sum + one.offered, 0);
  const accepted = prose.reduce((sum, {sentences}) => sum + sentences.length, 0);
  const refused = prose.flatMap(one => one.refused.map(({code: reason}) => reason));
  const count = (value: number): Span[] => [{text: locale.integer(value), form: "count"}];
  const more = {model: [code(name)], offered: count(offered), accepted: count(accepted), refused: count(refused.length)};
  const {causes = [], refused: unexplained = []} = explanations ?? {};
  const all = {n: count(causes.length), refused: count(unexplained.length)};
  return [
    ...(accepted === 0 ? [] : [locale.message("model.reworded", {more})]),
    ...(refused.length === 0 ? [] : [locale.message("model.refused", {more: {...more, reasons: reasonsOf(draft, refused)}})]),
    ...(causes.length === 0 ? [] : [locale.message("model.supposed", {more: all})]),
    ...(unexplained.length === 0
      ? []
      : [
          locale.message("model.unexplained", {
            more: {
              ...all,
              reasons: reasonsOf(
                draft,
                unexplained.map(({code: reason}) => reason)
              )
            }
          })
        ])
  ];
}

/** Reasons with how often each, the most frequent first. */
function reasonsOf({locale}: Draft, codes: readonly string[]): Span[] {
  const counts = new Map<string, number>();
  for (const one of codes) counts.set(reasonKey(one, locale), (counts.get(reasonKey(one, locale)) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return joined(
    sorted.map(([key, n]): Span[] => [...locale.message(key), text(" — "), {text: locale.integer(n), form: "count"}]),
    locale.words.list.semicolon
  );
}

/** The message of a whole code, else of what stands before its first hyphen: `digit-word` is a `digit`. */
function reasonKey(reason: string, locale: Draft["locale"]): string {
  const known = [reason, reason.split("-")[0] ?? "", "other"].map(one => `model.reason.${one}`);
  return known.find(key => locale.has(key)) ?? "model.reason.other";
}
