import type {Span} from "../contracts/index.ts";

/** A sentence with letters for what no model may touch. */
export interface Lettered {
  text: string;
  /** `[a]` -> the spans that it stands for. */
  letters: ReadonlyMap<string, readonly Span[]>;
}

/** A letter as it stands in a sentence. */
export const letterPattern = /\[[a-z]{1,2}\]/g;

/** Digits with the letters and signs that hang on them, and brackets: no plain text keeps them. */
const untouchable = /[\p{L}\p{N}.,]*\p{N}[\p{L}\p{N}]*(?:[.,]\p{N}+)*(?:\s?%)?|\[[^\]]*\]?/gu;

/** A dash without spaces, or nothing: what stands around it is one range. */
const joint = /^[–…-]?$/;

/**
 * Values, names and references become `[a]`, `[b]`, …, in reading order; the rest stays text. Values that make one range share a
 * letter, and a digit in plain text has one of its own, so that a lettered sentence holds no digit.
 */
export function lettered(spans: readonly Span[]): Lettered {
  const letters = new Map<string, readonly Span[]>();
  let text = "";
  for (const part of partsOf(spans)) {
    if (typeof part === "string") text += part;
    else {
      const letter = `[${letterOf(letters.size)}]`;
      letters.set(letter, part);
      text += letter;
    }
  }
  return {text, letters};
}

/** The sentence with its spans put back. Letters that stand for nothing stay text. */
export function unlettered(text: string, letters: Lettered["letters"]): Span[] {
  return text.split(/(\[[a-z]{1,2}\])/).flatMap((part): readonly Span[] => letters.get(part) ?? (part === "" ? [] : [{text: part}]));
}

const letterOf = (index: number): string => (index < 26 ? one(index) : one(Math.floor(index / 26) - 1) + one(index % 26));
const one = (index: number): string => String.fromCharCode("a".charCodeAt(0) + index);

/** Plain text, and runs of spans that share a letter. */
function partsOf(spans: readonly Span[]): (string | Span[])[] {
  const parts: (string | Span[])[] = [];
  for (const piece of spans.flatMap(pieces)) {
    const [last, before] = [parts.at(-1), parts.at(-2)];
    if (typeof piece === "string") {
      if (typeof last === "string") parts[parts.length - 1] = last + piece;
      else parts.push(piece);
    } else if (Array.isArray(last) && isValue(last.at(-1)) && isValue(piece)) last.push(piece);
    else if (typeof last === "string" && joint.test(last) && Array.isArray(before) && isValue(before.at(-1)) && isValue(piece)) {
      before.push({text: last}, piece);
      parts.pop();
    } else parts.push([piece]);
  }
  return parts;
}

const isValue = (span: Span | undefined): boolean => span?.fact !== undefined;

function pieces(span: Span): (string | Span)[] {
  if (span.style === "code" || span.fact !== undefined || span.reference !== undefined || span.form !== undefined) return [span];
  const out: (string | Span)[] = [];
  let from = 0;
  for (const match of span.text.matchAll(untouchable)) {
    if (match.index > from) out.push(span.text.slice(from, match.index));
    out.push({...span, text: match[0]});
    from = match.index + match[0].length;
  }
  if (from < span.text.length) out.push(span.text.slice(from));
  return out;
}
