import type {Fact, Span} from "../contracts/index.ts";
import {NumberWords, type Shown, significantDecimals, uncertainDecimals} from "./numbers.ts";
import type {LocaleWords} from "./words.ts";

/** Readings of a fact that a message may ask for by the suffix of a placeholder. */
export const factForms = [
  "number",
  "full",
  "range",
  "low",
  "high",
  "low_number",
  "high_number",
  "times",
  "times_range",
  "change",
  "change_range",
  "plural",
  "direction",
  "sign"
] as const;
export type FactForm = (typeof factForms)[number];

/** A unit step: what is shown is value / factor. */
export interface Scale {
  factor: number;
  name: string;
}

/** A fact in one scale and with one number of decimal places. */
interface ShownFact {
  number: (value: number) => Shown;
  range: (interval: readonly [number, number]) => string;
  withUnit: (value: number) => string;
  rangeWithUnit: (interval: readonly [number, number]) => string;
}

/** How all cells of a column are shown. */
export interface ColumnFormat {
  scale: Scale;
  decimals: number;
}

/** Facts as text of one language: scaled, rounded to what their uncertainty allows, with units. */
export class Quantities {
  readonly #words: LocaleWords;
  readonly #numbers: NumberWords;

  constructor(locale: string, words: LocaleWords) {
    this.#words = words;
    this.#numbers = new NumberWords(locale);
  }

  /** The step of a unit in which a value is best read. */
  scale(unit: string, value: number): Scale {
    const steps = this.#words.units[unit] ?? [];
    return (
      steps.find(({from}) => Math.abs(value) >= from) ??
      steps.at(-1) ?? {factor: 1, name: unit === "1" || unit === "x" || unit === "unknown" ? "" : unit}
    );
  }

  /** One reading of a fact; undefined for a form that this fact does not have. */
  fact(fact: Fact, form: FactForm | undefined, scale?: Scale): Span[] | string | undefined {
    if (typeof fact.value === "string") {
      if (form !== undefined) return undefined;
      return [
        fact.kind === "dated"
          ? {text: this.date(fact.value), fact: fact.id, form: "date"}
          : {text: fact.value, style: "code", fact: fact.id}
      ];
    }
    const shown = this.#shown(fact, fact.value, scale);
    const spans = (text: string, kind: NonNullable<Span["form"]> = "value"): Span[] => [{text, fact: fact.id, form: kind}];
    switch (form) {
      case undefined:
        return spans(shown.withUnit(fact.value));
      case "number":
        return spans(shown.number(fact.value).text);
      case "plural":
        return shown.number(fact.value).plural;
      case "direction":
        return fact.direction ?? "neutral";
      case "sign":
        return fact.value > (fact.unit === "x" ? 1 : 0) ? "above" : fact.value < (fact.unit === "x" ? 1 : 0) ? "below" : "equal";
      case "low":
      case "high":
        return spans(shown.withUnit(fact.interval?.[form === "low" ? 0 : 1] ?? fact.value), "range");
      case "low_number":
      case "high_number":
        return spans(shown.number(fact.interval?.[form === "low_number" ? 0 : 1] ?? fact.value).text, "range");
      case "range":
        return spans(fact.interval === undefined ? shown.withUnit(fact.value) : shown.rangeWithUnit(fact.interval), "range");
      case "full":
        return spans(this.#full(fact, shown));
      case "times":
        return spans(this.#times([fact.value]), "times");
      case "times_range":
        return spans(this.#times(fact.interval ?? [fact.value]), "times");
      case "change":
        return spans(this.#percents([fact.value]), "percent");
      case "change_range":
        return spans(this.#percents(fact.interval ?? [fact.value]), "percent");
    }
  }

  /** Smallest to largest of several facts of one kind, citing both ends. */
  span(facts: readonly Fact[], form: FactForm | undefined): Span[] | undefined {
    const sorted = [...facts].sort((a, b) => Number(a.value) - Number(b.value));
    const [low, high] = [sorted[0], sorted.at(-1)];
    if (low === undefined || high === undefined) return undefined;
    if (low.value === high.value) {
      const one = this.fact(low, form);
      return typeof one === "string" ? undefined : one;
    }
    if (form === "times") {
      const ends = this.#ends([Number(low.value), Number(high.value)].map(timesOf).sort((a, b) => a - b));
      return [
        {text: `${ends.first}${this.#words.range}`, fact: low.id, form: "times"},
        {text: ends.last, fact: high.id, form: "times"}
      ];
    }
    if (form === "change") {
      const [a, b] = [low, high].map(fact => Math.abs(Number(fact.value) - 1)).sort((x, y) => x - y);
      return [
        {text: this.#percentNumber(a ?? 0) + this.#words.range, fact: low.id, form: "percent"},
        {text: this.#percent(b ?? 0), fact: high.id, form: "percent"}
      ];
    }
    const scale = this.scale(low.unit, Number(high.value));
    const [first, last] = [this.fact(low, "number", scale), this.fact(high, form, scale)];
    return Array.isArray(first) && Array.isArray(last)
      ? [...first.map(span => ({...span, text: `${span.text}${this.#words.range}`})), ...last]
      : undefined;
  }

  /** Decimal places that a fact asks for in a scale. */
  decimals(fact: Fact, scale: Scale): number {
    return typeof fact.value === "number" ? decimalsOf(fact, fact.value / scale.factor, scale.factor) : 0;
  }

  /** A cell of a column in the column's scale and decimal places, without unit: `46,8 (44,0–49,8)`, `89,3 ± 6,3`. */
  cell(fact: Fact, {scale, decimals}: ColumnFormat): Span[] {
    if (typeof fact.value === "string") return [{text: fact.value, fact: fact.id}];
    const shown = this.#shown(fact, fact.value, scale, decimals);
    const value = shown.number(fact.value).text;
    const more =
      fact.interval !== undefined
        ? ` (${shown.range(fact.interval)})`
        : fact.deviation !== undefined
          ? `\u00a0±\u00a0${shown.number(fact.deviation).text}`
          : "";
    return [{text: value + more, fact: fact.id, form: "value"}];
  }

  /** An integer with grouping. */
  integer(value: number): string {
    return this.#numbers.show(value, 0).text;
  }

  /** Plural category of an integer. */
  plural(value: number): string {
    return this.#numbers.show(value, 0).plural;
  }

  /** Day of an ISO date in words. */
  date(iso: string): string {
    const [year = "", month = "", day = ""] = iso.slice(0, 10).split("-");
    return filled(this.#words.date.day, {day: String(Number(day)), month: this.#words.date.months[Number(month) - 1] ?? "", year});
  }

  /** Period between two instants (ISO, UTC). */
  period(from: string, to: string): string {
    const [start, end] = [from.slice(11, 16), to.slice(11, 16)];
    return from.slice(0, 10) === to.slice(0, 10)
      ? filled(this.#words.date.sameDay, {date: this.date(from), start, end})
      : filled(this.#words.date.period, {first: this.date(from), last: this.date(to)});
  }

  #shown(fact: Fact, value: number, wanted?: Scale, places?: number): ShownFact {
    const scale = wanted ?? this.scale(fact.unit, value);
    const decimals = places ?? decimalsOf(fact, value / scale.factor, scale.factor);
    const unit = scale.name === "" ? "" : `\u00a0${scale.name}`;
    const number = (one: number): Shown => this.#numbers.show(one / scale.factor, decimals);
    const range = ([low, high]: readonly [number, number]): string => `${number(low).text}${this.#words.range}${number(high).text}`;
    return {
      number,
      range,
      withUnit: (one: number) => number(one).text + unit,
      rangeWithUnit: (interval: readonly [number, number]) => range(interval) + unit
    };
  }

  #full(fact: Fact, shown: ShownFact): string {
    const value = Number(fact.value);
    const n = fact.n === undefined ? undefined : this.#numbers.show(fact.n, 0).text;
    if (fact.interval !== undefined) {
      return filled(this.#words.interval, {value: shown.withUnit(value), range: shown.range(fact.interval), n: n ?? ""});
    }
    if (fact.deviation !== undefined) {
      const unit = shown.withUnit(value).slice(shown.number(value).text.length);
      return `${shown.number(value).text}\u00a0±\u00a0${shown.number(fact.deviation).text}${unit}`;
    }
    return n === undefined || fact.n === 1 || fact.kind === "counted"
      ? shown.withUnit(value)
      : filled(this.#words.count, {value: shown.withUnit(value), n});
  }

  #times(values: readonly number[]): string {
    const all = values.map(timesOf).sort((a, b) => a - b);
    return all.length > 1 ? `${this.#ends(all).first}${this.#words.range}${this.#ends(all).last}` : this.#ends(all).last;
  }

  #ends(sorted: readonly number[]): {first: string; last: string} {
    const [low = 1, high = 1] = [sorted[0], sorted.at(-1)];
    const decimals = high >= 10 ? 0 : 1;
    const last = this.#numbers.show(high, decimals);
    return {
      first: this.#numbers.show(low, decimals).text,
      last: filled(this.#words.times[last.plural] ?? this.#words.times.other ?? "{n}", {n: last.text})
    };
  }

  #percents(ratios: readonly number[]): string {
    const changes = ratios.map(ratio => Math.abs(ratio - 1)).sort((a, b) => a - b);
    const [low = 0, high = 0] = [changes[0], changes.at(-1)];
    return changes.length > 1 ? `${this.#percentNumber(low)}${this.#words.range}${this.#percent(high)}` : this.#percent(high);
  }

  #percentNumber(share: number): string {
    return this.#numbers.show(share * 100, share < 0.01 && share > 0 ? 1 : 0).text;
  }

  #percent(share: number): string {
    return `${this.#percentNumber(share)}\u00a0%`;
  }
}

/** How many times as much, whichever way. */
const timesOf = (ratio: number): number => (ratio >= 1 ? ratio : 1 / ratio);

function decimalsOf(fact: Fact, value: number, factor: number): number {
  if (fact.unit === "1" && Number.isInteger(fact.value) && (fact.interval ?? []).every(Number.isInteger)) return 0;
  if (fact.interval !== undefined) return uncertainDecimals(value, (fact.interval[1] - fact.interval[0]) / 2 / factor);
  if (fact.deviation !== undefined) return uncertainDecimals(value, fact.deviation / factor);
  if (fact.unit === "fraction") return Math.abs(value) < 1 && value !== 0 ? 1 : 0;
  return significantDecimals(value, fact.digits);
}

const filled = (pattern: string, values: Readonly<Record<string, string>>): string =>
  pattern.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
