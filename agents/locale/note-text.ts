import type {NoteInput} from "../contracts/index.ts";
import type {Locale} from "./locale.ts";

/** A note under `<prefix>.<code>` as plain text; lists are joined. What the language has no words for is said by its code. */
export function noteText(locale: Locale, prefix: string, {code, values = {}}: NoteInput): string {
  const key = `${prefix}.${code}`;
  if (!locale.has(key)) return code;
  const texts = Object.entries(values).flatMap(([name, value]): [string, string | number][] => {
    if (Array.isArray(value)) return [[name, value.join(locale.words.list.comma)]];
    return typeof value === "object" ? [] : [[name, value]];
  });
  return locale.text(key, Object.fromEntries(texts));
}
