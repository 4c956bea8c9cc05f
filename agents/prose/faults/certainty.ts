import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import {areRelated, type Lexicon} from "../lexicon.ts";
import {groupsIn, isIn, type Reading, type Unit} from "../reading.ts";

/** What is said no, only, all or perhaps of stays so: no such meaning is lost, and each negation denies what it denied. */
export function faultsOfCertainty(reading: Reading, template: Reading, {words: {sparse}}: Lexicon): Note[] {
  const [now, then] = [keptIn(reading), keptIn(template)];
  const lost = template.units.filter(
    unit =>
      isIn(unit, "kept") &&
      !isIn(unit, "free") &&
      !groupsIn(unit, "kept").some(group => (now.get(group) ?? 0) >= (sparse.includes(group) ? 1 : (then.get(group) ?? 0)))
  );
  const added = reading.units.filter(
    unit => isIn(unit, "kept") && !isIn(unit, "free") && groupsIn(unit, "kept").every(group => isMore(group, now, then))
  );
  return [
    ...lost.map(unit => fault("certainty-lost", {word: unit.text})),
    ...added.map(unit => fault("certainty", {word: unit.text})),
    ...faultsOfNegation(reading, template)
  ];
}

/** Group -> how often it is said. */
function keptIn({units}: Reading): Map<string, number> {
  const counts = new Map<string, number>();
  for (const unit of units) for (const group of groupsIn(unit, "kept")) counts.set(group, (counts.get(group) ?? 0) + 1);
  return counts;
}

const isMore = (group: string, now: ReadonlyMap<string, number>, then: ReadonlyMap<string, number>): boolean =>
  group !== "shown" && (now.get(group) ?? 0) > (then.get(group) ?? 0);

function faultsOfNegation(reading: Reading, template: Reading): Note[] {
  const rest = denialsIn(template);
  const added = denialsIn(reading).filter(denial => {
    const at = rest.findIndex(other => isSame(denial, other));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [...added.map(({word}) => fault("certainty-negation", {word})), ...rest.map(({word}) => fault("certainty-denial", {word}))];
}

/** Over how many letters a negation of what was shown may move within its sentence. */
const FARTHEST = 2;

interface Denial {
  word: string;
  /** What it may deny: the next word of meaning in its clause or the one before it; `shown` goes before all. */
  what: readonly Unit[];
  /** Words of meaning in its clause. */
  clause: readonly Unit[];
}

function denialsIn({units}: Reading): Denial[] {
  return units.flatMap((unit, index): Denial[] => {
    const isFailing = isIn(unit, "failing") && !comparesValues(units, index);
    if (!isFailing && !isIn(unit, "negations") && !isLooseBound(unit, units[index + 1])) return [];
    const clause = units.filter(one => one.clause === unit.clause && hasMeaning(one));
    const behind = units.slice(index + 1).filter(one => clause.includes(one));
    const before = units.slice(0, index).filter(one => clause.includes(one));
    const shown = isShown(unit) ? unit : (isFailing ? clause : behind).find(isShown);
    const beside = [behind[0], before.findLast(one => !isShown(one))].flatMap(one => one ?? []);
    const next = units.slice(index + 1).find(one => one.clause !== unit.clause || !isIn(one, "free"));
    if (!isFailing && shown === undefined && next?.clause === unit.clause && next.kind !== "word")
      return [{word: unit.text, what: [next], clause: [next]}];
    return [{word: unit.text, what: shown === undefined ? beside : [shown], clause: shown === unit ? [unit] : clause}];
  });
}

/** «rather than [b]» compares, «rather than a conclusion» denies. */
const comparesValues = (units: readonly Unit[], index: number): boolean => {
  const [unit, next] = [units[index], units.slice(index + 1).find(one => !isIn(one, "free"))];
  return isIn(unit, "baselines") && next?.kind !== "word";
};

/** A negation may stand elsewhere in its clause; but «не выявлено» denies what was shown, never the effect. */
function isSame(one: Denial, other: Denial): boolean {
  const [shown, shownThen] = [one.what.find(isShown), other.what.find(isShown)];
  if (shown !== undefined || shownThen !== undefined)
    return shown !== undefined && shownThen !== undefined && Math.abs(shown.after - shownThen.after) <= FARTHEST;
  if (one.what.length === 0 || other.what.length === 0) return one.word.toLowerCase() === other.word.toLowerCase();
  return one.what.some(unit => isAmong(unit, other.clause)) && other.what.some(unit => isAmong(unit, one.clause));
}

const isAmong = (unit: Unit, clause: readonly Unit[]): boolean => clause.some(other => isAlike(unit, other));

/** «не более» that bounds no value denies as «не» does. */
const isLooseBound = (unit: Unit, next: Unit | undefined): boolean =>
  isIn(unit, "limits") && unit.stems.length > 1 && next?.kind === "word" && !isIn(next, "free");

const isShown = (unit: Unit): boolean => groupsIn(unit, "kept").includes("shown");
const hasMeaning = (unit: Unit): boolean =>
  unit.kind === "word" &&
  (isShown(unit) ||
    unit.groups.includes("synonyms.applied") ||
    !["free", "light", "links", "negations", "baselines"].some(section => isIn(unit, section))) &&
  !groupsIn(unit, "refused").includes("modals");

const isAlike = (one: Unit, other: Unit): boolean =>
  (one.kind !== "word" && one.text === other.text) ||
  one.groups.some(group => other.groups.includes(group)) ||
  one.stems.some(stem => other.stems.some(known => areRelated(stem, known)));
