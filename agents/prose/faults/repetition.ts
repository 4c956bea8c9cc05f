import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import {isIn, type Reading, type Unit} from "../reading.ts";

/** How much more often than in the template a meaning may be named. */
const MORE = 1;

/** Words and clauses that are said again. */
export function faultsOfRepetition(reading: Reading, template: Reading): Note[] {
  const words = content(reading);
  const known = countsOf(content(template).map(meaning));
  const tooOften = [...countsOf(words.map(meaning))].filter(([word, count]) => count > Math.max(1, known.get(word) ?? 0) + MORE);
  const {units} = reading;
  const doubled = units.filter(
    (unit, index) => unit.kind === "word" && units[index + 1]?.kind === "word" && units[index + 1]?.stems.join() === unit.stems.join()
  );
  const clauses = countsOf(clausesOf(reading));
  const knownClauses = countsOf(clausesOf(template));
  const again = [...clauses].filter(([clause, count]) => count > Math.max(1, knownClauses.get(clause) ?? 0, leastOf(clause, known)));
  const faulty = [...tooOften.map(([word]) => word), ...doubled.map(({text}) => text), ...again.map(([clause]) => clause)];
  return faulty.length === 0 ? [] : [fault("repetition", {word: wordOf(reading, faulty[0] ?? "")})];
}

const content = ({units}: Reading): Unit[] => units.filter(unit => unit.kind === "word" && !isIn(unit, "free") && !isIn(unit, "light"));

/** What a unit counts as: its group if it has one, so that synonyms count together. */
const meaning = (unit: Unit): string => [...unit.groups].sort()[0] ?? unit.stems.join(" ");

function countsOf(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** Words of meaning between marks and letters. */
function clausesOf(reading: Reading): string[] {
  const clauses = new Map<string, string[]>();
  for (const unit of content(reading)) {
    const place = `${unit.clause}/${unit.after}`;
    clauses.set(place, [...(clauses.get(place) ?? []), meaning(unit)]);
  }
  return [...clauses.values()].map(words => words.join("+"));
}

const leastOf = (clause: string, known: ReadonlyMap<string, number>): number =>
  Math.min(...clause.split("+").map(word => known.get(word) ?? 0));

const wordOf = ({units}: Reading, found: string): string => {
  const [first = ""] = found.split("+");
  return units.find(unit => unit.text === first || meaning(unit) === first)?.text ?? first;
};
