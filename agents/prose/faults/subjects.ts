import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import {groupsIn, type Reading} from "../reading.ts";

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
    ...[...new Set(swapped)].map(subject => fault("subject-moved", {word: wordOf(reading, subject)}))
  ];
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
