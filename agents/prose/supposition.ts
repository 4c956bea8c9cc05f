import type {Note} from "../contracts/index.ts";
import type {Locale} from "../locale/index.ts";
import {fault} from "./fault.ts";
import {strayDirections} from "./faults/directions.ts";
import {faultsOfForm} from "./faults/form.ts";
import {faultsOfRepetition} from "./faults/repetition.ts";
import {faultsOfWords} from "./faults/words.ts";
import type {Lettered} from "./letters.ts";
import {type Lexicon, lexiconOf} from "./lexicon.ts";
import {isIn, namesOf, type Reading, readingOf} from "./reading.ts";

/** A cause that is known for a kind of finding: its name and what it means. */
export interface KnownCause {
  code: string;
  text: string;
}

/**
 * What keeps a model's sentence about a supposed cause out of a report: it may only say, as a supposition and in the words of both,
 * that the cause may stand behind the statement.
 */
export function faultsOfSupposition(text: string, statement: Lettered, cause: KnownCause, locale: Locale): Note[] {
  const lexicon = lexiconOf(locale.prose);
  const sources = `${statement.text} ${cause.text}`;
  const names = namesOf(sources, lexicon, Object.values(locale.words.tools));
  const [reading, ...known] = [text, statement.text, cause.text].map(one => readingOf(one, lexicon, names)) as [Reading, Reading, Reading];
  return [
    ...faultsOfForm(text, oneSentence(sources), lexicon),
    ...faultsOfStrangers(reading, statement),
    ...faultsOfWords(reading, known, lexicon, ["suppositions", "links"]),
    ...strayDirections(reading, known),
    ...faultsOfClaim(reading, known, lexicon),
    ...faultsOfRepetition(reading, {units: known.flatMap(({units}) => units), order: []})
  ];
}

/** As long as both, but one sentence. */
const oneSentence = (text: string): string => `${text.replace(/[.!?](?=\s|$)/g, "")}.`;

/** Letters that the statement has, each at most once. */
function faultsOfStrangers({order}: Reading, {letters}: Lettered): Note[] {
  const wrong = order.filter((letter, index) => (letter.startsWith("[") && !letters.has(letter)) || order.indexOf(letter) !== index);
  return wrong.length === 0 ? [] : [fault("letter", {letters: [...letters.keys()].join(" ")})];
}

/** It supposes, it speaks of the cause, and it denies nothing that its sources do not. */
function faultsOfClaim(reading: Reading, [statement, cause]: readonly Reading[], lexicon: Lexicon): Note[] {
  const faults: Note[] = [];
  if (!reading.units.some(unit => isIn(unit, "suppositions"))) faults.push(fault("certainty-supposition"));
  const stems = new Set(cause?.units.filter(unit => !isIn(unit, "free")).flatMap(unit => unit.stems));
  const isAbout = reading.units.some(unit => !isIn(unit, "free") && unit.stems.some(stem => stems.has(stem)));
  if (!isAbout) faults.push(fault("subject-cause"));
  const denials = (one: Reading | undefined): number =>
    one?.units.filter(unit => isIn(unit, "negations") || isIn(unit, "failing")).length ?? 0;
  if (denials(reading) > denials(statement) + denials(cause))
    faults.push(fault("certainty-negation", {word: lexicon.words.negations[0] ?? ""}));
  return faults;
}
