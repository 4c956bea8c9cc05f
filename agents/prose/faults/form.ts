import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import {letterPattern} from "../letters.ts";
import type {Lexicon} from "../lexicon.ts";

/** Longest text as a multiple of the template's. */
const LONGEST = 1.5;

/** What may stand in a sentence besides words and letters: `-` only inside a word. */
const marks = /[\s.,;:—–()«»„“”"'’…-]/u;

/** Faults that can be seen without knowing a word: characters, marks, length, sentences. */
export function faultsOfForm(text: string, original: string, lexicon: Lexicon): Note[] {
  const plain = text.replace(letterPattern, " ");
  return [
    ...faultOf("digit", plain.match(/\S*\p{N}\S*/u)),
    ...faultOf("markup", plain.match(foreignMarks(original))),
    ...faultsOfMarks(text, original),
    ...faultOf("chat", opening.exec(original)?.[0] === opening.exec(plain)?.[0] ? null : plain.match(opening)),
    ...faultsOfScript(plain, original, lexicon),
    ...(text.length > original.length * LONGEST ? [fault("length")] : [])
  ];
}

/** Marks that are no punctuation, unless the template has them (%), a hyphen that stands alone, a line break. */
const foreignMarks = (original: string): RegExp => {
  const known = [...new Set(original.match(/[%/+±−×]/g))].map(mark => `\\${mark}`).join("");
  return new RegExp(`[^\\p{L}\\p{M}\\p{N}\\s.,;:—–()«»„“”"'’…${known}-]+|(?<=^|\\s)-+(?=\\s|$)|--+|\\n`, "u");
};

/** A single word and a colon at the start: «Ответ:». */
const opening = /^[^\p{L}]*\p{L}+:/u;

const faultOf = (code: string, match: RegExpMatchArray | null): Note[] => (match === null ? [] : [fault(code, {word: match[0]})]);

function faultsOfMarks(text: string, original: string): Note[] {
  if (text.trim() === "") return [fault("length-empty")];
  const faults: Note[] = [];
  if (!isBalanced(text)) faults.push(fault("markup-unbalanced"));
  if (/[,;:.—][ \u00a0]*[,;:.](?!\S)|,\s*—\s*,|\(\s*\)|\(\s*[,;:.]|^\s*[,;:.)—–-]|…/u.test(text)) faults.push(fault("markup-punctuation"));
  if (endsOf(original) > 0 && !/\.(?:\s*\[[a-z]{1,2}\])?\s*$/.test(text)) faults.push(fault("markup-end"));
  if (endsOf(text) > Math.max(1, endsOf(original))) faults.push(fault("markup-sentences"));
  if (isWhole(original) && /^\p{Ll}/u.test(text.trim())) faults.push(fault("markup-capital"));
  return faults;
}

/** A sentence, or what opens as one; «[a] повторов» without a full stop is part of another. */
const isWhole = (original: string): boolean => /^[^\p{Ll}[]/u.test(original) || (original.startsWith("[") && endsOf(original) > 0);

/** How many sentences end: a full stop before a space, or before what closes the text. */
const endsOf = (text: string): number => text.match(/[.!?](?=\s|$)/g)?.length ?? 0;

function isBalanced(text: string): boolean {
  const open: string[] = [];
  const closing: Readonly<Record<string, string>> = {")": "(", "»": "«"};
  for (const mark of text) {
    if (mark === "(" || mark === "«") open.push(mark);
    else if (closing[mark] !== undefined && open.pop() !== closing[mark]) return false;
  }
  const quotes = text.match(/["„“”]/g)?.length ?? 0;
  return open.length === 0 && quotes % 2 === 0;
}

/** Letters outside the alphabet: foreign words, and letters that only look right. Words of the template and known names may stay. */
function faultsOfScript(plain: string, original: string, {words: {alphabet, names}}: Lexicon): Note[] {
  const own = new Set([...alphabet, ...alphabet.toUpperCase()]);
  const known = new Set([...(original.match(/[\p{L}\p{N}.-]*\p{L}/gu) ?? []), ...names]);
  const foreign = (plain.match(/[\p{L}\p{M}][\p{L}\p{M}\p{N}.'’-]*/gu) ?? [])
    .map(word => word.replace(/[.'’-]+$/u, ""))
    .filter(word => !known.has(word) && [...word].some(letter => !own.has(letter) && !marks.test(letter)));
  return foreign.length === 0 ? [] : [fault("language", {word: [...new Set(foreign)].join(", ")})];
}
