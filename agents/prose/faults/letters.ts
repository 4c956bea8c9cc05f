import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import {groupsIn, isIn, type Reading, type Unit} from "../reading.ts";

/** The same letters and names, each once and in the order of the template. */
export function faultsOfLetters(reading: Reading, template: Reading): Note[] {
  return reading.order.join(" ") === template.order.join(" ") ? [] : [fault("letter", {letters: template.order.join(" ")})];
}

/** A name keeps the noun before it, a value the noun behind it and its bound («до», «не менее»). */
export function faultsOfNeighbours(reading: Reading, template: Reading): Note[] {
  return template.order.flatMap(letter => {
    const [now, then] = [around(reading, letter), around(template, letter)];
    if (now === undefined || then === undefined) return [];
    const faults: Note[] = [];
    if (!isSameLabel(now.before, then)) faults.push(fault("subject", {letter, word: now.before?.text ?? ""}));
    if (isOtherNoun(now.behind, then.behind)) faults.push(fault("subject", {letter, word: now.behind?.text ?? ""}));
    if (now.limit !== then.limit) faults.push(fault("direction-limit", {letter}));
    return faults;
  });
}

interface Around {
  before: Unit | undefined;
  behind: Unit | undefined;
  /** The bound that stands before it, with nothing but function words between: «не более чем в [e]». */
  limit: string;
}

function around({units}: Reading, letter: string): Around | undefined {
  const at = units.findIndex(({kind, text}) => kind !== "word" && text === letter);
  const own = units[at];
  if (own === undefined) return undefined;
  const isBeside = (unit: Unit | undefined): boolean => unit?.kind === "word" && unit.clause === own.clause;
  const [before, behind] = [units[at - 1], units[at + 1]];
  const bound = units.slice(0, at).findLast(unit => !isBeside(unit) || isIn(unit, "limits") || !isIn(unit, "free"));
  return {
    before: isBeside(before) ? before : undefined,
    behind: isBeside(behind) ? behind : undefined,
    limit: bound !== undefined && isBeside(bound) && isIn(bound, "limits") ? groupsIn(bound, "limits").join() : ""
  };
}

function isSameLabel(now: Unit | undefined, then: Around): boolean {
  if (!isIn(now, "labels") || now === undefined) return true;
  const wanted = then.before === undefined ? [] : groupsIn(then.before, "labels");
  if (wanted.length === 0) return groupsIn(now, "labels").includes("tool") && isIn(then.behind, "kept");
  return groupsIn(now, "labels").some(label => wanted.includes(label));
}

function isOtherNoun(now: Unit | undefined, then: Unit | undefined): boolean {
  if (now === undefined || then === undefined || now.kind !== "word" || then.kind !== "word") return false;
  const [is, was] = [groupsIn(now, "subjects"), groupsIn(then, "subjects")];
  return is.length > 0 && was.length > 0 && !is.some(group => was.includes(group));
}
