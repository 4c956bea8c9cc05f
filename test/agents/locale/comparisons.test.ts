import {describe, expect, it} from "vitest";
import type {Fact} from "../../../agents/contracts/index.ts";
import {loadLocale, plain} from "../../../agents/locale/index.ts";
import {localeFiles, localeOf} from "../../support/report-of.ts";
import {factOf} from "../../support/small-analysis.ts";
import {visible} from "../../support/visible.ts";

const {quantities} = localeOf("ru");
const of = (value: number, rest: Partial<Fact> = {}): Fact => factOf({id: `f${value}`, value, unit: "s", ...rest});

function both(one: Fact, other: Fact, form?: "full"): [string, string] {
  const read = (a: Fact, b: Fact) => visible(plain(quantities.beside(a, b, form) ?? []));
  return [read(one, other), read(other, one)];
}

describe("two sides of a comparison", () => {
  it("stand in one unit with comparable digits", () => {
    expect(both(of(6.514, {interval: [6.48, 6.518]}), of(0.091))).toEqual(["6,51⍽с", "0,09⍽с"]);
    expect(both(of(3.17, {interval: [3.1, 4.2]}), of(0.0839))).toEqual(["3,2⍽с", "0,08⍽с"]);
    expect(both(of(0.026), of(0.0097))).toEqual(["26,0⍽мс", "9,7⍽мс"]);
  });

  it("never read alike where they differ, and do where they are equal", () => {
    const share = (value: number) => of(value, {unit: "fraction"});
    expect(both(share(0.0727), share(0.0715))).toEqual(["7,3⍽%", "7,1⍽%"]);
    expect(both(share(0.07), share(0.07))).toEqual(["7⍽%", "7⍽%"]);
  });

  it("keep their deviations in the unit of the larger one", () => {
    expect(both(of(0.000051, {deviation: 0.000009}), of(0.00049, {deviation: 0.00014}), "full")).toEqual([
      "0,051⍽±⍽0,009⍽мс",
      "0,49⍽±⍽0,14⍽мс"
    ]);
  });
});

describe("placeholders of a comparison", () => {
  const locale = (text: string) =>
    loadLocale("ru", {
      "locale.yaml": localeFiles("ru")["locale.yaml"] ?? "",
      "m.yaml": `m: "${text}"\nitem.member: "{n}"\nitem.all: "{members}"\nitem.few: "{members_few}"`
    });
  const facts = {
    cold: of(2.5),
    warm: of(0.1),
    least: factOf({id: "l", value: 0.5, unit: "x"}),
    most: factOf({id: "m", value: 0.2, unit: "x"}),
    first: factOf({id: "c", value: 113, unit: "1", kind: "counted"}),
    last: factOf({id: "d", value: 414, unit: "1", kind: "counted"})
  };

  it("read one fact beside another, and a range from one to another", () => {
    const text = locale("{cold_beside_warm} вместо {warm_beside_cold}; в {least_to_most_times}; {first_to_last}").message("m", {facts});
    expect(visible(plain(text))).toBe("2,50⍽с вместо 0,10⍽с; в 2,0–5,0⍽раза; 113–414");
  });

  it("name the first members of many and say that there are more", () => {
    const members = (count: number) =>
      Array.from({length: count}, (_, index) => ({subject: {}, words: {}, facts: {n: factOf({id: `n${index}`, value: index, unit: "1"})}}));
    const read = (key: string, count: number) => plain(locale("").message(key, {members: members(count), memberKey: "item.member"}));
    expect(read("item.few", 6)).toBe("0; 1; 2; 3; и другие");
    expect(read("item.few", 4)).toBe("0; 1; 2; 3");
    expect(read("item.all", 6)).toBe("0; 1; 2; 3; 4; 5");
  });
});

describe("a value in prose and in a column", () => {
  const shown = (fact: Fact, form?: "full") => {
    const read = quantities.fact(fact, form);
    return visible(typeof read === "object" ? plain(read) : String(read));
  };

  it("has at most three significant digits without its interval, and all that the interval allows with it", () => {
    const narrow = of(6.5141, {interval: [6.5121, 6.5161], n: 13});
    expect(shown(narrow)).toBe("6,51⍽с");
    expect(shown(narrow, "full")).toBe("6,514⍽с (95⍽% ДИ 6,512–6,516; n⍽=⍽13)");
    expect(shown(of(2781, {unit: "tok/s", interval: [2780.5, 2781.5]}))).toBe("2781⍽токен/с");
  });

  it("keeps two significant digits in a column of much larger values", () => {
    const [small, ...large] = [0.0728, 15.5, 10.47].map(value => of(value / 1000, {digits: 3}));
    if (small === undefined) throw new Error("no fact");
    const format = quantities.columnFormat([small, ...large]);
    expect([small, ...large].map(fact => plain(quantities.cell(fact, format)))).toEqual(["0,073", "15,5", "10,5"]);
  });
});
