import type {Labels, Span} from "../contracts/index.ts";
import {code, joined, text} from "./spans.ts";
import type {LocaleWords} from "./words.ts";

/** Keys that name what was measured, each part of the next; all others say how and stand behind it. */
const nestedKeys = ["test", "quantization", "model"];

/** Keys that name it where none of those is there: the first of them that is. */
const otherKeys = ["command", "endpoint", "kernel", "backend", "device", "tool"];

/**
 * Labels as a phrase in one grammatical form: «варианта `Q8_0` модели `gemma3`», «модели `gemma3:270m` при `num_thread=1`», «вычислителя
 * `tensorrt`», but «модели `resnet` при `backend=tensorrt`». Values stand in code style as the file writes them; a variant that the
 * model's name already holds is not repeated. Without a name the phrase speaks of all measurements (`labels.none`), except in the
 * form `bare`, which is the first form and may be empty.
 */
export function subjectPhrase(words: LocaleWords, labels: Labels, wanted: string): Span[] {
  const isBare = wanted === "bare";
  const form = isBare ? (words.forms[0] ?? "") : wanted;
  const {model, quantization} = labels;
  const isRepeated =
    model !== undefined && quantization !== undefined && String(model).toLowerCase().includes(String(quantization).toLowerCase());
  const isThere = (key: string): boolean => labels[key] !== undefined;
  const nestedThere = nestedKeys.filter(isThere);
  const named = nestedThere.length > 0 ? nestedThere : otherKeys.filter(isThere).slice(0, 1);
  const keys = named.filter(key => !(key === "quantization" && isRepeated));
  const phrase = (key: string, own: string): Span[] =>
    pattern(words.labels[key]?.[own] ?? words.labels[key]?.[words.forms[0] ?? ""] ?? "{v}", [code(String(labels[key]))]);
  const nameless = isBare ? [] : [text(words.labels.none?.[form] ?? words.labels.none?.[words.forms[0] ?? ""] ?? "")];
  const [inner, ...outer] = keys;
  const subject =
    inner === undefined
      ? nameless
      : outer.reduce((spans, key) => nested(words, spans, outerForm => phrase(key, outerForm)), phrase(inner, form));
  const settings = Object.keys(labels).filter(key => !named.includes(key));
  if (settings.length === 0) return subject;
  const list = joined(
    settings.map(key => [code(`${key.replace(/^x\./, "")}=${labels[key]}`)]),
    words.list.comma
  );
  return subject.length === 0 ? pattern(words.settings.alone, list) : withTwo(words.settings.with, {subject, settings: list});
}

function nested(words: LocaleWords, inner: Span[], outer: (form: string) => Span[]): Span[] {
  const form = /\{outer_(\w+)\}/.exec(words.nested)?.[1] ?? "nom";
  return withTwo(words.nested.replace(/\{outer_\w+\}/, "{outer}"), {inner, outer: outer(form)});
}

const pattern = (template: string, value: readonly Span[]): Span[] => withTwo(template.replace("{v}", "{settings}"), {settings: value});

function withTwo(template: string, values: Readonly<Record<string, readonly Span[]>>): Span[] {
  return template.split(/(\{\w+\})/).flatMap(piece => {
    const name = /^\{(\w+)\}$/.exec(piece)?.[1];
    if (name !== undefined) return values[name] ?? [];
    return piece === "" ? [] : [text(piece)];
  });
}
