import {outlineOf} from "./headings.ts";

/** A file that a text names, in a line of it. */
export interface Citation {
  /** `L5` */
  at: string;
  /** As written, with `/` between folders; without an extension it may be a file's name or any other word. */
  name: string;
}

const withExtension =
  /(?<![\p{L}\p{N}_/\\.-])((?:[\p{L}\p{N}_.~-]+[\\/])*[\p{L}\p{N}_.-]+)\.(csv|tsv|jsonl?|md|txt|log|\{[a-z,]+\})(?![\p{L}\p{N}_])/giu;
/** Long words joined by `_` or with a number joined by `-`: `prompt_suite_lessons_20251002`. */
const stem = /(?<![\p{L}\p{N}_/\\.:-])[\p{L}\p{N}]+(?:[_-][\p{L}\p{N}]+){2,}(?![\p{L}\p{N}_/\\.=-])/gu;
const shortestStem = 12;

/** Data files and documents that a text names, each once per line. Addresses of the web and code in fences name none. */
export function citationsIn(text: string): Citation[] {
  const lines = text.split(/\r\n|\n|\r/);
  const {fenced} = outlineOf(lines);
  return lines.flatMap((line, index) => {
    if (fenced.has(index + 1) || !/\.(?:csv|tsv|json|md|txt|log|\{)|[_-][^\s_-]*[_-]/i.test(line)) return [];
    const plain = line.replace(/\b[a-z]+:\/\/\S+/giu, "");
    const named = [...plain.matchAll(withExtension)].flatMap(([, name = "", extension = ""]) =>
      extensionsOf(extension).map(each => `${name.replaceAll("\\", "/").replace(/^(?:\.{1,3}\/)+/, "")}.${each}`)
    );
    const stems = [...plain.replace(withExtension, " ").matchAll(stem)].flatMap(([word]) => (word.length < shortestStem ? [] : [word]));
    return [...new Set([...named, ...stems])].map(name => ({at: `L${index + 1}`, name}));
  });
}

/** `{json,md}` are two. */
const extensionsOf = (extension: string): string[] => extension.replace(/[{}]/g, "").split(",");
