import {describe, expect, it} from "vitest";
import type {Fact} from "../../../agents/contracts/index.ts";
import {plain} from "../../../agents/locale/index.ts";
import {localeOf} from "../../support/report-of.ts";
import {factOf} from "../../support/small-analysis.ts";
import {visible} from "../../support/visible.ts";

const [ru, en] = [localeOf("ru").quantities, localeOf("en").quantities];

function shown(fact: Partial<Fact> & Pick<Fact, "value" | "unit">, form?: Parameters<typeof ru.fact>[1], words = ru): string {
  const read = words.fact(factOf(fact), form);
  return visible(typeof read === "object" ? plain(read) : String(read));
}

describe("numbers and units of the Russian report", () => {
  it.each([
    ["a comma before the decimals", {value: 182.9, unit: "tok/s", digits: 4}, "182,9⍽токен/с"],
    ["no grouping below five digits", {value: 9500, unit: "1"}, "9500"],
    ["no-break spaces between groups from five digits on", {value: 10_000, unit: "1"}, "10⍽000"],
    ["every group apart", {value: 1_048_576, unit: "1"}, "1⍽048⍽576"],
    ["a minus and no hyphen", {value: -3.2, unit: "°C", digits: 2}, "−3,2⍽°C"],
    ["a no-break space before a unit", {value: 0.0125, unit: "s"}, "12,5⍽мс"],
    ["a no-break space before the percent sign", {value: 0.08, unit: "fraction"}, "8⍽%"],
    ["degrees", {value: 54, unit: "°C", digits: 2}, "54⍽°C"],
    ["a rate without plural and full stop", {value: 12, unit: "req/s"}, "12,0⍽запрос/с"],
    ["bytes a second with a Cyrillic с", {value: 2.5e9, unit: "B/s"}, "2,50⍽ГБ/с"],
    ["microseconds", {value: 1.5e-6, unit: "s"}, "1,50⍽мкс"],
    ["seconds from a tenth on", {value: 0.1, unit: "s"}, "0,100⍽с"],
    ["minutes", {value: 700, unit: "s"}, "11,7⍽мин"],
    ["hours", {value: 7200, unit: "s"}, "2,00⍽ч"],
    ["powers of 1024", {value: 1.5 * 1024 ** 3, unit: "B"}, "1,50⍽ГиБ"],
    ["mebibytes", {value: 235 * 1024 ** 2, unit: "B"}, "235⍽МиБ"],
    ["watts", {value: 250, unit: "W"}, "250⍽Вт"],
    ["a ratio without unit", {value: 1.79, unit: "x"}, "1,79"]
  ] as const)("shows %s", (_, fact, expected) => {
    expect(shown(fact)).toBe(expected);
  });

  it("never shows a wrong form", () => {
    const values = [0.000001, 0.0125, 0.9999, 1, 5, 182.9, 9500, 10_000, -3.2, 1_048_576];
    const units = ["s", "B", "B/s", "tok/s", "req/s", "1/s", "W", "J", "°C", "fraction", "x", "1"] as const;
    const texts = values.flatMap(value =>
      units.flatMap(unit => [shown({value, unit}), shown({value, unit, interval: [value * 0.9, value * 1.1], n: 9}, "full")])
    );
    for (const text of texts) {
      expect(text).not.toMatch(/\d\.\d|-|NaN|null|undefined|\d(?=[а-яё%°])|\d (?=[а-яё%°])|токенов|сек|мсек|Гб|[A-Za-z](?!$| )с\b|МБ\/c/);
    }
  });

  it("writes a rate with Cyrillic letters only", () => {
    for (const unit of ["B/s", "tok/s", "req/s"] as const) expect(shown({value: 3e9, unit})).not.toMatch(/[A-Za-z]/);
  });

  it("gives no ratio finer than a tenth of a percent", () => {
    expect(shown({value: 0.99991, unit: "x", interval: [0.999, 1.0028], n: 12}, "full")).toBe("1,000 (95⍽% ДИ 0,999–1,003; n⍽=⍽12)");
  });

  it("gives the interval and n in full, and only n where there is no interval", () => {
    expect(shown({value: 0.127, unit: "s", interval: [0.119, 0.134], n: 28}, "full")).toBe("0,127⍽с (95⍽% ДИ 0,119–0,134; n⍽=⍽28)");
    expect(shown({value: 0.127, unit: "s", n: 5}, "full")).toBe("0,127⍽с (n⍽=⍽5)");
    expect(shown({value: 0.127, unit: "s", n: 1}, "full")).toBe("0,127⍽с");
  });

  it("gives a deviation with no-break spaces around its sign", () => {
    expect(shown({value: 102.2, unit: "tok/s", deviation: 0.9}, "full")).toBe("102,2⍽±⍽0,9⍽токен/с");
  });

  it("writes ranges with an en dash and one unit", () => {
    expect(shown({value: 47, unit: "tok/s", interval: [44, 56], n: 9}, "range")).toBe("44–56⍽токен/с");
    expect(
      visible(
        plain(ru.span([factOf({id: "a", value: 37.8, unit: "tok/s"}), factOf({id: "b", value: 40.8, unit: "tok/s"})], undefined) ?? [])
      )
    ).toBe("37,8–40,8⍽токен/с");
  });

  it("shows percent of change without sign", () => {
    expect(shown({value: 0.82, unit: "x"}, "change")).toBe("18⍽%");
    expect(shown({value: 0.82, unit: "x", interval: [0.7, 0.96]}, "change_range")).toBe("4–30⍽%");
  });

  it("does not show a share that is there as nothing", () => {
    expect(shown({value: 0.0004, unit: "fraction"})).toBe("0,04⍽%");
    expect(shown({value: 0, unit: "fraction"})).toBe("0⍽%");
  });

  it("words days and periods", () => {
    expect(visible(ru.date("2025-11-14"))).toBe("14⍽ноября 2025⍽г.");
    expect(visible(ru.period("2025-09-28T01:00:00Z", "2025-10-08T02:00:00Z"))).toBe("28⍽сентября⍽— 8⍽октября 2025⍽г.");
    expect(visible(ru.period("2026-11-25T02:26:53Z", "2026-11-25T02:49:01Z"))).toBe("25⍽ноября 2026⍽г., 02:26–02:49⍽UTC");
  });
});

describe("plural of a shown number", () => {
  it.each([
    [2.8, "2,8⍽раза"],
    [5, "5,0⍽раза"],
    [1.5, "1,5⍽раза"],
    [1 / 2.8, "2,8⍽раза"],
    [11, "11⍽раз"],
    [12, "12⍽раз"],
    [21, "21⍽раз"],
    [22, "22⍽раза"],
    [101, "101⍽раз"]
  ])("puts %d times as much into the right case", (value, expected) => {
    expect(shown({value, unit: "x"}, "times")).toBe(expected);
  });

  it.each([
    [1, "one"],
    [2, "few"],
    [5, "many"],
    [11, "many"],
    [21, "one"],
    [101, "one"],
    [1.5, "other"]
  ])("gives the category of %d", (value, expected) => {
    expect(shown({value, unit: "1", digits: 2}, "plural")).toBe(expected);
  });

  it("takes the category from the number as it is shown, not from its value", () => {
    expect(shown({value: 5, unit: "tok/s", digits: 3}, "number")).toBe("5,00");
    expect(shown({value: 5, unit: "tok/s", digits: 3}, "plural")).toBe("other");
  });
});

describe("digits shown", () => {
  // Rows: half-width of the interval, expected text. Two digits of the uncertainty up to 3.54, else one; at most four of the value.
  it.each([
    [0.827, 0.119, "0,83 (95⍽% ДИ 0,71–0,95; n⍽=⍽9)"],
    [0.827, 0.367, "0,8 (95⍽% ДИ 0,5–1,2; n⍽=⍽9)"],
    [46.83, 2.9, "46,8 (95⍽% ДИ 43,9–49,7; n⍽=⍽9)"],
    [46.83, 6.2, "47 (95⍽% ДИ 41–53; n⍽=⍽9)"],
    [102.24, 0.9, "102,2 (95⍽% ДИ 101,3–103,1; n⍽=⍽9)"],
    [1234.6, 0.2, "1235 (95⍽% ДИ 1234–1235; n⍽=⍽9)"]
  ])("rounds %d with a half-width of %d", (value, half, expected) => {
    expect(shown({value, unit: "x", interval: [value - half, value + half], n: 9}, "full")).toBe(expected);
  });

  it("gives three digits where no uncertainty is known, integers whole", () => {
    expect(shown({value: 0.0357, unit: "x"})).toBe("0,0357");
    expect(shown({value: 9.996, unit: "x"})).toBe("10,0");
    expect(shown({value: 123_456, unit: "1"})).toBe("123⍽456");
  });
});

describe("numbers of the English report", () => {
  it("has a point, a minus and no-break spaces too", () => {
    expect(shown({value: -3.25, unit: "°C"}, undefined, en)).toBe("−3.25⍽°C");
    expect(shown({value: 0.127, unit: "s", interval: [0.119, 0.134], n: 28}, "full", en)).toBe("0.127⍽s (95⍽% CI 0.119–0.134; n⍽=⍽28)");
    expect(shown({value: 2.8, unit: "x"}, "times", en)).toBe("2.8⍽times");
  });
});
