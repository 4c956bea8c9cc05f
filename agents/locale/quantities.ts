import type {Fact, Span} from "../contracts/index.ts";
import {dayInWords, filled, periodInWords} from "./dates.ts";
import {NumberWords, type Shown, significantDecimals, uncertainDecimals, visibleDecimals} from "./numbers.ts";
import {RatioWords} from "./ratios.ts";
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
  unit: string;
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
  readonly #ratios: RatioWords;

  constructor(locale: string, words: LocaleWords) {
    this.#words = words;
    this.#numbers = new NumberWords(locale);
    this.#ratios = new RatioWords(words, this.#numbers);
  }

  /** The step of a unit in which a value is best read. */
  scale(unit: string, value: number): Scale {
    const steps = this.#words.units[unit] ?? [];
    const base = steps.find(({factor}) => factor === 1);
    if (value === 0 && base !== undefined) return base;
    return (
      steps.find(({from}) => Math.abs(value) >= from) ??
      steps.at(-1) ?? {factor: 1, name: unit === "1" || unit === "x" || unit === "unknown" ? "" : unit}
    );
  }

  /** One reading of a fact; undefined for a form that this fact does not have. */
  fact(fact: Fact, form: FactForm | undefined, scale?: Scale): Span[] | string | undefined {
    const {value, interval} = fact;
    if (typeof value === "string") return form === undefined ? [this.#word(fact, value)] : undefined;
    const shown = this.#shown(
      fact,
      value,
      scale,
      form === undefined || form === "number" ? this.#plainPlaces(fact, value, scale) : undefined
    );
    const spans = (text: string, kind: NonNullable<Span["form"]> = "value"): Span[] => [{text, fact: fact.id, form: kind}];
    switch (form) {
      case undefined:
        return spans(shown.number(value).text + shown.unit);
      case "number":
        return spans(shown.number(value).text);
      case "plural":
        return shown.number(value).plural;
      case "direction":
        return fact.direction ?? "neutral";
      case "sign":
        return signOf(value - (fact.unit === "x" ? 1 : 0));
      case "low":
      case "low_number":
        return spans(shown.number(interval?.[0] ?? value).text + (form === "low" ? shown.unit : ""), "range");
      case "high":
      case "high_number":
        return spans(shown.number(interval?.[1] ?? value).text + (form === "high" ? shown.unit : ""), "range");
      case "range":
        return spans((interval === undefined ? shown.number(value).text : shown.range(interval)) + shown.unit, "range");
      case "full":
        return spans(this.#full(fact, value, shown));
      case "times":
        return spans(this.#ratios.times([value]), "times");
      case "times_range":
        return spans(this.#ratios.times(interval ?? [value]), "times");
      case "change":
        return spans(this.#ratios.change([value]), "percent");
      case "change_range":
        return spans(this.#ratios.change(interval ?? [value]), "percent");
    }
  }

  /** Smallest to largest of several facts of one kind, citing both ends. Undefined for facts without a number. */
  span(facts: readonly Fact[], form: FactForm | undefined): Span[] | undefined {
    const sorted = facts
      .flatMap(fact => (typeof fact.value === "number" ? [{fact, value: fact.value}] : []))
      .sort((a, b) => a.value - b.value);
    const [low, high] = [sorted[0], sorted.at(-1)];
    if (low === undefined || high === undefined) return undefined;
    const values = [low.value, high.value];
    if (form === "times" || form === "change") {
      const ends = form === "times" ? this.#ratios.timesEnds(values) : this.#ratios.changeEnds(values);
      // Of two slow-downs the smaller ratio is the larger effect.
      const [first, last] = high.value <= 1 ? [high.fact, low.fact] : [low.fact, high.fact];
      return this.#between(ends, first, last, form === "times" ? "times" : "percent");
    }
    const scale = this.scale(high.fact.unit, high.value);
    const decimals = this.decimals(high.fact, scale);
    const [first, last] = [this.#shown(low.fact, low.value, scale, decimals), this.#shown(high.fact, high.value, scale, decimals)];
    const [lowText, highText] = [first.number(low.value).text, last.number(high.value).text];
    const ends = {first: lowText === highText ? "" : lowText, last: highText + (form === "number" ? "" : last.unit)};
    return this.#between(ends, low.fact, high.fact, "value");
  }

  /**
   * One side of a comparison, in the unit of the larger side and with as many places as both allow: `3,2 с` beside `0,08 с`. Sides that
   * differ never read alike. Undefined for facts without a number.
   */
  beside(fact: Fact, other: Fact, form?: "full"): Span[] | undefined {
    if (typeof fact.value !== "number" || typeof other.value !== "number") return undefined;
    const own = fact.value;
    const [large, small] = Math.abs(own) >= Math.abs(other.value) ? [fact, other] : [other, fact];
    const [most, least] = [Math.max(Math.abs(own), Math.abs(other.value)), Math.min(Math.abs(own), Math.abs(other.value))];
    const scale = this.scale(fact.unit, most);
    const coarse = Math.min(this.decimals(large, scale), significantDecimals(most / scale.factor, 3));
    const fine = Math.min(this.decimals(small, scale), Math.max(coarse, significantDecimals(least / scale.factor, 1)));
    let places = fact === large ? coarse : fine;
    if (form === "full") return [{text: this.#full(fact, own, this.#shown(fact, own, scale)), fact: fact.id, form: "value"}];
    const reads = (value: number, decimals: number): string => this.#numbers.show(value / scale.factor, decimals).text;
    while (most !== least && places < 6 && reads(most, places) === reads(least, places)) places += 1;
    return [{text: this.#shown(fact, own, scale, places).number(own).text + unitOf(scale), fact: fact.id, form: "value"}];
  }

  /** Values in a row in one scale, the unit once at the end: `0,6; 1,1; 2,5; 5,1 с`. */
  list(facts: readonly Fact[]): Span[] {
    const format = this.columnFormat(facts);
    return facts.flatMap((fact, index): Span[] => {
      const [span] = typeof fact.value === "string" ? [this.#word(fact, fact.value)] : this.#value(fact, fact.value, format);
      if (span === undefined) return [];
      if (index < facts.length - 1) return [span, {text: this.#words.list.semicolon}];
      return [{...span, text: span.text + unitOf(format.scale)}];
    });
  }

  /** Scale of a column of facts: that of the middle value; decimal places: as the middle one of its facts asks for, of two the fewer. */
  columnFormat(facts: readonly Fact[]): ColumnFormat {
    const at = (values: number[], place: number): number => values.sort((a, b) => a - b)[Math.floor(place)] ?? 0;
    const numbers = facts.flatMap(({value}) => (typeof value === "number" ? [Math.abs(value)] : []));
    const scale = this.scale(facts[0]?.unit ?? "1", at(numbers, numbers.length / 2));
    const decimals = facts.map(fact => this.decimals(fact, scale));
    return {scale, decimals: at(decimals, (decimals.length - 1) / 2)};
  }

  /** Decimal places that a fact asks for in a scale. */
  decimals(fact: Fact, scale: Scale): number {
    return typeof fact.value === "number" ? decimalsOf(fact, fact.value / scale.factor, scale.factor) : 0;
  }

  /** A cell of a column in the column's scale and decimal places, without unit: `46,8 (44,0–49,8)`, `89,3 ± 6,3`. */
  cell(fact: Fact, format: ColumnFormat): Span[] {
    if (typeof fact.value === "string") return [this.#word(fact, fact.value)];
    const shown = this.#shown(fact, fact.value, format.scale, this.#places(fact, fact.value, format));
    const value = shown.number(fact.value).text;
    const text =
      fact.interval !== undefined
        ? `${value} (${shown.range(fact.interval)})`
        : fact.deviation !== undefined
          ? this.#deviation(value, shown.number(fact.deviation).text)
          : value;
    return [{text, fact: fact.id, form: "value"}];
  }

  /** A value without its interval beside it: at most three significant digits, however narrow the interval. */
  #plainPlaces(fact: Fact, value: number, wanted: Scale | undefined): number {
    const scale = wanted ?? this.scale(fact.unit, value);
    const asked = this.decimals(fact, scale);
    return fact.interval === undefined && fact.deviation === undefined
      ? asked
      : Math.min(asked, significantDecimals(value / scale.factor, 3));
  }

  /** A value far below the others of its column keeps two significant digits, as far as its own uncertainty allows them. */
  #places(fact: Fact, value: number, {scale, decimals}: ColumnFormat): number {
    const readable = significantDecimals(value / scale.factor, 2);
    return Math.max(decimals, Math.min(readable, this.decimals(fact, scale), decimals + 3));
  }

  /** An integer with grouping. */
  integer(value: number): string {
    return this.#numbers.show(value, 0).text;
  }

  /** A number without unit. */
  plainNumber(value: number, decimals: number): string {
    return this.#numbers.show(value, decimals).text;
  }

  /** Plural category of an integer. */
  plural(value: number): string {
    return this.#numbers.show(value, 0).plural;
  }

  /** Day of an ISO date in words. */
  date(iso: string): string {
    return dayInWords(this.#words.date, iso);
  }

  /** Period between two instants (ISO, UTC). */
  period(from: string, to: string): string {
    return periodInWords(this.#words.date, from, to);
  }

  #word(fact: Fact, value: string): Span {
    return fact.kind === "dated" ? {text: this.date(value), fact: fact.id, form: "date"} : {text: value, style: "code", fact: fact.id};
  }

  #value(fact: Fact, value: number, {scale, decimals}: ColumnFormat): Span[] {
    return [{text: this.#shown(fact, value, scale, decimals).number(value).text, fact: fact.id, form: "value"}];
  }

  #between(ends: {first: string; last: string}, first: Fact, last: Fact, form: NonNullable<Span["form"]>): Span[] {
    if (ends.first === "") return [{text: ends.last, fact: last.id, form}];
    return [
      {text: ends.first + this.#ratios.separator(ends.first, ends.last), fact: first.id, form},
      {text: ends.last, fact: last.id, form}
    ];
  }

  #shown(fact: Fact, value: number, wanted?: Scale, places?: number): ShownFact {
    const scale = wanted ?? this.scale(fact.unit, value);
    const whole = fact.unit === "fraction" ? 100 : undefined;
    const asked = places ?? decimalsOf(fact, value / scale.factor, scale.factor);
    const decimals = visibleDecimals(value / scale.factor, asked, whole);
    const number = (one: number): Shown => this.#numbers.show(one / scale.factor, decimals);
    return {
      number,
      range: ([low, high]) => this.#ratios.joined({first: number(low).text, last: number(high).text}),
      unit: unitOf(scale)
    };
  }

  #full(fact: Fact, value: number, shown: ShownFact): string {
    const text = shown.number(value).text;
    const n = fact.n === undefined ? "" : this.#numbers.show(fact.n, 0).text;
    if (fact.interval !== undefined) {
      return filled(n === "" ? this.#words.intervalOnly : this.#words.interval, {
        value: text + shown.unit,
        range: shown.range(fact.interval),
        n
      });
    }
    if (fact.deviation !== undefined) return this.#deviation(text, shown.number(fact.deviation).text) + shown.unit;
    const isAlone = n === "" || fact.n === 1 || fact.kind === "counted";
    return isAlone ? text + shown.unit : filled(this.#words.count, {value: text + shown.unit, n});
  }

  #deviation(value: string, deviation: string): string {
    return filled(this.#words.deviation, {value, deviation});
  }
}

const unitOf = ({name}: Scale): string => (name === "" ? "" : `\u00a0${name}`);

const signOf = (difference: number): string => (difference > 0 ? "above" : difference < 0 ? "below" : "equal");

function decimalsOf(fact: Fact, value: number, factor: number): number {
  if (fact.unit === "1" && Number.isInteger(fact.value) && (fact.interval ?? []).every(Number.isInteger)) return 0;
  if (fact.interval !== undefined) return uncertainDecimals(value, (fact.interval[1] - fact.interval[0]) / 2 / factor);
  if (fact.deviation !== undefined) return uncertainDecimals(value, fact.deviation / factor);
  if (fact.unit === "fraction") return Math.abs(value) < 1 && value !== 0 ? 1 : 0;
  return significantDecimals(value, fact.digits);
}
