import {filled} from "./dates.ts";
import {type NumberWords, visibleDecimals} from "./numbers.ts";
import type {LocaleWords} from "./words.ts";

/** Ends of a range in words: `first` without, `last` with what is said once for both. */
export interface Ends {
  first: string;
  last: string;
}

/** Ratios as people say them: «в 2,8 раза», «на 18 %». */
export class RatioWords {
  readonly #words: LocaleWords;
  readonly #numbers: NumberWords;

  constructor(words: LocaleWords, numbers: NumberWords) {
    this.#words = words;
    this.#numbers = numbers;
  }

  /** How many times as much, whichever way: `2,8 раза`, `1,6–2,0 раза`. Ratios on both sides of 1 are shown as they are. */
  times(ratios: readonly number[]): string {
    return this.joined(this.timesEnds(ratios));
  }

  timesEnds(ratios: readonly number[]): Ends {
    if (straddles(ratios)) {
      const [low, high] = extremes(ratios);
      return {first: this.#numbers.show(low, 2).text, last: this.#numbers.show(high, 2).text};
    }
    const [low, high] = extremes(ratios.map(ratio => (ratio >= 1 ? ratio : 1 / ratio)));
    const decimals = low >= 10 ? 0 : 1;
    const shown = this.#numbers.show(high, decimals);
    const pattern = this.#words.times[shown.plural] ?? this.#words.times.other ?? "{n}";
    const first = this.#numbers.show(low, decimals).text;
    return {first: first === shown.text ? "" : first, last: filled(pattern, {n: shown.text})};
  }

  /** How much more or less, in percent, without sign: `18 %`, `4–30 %`; with signs where the ratios lie on both sides of 1. */
  change(ratios: readonly number[]): string {
    return this.joined(this.changeEnds(ratios));
  }

  changeEnds(ratios: readonly number[]): Ends {
    if (straddles(ratios)) {
      const [low, high] = extremes(ratios);
      return {first: this.#percent(low - 1), last: `+${this.#percent(high - 1)}\u00a0%`};
    }
    const [low, high] = extremes(ratios.map(ratio => Math.abs(ratio - 1)));
    const [first, last] = [this.#percent(low), this.#percent(high)];
    return {first: first === last ? "" : first, last: `${last}\u00a0%`};
  }

  /** A range; an ellipsis where a sign would meet the dash. */
  joined({first, last}: Ends): string {
    return first === "" ? last : `${first}${this.separator(first, last)}${last}`;
  }

  separator(first: string, last: string): string {
    return /^[+−]/.test(first) || /^[+−]/.test(last) ? "…" : this.#words.range;
  }

  #percent(share: number): string {
    const percent = share * 100;
    return this.#numbers.show(percent, visibleDecimals(percent, Math.abs(percent) < 1 && percent !== 0 ? 1 : 0)).text;
  }
}

const extremes = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];

const straddles = (ratios: readonly number[]): boolean => ratios.some(ratio => ratio < 1) && ratios.some(ratio => ratio > 1);
