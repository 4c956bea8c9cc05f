import {z} from "zod";

/** Words or phrases separated by bars. */
const phrases = z.string().transform(line =>
  line
    .split("|")
    .map(phrase => phrase.trim())
    .filter(phrase => phrase !== "")
);
const groups = z.record(z.string(), phrases);

/**
 * `prose.yaml`: what the checks of a model's sentences know of a language. A group holds what may stand for one another; words are
 * compared by stem; `free`, `negations` and `numbers` letter by letter.
 */
export const proseWordsSchema = z.strictObject({
  /** Unicode script of the language, and its letters: a letter outside is a foreign word. */
  script: z.string().regex(/^[A-Z][a-z]+$/),
  alphabet: z.string(),
  /** Letters that are written one for another: `ё е`. */
  folded: z.record(z.string(), z.string()).default({}),
  /** Fewest letters of a stem. */
  shortest: z
    .string()
    .regex(/^[2-9]$/)
    .transform(Number),
  /** Passes of the stemmer: of each the longest ending that leaves a stem is taken off. */
  endings: z.strictObject({first: phrases, second: phrases, third: phrases}),
  /** Function words; they may be added and left out. */
  free: phrases,
  /** Verbs and nouns that say nothing of their own («занимает», «составляет»); they may too. */
  light: phrases,
  /** Abbreviations of the field in another script. */
  names: phrases,
  /** Nouns of a comparison («разница»): they may be added where the template compares. */
  comparing: phrases,
  /** Function words unless a word of meaning follows: «one» in «without one». */
  alone: phrases,
  /** Words that stand for what was named before. */
  pronouns: phrases,
  negations: phrases,
  /** Phrases that negate what stands on either side of them: «не удалось». */
  failing: phrases,
  /** What follows is what is compared with. */
  baselines: phrases,
  /** Words between a comparative and the letter that it compares with: «быстрее модели [b]». */
  governed: phrases,
  limits: z.strictObject({most: phrases, least: phrases}),
  /** `fast` and `slow` of work, `up` and `down` of a value; for the measures `time` and `speed` they are the same. */
  directions: z.strictObject({fast: phrases, slow: phrases, up: phrases, down: phrases}),
  /** Verbs that speak of time where no measure does: «занимает меньше». */
  lasting: phrases,
  measures: z.strictObject({time: phrases, speed: phrases, other: phrases}),
  /** What a sentence is about: none is added or lost, and none changes places with another over a value. */
  subjects: groups,
  /** Nouns in front of a name: a name keeps its own. */
  labels: groups,
  /**
   * Words that may stand between a measure and what it is of («time of a warm request»), measures that follow it («request time»), and
   * prepositions whose noun is not exchanged for another («call after a pause»).
   */
  owned: z.strictObject({between: phrases, behind: phrases, relations: phrases}),
  /**
   * Meanings that are neither added nor lost: only, all, excluded, certainty. `shown` is what was found or not: «не выявлено» denies it,
   * and never what was looked for.
   */
  kept: groups,
  /** Groups of `kept` that may be said once for several values, or again. */
  sparse: phrases,
  synonyms: groups,
  /** Words of these lists are refused unless the template has them. */
  numbers: phrases,
  intensifiers: phrases,
  causes: phrases,
  /** Conjunctions between cause and effect: what follows one of `because` is the cause, of `therefore` the effect. */
  links: z.strictObject({because: phrases, therefore: phrases}),
  /** Verbs that make their subject the cause of what follows («[a] сокращает время»), letter by letter; articles that may stand between. */
  causatives: phrases,
  articles: phrases,
  /** Words of which one makes a sentence advice, letter by letter; such a sentence may have one of `modals`. */
  commands: phrases,
  modals: phrases,
  chat: phrases,
  advice: phrases,
  /** A sentence about a supposed cause has one of them. */
  suppositions: phrases
});
export type ProseWords = z.infer<typeof proseWordsSchema>;
