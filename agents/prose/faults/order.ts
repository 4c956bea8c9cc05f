import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import type {Reading, Unit} from "../reading.ts";

/**
 * What stood before a value and what stood behind it do not change places: «модель не найдена — [a]; сервер не отвечает — [b]». Only both
 * moving is wrong: one alone is word order, and what was shown or not may be said anywhere.
 */
export function faultsOfOrder(reading: Reading, template: Reading): Note[] {
  const [now, then] = [placesOf(reading), placesOf(template)];
  const turned = [...then].flatMap(([one, {after}]) =>
    [...then].flatMap(([other, {after: others}]) => {
      const [first, second] = [now.get(one), now.get(other)];
      if (first === undefined || second === undefined) return [];
      const isTurned = isBefore(after, others) && isBefore(second.after, first.after);
      return isTurned && isBefore(after, first.after) && isBefore(second.after, others) ? [second.word] : [];
    })
  );
  return [...new Set(turned)].map(word => fault("subject-moved", {word}));
}

const isBefore = (one: readonly number[], other: readonly number[]): boolean => Math.max(...one) < Math.min(...other);

interface Mentions {
  word: string;
  /** How many letters stand before each. */
  after: number[];
}

/** Meaning -> where it is said. */
function placesOf({units}: Reading): Map<string, Mentions> {
  const places = new Map<string, Mentions>();
  for (const unit of units)
    for (const meaning of meaningsOf(unit)) {
      const {word, after} = places.get(meaning) ?? {word: unit.text, after: []};
      places.set(meaning, {word, after: [...after, unit.after]});
    }
  return places;
}

/** Groups in which words say the same; a word that is in no group says what its stem says. */
const meaningsOf = ({kind, groups, stems}: Unit): readonly string[] => {
  if (kind !== "word") return [];
  return groups.length === 0 ? stems : groups.filter(group => /^(kept|synonyms)\./.test(group) && group !== "kept.shown");
};
