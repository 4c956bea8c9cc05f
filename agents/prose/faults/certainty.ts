import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import {areRelated} from "../lexicon.ts";
import {groupsIn, isIn, type Reading, type Unit} from "../reading.ts";

/** What is said no, only, all or perhaps of stays so: no such meaning is lost, and each negation denies what it denied. */
export function faultsOfCertainty(reading: Reading, template: Reading): Note[] {
  const said = new Set(reading.units.flatMap(unit => groupsIn(unit, "kept")));
  const lost = template.units.filter(unit => isIn(unit, "kept") && !groupsIn(unit, "kept").some(group => said.has(group)));
  return [...lost.map(unit => fault("certainty-lost", {word: unit.text})), ...faultsOfNegation(reading, template)];
}

function faultsOfNegation(reading: Reading, template: Reading): Note[] {
  const rest = denialsIn(template);
  const added = denialsIn(reading).filter(denial => {
    const at = rest.findIndex(other => isSame(denial, other));
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
  return [...added.map(({word}) => fault("certainty-negation", {word})), ...rest.map(({word}) => fault("certainty-denial", {word}))];
}

interface Denial {
  word: string;
  /** What it denies: the next word of meaning in its clause, else the one before it; `shown` goes before all. */
  what: Unit;
  /** Words of meaning in its clause. */
  clause: readonly Unit[];
}

function denialsIn({units}: Reading): Denial[] {
  return units.flatMap((unit, index): Denial[] => {
    const isFailing = isIn(unit, "failing");
    if (!isFailing && !isIn(unit, "negations")) return [];
    const clause = units.filter(one => one.clause === unit.clause && hasMeaning(one));
    const behind = units.slice(index + 1).filter(one => clause.includes(one));
    const before = units.slice(0, index).filter(one => clause.includes(one));
    const shown = isShown(unit) ? unit : (isFailing ? clause : behind).find(isShown);
    return [{word: unit.text, what: shown ?? behind[0] ?? before.at(-1) ?? unit, clause}];
  });
}

/** A negation may stand elsewhere in its clause; but «не выявлено» denies what was shown, never the effect. */
function isSame(one: Denial, other: Denial): boolean {
  if (isShown(one.what) || isShown(other.what)) return isShown(one.what) && isShown(other.what);
  return one.clause.some(unit => isAlike(unit, other.what)) || other.clause.some(unit => isAlike(unit, one.what));
}

const isShown = (unit: Unit): boolean => groupsIn(unit, "kept").includes("shown");
const hasMeaning = (unit: Unit): boolean =>
  unit.kind === "word" && !["free", "light", "negations", "baselines"].some(section => isIn(unit, section));

const isAlike = (one: Unit, other: Unit): boolean =>
  one.groups.some(group => other.groups.includes(group)) || one.stems.some(stem => other.stems.some(known => areRelated(stem, known)));
