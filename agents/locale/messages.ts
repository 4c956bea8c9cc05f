import {IntlMessageFormat} from "intl-messageformat";
import {parse} from "yaml";
import type {Span} from "../contracts/index.ts";
import {withMarkup} from "./spans.ts";

/** Value of a placeholder: spans are put in place; strings and numbers decide a select or a plural. */
export type Argument = readonly Span[] | string | number;

/** Looks a placeholder up; undefined when there is none of that name. Only asked for those that are reached. */
export type Arguments = (name: string) => Argument | undefined;

/** A locale's folder is wrong: says which file and key. */
export class LocaleError extends Error {
  constructor(locale: string, where: string, problem: string) {
    super(`prompts/report/${locale}/${where}: ${problem}`);
    this.name = "LocaleError";
  }
}

/** ICU messages of one language, compiled on first use. */
export class Messages {
  readonly #locale: string;
  readonly #texts = new Map<string, {text: string; file: string}>();
  readonly #compiled = new Map<string, IntlMessageFormat>();

  /** @param files name -> YAML text; nested keys are joined by dots. @throws LocaleError for a key that stands twice. */
  constructor(locale: string, files: Readonly<Record<string, string>>) {
    this.#locale = locale;
    for (const [file, content] of Object.entries(files)) this.#add(file, "", parse(content));
  }

  #add(file: string, prefix: string, value: unknown): void {
    if (typeof value === "string") {
      const known = this.#texts.get(prefix);
      if (known !== undefined) throw new LocaleError(this.#locale, file, `key ${prefix} stands in ${known.file} too`);
      this.#texts.set(prefix, {text: value, file});
    } else if (typeof value === "object" && value !== null) {
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
    const values = new Proxy<Record<string, Argument | undefined>>(
      {},
      {
        has: (_, name) => typeof name === "string" && args(name) !== undefined,
        get: (_, name) => (typeof name === "string" ? args(name) : undefined)
      }
    );
    try {
      const parts = this.#format(key).formatToParts<readonly Span[]>(values as Record<string, readonly Span[] | string | number>);
      return withMarkup(parts.map(({value}) => (Array.isArray(value) ? value : String(value))));
    } catch (error) {
      if (error instanceof LocaleError) throw error;
      const {file, text} = this.#known(key);
      throw new LocaleError(this.#locale, file, `message ${key}: ${error instanceof Error ? error.message : String(error)} in: ${text}`);
    }
  }

  #known(key: string): {text: string; file: string} {
    const known = this.#texts.get(key);
    if (known === undefined) throw new LocaleError(this.#locale, "", `message ${key} is missing`);
    return known;
  }

  #format(key: string): IntlMessageFormat {
    let compiled = this.#compiled.get(key);
    if (compiled === undefined) {
      compiled = new IntlMessageFormat(this.#known(key).text, this.#locale, undefined, {ignoreTag: true});
      this.#compiled.set(key, compiled);
    }
    return compiled;
  }
}
