import type {Note} from "../../agents/contracts/index.ts";
import type {Locale} from "../../agents/locale/index.ts";

/** A problem of a file in words, its place first; one that the language has no words for yet by its code and values. */
export function problemText({code, values, source}: Note, messages: Locale): string {
  const key = `cli.problem.${code}`;
  const text = messages.has(key) ? messages.text(key, {reason: "none", ...printable(values)}) : `${code} ${rest(values)}`.trim();
  return source === undefined || source.at === "" ? text : `${source.at}: ${text}`;
}

function printable(values: Note["values"]): Record<string, string | number> {
  const pairs = Object.entries(values).map(([name, value]): [string, string | number] => [
    name,
    typeof value === "string" || typeof value === "number" ? value : Array.isArray(value) ? value.join(", ") : ""
  ]);
  return Object.fromEntries(pairs);
}

const rest = (values: Note["values"]): string =>
  Object.entries(printable(values))
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
