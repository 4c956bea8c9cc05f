import {numbersIn} from "./numbers.ts";
import {settingHeadings, subjectWords} from "./words.ts";
import {type Labels, settingAliases, settingKeys} from "../contracts/index.ts";

const keys: ReadonlySet<string> = new Set(settingKeys);

/** Key of a setting under the name that a text or a heading gives it; undefined when it is none. */
export function settingKeyOf(name: string): string | undefined {
  const plain = name.trim().toLowerCase();
  if (keys.has(plain)) return plain;
  if (Object.hasOwn(settingAliases, plain)) return settingAliases[plain];
  return Object.hasOwn(settingHeadings, plain) ? settingHeadings[plain] : undefined;
}

const setting = /(?<![\p{L}\p{N}_])([A-Za-z][A-Za-z_]*)\s*[=:]\s*(\d+(?:\.\d+)?)(?![\w%])/gu;

/** `num_ctx=4096` and `temperature: 0.4` in a sentence. */
export function settingsIn(text: string): Labels {
  const labels: Labels = {};
  for (const [, name = "", value] of text.matchAll(setting)) {
    const key = settingKeyOf(name);
    if (key !== undefined) labels[key] = Number(value);
  }
  return labels;
}

/**
 * What a number at `position` of `text` is about: of each kind the name last before it, else one that follows in the same clause. Where
 * the text sets several names of a kind in a row with numbers between, the names must come first; otherwise nothing is said of the kind.
 */
export function subjectAt(text: string, position: number): Labels {
  const labels: Labels = {};
  for (const {key, pattern} of subjectWords) {
    const found = [...text.matchAll(pattern)];
    const isSeveral = new Set(found.map(([name]) => name.toLowerCase())).size > 1;
    if (isSeveral && (found[0]?.index ?? 0) > (numbersIn(text)[0]?.start ?? Number.POSITIVE_INFINITY)) continue;
    const name = (found.findLast(({index}) => index < position) ?? found.find(({index}) => isNear(text.slice(position, index))))?.[0];
    if (name !== undefined) labels[key] = plainName(key, name);
  }
  const inModel = /[-_:]((?:i?q\d_\w+|bf16|f16|fp16))$/i.exec(String(labels["model"] ?? ""))?.[1];
  return inModel === undefined ? labels : {...labels, quantization: plainName("quantization", inModel)};
}

/** A text with the names and settings that we know replaced by `§`. */
export function withoutKnown(text: string): string {
  const named = subjectWords.reduce((rest, {pattern}) => rest.replace(pattern, "§"), text);
  return named.replace(setting, (found, name: string) => (settingKeyOf(name) === undefined ? found : "§")).replace(/[*`]*§[*`]*/g, "§");
}

const isNear = (between: string) => between.length <= 40 && !/[,;()|]/.test(between);

/** Quantizations as llama.cpp writes them; ways of execution as our readers do. */
function plainName(key: string, name: string): string {
  if (key === "backend") return name.toLowerCase().replace(".", "_");
  return key === "quantization" && /^(?:i?q\d|b?f\d)/i.test(name) ? name.toUpperCase() : name;
}
