/** How a value is shown: decimal places in the shown scale. */
export interface Shown {
  text: string;
  /** Category of Intl.PluralRules for the number as shown (`5,00` is not `5`). */
  plural: string;
}

/** Numbers of one language, the same for every ICU version: spaces are U+00A0, the minus is U+2212. */
export class NumberWords {
  /** A language that this Node does not know writes numbers as English does, not as the machine happens to. */
  readonly #locales: readonly string[];
  readonly #formats = new Map<number, Intl.NumberFormat>();
  readonly #plurals = new Map<number, Intl.PluralRules>();

  constructor(locale: string) {
    this.#locales = [locale, "en"];
  }

  /** `value` with exactly `decimals` places, grouped from five digits on. */
  show(value: number, decimals: number): Shown {
    const options = {minimumFractionDigits: decimals, maximumFractionDigits: decimals};
    let format = this.#formats.get(decimals);
    if (format === undefined) {
      format = new Intl.NumberFormat(this.#locales, {...options, useGrouping: "min2"});
      this.#formats.set(decimals, format);
    }
    const plural = (): string => this.#plural(value, options);
    return {
      text: normalised(format.format(Object.is(value, -0) ? 0 : value)),
      // Few numbers stand before a count noun, and the first set of rules takes milliseconds.
      get plural() {
        return plural();
      }
    };
  }

  #plural(value: number, options: {minimumFractionDigits: number; maximumFractionDigits: number}): string {
    let rules = this.#plurals.get(options.maximumFractionDigits);
    if (rules === undefined) {
      rules = new Intl.PluralRules(this.#locales, options);
      this.#plurals.set(options.maximumFractionDigits, rules);
    }
    return rules.select(value);
  }
}

/** Also `−0`: what rounds to zero has no sign. */
const normalised = (text: string): string =>
  text
    .replace(/[\s\u202f\u2009]/g, "\u00a0")
    .replace(/^-(?=[0.,]*$)/, "")
    .replace(/-/g, "−");

/** Decimal places at which `value` has `digits` significant digits; never negative, at most 6. */
export function significantDecimals(value: number, digits: number): number {
  if (value === 0) return 0;
  return Math.min(6, Math.max(0, digits - 1 - magnitude(Number(value.toPrecision(digits)))));
}

/**
 * Decimal places of a value with an uncertainty of `half` (half width of the interval, or the deviation): two significant digits
 * of it when it begins with 1, 2 or 3 (up to 3.54), else one; at most four of the value.
 * https://pdg.lbl.gov/2023/reviews/rpp2023-rev-rpp-intro.pdf, section 5.3
 */
export function uncertainDecimals(value: number, half: number): number {
  if (half <= 0) return significantDecimals(value, 3);
  const place = magnitude(half);
  const kept = half / 10 ** place < 3.55 ? 1 - place : -place;
  return Math.min(6, Math.max(0, Math.min(kept, 3 - magnitude(value === 0 ? half : value))));
}

/** More places where a value would read as 0, or as the whole (100 % of something) that it is not. */
export function visibleDecimals(value: number, decimals: number, whole?: number): number {
  const readsAs = (other: number, places: number) => value !== other && Number(value.toFixed(places)) === other;
  let places = decimals;
  while (places < 9 && (readsAs(0, places) || (whole !== undefined && readsAs(whole, places)))) places += 1;
  return places;
}

const magnitude = (value: number): number => Math.floor(Math.log10(Math.abs(value)) + 1e-12);
