import {describe, expect, it} from "vitest";
import type {Fact} from "../../../agents/contracts/index.ts";
import {plain} from "../../../agents/locale/index.ts";
import {localeOf} from "../../support/report-of.ts";
import {factOf} from "../../support/small-analysis.ts";

const {quantities} = localeOf("ru");
const visible = (text: string): string => text.replaceAll("\u00a0", "⍽");

function read(fact: Partial<Fact> & Pick<Fact, "value" | "unit">, form?: Parameters<typeof quantities.fact>[1]): string {
  const shown = quantities.fact(factOf(fact), form);
  return visible(typeof shown === "string" ? shown : plain(shown ?? []));
}

const ratio = (id: string, value: number): Fact => factOf({id, value, unit: "x"});
const seconds = (value: number): Fact => factOf({id: `s${value}`, value, unit: "s"});

describe("range of ratios", () => {
  it("is said as times or percent where all of it points one way", () => {
    expect(read({value: 1.8, unit: "x", interval: [1.6, 2]}, "times_range")).toBe("1,6–2,0⍽раза");
    expect(read({value: 0.82, unit: "x", interval: [0.7, 0.96]}, "change_range")).toBe("4–30⍽%");
  });

  it("keeps its signs where it lies on both sides of one", () => {
    expect(read({value: 0.96, unit: "x", interval: [0.9, 1.28]}, "change_range")).toBe("−10…+28⍽%");
    expect(read({value: 0.96, unit: "x", interval: [0.9, 1.28]}, "times_range")).toBe("0,90–1,28");
  });

  it("is one number where both ends read the same", () => {
    expect(read({value: 1.82, unit: "x", interval: [1.8, 1.84]}, "times_range")).toBe("1,8⍽раза");
    expect(read({value: 1.2, unit: "x", interval: [1.198, 1.202]}, "change_range")).toBe("20⍽%");
  });

  it("cites at each end the member that stands there", () => {
    expect(quantities.span([ratio("fast", 2), ratio("slow", 1.5)], "times")).toEqual([
      {text: "1,5–", fact: "slow", form: "times"},
      {text: "2,0\u00a0раза", fact: "fast", form: "times"}
    ]);
    // 0.5 is twice as slow, the larger effect.
    expect(quantities.span([ratio("half", 0.5), ratio("most", 0.8)], "times")?.map(({fact}) => fact)).toEqual(["most", "half"]);
  });
});

describe("range and list of values", () => {
  it("does not let a minus meet the dash", () => {
    expect(read({value: -0.02, unit: "s", interval: [-0.03, 0.01]}, "range")).toBe("−30…10⍽мс");
    expect(read({value: 0.02, unit: "s", interval: [0.01, 0.03]}, "range")).toBe("10–30⍽мс");
  });

  it("stands in one scale and names the unit once", () => {
    const all = [0.614, 1.1, 2.5, 5.1].map(seconds);
    expect(visible(plain(quantities.list(all)))).toBe("0,61; 1,10; 2,50; 5,10⍽с");
    expect(quantities.list(all).flatMap(({fact}) => fact ?? [])).toEqual(all.map(({id}) => id));
    expect(visible(plain(quantities.span([seconds(0.05), seconds(2)], undefined) ?? []))).toBe("0,05–2,00⍽с");
  });

  it("leaves out the number of values where it is not known", () => {
    expect(read({value: 1.5, unit: "s", interval: [1.2, 1.8]}, "full")).toBe("1,50⍽с (95⍽% ДИ 1,20–1,80)");
    expect(read({value: 1.5, unit: "s", interval: [1.2, 1.8], n: 9}, "full")).toBe("1,50⍽с (95⍽% ДИ 1,20–1,80; n⍽=⍽9)");
  });
});

describe("format of a column", () => {
  it("has the scale of the middle value and, of two wishes for places, the fewer", () => {
    const precise = factOf({id: "p", value: 0.4367, unit: "s", interval: [0.4356, 0.44]});
    const rough = factOf({id: "r", value: 0.84, unit: "s", interval: [0.65, 1.05]});
    const format = quantities.columnFormat([precise, rough]);
    expect(format).toEqual({scale: expect.objectContaining({name: "с"}), decimals: 2});
    expect(plain(quantities.cell(precise, format))).toBe("0,44 (0,44–0,44)");
    expect(quantities.columnFormat([seconds(0.01), seconds(0.02), seconds(3)]).scale.name).toBe("мс");
  });
});

describe("small and almost whole values", () => {
  it.each([
    [0.0004, "0,04⍽%"],
    [0.9996, "99,96⍽%"],
    [1, "100⍽%"],
    [0, "0⍽%"]
  ])("never read as nothing or everything when they are not (%d)", (value, expected) => {
    expect(read({value, unit: "fraction"})).toBe(expected);
  });

  it("keep the base unit at zero", () => {
    expect(read({value: 0, unit: "s"})).toBe("0⍽с");
    expect(read({value: 0, unit: "B"})).toBe("0⍽Б");
  });
});

describe("period", () => {
  it.each([
    ["2026-11-25T02:26:53Z", "2026-11-25T02:26:59Z", "25⍽ноября 2026⍽г., 02:26⍽UTC"],
    ["2026-11-25", "2026-11-25", "25⍽ноября 2026⍽г."],
    ["2026-11-01T01:00:00Z", "2026-11-08T02:00:00Z", "1–8⍽ноября 2026⍽г."],
    ["2025-12-28T01:00:00Z", "2026-01-08T02:00:00Z", "28⍽декабря 2025⍽г.⍽— 8⍽января 2026⍽г."]
  ])("says once what %s and %s share", (from, to, expected) => {
    expect(visible(quantities.period(from, to))).toBe(expected);
  });
});
