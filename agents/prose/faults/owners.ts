import type {Note} from "../../contracts/index.ts";
import {fault} from "../fault.ts";
import type {Group, Lexicon} from "../lexicon.ts";
import {groupsIn, isIn, type Reading, type Unit} from "../reading.ts";

/**
 * A measure stays that of what it measures: «времени прогретого запроса» never becomes «времени генерации». Another owner may
 * be named beside it.
 */
export function faultsOfOwner(reading: Reading, template: Reading, lexicon: Lexicon): Note[] {
  const [now, known] = [ownersIn(reading, lexicon), ownersIn(template, lexicon)];
  return now
    .filter(({head, owners}) => {
      const then = known.filter(one => one.head === head);
      const isNew = !then.some(one => one.owners.some(owner => owners.includes(owner)));
      return isNew && then.some(one => !now.some(other => other.head === head && other.owners.some(owner => one.owners.includes(owner))));
    })
    .map(({unit}) => fault("subject-moved", {word: unit.text}));
}

interface Owned {
  /** Group of the measure, or of the adjective. */
  head: string;
  owners: readonly string[];
  unit: Unit;
}

function ownersIn({units}: Reading, {words: {owned}}: Lexicon): Owned[] {
  return units.flatMap((unit, index): Owned[] => {
    const near = [ownerBehind(units, index, owned.between), ownerBefore(units, index, owned.behind)];
    return headsOf(unit, owned.relations).flatMap((head): Owned[] => {
      const owner = near.find(one => one !== undefined && ownersOf(one, head).length > 0);
      return owner === undefined ? [] : [{head, owners: ownersOf(owner, head), unit: owner}];
    });
  });
}

/** An effect is that of a name or of a measure, a relation («после») that of any word, all else that of a subject. */
const ownersOf = (unit: Unit, head: string): string[] => {
  if (["kept.excluded", "kept.one"].includes(head) || head.startsWith("relation "))
    return unit.kind !== "word" || isIn(unit, "free") ? [] : [...unit.groups, ...unit.stems];
  if (head !== "synonyms.effect") return groupsIn(unit, "subjects");
  return unit.kind !== "word" || isIn(unit, "labels") ? ["name"] : [...groupsIn(unit, "measures"), ...groupsIn(unit, "subjects")];
};

/** «прогретый» and «обработка» are of something as a measure is. */
const headsOf = ({groups, stems, text}: Unit, relations: readonly string[]): string[] => [
  ...(relations.includes(text.toLowerCase()) ? [`relation ${text.toLowerCase()}`] : []),
  ...groups.flatMap(group => {
    if (group === "measures.other") return stems;
    return group.startsWith("measures.") || others.includes(group) ? [group] : [];
  })
];

const others: readonly Group[] = ["kept.warm", "kept.cold", "kept.excluded", "kept.one", "synonyms.process", "synonyms.effect"];

/** The noun behind a measure, with nothing between but adjectives and words such as «of». */
function ownerBehind(units: readonly Unit[], at: number, between: readonly string[]): Unit | undefined {
  const isBetween = (unit: Unit): boolean => between.includes(unit.text.toLowerCase()) || isAdjective(unit);
  const found = units.slice(at + 1).find(unit => !isBetween(unit));
  return found?.clause === units[at]?.clause ? found : undefined;
}

/** The noun right before a measure: «request time». */
function ownerBefore(units: readonly Unit[], at: number, behind: readonly string[]): Unit | undefined {
  const [before, unit] = [units[at - 1], units[at]];
  const isBefore = unit !== undefined && before?.kind === "word" && before.clause === unit.clause;
  return isBefore && behind.includes(unit.text.toLowerCase()) ? before : undefined;
}

const isAdjective = (unit: Unit): boolean =>
  (isIn(unit, "kept") && !isIn(unit, "subjects")) || unit.groups.some(group => adjectives.includes(group));
const adjectives: readonly Group[] = ["synonyms.whole", "synonyms.total", "synonyms.process"];
