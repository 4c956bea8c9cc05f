import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import {groupsIn, isIn, type Reading, type Unit} from "../reading.ts";

/** A value that goes up or down, read as work that is slow or fast. */
const asWork: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  time: {up: "slow", down: "fast"},
  speed: {up: "fast", down: "slow"}
};

/** Which way things go, and what is compared with what, must stay. */
export function faultsOfDirection(reading: Reading, template: Reading): Note[] {
  const [now, then] = [directionsOf(reading), directionsOf(template)];
  const allowed = new Set(then.flatMap(({ways}) => ways));
  const faults = now.filter(({ways}) => !ways.some(way => allowed.has(way))).map(({unit}) => fault("direction", {word: unit.text}));
  const said = new Set(now.flatMap(({ways}) => ways));
  const lost = then.filter(({ways}) => !ways.some(way => said.has(way))).map(({unit}) => fault("direction-lost", {word: unit.text}));
  const [compared, wanted] = [baselinesOf(reading), baselinesOf(template)];
  const swapped = compared.join(" ") === wanted.join(" ") ? [] : [fault("direction-baseline", {letters: wanted.join(" ")})];
  const comparisons = ({units}: Reading): number => units.filter(unit => isIn(unit, "baselines")).length;
  const dropped = comparisons(reading) < comparisons(template) ? [fault("direction-baseline", {letters: wanted.join(" ")})] : [];
  return [...faults, ...lost, ...crossed(now, then), ...swapped, ...dropped];
}

/** Which directions a sentence may take from two others: those that either has. */
export function strayDirections(reading: Reading, sources: readonly Reading[]): Note[] {
  const allowed = new Set(sources.flatMap(source => directionsOf(source).flatMap(({ways}) => ways)));
  return directionsOf(reading)
    .filter(({ways}) => !ways.some(way => allowed.has(way)))
    .map(({unit}) => fault("direction", {word: unit.text}));
}

interface Direction {
  unit: Unit;
  /** What it may be read as. */
  ways: readonly string[];
  /** What the sentence says it of, where that can be told. */
  subjects: readonly string[];
}

function directionsOf({units}: Reading): Direction[] {
  return units.flatMap((unit, index): Direction[] => {
    const raw = groupsIn(unit, "directions");
    if (raw.length === 0) return [];
    const near = nearestFirst(units, index);
    const inClause = near.filter(({clause}) => clause === unit.clause);
    const measure = inClause.find(one => isIn(one, "measures"));
    const lasting = inClause.some(one => isIn(one, "lasting")) ? "time" : undefined;
    const told = measure === undefined ? lasting : groupsIn(measure, "measures")[0];
    const isPronominal = inClause.some(one => isIn(one, "pronouns"));
    const before = units.slice(0, index).findLast(one => isIn(one, "measures") && (isPronominal || one.sentence === unit.sentence));
    const guessed = before === undefined ? "" : (groupsIn(before, "measures")[0] ?? "");
    const ways = [...new Set(told === undefined ? [...raw, ...read(raw, guessed)] : read(raw, told))];
    const subject = inClause.find(one => isIn(one, "subjects"));
    return [{unit, ways, subjects: subject === undefined ? [] : groupsIn(subject, "subjects")}];
  });
}

/** Without a measure in its clause «она выше» may mean what was named before it. */
const read = (raw: readonly string[], measure: string): string[] => raw.map(way => asWork[measure]?.[way] ?? way);

function nearestFirst(units: readonly Unit[], at: number): Unit[] {
  return units
    .map((unit, index) => ({unit, distance: Math.abs(index - at)}))
    .sort((a, b) => a.distance - b.distance)
    .map(({unit}) => unit);
}

/** A subject that went one way in the template must not go the other. */
function crossed(now: readonly Direction[], then: readonly Direction[]): Note[] {
  const known = new Map<string, Set<string>>();
  for (const {subjects, ways} of then)
    for (const subject of subjects) known.set(subject, new Set([...(known.get(subject) ?? []), ...ways]));
  return now.flatMap(({unit, subjects, ways}) => {
    const before = subjects.flatMap(subject => [...(known.get(subject) ?? [])]);
    return before.length > 0 && !ways.some(way => before.includes(way)) ? [fault("direction", {word: unit.text})] : [];
  });
}

/** Letters that something is compared with: behind «чем» and «вместо», or governed by a comparative («быстрее модели [b]»). */
function baselinesOf({units}: Reading): string[] {
  const found = units.flatMap((unit, index) => {
    const [next, second] = [units[index + 1], units[index + 2]];
    if (isIn(unit, "baselines")) {
      const [letter] = units.slice(index + 1, index + 1 + REACH).filter(one => one.kind !== "word" || one.groups.length === 0);
      return letter === undefined || letter.kind === "word" || letter.clause !== unit.clause ? [] : [letter];
    }
    const isGoverning = isIn(unit, "directions") && isIn(next, "governed");
    return isGoverning && second !== undefined && second.kind !== "word" ? [second] : [];
  });
  return [...new Set(found.map(({text}) => text))];
}

const REACH = 5;
