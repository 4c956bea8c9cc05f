import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import {areRelated, type Group, type Lexicon} from "../lexicon.ts";
import {groupsIn, isIn, type Reading, type Unit} from "../reading.ts";

/** Sections whose words have checks of their own, wherever they come from. */
const checkedElsewhere = ["free", "light", "negations", "failing", "baselines", "limits", "directions"];

/** Code of the fault by the list that names a word. */
const codes: Readonly<Record<string, string>> = {
  numbers: "digit-word",
  intensifiers: "certainty",
  causes: "word-cause",
  chat: "chat",
  advice: "chat-advice",
  modals: "chat-advice"
};

/** Every content word comes from the sources, by stem, family or synonym; `alsoFrom` names sections that are allowed besides. */
export function faultsOfWords(reading: Reading, sources: readonly Reading[], lexicon: Lexicon, alsoFrom: readonly string[] = []): Note[] {
  const units = sources.flatMap(source => source.units);
  const groups = new Set<Group>(units.flatMap(unit => unit.groups));
  const stems = [...new Set(units.flatMap(unit => (isPhraseOfOneMeaning(unit) ? [] : unit.stems)))];
  const isKnown = (unit: Unit): boolean => {
    if (unit.groups.some(group => isMeaning(group) && groups.has(group))) return true;
    if (groupsIn(unit, "refused").includes("modals")) return isModal(unit, reading) && units.some(isCommand);
    if (isIn(unit, "comparing") && units.some(other => isIn(other, "directions") || isIn(other, "baselines"))) return true;
    if (isLink(unit)) return units.some(isLink);
    if (isIn(unit, "refused")) return units.some(other => isIn(other, "refused") && other.stems.join() === unit.stems.join());
    return isIn(unit, "kept") || isIn(unit, "subjects") ? false : unit.stems.every(stem => stems.some(one => areRelated(one, stem)));
  };
  const isCommand = ({text}: Unit): boolean => lexicon.isListed(text, "commands");
  return reading.units
    .filter(unit => unit.kind === "word" && !isKnown(unit))
    .filter(unit => isIn(unit, "refused") || ![...checkedElsewhere, ...alsoFrom].some(section => isIn(unit, section)))
    .map(unit => fault(codes[groupsIn(unit, "refused")[0] ?? ""] ?? "word", {word: unit.text}));
}

/** «следует применять»: what is to be done follows. */
const isModal = (unit: Unit, {units}: Reading): boolean => {
  const next = units[units.indexOf(unit) + 1];
  return next?.kind === "word" && next.clause === unit.clause;
};

/** «не входят» does not make «входят» known. */
const isPhraseOfOneMeaning = (unit: Unit): boolean => unit.stems.length > 1 && isIn(unit, "kept");

const isLink = (unit: Unit): boolean => isIn(unit, "links");

/** Words of one such group say the same; those of the others only have the same part in a sentence. */
const isMeaning = (group: Group): boolean => /^(subjects|labels|kept|synonyms|measures\.(time|speed)|directions|links)\b/.test(group);
