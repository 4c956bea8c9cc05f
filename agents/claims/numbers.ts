import {type ClaimUnit, notClaimed, unitAtStart} from "./words.ts";

/** A number as it stands in a text. */
export interface WrittenNumber {
  start: number;
  end: number;
  value: number;
  /** Digits as written, without leading zeros, at least one: `0.650` has three. */
  digits: number;
}

const number =
  /(?<![\p{L}\p{N}_.:,/\\#@$])(?<!\p{L}-)(?:(?<=^|[\s(*`~≈<>=|])[+−-](?=\d))?(\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?(?:e[+-]?\d+)?)(?![\p{N}_]|[.,:]\d)/giu;

/** Numbers that may claim something; those inside names, dates, versions and paths are left out, as are digits that a word goes on from (`8B`, `32K`). */
export function numbersIn(text: string): WrittenNumber[] {
  if (!/\d/.test(text)) return [];
  const isRussian = /\p{Script=Cyrillic}/u.test(text);
  const spaced = isRussian ? text.replace(/(?<=(?<!\d)\d{1,3}) (?=\d{3}(?!\d))/g, "\u00a0") : text;
  return [...withoutUnclaimed(spaced).matchAll(number)].flatMap(match => {
    const [written, digits = ""] = match;
    const start = match.index;
    const end = start + written.length;
    if (/^\p{L}/u.test(text.slice(end)) && unitAtStart(text.slice(end)) === undefined) return [];
    const plain = plainDigits(digits, isRussian);
    if (plain === undefined) return [];
    const isNegative = /^[−-]/.test(written);
    const significant = plain.replace(/e.*$/i, "").replace(".", "").replace(/^0+/, "");
    return [{start, end, value: (isNegative ? -1 : 1) * Number(plain), digits: Math.max(1, significant.length)}];
  });
}

/** Same length, so that places stay. */
function withoutUnclaimed(text: string): string {
  return notClaimed.reduce(
    (rest, {hint, pattern}) => (hint.test(rest) ? rest.replace(pattern, found => " ".repeat(found.length)) : rest),
    text
  );
}

/** `1,234` is one thousand two hundred in English and one point two in Russian; an English `1,2` is no number. */
function plainDigits(digits: string, isRussian: boolean): string | undefined {
  const joined = digits.replace(/[\u00a0\u202f\u2009]/gu, "");
  if (!joined.includes(",")) return joined;
  if (isRussian) return (joined.match(/,/g) ?? []).length === 1 ? joined.replace(",", ".") : undefined;
  return /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(joined) ? joined.replaceAll(",", "") : undefined;
}

/** Unit behind a number, past the end of bold type or code. The first of `2.3–2.6 s` and `0.5 ± 0.1 ms` has the unit of the second. */
export function unitBehind(text: string, end: number): ClaimUnit | undefined {
  const rest = text.slice(end).replace(/^(?:\*\*|`|\*)/, "");
  const spaced = rest.replace(/^[\s-]/u, "");
  const own = unitAtStart(spaced);
  // A Russian «с» before a number is a preposition, `4 x 256` a shape.
  if (own !== undefined) return /^с\s+\d/iu.test(spaced) || (own.unit === "x" && /^\sx/i.test(rest)) ? undefined : own;
  const [partner] = /^\s?(?:[-–—±]|->|→|vs\.?|против)\s?[~≈]?\d[\d.,]*/iu.exec(rest) ?? [];
  return partner === undefined ? undefined : unitAtStart(rest.slice(partner.length).replace(/^\s/u, ""));
}
