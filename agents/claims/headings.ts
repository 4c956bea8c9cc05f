/** Headings of a Markdown text per line, and the lines inside code fences. */
export interface Outline {
  /** 1-based numbers of lines in ``` fences, with the fences. */
  fenced: ReadonlySet<number>;
  /** Headings above a line (0-based), outermost first, joined by ` / `; undefined below a heading that compares several subjects. */
  headingOf: (index: number) => string | undefined;
}

const longest = 200;

/** Under a heading that sets subjects against each other, a value without a name may be of any of them. */
const comparing = /\bvs\b|versus|\bcompar|cross[- ]|сравнен|против/iu;

/** Headings in front of a line, and those that some writers glue to the end of the line before (`… | ## Results`). */
const heading = /(?<=^|\s)(#{1,6})\s+([^#\s][^#]*)/gu;

export function outlineOf(lines: readonly string[]): Outline {
  const fenced = new Set<number>();
  const paths: (string | undefined)[] = [];
  let open: {level: number; text: string}[] = [];
  let path: string | undefined;
  let isFenced = false;
  for (const [index, line] of lines.entries()) {
    const isFence = /^\s*(?:```|~~~)/.test(line);
    if (isFenced || isFence) fenced.add(index + 1);
    if (isFence) isFenced = !isFenced;
    const isHeading = /^\s*#/.test(line);
    const found = isFenced || isFence || !line.includes("#") ? [] : [...line.matchAll(heading)];
    // A heading glued to the end of a line speaks of the lines after it.
    if (!isHeading) paths.push(path);
    for (const [, marks = "", text = ""] of found) open = [...open.filter(({level}) => level < marks.length), {level: marks.length, text}];
    if (found.length > 0) path = pathOf(open);
    if (isHeading) paths.push(path);
  }
  return {fenced, headingOf: index => paths[index]};
}

function pathOf(open: readonly {text: string}[]): string | undefined {
  const texts = open.map(({text}) => text.trim());
  return texts.length === 0 || texts.some(text => comparing.test(text)) ? undefined : texts.join(" / ").slice(-longest);
}
