import type {Note} from "../../agents/contracts/index.ts";
import type {Locale} from "../../agents/locale/index.ts";
import {plainQuantity} from "./plain-quantity.ts";

/** A problem of a file in words, its place first; one that the language has no words for yet by its code and values. */
export function problemText({code, values, source}: Note, messages: Locale): string {
  const key = `cli.problem.${code}`;
  const shown = printable(values, messages);
  const text = messages.has(key) ? messages.text(key, {reason: "none", ...shown}) : `${code} ${listed(shown)}`.trim();
  return source === undefined || source.at === "" ? text : `${source.at}: ${text}`;
}

type Printable = Record<string, string | number>;

function printable(values: Note["values"], messages: Locale): Printable {
  const pairs = Object.entries(values).map(([name, value]): [string, string | number] => {
    if (typeof value === "number") return [name, Number.isInteger(value) ? value : plainQuantity(value, "unknown", messages)];
    return [name, typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : ""];
  });
  return Object.fromEntries(pairs);
}

const listed = (values: Printable): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
