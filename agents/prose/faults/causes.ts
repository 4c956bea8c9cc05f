import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import {areRelated, type Lexicon} from "../lexicon.ts";
import {groupsIn, isIn, type Reading, type Unit} from "../reading.ts";

/** No cause is added, and none changes places with its effect. */
export function faultsOfCause(reading: Reading, template: Reading, lexicon: Lexicon): Note[] {
  const claims = template.units.some(unit => lexicon.isListed(unit.text, "causatives")) ? [] : causativesIn(reading, lexicon);
  const [now, then] = [linksIn(reading), linksIn(template)];
  const [added] = now.slice(then.length);
  if (added !== undefined) return [fault("word-cause", {word: added.word})];
  if (claims.length > 0) return claims.map(({text}) => fault("word-cause", {word: text}));
  const turned = now.filter(({behind, isCause}) => {
    const [straight, crossed] = [isCause, !isCause].map(wanted =>
      Math.max(...then.map(known => likeness(behind, wanted ? known.cause : known.effect)))
    );
    return (crossed ?? 0) > (straight ?? 0);
  });
  return turned.map(({word}) => fault("word-cause", {word}));
}

interface Link {
  word: string;
  /** The clause behind the conjunction, and whether that is the cause. */
  behind: readonly Unit[];
  isCause: boolean;
  cause: readonly Unit[];
  effect: readonly Unit[];
}

function linksIn({units}: Reading): Link[] {
  return units.flatMap((unit): Link[] => {
    const [kind] = groupsIn(unit, "links");
    if (kind === undefined) return [];
    const words = units.filter(one => one.kind === "word" && !isIn(one, "free") && one !== unit && one.sentence === unit.sentence);
    const behind = words.filter(one => one.clause === unit.clause);
    const others = words.filter(one => one.clause !== unit.clause);
    const isCause = kind === "because";
    return [{word: unit.text, behind, isCause, cause: isCause ? behind : others, effect: isCause ? others : behind}];
  });
}

const likeness = (some: readonly Unit[], others: readonly Unit[]): number =>
  some.filter(unit => unit.stems.some(stem => others.some(other => other.stems.some(known => areRelated(stem, known))))).length;

/** Verbs that act on what follows them, where a name or nothing is said to act: «[a] сокращает время» says more than «при [a] время меньше». */
const causativesIn = ({units}: Reading, lexicon: Lexicon): Unit[] =>
  units.filter((unit, index) => {
    if (!lexicon.isListed(unit.text, "causatives") || isIn(units[index - 1], "negations")) return false;
    const next = units.slice(index + 1).find(({text}) => !lexicon.isListed(text, "articles"));
    const isActing =
      next?.clause === unit.clause && ["measures", "subjects", "directions", "synonyms"].some(section => isIn(next, section));
    return (
      isActing &&
      isNameOrNothing(
        units.slice(0, index).findLast(one => one.clause !== unit.clause || isActor(one)),
        unit
      )
    );
  });

const isActor = (unit: Unit): boolean => !["free", "light", "baselines", "limits"].some(section => isIn(unit, section));
const isNameOrNothing = (actor: Unit | undefined, {clause}: Unit): boolean =>
  actor === undefined || actor.clause !== clause || actor.kind !== "word" || isIn(actor, "labels");
