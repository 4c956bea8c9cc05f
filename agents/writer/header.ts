import type {Report, Span} from "../contracts/index.ts";
import {code, joined, text} from "../locale/index.ts";
import type {Draft} from "./draft.ts";
import {effectiveLine, modelSpans} from "./model-use.ts";
import type {WriteOptions} from "./write.ts";

/** Options that the configuration line always names. */
const always = ["num_gpu", "num_ctx", "temperature", "top_p", "top_k", "repeat_penalty"] as const;

/** Most models that the title names. */
const MOST_MODELS = 3;

export function titleOf({analysis, locale}: Draft): Span[] {
  const {models} = analysis.header;
  if (models.length === 0) return locale.message("title.none");
  const names = models.slice(0, MOST_MODELS).map(name => [code(name)]);
  const isAll = models.length <= MOST_MODELS;
  const list =
    isAll && names.length > 1
      ? [...joined(names.slice(0, -1), locale.words.list.comma), text(locale.words.list.and), ...(names.at(-1) ?? [])]
      : joined(names, locale.words.list.comma);
  return locale.message("title.models", {
    more: {models: isAll ? list : [...list, text(locale.words.list.more)], count_key: models.length === 1 ? "one" : "other"}
  });
}

/** `num_gpu=default, num_ctx=1024, temp=0.6, …`: every option, `default` where unset. */
export function configurationLine(configuration: WriteOptions["configuration"]): string {
  const others = Object.keys(configuration).filter(key => !always.some(name => name === key));
  return [...always, ...others.sort()].map(key => `${key === "temperature" ? "temp" : key}=${configuration[key] ?? "default"}`).join(", ");
}

/** Sizes of memory are read as sizes, a machine without GPU is said so, all else stands as the files name it. */
function environmentSpans(locale: Draft["locale"], key: string, value: string | number | boolean): Span[] {
  if (key === "gpu" && value === "none") return [text(locale.text("header.no-gpu"))];
  if (typeof value === "number" && (key === "memory" || key === "gpu_memory")) {
    const scale = locale.quantities.scale("B", value);
    return [code(`${key}=${locale.quantities.plainNumber(value / scale.factor, 1)}\u00a0${scale.name}`)];
  }
  return [code(`${key}=${value}`)];
}

export function headerOf(draft: Draft, options: WriteOptions): Report["header"] {
  const {analysis, locale} = draft;
  const line = (key: string, value: Span[]) => ({label: locale.text(`header.${key}`), value});
  const {from, to} = analysis.header.facts;
  const environment = Object.entries(analysis.header.environment).map(([key, value]) => environmentSpans(locale, key, value));
  return [
    line("date", [{text: locale.quantities.date(options.date), form: "date"}]),
    line("model", modelLine(draft, options)),
    line("agent", [text(options.agentType)]),
    line("configuration", configurationSpans(draft, options)),
    ...(from === undefined || to === undefined
      ? []
      : [
          line("measured", [
            {
              text: locale.quantities.period(String(draft.fact(from).value), String(draft.fact(to).value)),
              fact: from,
              form: "date" as const
            }
          ])
        ]),
    ...(environment.length === 0 ? [] : [line("environment", joined(environment, locale.words.list.comma))])
  ];
}

function modelLine(draft: Draft, {model, modelMissing}: WriteOptions): Span[] {
  if (model !== undefined) return modelSpans(draft, model);
  return draft.locale.message(modelMissing === undefined ? "header.model-none" : "header.model-missing");
}

/** The configuration as it was set, and what the server made of it. */
function configurationSpans({locale}: Draft, {configuration, model}: WriteOptions): Span[] {
  const line = [code(configurationLine(configuration))];
  const effective = model === undefined ? "" : effectiveLine(model, configuration);
  return effective === "" ? line : locale.message("header.effective", {more: {line, effective: [code(effective)]}});
}
