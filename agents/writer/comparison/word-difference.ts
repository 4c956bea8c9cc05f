import type {Span} from "../../contracts/index.ts";

/** `text` as a quotation, with those words strong that `original` does not have in that order: the longest common run of words stays plain. */
export function wordDifference(original: string, text: string): Span[] {
  const [before, after] = [wordsOf(original), wordsOf(text)];
  const kept = commonPlaces(before, after);
  const spans: Span[] = [];
  after.forEach((word, index) => {
    const isNew = !kept.has(index);
    const last = spans.at(-1);
    const gap = index === 0 ? "" : " ";
    if (last !== undefined && (last.style === "strong") === isNew) last.text += gap + word;
    else {
      // The space stands outside of what is strong, or Markdown would not see its end.
      if (last !== undefined && isNew) last.text += gap;
      spans.push(isNew ? {text: word, style: "strong", isQuote: true} : {text: gap + word, isQuote: true});
    }
  });
  return spans;
}

const wordsOf = (text: string): string[] => text.split(/[ \n\t]+/).filter(word => word !== "");

/** Places in `after` of a longest common subsequence. https://en.wikipedia.org/wiki/Longest_common_subsequence */
function commonPlaces(before: readonly string[], after: readonly string[]): Set<number> {
  const lengths: number[][] = Array.from({length: before.length + 1}, () => Array<number>(after.length + 1).fill(0));
  const length = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    const row = lengths[i] ?? [];
    for (let j = after.length - 1; j >= 0; j--) {
      row[j] = before[i] === after[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const places = new Set<number>();
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      places.add(j);
      i++;
      j++;
    } else if (length(i + 1, j) >= length(i, j + 1)) i++;
    else j++;
  }
  return places;
}
