import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import {areRelated} from "../lexicon.ts";
import {groupsIn, isIn, type Reading, type Unit} from "../reading.ts";

/** No cause is added, and none changes places with its effect. */
export function faultsOfCause(reading: Reading, template: Reading): Note[] {
  const [now, then] = [linksIn(reading), linksIn(template)];
  const [added] = now.slice(then.length);
  if (added !== undefined) return [fault("word-cause", {word: added.word})];
  const turned = now.filter(({cause, effect}) => {
    const [straight, crossed] = [
      then.map(known => likeness(cause, known.cause) + likeness(effect, known.effect)),
      then.map(known => likeness(cause, known.effect) + likeness(effect, known.cause))
    ];
    return Math.max(...crossed) > Math.max(...straight);
  });
  return turned.map(({word}) => fault("word-cause", {word}));
}

interface Link {
  word: string;
  cause: readonly Unit[];
  effect: readonly Unit[];
}

/** What a conjunction joins: the clause behind it, and all other words. */
function linksIn({units}: Reading): Link[] {
  return units.flatMap((unit): Link[] => {
    const [kind] = groupsIn(unit, "links");
    if (kind === undefined) return [];
    const words = units.filter(one => one.kind === "word" && !isIn(one, "free") && one !== unit);
    const behind = words.filter(one => one.clause === unit.clause);
    const others = words.filter(one => one.clause !== unit.clause);
    return [kind === "because" ? {word: unit.text, cause: behind, effect: others} : {word: unit.text, cause: others, effect: behind}];
  });
}

const likeness = (some: readonly Unit[], others: readonly Unit[]): number =>
  some.filter(unit => unit.stems.some(stem => others.some(other => other.stems.some(known => areRelated(stem, known))))).length;
