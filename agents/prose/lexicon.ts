import type {ProseWords} from "../locale/index.ts";

/** A group of words that stand for one another: its section and name, `directions.fast`. */
export type Group = `${Section}.${string}`;

type Section =
  | "free"
  | "light"
  | "pronouns"
  | "links"
  | "negations"
  | "failing"
  | "baselines"
  | "comparing"
  | "lasting"
  | "governed"
  | "limits"
  | "directions"
  | "measures"
  | "subjects"
  | "labels"
  | "kept"
  | "synonyms"
  | "refused"
  | "suppositions";

interface Entry {
  stems: readonly string[];
  group: Group;
}

/** Words of a language, found by their stems. */
export class Lexicon {
  readonly words: ProseWords;
  readonly #byFirst = new Map<string, Entry[]>();
  readonly #exact = new Map<string, Group[]>();
  readonly #passes: readonly (readonly string[])[];
  readonly #stems = new Map<string, string>();

  constructor(words: ProseWords) {
    this.words = words;
    this.#passes = [words.endings.first, words.endings.second, words.endings.third].map(pass =>
      [...pass].sort((a, b) => b.length - a.length)
    );
    this.#addExact(words.free, "free.free");
    this.#addExact(words.pronouns, "pronouns.pronouns");
    this.#addExact(words.negations, "negations.negations");
    this.#addExact(words.numbers, "refused.numbers");
    const {failing, baselines, governed, comparing, lasting, suppositions, light} = words;
    this.#addAll({failing, baselines, governed, comparing, lasting, suppositions, light}, name => `${name as "failing"}.${name}`);
    this.#addAll(words.links, name => `links.${name}`);
    this.#addAll(words.limits, name => `limits.${name}`);
    this.#addAll(words.directions, name => `directions.${name}`);
    this.#addAll(words.measures, name => `measures.${name}`);
    this.#addAll(words.subjects, name => `subjects.${name}`);
    this.#addAll(words.labels, name => `labels.${name}`);
    this.#addAll(words.kept, name => `kept.${name}`);
    this.#addAll(words.synonyms, name => `synonyms.${name}`);
    const {intensifiers, causes, chat, advice, modals} = words;
    this.#addAll({intensifiers, causes, chat, advice, modals}, name => `refused.${name}`);
  }

  /** In lower case, letters that are written one for another made one. */
  folded(word: string): string {
    const lower = word.toLowerCase().replaceAll("’", "'");
    return Object.entries(this.words.folded).reduce((text, [from, to]) => text.replaceAll(from, to), lower);
  }

  stem(word: string): string {
    const known = this.#stems.get(word);
    if (known !== undefined) return known;
    let stem = this.folded(word);
    for (let shorter = this.#stripped(stem); shorter !== stem; shorter = this.#stripped(stem)) stem = shorter;
    this.#stems.set(word, stem);
    return stem;
  }

  /** Without one ending of each pass. Until nothing can be taken off, so that «ответ» and «ответов» come out alike. */
  #stripped(word: string): string {
    return this.#passes.reduce((rest, pass) => {
      const ending = pass.find(one => rest.endsWith(one) && rest.length - one.length >= this.words.shortest);
      return ending === undefined ? rest : rest.slice(0, -ending.length);
    }, word);
  }

  /** The longest phrase that begins at a word: how many words it takes, and the groups it is in. */
  match(words: readonly string[], from: number): {length: number; groups: readonly Group[]} {
    const first = words[from] ?? "";
    const entries = this.#byFirst.get(this.stem(first)) ?? [];
    const fitting = entries.filter(({stems}) => stems.every((stem, index) => stem === this.stem(words[from + index] ?? "")));
    const length = Math.max(1, ...fitting.map(({stems}) => stems.length));
    const groups = [...new Set(fitting.filter(({stems}) => stems.length === length).map(({group}) => group))];
    return {length, groups: length === 1 ? [...(this.#exact.get(this.folded(first)) ?? []), ...groups] : groups};
  }

  /** Whether a word or phrase is in a list that is read letter by letter. */
  isListed(text: string, list: "alone" | "causatives" | "articles" | "commands"): boolean {
    return this.words[list].includes(this.folded(text));
  }

  /** Whether the token is a word that says something: no mark, no letter, no function word. */
  hasMeaning(words: readonly string[], at: number): boolean {
    const groups = this.match(words, at).groups;
    return /^[\p{L}]/u.test(words[at] ?? "") && !groups.some(group => /^(free|light)\./.test(group));
  }

  #addExact(words: readonly string[], group: Group): void {
    for (const word of words) this.#exact.set(this.folded(word), [...(this.#exact.get(this.folded(word)) ?? []), group]);
  }

  #addAll(groups: Readonly<Record<string, readonly string[]>>, named: (name: string) => Group): void {
    for (const [name, phrases] of Object.entries(groups)) for (const phrase of phrases) this.#add(phrase, named(name));
  }

  #add(phrase: string, group: Group): void {
    const stems = phrase.split(" ").map(word => this.stem(word));
    const first = stems[0] ?? "";
    this.#byFirst.set(first, [...(this.#byFirst.get(first) ?? []), {stems, group}]);
  }
}

/** Two words of one family: they begin alike for most of the longer one («измерен» and «измерял»). */
export function areRelated(one: string, other: string): boolean {
  if (one === other) return true;
  let shared = 0;
  while (shared < one.length && one[shared] === other[shared]) shared += 1;
  return shared >= Math.max(5, 0.6 * Math.max(one.length, other.length));
}

const lexicons = new WeakMap<ProseWords, Lexicon>();

export function lexiconOf(words: ProseWords): Lexicon {
  const known = lexicons.get(words) ?? new Lexicon(words);
  lexicons.set(words, known);
  return known;
}
