import type {Span} from "../../contracts/index.ts";
import {commonPlaces} from "./common-places.ts";

/** `text` as a quotation, with those words strong that `original` does not have in that order: the longest common run of words stays plain. */
export function wordDifference(original: string, text: string): Span[] {
  const [before, after] = [wordsOf(original), wordsOf(text)];
  const kept = new Set(commonPlaces(before, after).map(([, place]) => place));
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
