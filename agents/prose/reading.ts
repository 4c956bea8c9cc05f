import type {Group, Lexicon} from "./lexicon.ts";

/** A word or phrase of the lexicon, a letter, or a name that stands in plain text. */
export interface Unit {
  kind: "word" | "letter" | "name";
  text: string;
  /** Stems of its words. */
  stems: readonly string[];
  groups: readonly Group[];
  /** Counts on from mark to mark; in one clause words belong together. */
  clause: number;
  sentence: number;
  /** How many letters and names stand before it. */
  after: number;
}

export interface Reading {
  units: readonly Unit[];
  /** Letters and names in reading order. */
  order: readonly string[];
}

const tokens = /\[[a-z]{1,2}\]|[\p{L}\p{M}\p{N}]+(?:[-'’.][\p{L}\p{N}]+)*|[^\s]/gu;
const word = /^[\p{L}\p{M}\p{N}]/u;

/** A sentence as units of meaning. `names` are words in plain text that are treated as letters are. */
export function readingOf(text: string, lexicon: Lexicon, names: ReadonlySet<string>): Reading {
  const found = text.match(tokens) ?? [];
  const units: Unit[] = [];
  const order: string[] = [];
  let [clause, sentence] = [0, 0];
  for (let index = 0; index < found.length; ) {
    const token = found[index] ?? "";
    const isLetter = /^\[[a-z]/.test(token);
    if (isLetter || names.has(token)) {
      units.push({kind: isLetter ? "letter" : "name", text: token, stems: [], groups: [], clause, sentence, after: order.length});
      order.push(token);
      index += 1;
    } else if (word.test(token)) {
      const {length, groups: all} = lexicon.match(found, index);
      const groups =
        length === 1 && lexicon.isListed(token, "alone") && !lexicon.hasMeaning(found, index + 1) ? ["free.free" as const, ...all] : all;
      const words = found.slice(index, index + length);
      const stems = words.map(one => lexicon.stem(one));
      units.push({kind: "word", text: words.join(" "), stems, groups, clause, sentence, after: order.length});
      index += length;
    } else {
      clause += 1;
      if (token === ".") sentence += 1;
      index += 1;
    }
  }
  return {units, order};
}

export const isIn = (unit: Unit | undefined, section: string): boolean =>
  unit?.groups.some(group => group.startsWith(`${section}.`)) ?? false;

/** Names of the groups of a unit in a section. */
export const groupsIn = (unit: Unit, section: string): string[] =>
  unit.groups.flatMap(group => (group.startsWith(`${section}.`) ? [group.slice(section.length + 1)] : []));

/** Words of plain text in another script, and names of tools: they are kept as letters are. */
export function namesOf(text: string, lexicon: Lexicon, tools: readonly string[]): ReadonlySet<string> {
  const script = new RegExp(`\\p{Script=${lexicon.words.script}}`, "u");
  const known = new Set(lexicon.words.names);
  const words = text.match(tokens) ?? [];
  return new Set(words.filter(one => tools.includes(one) || (word.test(one) && !script.test(one) && !known.has(one))));
}
