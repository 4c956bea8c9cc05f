import {parse} from "yaml";
import {type Span, SpecError} from "../contracts/index.ts";
import {type Choice, icuPieces, type Piece, type Placeholder} from "./icu.ts";
import {simpleYaml} from "./simple-yaml.ts";
import {withMarkup} from "./spans.ts";

/** Value of a placeholder: spans are put in place; strings and numbers decide a select or a plural. */
export type Argument = readonly Span[] | string | number;

/** Looks a placeholder up; undefined when there is none of that name. Only asked for those that are reached. */
export type Arguments = (name: string) => Argument | undefined;

/** A locale's folder is wrong: says which file and key. */
export class LocaleError extends SpecError {
  constructor(locale: string, where: string, problem: string) {
    const place = `prompts/report/${locale}/${where}`;
    super("locale-broken", `${place}: ${problem}`, {place, problem});
  }
}

/** Content of one file of a locale's folder; every scalar is a string. @throws LocaleError with the place of a syntax error or a key that stands twice. */
export function parsedYaml(locale: string, file: string, content: string): unknown {
  const simple = simpleYaml(content);
  if (simple !== undefined) return simple;
  try {
    return parse(content, {maxAliasCount: 0, schema: "failsafe"});
  } catch (error) {
    throw new LocaleError(locale, file, error instanceof Error ? error.message : String(error));
  }
}

/** ICU messages of one language, compiled on first use. */
export class Messages {
  readonly #locale: string;
  readonly #literal: (text: string) => string;
  readonly #texts = new Map<string, {text: string; file: string}>();
  readonly #compiled = new Map<string, readonly Piece[]>();

  /**
   * @param files name -> YAML text; nested keys are joined by dots.
   * @param literal applied to the literal text of every message.
   * @throws LocaleError for a key that stands twice.
   */
  constructor(locale: string, files: Readonly<Record<string, string>>, literal: (text: string) => string) {
    this.#locale = locale;
    this.#literal = literal;
    for (const [file, content] of Object.entries(files)) this.#add(file, "", parsedYaml(locale, file, content));
  }

  #add(file: string, prefix: string, value: unknown): void {
    if (typeof value === "string") {
      const known = this.#texts.get(prefix);
      if (known !== undefined) throw new LocaleError(this.#locale, file, `key ${prefix} stands in ${known.file} too`);
      if (prefix !== "") this.#texts.set(prefix, {text: value, file});
    } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) this.#add(file, prefix === "" ? key : `${prefix}.${key}`, inner);
    } else if (value !== null) throw new LocaleError(this.#locale, file, `key ${prefix} is no text: quote it`);
  }

  has(key: string): boolean {
    return this.#texts.has(key);
  }

  keys(): string[] {
    return [...this.#texts.keys()];
  }

  source(key: string): string {
    return this.#known(key).text;
  }

  /** @throws LocaleError for a missing key, a syntax error or a placeholder that nothing fills. */
  spans(key: string, args: Arguments): Span[] {
    const out: (string | readonly Span[])[] = [];
    try {
      this.#fill(this.#pieces(key), args, out);
    } catch (error) {
      if (error instanceof LocaleError) throw error;
      const {file, text} = this.#known(key);
      throw new LocaleError(this.#locale, file, `message ${key}: ${error instanceof Error ? error.message : String(error)} in: ${text}`);
    }
    return withMarkup(out);
  }

  #fill(pieces: readonly Piece[], args: Arguments, out: (string | readonly Span[])[]): void {
    for (const piece of pieces) {
      if (typeof piece === "string") {
        out.push(piece);
        continue;
      }
      // The plural category is that of the number as shown, which only the numbers of the locale know.
      const name = "by" in piece && piece.by === "plural" ? `${piece.name}_plural` : piece.name;
      const value = args(name);
      if (value === undefined) throw new Error(`nothing fills the placeholder {${name}}`);
      if (!("by" in piece)) out.push(typeof value === "number" ? String(value) : value);
      else if (typeof value === "object") throw new Error(`{${name}} is no text that could choose an option`);
      else this.#fill(piece.options.get(String(value)) ?? piece.options.get("other") ?? [], args, out);
    }
  }

  #known(key: string): {text: string; file: string} {
    const known = this.#texts.get(key);
    if (known === undefined) throw new LocaleError(this.#locale, "", `message ${key} is missing`);
    return known;
  }

  #pieces(key: string): readonly Piece[] {
    let compiled = this.#compiled.get(key);
    if (compiled === undefined) {
      compiled = withNoBreakNouns(icuPieces(this.#known(key).text, this.#literal));
      this.#compiled.set(key, compiled);
    }
    return compiled;
  }
}

/** A count noun is not torn from its number: the space between `{n}` and `{n_plural, select, …}` becomes U+00A0. */
function withNoBreakNouns(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece, index) => {
    const after = pieces[index + 1];
    if (piece === " " && typeof after === "object" && isByPlural(after)) return "\u00a0";
    if (typeof piece !== "object" || !("by" in piece)) return piece;
    return {...piece, options: new Map([...piece.options].map(([name, option]) => [name, withNoBreakNouns(option)]))};
  });
}

const isByPlural = (piece: Placeholder | Choice): boolean => "by" in piece && (piece.by === "plural" || piece.name.endsWith("_plural"));
