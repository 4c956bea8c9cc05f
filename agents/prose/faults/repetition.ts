import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import {isIn, type Reading, type Unit} from "../reading.ts";

/** How much more often than in the template a meaning may be named. */
const MORE = 1;

/** A word right behind itself, or three words in a row that come again without another value beside them. */
function echoes(reading: Reading, template: Reading): Unit[] {
  const {units} = reading;
  const doubled = units.filter((unit, index) => isNextTo(unit, units[index + 1]) && lastWord(unit) === firstWord(units[index + 1]));
  const known = countsOf(runsOf(3, template).map(({key}) => key));
  const threes = runsOf(3, reading);
  const again = threes.filter(({key, after, isBesideLetter}, index) => {
    const earlier = threes.slice(0, index).filter(other => other.key === key);
    const isMore = earlier.length + 1 > Math.max(1, known.get(key) ?? 0);
    return isMore && (!isBesideLetter || earlier.some(other => other.after === after));
  });
  const knownTwos = countsOf(runsOf(2, template).map(({key}) => key));
  const twos = runsOf(2, reading).filter(({key, after, says}, index, all) => {
    const count = all.slice(0, index + 1).filter(other => other.key === key && other.after === after).length;
    return says && count > Math.max(1, knownTwos.get(key) ?? 0);
  });
  return [...doubled, ...[...again, ...twos].map(({first}) => first)];
}

const isNextTo = (unit: Unit, next: Unit | undefined): boolean =>
  unit.kind === "word" && next?.kind === "word" && next.clause === unit.clause;
const lastWord = ({text}: Unit): string => text.toLowerCase().split(" ").at(-1) ?? "";
const firstWord = (unit: Unit | undefined): string => unit?.text.toLowerCase().split(" ")[0] ?? "";

interface Run {
  key: string;
  first: Unit;
  after: number;
  isBesideLetter: boolean;
  /** Not made of function words alone. */
  says: boolean;
}

/** Words of so few letters say too little to be an echo. */
const SHORT = 3;

/** How many words may stand between them and a letter that tells them apart. */
const NEAR = 2;

/** Words or phrases in a row, no letter among them. */
function runsOf(length: number, {units}: Reading): Run[] {
  const words = units.flatMap(unit => unit.text.split(" ").map(text => ({...unit, text})));
  return words.flatMap((first, index): Run[] => {
    const run = words.slice(index, index + length);
    if (run.length < length || run.some(({kind, after}) => kind !== "word" || after !== first.after)) return [];
    const isBesideLetter = words
      .slice(Math.max(0, index - NEAR), index + length + NEAR)
      .some(({kind, clause}) => kind !== "word" && (clause === first.clause || clause === run.at(-1)?.clause));
    return [
      {
        key: run.map(({text}) => text.toLowerCase()).join(" "),
        first,
        after: first.after,
        isBesideLetter,
        says: run.some(unit => isSaid(unit) && unit.text.length > SHORT)
      }
    ];
  });
}

/** Words, pairs of words and clauses that are said again. */
export function faultsOfRepetition(reading: Reading, template: Reading): Note[] {
  const known = countsOf(content(template).map(meaning));
  const tooOften = content(reading).filter((unit, _, all) => {
    const count = all.filter(other => meaning(other) === meaning(unit)).length;
    return count > Math.max(1, known.get(meaning(unit)) ?? 0) + MORE;
  });
  const [pairs, knownPairs] = [pairsIn(reading), countsOf(pairsIn(template).map(({key}) => key))];
  const {units} = reading;
  const again = pairs.filter(({key, units: [first, second]}) => {
    const isDoubled = first.stems.join() === second.stems.join() && first.clause === second.clause;
    if (isNaming(second, units)) return false;
    return isDoubled || pairs.filter(other => other.key === key).length > Math.max(1, knownPairs.get(key) ?? 0);
  });
  const [faulty] = [...tooOften, ...again.map(({units: [first]}) => first), ...clausesAgain(reading), ...echoes(reading, template)];
  return faulty === undefined ? [] : [fault("repetition", {word: faulty.text})];
}

const content = ({units}: Reading): Unit[] =>
  units.filter(unit => isSaid(unit) && !["light", "comparing", "baselines"].some(section => isIn(unit, section)));
const isSaid = (unit: Unit): boolean => unit.kind === "word" && !isIn(unit, "free");

/** «значения файла [a]» is not «значения файла [b]». */
const isNaming = (unit: Unit, units: readonly Unit[]): boolean => isIn(unit, "labels") && units[units.indexOf(unit) + 1]?.kind !== "word";

/** What a unit counts as: its group if it has one, so that synonyms count together. */
const meaning = ({groups, stems}: Unit): string => groups.find(group => /^(subjects|kept|synonyms)\./.test(group)) ?? stems.join(" ");

function countsOf(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** Neighbours among the words that say something, no letter between them. */
function pairsIn({units}: Reading): {key: string; units: [Unit, Unit]}[] {
  const said = units.filter(isSaid);
  return said.flatMap((unit, index) => {
    const next = said[index + 1];
    return next === undefined || next.after !== unit.after
      ? []
      : [{key: `${meaning(unit)} ${meaning(next)}`, units: [unit, next] as [Unit, Unit]}];
  });
}

/** Clauses of the same words that no letter tells apart. */
function clausesAgain({units}: Reading): Unit[] {
  const seen = new Set<string>();
  const clauses = new Map<number, Unit[]>();
  for (const unit of units) clauses.set(unit.clause, [...(clauses.get(unit.clause) ?? []), unit]);
  return [...clauses.values()].flatMap(clause => {
    const [first] = clause;
    if (first === undefined || clause.some(({kind}) => kind !== "word")) return [];
    const key = `${first.after}: ${clause.map(({stems}) => stems.join(" ")).join(" ")}`;
    const isAgain = seen.has(key);
    seen.add(key);
    return isAgain ? [first] : [];
  });
}
