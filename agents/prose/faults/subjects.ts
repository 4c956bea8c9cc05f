import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import {groupsIn, isIn, type Reading, type Unit} from "../reading.ts";

/** What a sentence is about stays: nothing is lost, and no two things change places over a value. */
export function faultsOfSubject(reading: Reading, template: Reading): Note[] {
  const [now, then] = [placesOf(reading), placesOf(template)];
  const lost = [...then.keys()].filter(subject => !now.has(subject));
  const swapped = [...then].flatMap(([one, places]) =>
    [...then].flatMap(([other, others]) => {
      const stoodBefore = Math.max(...places) < Math.min(...others);
      const [first, second] = [now.get(one), now.get(other)];
      return stoodBefore && first !== undefined && second !== undefined && Math.min(...first) > Math.min(...second) ? [other] : [];
    })
  );
  return [
    ...lost.map(subject => fault("subject-lost", {word: wordOf(template, subject)})),
    ...[...new Set(swapped)].map(subject => fault("subject-moved", {word: wordOf(reading, subject)})),
    ...[...strangersBeforeValues(reading, template), ...exchanged(reading, template), ...subjectsInTail(reading, template)].map(unit =>
      fault("subject-moved", {word: unit.text})
    ),
    ...faultsOfLooseLabels(reading, template)
  ];
}

/** Subjects before a letter that took the place of what the template names there. */
function strangersBeforeValues(reading: Reading, template: Reading): Unit[] {
  return reading.units.filter(unit => {
    const subjects = subjectsOf(unit);
    if (subjects.length === 0 || unit.after >= reading.order.length) return false;
    const [near, then] = [subjectsNear(reading, unit.after), subjectsNear(template, unit.after)];
    return !subjects.some(subject => then.includes(subject)) && then.some(subject => !near.includes(subject));
  });
}

const subjectsNear = ({units}: Reading, place: number): string[] =>
  units.filter(({after}) => Math.abs(after - place) <= 1).flatMap(subjectsOf);

/** What a unit names; a speed is one more thing to speak of. */
const subjectsOf = (unit: Unit): string[] => [
  ...groupsIn(unit, "subjects"),
  ...groupsIn(unit, "measures").filter(measure => measure === "speed")
];

/** Subjects that the one names less often than the other. */
function rarerSubjects(one: Reading, other: Reading): string[] {
  const count = ({units}: Reading, subject: string): number => units.filter(unit => subjectsOf(unit).includes(subject)).length;
  return [...new Set(other.units.flatMap(subjectsOf))].filter(subject => count(one, subject) < count(other, subject));
}

/** Subjects named more often, where others are named less often: they took their place. */
function exchanged(reading: Reading, template: Reading): Unit[] {
  const oftener = rarerSubjects(template, reading);
  return rarerSubjects(reading, template).length === 0
    ? []
    : reading.units.filter(unit => subjectsOf(unit).some(subject => oftener.includes(subject)));
}

/** «модель» that stands before no name is what the sentence is about too. */
function faultsOfLooseLabels(reading: Reading, template: Reading): Note[] {
  const [now, then] = [looseLabels(reading), looseLabels(template)];
  const isRarer = ({label}: LooseLabel): boolean =>
    now.filter(other => other.label === label).length < then.filter(other => other.label === label).length;
  const isReplaced = then.some(isRarer) || rarerSubjects(reading, template).length > 0;
  const known = new Set(template.units.flatMap(unit => groupsIn(unit, "labels")));
  const added = now.filter(({label}) => !then.some(other => other.label === label) && (isReplaced || !known.has(label)));
  const lost = then.filter(({label}) => !reading.units.some(unit => groupsIn(unit, "labels").includes(label)));
  return [...added.map(({word}) => fault("subject-moved", {word})), ...lost.map(({word}) => fault("subject-lost", {word}))];
}

interface LooseLabel {
  label: string;
  word: string;
}

const isNaming = (unit: Unit, next: Unit | undefined): boolean => next !== undefined && next.kind !== "word" && next.clause === unit.clause;

const looseLabels = ({units}: Reading): LooseLabel[] =>
  units
    .filter((unit, index) => isIn(unit, "labels") && !isNaming(unit, units[index + 1]))
    .flatMap(unit => groupsIn(unit, "labels").map(label => ({label, word: unit.text})));

/** Subjects behind the last value, where the template has none. */
function subjectsInTail(reading: Reading, template: Reading): Unit[] {
  return tailOf(template).some(unit => isIn(unit, "subjects"))
    ? []
    : tailOf(reading).filter(unit => groupsIn(unit, "subjects").some(subject => rarerSubjects(template, reading).includes(subject)));
}

/** Units behind the last letter that is no closing reference. */
function tailOf({units, order}: Reading): Unit[] {
  const last = units.at(-1);
  const isReference = last?.kind === "letter" && units.at(-2)?.clause !== last.clause;
  return units.filter(({kind, after}) => kind === "word" && after === order.length - (isReference ? 1 : 0));
}

/** Subject -> how many letters stand before each of its mentions. */
function placesOf({units}: Reading): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const unit of units)
    for (const subject of groupsIn(unit, "subjects")) places.set(subject, [...(places.get(subject) ?? []), unit.after]);
  return places;
}

const wordOf = ({units}: Reading, subject: string): string =>
  units.find(unit => groupsIn(unit, "subjects").includes(subject))?.text ?? subject;
