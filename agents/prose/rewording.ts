import type {Note} from "../contracts/index.ts";
import type {Locale} from "../locale/index.ts";
import {faultsOfCause} from "./faults/causes.ts";
import {faultsOfCertainty} from "./faults/certainty.ts";
import {faultsOfDirection} from "./faults/directions.ts";
import {faultsOfForm} from "./faults/form.ts";
import {faultsOfLetters, faultsOfNeighbours} from "./faults/letters.ts";
import {faultsOfOrder} from "./faults/order.ts";
import {faultsOfOwner} from "./faults/owners.ts";
import {faultsOfRepetition} from "./faults/repetition.ts";
import {faultsOfSubject} from "./faults/subjects.ts";
import {faultsOfWords} from "./faults/words.ts";
import type {Lettered} from "./letters.ts";
import {lexiconOf} from "./lexicon.ts";
import {namesOf, readingOf} from "./reading.ts";

/**
 * What keeps a model's rewording of a sentence out of a report; empty when it says the same. It errs on the side of refusing: a
 * word that the language's lists do not know is new, whatever it means.
 */
export function faultsOfRewording(text: string, original: Lettered, locale: Locale): Note[] {
  const lexicon = lexiconOf(locale.prose);
  const names = namesOf(original.text, lexicon, Object.values(locale.words.tools));
  const [reading, template] = [readingOf(text, lexicon, names), readingOf(original.text, lexicon, names)];
  return [
    ...faultsOfForm(text, original.text, lexicon),
    ...faultsOfLetters(reading, template),
    ...faultsOfWords(reading, [template], lexicon),
    ...faultsOfCause(reading, template, lexicon),
    ...faultsOfDirection(reading, template),
    ...faultsOfSubject(reading, template),
    ...faultsOfOrder(reading, template),
    ...faultsOfOwner(reading, template, lexicon),
    ...faultsOfNeighbours(reading, template),
    ...faultsOfCertainty(reading, template, lexicon),
    ...faultsOfRepetition(reading, template)
  ];
}
