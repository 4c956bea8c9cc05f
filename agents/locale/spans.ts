import type {Span} from "../contracts/index.ts";

export const text = (value: string): Span => ({text: value});
export const code = (value: string): Span => ({text: value, style: "code"});

/** Spans in a row with text between them. */
export function joined(parts: readonly (readonly Span[])[], separator: string): Span[] {
  return parts.flatMap((spans, index) => (index === 0 ? spans : [text(separator), ...spans]));
}

/** Sentences begin with a capital letter, also where one begins with a value's words. Code and facts stay as they are. */
export function capitalised(spans: readonly Span[]): Span[] {
  let starts = true;
  return spans.map(span => {
    if (span.style === "code" || span.fact !== undefined || span.reference !== undefined) {
      starts = false;
      return span;
    }
    let value = span.text;
    if (starts) value = value.replace(/^([\s«"(]*)(\p{Ll})/u, (_, before: string, letter: string) => before + letter.toUpperCase());
    value = value.replace(/([.!?] )(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
    starts = /(^|[.!?]) *$/.test(value) && (starts || /[.!?] *$/.test(value));
    return value === span.text ? span : {...span, text: value};
  });
}

/** The text of spans, without style. */
export const plain = (spans: readonly Span[]): string => spans.map(span => span.text).join("");

/**
 * Markup of messages: **strong** and `code` in the literal pieces, values keep their own style. Neighbouring plain pieces are
 * joined, double spaces (an argument that was empty) are closed up.
 */
export function withMarkup(pieces: readonly (string | readonly Span[])[]): Span[] {
  const result: Span[] = [];
  let isStrong = false;
  const push = (span: Span) => {
    if (span.text === "") return;
    const styled: Span = isStrong && span.style === undefined ? {...span, style: "strong"} : span;
    const last = result.at(-1);
    if (last !== undefined && isPlain(last) && isPlain(styled) && last.style === styled.style) last.text += styled.text;
    else result.push({...styled});
  };
  for (const piece of pieces) {
    if (typeof piece !== "string") {
      for (const span of piece) push(span);
      continue;
    }
    for (const token of piece.split(/(\*\*|`[^`]*`)/)) {
      if (token === "**") isStrong = !isStrong;
      else if (token.length > 1 && token.startsWith("`")) push(code(token.slice(1, -1)));
      else push(text(token));
    }
  }
  return closedUp(result);
}

const isPlain = (span: Span): boolean =>
  span.fact === undefined && span.form === undefined && span.reference === undefined && span.style !== "code";

function closedUp(spans: readonly Span[]): Span[] {
  let before = "";
  return spans.flatMap(span => {
    if (span.style === "code") {
      before = "";
      return [span];
    }
    let value = span.fact === undefined ? span.text.replace(/ +(?=[ \u00a0,;:)]|\.(?![^\s)»”]))/g, "") : span.text;
    if (/[ \u00a0]$/.test(before) && value.startsWith(" ")) value = value.slice(1);
    if (value !== "") before = value;
    return value === "" ? [] : [{...span, text: value}];
  });
}
