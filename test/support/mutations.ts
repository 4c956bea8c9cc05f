/** Numbers from 0 to 1, the same for a seed everywhere. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

type Random = () => number;
const at = (random: Random, length: number) => Math.floor(random() * length);

/** What befalls files: cut, repeated, mixed up, hit by other bytes, values of another kind in them. */
const mutations: readonly ((bytes: Buffer, random: Random, other: Buffer) => Buffer)[] = [
  (bytes, random) => bytes.subarray(0, at(random, bytes.length)),
  (bytes, random) => bytes.subarray(at(random, bytes.length)),
  (bytes, random) => {
    const from = at(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + at(random, 200))]);
  },
  (bytes, random) => {
    const from = at(random, bytes.length);
    const part = bytes.subarray(from, from + at(random, 500));
    return Buffer.concat([bytes.subarray(0, from), part, part, bytes.subarray(from)]);
  },
  (bytes, random) => {
    const changed = Buffer.from(bytes);
    for (let count = at(random, 20); count >= 0; count -= 1) changed[at(random, bytes.length)] = at(random, 256);
    return changed;
  },
  (bytes, random, other) => Buffer.concat([bytes.subarray(0, at(random, bytes.length)), other.subarray(at(random, other.length))]),
  (bytes, random) =>
    withWords(bytes, random, /-?\d+(?:\.\d+)?/g, ["NaN", "-1", "1e999", "0", "1,234", "99999999999999999999", "", "null", "N/A"]),
  (bytes, random) => withWords(bytes, random, /[{}[\],:"|;\t]/g, ["{", "}", "[", "]", ",", ":", '"', "", "\n", "|"]),
  (bytes, random) => withWords(bytes, random, /"[A-Za-z_]+"/g, ['"__proto__"', '"constructor"', '""', '"length"', '"toString"']),
  (bytes, random) => withWords(bytes, random, /\n/g, ["\r", "\r\n", "\n\n", "", "\n```\n", "\n$ x\n", "\n# y\n"]),
  (bytes, random) => {
    const lines = bytes.toString("latin1").split("\n");
    for (let count = 0; count < 5; count += 1) lines.splice(at(random, lines.length), 0, ...lines.splice(at(random, lines.length), 1));
    return Buffer.from(lines.join("\n"), "latin1");
  },
  (bytes, random) => Buffer.from(bytes.toString("utf8").repeat(1 + at(random, 4)), random() < 0.3 ? "utf16le" : "utf8")
];

/** Some of the matches, one in four, become another word. */
function withWords(bytes: Buffer, random: Random, pattern: RegExp, words: readonly string[]): Buffer {
  const text = bytes.toString("latin1").replace(pattern, found => (random() < 0.25 ? (words[at(random, words.length)] ?? found) : found));
  return Buffer.from(text, "latin1");
}

/** One to three of them, by the seed. */
export function mutated(bytes: Buffer, other: Buffer, seed: number): Buffer {
  const random = seeded(seed);
  let changed = bytes;
  for (let count = 1 + at(random, 3); count > 0; count -= 1)
    changed = mutations[at(random, mutations.length)]?.(changed, random, other) ?? changed;
  return changed;
}
