import {IntlMessageFormat} from "intl-messageformat";

/** A piece of a message: literal text, a placeholder, or a choice by the value of one. */
export type Piece = string | Placeholder | Choice;

export interface Placeholder {
  name: string;
}

/** `plural`: by the plural category of a number; `select`: the value is the option's name. */
export interface Choice extends Placeholder {
  by: "plural" | "select";
  options: ReadonlyMap<string, readonly Piece[]>;
}

/** Most messages; the parser would take ten times as long to say the same. */
const onlyPlaceholders = /^(?:[^{}'#]|\{\w+\})*$/;

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];

/**
 * The ICU subset of our messages: placeholders, `select` and `plural`. `#` and `{n, number}` would print a number that our own
 * rules did not see, so they are refused. `literal` is applied to every literal text. @throws Error for a text that is not of the subset.
 */
export function icuPieces(text: string, literal: (text: string) => string): Piece[] {
  if (onlyPlaceholders.test(text)) {
    return text
      .split(/(\{\w+\})/)
      .flatMap((part): Piece[] => (part === "" ? [] : part.startsWith("{") ? [{name: part.slice(1, -1)}] : [literal(part)]));
  }
  // The parser alone: an IntlMessageFormat object looks up locale and formats that are not used here.
  const parse = IntlMessageFormat.__parse;
  if (parse === undefined) throw new Error("intl-messageformat comes without its parser");
  return piecesOf(parse(text, {ignoreTag: true}), literal);
}

function piecesOf(elements: readonly Element[], literal: (text: string) => string): Piece[] {
  return elements.map(element => {
    if (!("value" in element)) throw new Error("# is not allowed, numbers come as placeholders");
    if ("options" in element) {
      const options = Object.entries(element.options).map(([name, {value}]) => [name, piecesOf(value, literal)] as const);
      if (options.some(([name]) => name.startsWith("="))) throw new Error("a number as an option is not supported, only its category is");
      return {name: element.value, by: "pluralType" in element ? ("plural" as const) : ("select" as const), options: new Map(options)};
    }
    if ("style" in element || "children" in element) throw new Error(`{${element.value}} must not be given a format`);
    return element.type === ARGUMENT ? {name: element.value} : literal(element.value);
  });
}

/** TYPE.argument of @formatjs/icu-messageformat-parser, whose enum intl-messageformat does not pass on. */
const ARGUMENT = 1;
