import type {Labels, NoteInput} from "../contracts/index.ts";

interface Rule {
  pattern: RegExp;
  replacement: string;
}

/** Names of people and machines inside paths, whatever the text is. */
const pathRules: readonly Rule[] = [
  {pattern: /([a-z]:[\\/]+users[\\/]+)[^\\/:*?"<>|\r\n]+(?=[\\/]|$)/gi, replacement: "$1~"},
  {pattern: /([a-z]:[\\/]+documents and settings[\\/]+)[^\\/:*?"<>|\r\n]+(?=[\\/]|$)/gi, replacement: "$1~"},
  {pattern: /(\/home\/)[^/\s"'`,;:)\]]+/g, replacement: "$1~"},
  {pattern: /(\/Users\/)(?:[^/\s"'`,;:)\]]+(?: [^/\s"'`,;:)\]]+){0,2}(?=\/)|[^/\s"'`,;:)\]]+)/g, replacement: "$1~"},
  {pattern: /(^|[\s"'`(=])\\\\(?!\?)[^\\\s"']+(?=\\)/g, replacement: "$1\\\\~"}
];

const textRules: readonly Rule[] = [
  ...pathRules,
  {pattern: /\b[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}\b/gu, replacement: "~"},
  {
    pattern:
      /(?<![\p{L}\p{N}@/])[\p{L}_][\p{L}\p{N}._-]*@(?!q\d|iq\d|[fb]f?\d|sha)\p{L}[\p{L}\p{N}-]*(?:\.[\p{L}\p{N}-]+)*(?=[:\s$#~)\]'"]|$)/gu,
    replacement: "~"
  },
  {
    pattern:
      /\b((?:host(?:name)?|user(?:name)?|computer(?:name)?|node(?:name)?)\s*[=:]\s*)("[^"]*"|'[^']*'|(?!(?:127\.0\.0\.1|0\.0\.0\.0|localhost)\b)[^\s"',;)\]}]+)/gi,
    replacement: "$1~"
  },
  {
    pattern:
      /(?<![\w.])(?<!\b(?:v|version|driver|build|release)[ :=]*)(?!127\.0\.0\.1(?!\d)|0\.0\.0\.0(?!\d))(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w]|\.\d)/gi,
    replacement: "~"
  }
];

/** Quotes in Evidence are short; what is longer is cut. */
const longestQuote = 2000;

const replaced = (text: string, rules: readonly Rule[]) =>
  rules.reduce((result, {pattern, replacement}) => result.replace(pattern, replacement), text);

/** Replaces user and host names, mail addresses and IPv4 addresses of a quoted text by `~`; 127.0.0.1 and 0.0.0.0 say nothing. */
export function withoutPrivateWords(text: string): string {
  const quote = text.slice(0, longestQuote);
  return /[\\/@=:]|\d\.\d/.test(quote) ? replaced(quote, textRules) : quote;
}

const hostKey = /(?:^|[._])(?:host|host_?name|node|node_?name|user|user_?name|computer_?name)$/i;

/** Labels: names inside paths, and the whole value of `host` and the like. Model names with `@` stay. */
export function withoutPrivateLabels<T extends Labels[string] | null>(key: string, value: T): T | string {
  if (typeof value !== "string") return value;
  if (hostKey.test(key)) return "~";
  return key === "model" || key === "quantization" ? replaced(value, pathRules) : withoutPrivateWords(value);
}

/** A note whose string values are quotes of a file. */
export function withoutPrivateNote<N extends NoteInput>(note: N): N {
  if (note.values === undefined) return note;
  const values = Object.entries(note.values).map(
    ([key, value]) => [key, typeof value === "string" ? withoutPrivateWords(value) : value] as const
  );
  return {...note, values: Object.fromEntries(values)};
}
