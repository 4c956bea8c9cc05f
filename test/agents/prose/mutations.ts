/** One language's way to spoil a sentence. */
export interface Spoilers {
  numberWords: readonly string[];
  /** Pairs of words that say the opposite, in either order. */
  opposites: readonly (readonly [string, string])[];
  /** Nouns for one another. */
  subjects: readonly (readonly [string, string])[];
  causes: readonly string[];
  intensifiers: readonly string[];
  foreign: readonly string[];
  lookAlikes: Readonly<Record<string, string>>;
  chatBefore: readonly string[];
  chatBehind: readonly string[];
  placeholders: readonly string[];
  instructions: readonly string[];
  negations: readonly string[];
  /** Before a verb, to deny it. */
  not: string;
  /** Pattern -> what claims more. */
  claims: readonly (readonly [RegExp, string])[];
  /** Words that a meaning hangs on: taken out, it changes. */
  hedges: readonly string[];
  baselines: readonly (readonly [RegExp, string])[];
  facts: readonly string[];
}

export type Kind =
  | "digit"
  | "number word"
  | "direction"
  | "baseline"
  | "subject"
  | "letters"
  | "cause"
  | "negation"
  | "claim"
  | "certainty"
  | "intensifier"
  | "foreign"
  | "mixed script"
  | "chat"
  | "placeholder"
  | "markup"
  | "instruction"
  | "repetition"
  | "knowledge";

const letter = /\[[a-z]{1,2}\]/g;
const wordEdge = (word: string): RegExp => new RegExp(`(?<![\\p{L}-])${word}(?![\\p{L}-])`, "giu");

/** Every way to spoil a sentence that fits it, with its kind. A mutation that changes nothing is left out. */
export function mutationsOf(text: string, spoilers: Spoilers): [Kind, string][] {
  const found: [Kind, string][] = [
    ...inserted(text, ["42", "1,5 %", "0.3", "½", "Ⅳ", "x²"]).map((one): [Kind, string] => ["digit", one]),
    ...[...text.matchAll(letter)].map((match): [Kind, string] => ["digit", replacedAt(text, match.index, match[0], "18 %")]),
    ...inserted(text, spoilers.numberWords).map((one): [Kind, string] => ["number word", one]),
    ...exchanged(text, spoilers.opposites).map((one): [Kind, string] => ["direction", one]),
    ...spoilers.baselines.flatMap(([pattern, instead]): [Kind, string][] => [["baseline", text.replace(pattern, instead)]]),
    ...exchanged(text, spoilers.subjects).map((one): [Kind, string] => ["subject", one]),
    ...swappedSubjects(text, spoilers).map((one): [Kind, string] => ["subject", one]),
    ...wrongLetters(text).map((one): [Kind, string] => ["letters", one]),
    ...spoilers.causes.map((cause): [Kind, string] => ["cause", beforeEnd(text, cause)]),
    ...removed(text, spoilers.negations).map((one): [Kind, string] => ["negation", one]),
    ...inserted(text, [spoilers.not]).map((one): [Kind, string] => ["negation", one]),
    ...spoilers.claims.map(([pattern, instead]): [Kind, string] => ["claim", text.replace(pattern, instead)]),
    ...removed(text, spoilers.hedges).map((one): [Kind, string] => ["certainty", one]),
    ...inserted(text, spoilers.intensifiers).map((one): [Kind, string] => ["intensifier", one]),
    ...inserted(text, spoilers.foreign).map((one): [Kind, string] => ["foreign", one]),
    ...mixed(text, spoilers.lookAlikes).map((one): [Kind, string] => ["mixed script", one]),
    ...spoilers.chatBefore.map((chat): [Kind, string] => ["chat", `${chat} ${text}`]),
    ...spoilers.chatBehind.map((chat): [Kind, string] => ["chat", `${text} ${chat}`]),
    ...inserted(text, spoilers.placeholders).map((one): [Kind, string] => ["placeholder", one]),
    ...markedUp(text).map((one): [Kind, string] => ["markup", one]),
    ...spoilers.instructions.flatMap((one): [Kind, string][] => [
      ["instruction", `${text} ${one}`],
      ["instruction", `${one} ${text}`]
    ]),
    ...repeated(text).map((one): [Kind, string] => ["repetition", one]),
    ...spoilers.facts.map((one): [Kind, string] => ["knowledge", beforeEnd(text, one)])
  ];
  return found.filter(([, spoilt]) => spoilt !== text);
}

const replacedAt = (text: string, at: number, old: string, instead: string): string =>
  text.slice(0, at) + instead + text.slice(at + old.length);

/** Each word at every third gap. */
function inserted(text: string, words: readonly string[]): string[] {
  const gaps = [...text.matchAll(/ /g)].map(({index}) => index);
  return words.flatMap((word, shift) =>
    gaps.filter((_, at) => (at + shift) % 3 === 0).map(gap => `${text.slice(0, gap)} ${word}${text.slice(gap)}`)
  );
}

/** One word of a pair for the other, one place at a time. */
function exchanged(text: string, pairs: readonly (readonly [string, string])[]): string[] {
  return [...pairs, ...pairs.map(([one, other]) => [other, one] as const)].flatMap(([from, to]) =>
    [...text.matchAll(wordEdge(from))].map(({0: found, index}) => replacedAt(text, index, found, /^\p{Lu}/u.test(found) ? capital(to) : to))
  );
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

/** Two nouns of the same sentence change places, where letters stand between. */
function swappedSubjects(text: string, {subjects}: Spoilers): string[] {
  return subjects.flatMap(([one, other]) => {
    const [first, second] = [text.search(wordEdge(one)), text.search(wordEdge(other))];
    if (first < 0 || second < 0 || !letter.test(text.slice(Math.min(first, second), Math.max(first, second)))) return [];
    return [text.replace(wordEdge(one), "\u0000").replace(wordEdge(other), one).replaceAll("\u0000", other)];
  });
}

function wrongLetters(text: string): string[] {
  const letters = text.match(letter) ?? [];
  return letters.flatMap((one, index) => {
    const next = letters[index + 1];
    const swapped = next === undefined ? [] : [text.replace(one, "\u0000").replace(next, one).replace("\u0000", next)];
    return [...swapped, text.replace(one, `${one} ${one}`), text.replace(one, ""), text.replace(one, "[zz]"), beforeEnd(text, ` ${one}`)];
  });
}

/** Behind the last word, before the full stop and a closing reference. */
function beforeEnd(text: string, more: string): string {
  const end = /\.(?:\s*\[[a-z]{1,2}\])?\s*$/.exec(text)?.index ?? text.length;
  return text.slice(0, end) + more + text.slice(end);
}

const removed = (text: string, words: readonly string[]): string[] =>
  words.flatMap(word =>
    [...text.matchAll(new RegExp(`(?<![\\p{L}-])${word}(?![\\p{L}-]) ?`, "giu"))].map(({0: found, index}) =>
      replacedAt(text, index, found, "")
    )
  );

/** One letter of a word for one that looks like it, in every fourth word. */
function mixed(text: string, lookAlikes: Readonly<Record<string, string>>): string[] {
  return [...text.matchAll(/\p{L}{4,}/gu)].flatMap(({0: word, index}, at) => {
    const like = [...word].find(one => lookAlikes[one] !== undefined);
    return at % 4 !== 0 || like === undefined ? [] : [replacedAt(text, index, word, word.replace(like, lookAlikes[like] ?? ""))];
  });
}

const markedUp = (text: string): string[] => [
  `**${text}**`,
  text.replace(/(\p{L}{5,})/u, "*$1*"),
  text.replace(/(\p{L}{5,})/u, "`$1`"),
  text.replace(/(\p{L}{5,})/u, "<b>$1</b>"),
  text.replace(/(\p{L}{5,})/u, "_$1_"),
  `# ${text}`,
  `- ${text}`,
  `> ${text}`,
  `| ${text} |`,
  `"${text}`,
  `{"text": "${text}"}`,
  text.replace(" ", "\n"),
  text.replace(/[.](?=\s|$)/, "!"),
  text.replace(/[.](?=\s|$)/, "?"),
  text.replace(/ (\p{L}{5,})/u, " ($1"),
  text.replace(/ (\p{L}{5,})/u, " $1…"),
  text.replace(/[.](?:\s*\[[a-z]{1,2}\])?\s*$/, ",")
];

/** A word, three words, the last clause and the whole again. */
function repeated(text: string): string[] {
  const words = [...text.matchAll(/\p{L}{4,}/gu)].filter((_, at) => at % 3 === 0);
  const threes = [...text.matchAll(/\p{L}{3,} \p{L}{4,} \p{L}{3,}/gu)];
  return [
    ...words.map(({0: word, index}) => replacedAt(text, index, word, `${word} ${word}`)),
    ...threes.map(({0: three, index}) => replacedAt(text, index, three, `${three}, ${three}`)),
    ...threes.map(({0: three}) => beforeEnd(text, `, ${three}`)),
    ...threes.map(({0: three}) => beforeEnd(text, `: ${three}, ${three}`)),
    `${text} ${text}`
  ];
}
