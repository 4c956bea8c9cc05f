import {describe, expect, it} from "vitest";
import type {Block, Fact} from "../../../agents/contracts/index.ts";
import {type ChartStyle, onPalette, palette, renderChart} from "../../../pipelines/export/chart.ts";
import {factOf} from "../../support/small-analysis.ts";

type Chart = Extract<Block, {type: "chart"}>;

const style: ChartStyle = {locale: "ru", colors: palette, onColors: onPalette, ink: "#111111", band: "#dddddd", font: "serif"};
const facts = (...all: (Partial<Fact> & {value: number})[]): Map<string, Fact> =>
  new Map(all.map((fact, index) => [`f${index}`, factOf({unit: "tok/s", ...fact, id: `f${index}`})]));

const chart = (parts: Partial<Chart> = {}): Chart => ({
  type: "chart",
  id: "chart-1",
  caption: [{text: "Скорость"}],
  alt: [{text: "Столбцы: скорость."}],
  kind: "bars",
  value: {title: "скорость, токен/с", factor: 1},
  other: {title: "", factor: 1},
  categories: ["a", "b", "c"],
  series: [{label: "скорость", facts: ["f0", "f1", "f2"], texts: ["10", "20", "40"]}],
  ...parts
});
const three = facts({value: 10}, {value: 20}, {value: 40});
const svgOf = (one: Chart, values = three, look = style): string => renderChart(one, values, look) ?? "";
const numbersIn = (svg: string, pattern: RegExp): number[] => [...svg.matchAll(pattern)].map(([, value]) => Number(value));
const textsIn = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>(?:<tspan[^>]*>)?([^<]*)</g)].map(([, text]) => text ?? "");

describe("renderChart", () => {
  it("begins bars at zero and makes them as long as the values", () => {
    const svg = svgOf(chart());
    const bars = [...svg.matchAll(/<rect[^>]*width="([\d.]+)" x="([\d.]+)"/g)].map(([, width, x]) => [Number(width), Number(x)] as const);
    expect(new Set(bars.map(([, x]) => x)).size).toBe(1);
    expect(bars.map(([width]) => width / bars[0]![0])).toEqual([1, expect.closeTo(2), expect.closeTo(4)]);
    expect(textsIn(svg)).toContain("0");
  });

  it("draws the interval of a fact that has one, and none else", () => {
    const lines = (svg: string) => svg.match(/<line[^>]*stroke-width|stroke-width="1.5"/g) ?? [];
    expect(lines(svgOf(chart()))).toEqual([]);
    expect(lines(svgOf(chart(), facts({value: 10, interval: [8, 13]}, {value: 20}, {value: 40})))).toHaveLength(1);
  });

  it("stacks shares to a whole and writes on each colour what can be read on it", () => {
    const shares = facts({value: 0.25, unit: "fraction"}, {value: 0.5, unit: "fraction"}, {value: 0.75, unit: "fraction"}, {value: 0.5});
    const svg = svgOf(
      chart({
        kind: "stacked",
        value: {title: "доля, %", factor: 0.01},
        categories: ["a", "b"],
        series: [
          {label: "загрузка", facts: ["f0", "f1"], texts: ["25", "50"]},
          {label: "генерация", facts: ["f2", "f3"], texts: ["75", null]}
        ]
      }),
      shares
    );
    const bars = numbersIn(svg, /<rect[^>]*width="([\d.]+)"/g);
    expect(bars[0]! + bars[2]!).toBeCloseTo(bars[1]! + bars[3]!);
    expect(textsIn(svg)).toEqual(expect.arrayContaining(["25", "50", "75", "100"]));
    expect(svg).toContain('fill="#ffffff"');
    expect(svg).toContain('fill="#000000"');
  });

  it("puts points beside the line of no difference and the band of chance", () => {
    const one = chart({
      kind: "points",
      value: {title: "отношение", factor: 1, zero: 1},
      series: [{label: "скорость", facts: ["f0", "f1", "f2"], noise: ["f0", null, null]}]
    });
    const svg = svgOf(one, facts({value: 1.2, unit: "x", interval: [1.1, 1.3]}, {value: 0.9, unit: "x"}, {value: 1, unit: "x"}));
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(svg).toContain('stroke-dasharray="4,3"');
    expect(svg.match(/<rect/g)).toHaveLength(1);
    expect(svg).toContain('fill="#dddddd"');
  });

  it("draws a line over the places of the other axis, from zero, and leaves out what was not measured", () => {
    const svg = svgOf(
      chart({
        kind: "lines",
        other: {title: "клиентов", factor: 1},
        categories: [],
        places: [1, 2, 8],
        series: [
          {label: "x", facts: ["f0", "f1", "f2"]},
          {label: "y", facts: ["f0", null, "f1"]}
        ]
      })
    );
    expect(svg.match(/<circle/g)).toHaveLength(5);
    expect(textsIn(svg)).toEqual(expect.arrayContaining(["клиентов", "скорость, токен/с", "0", "1", "2", "8"]));
  });

  it("names the dots of a scatter, close ones in rows of their own", () => {
    const near = facts({value: 10}, {value: 10.1}, {value: 40}, {value: 5}, {value: 5.1}, {value: 9});
    const svg = svgOf(
      chart({
        kind: "scatter",
        other: {title: "скорость", factor: 1},
        series: [{label: "перплексия", facts: ["f0", "f1", "f2"], across: ["f3", "f4", "f5"], texts: ["Q4_0", "Q4_K_M", "Q8_0"]}]
      }),
      near
    );
    expect(textsIn(svg)).toEqual(expect.arrayContaining(["Q4_0", "Q4_K_M", "Q8_0"]));
    expect(new Set([...svg.matchAll(/<g[^>]*translate\(9,(-?\d+)/g)].map(([, y]) => y)).size).toBe(2);
  });

  it("is an image with a name of its own, without script, link, style sheet or English names of parts", () => {
    const svg = svgOf(chart());
    expect(svg).toMatch(/^<svg [^>]*role="img"/);
    expect(svg.match(/aria-label="[^"]*"/g)).toEqual(['aria-label="Столбцы: скорость."']);
    expect(svg).not.toMatch(/<script|<style|<a |href|url\(|undefined|NaN/);
  });

  it("gives the same bytes for the same chart", () => {
    expect(svgOf(chart())).toBe(svgOf(chart()));
  });

  it("is nothing where no value is a number", () => {
    expect(renderChart(chart(), new Map(), style)).toBeUndefined();
    expect(renderChart(chart({series: [{label: "x", facts: [null, null, null]}]}), three, style)).toBeUndefined();
  });

  it("writes numbers of the axis as the language does", () => {
    const values = facts({value: 0.5}, {value: 1}, {value: 1.5});
    expect(textsIn(svgOf(chart(), values))).toContain("0,2");
    expect(textsIn(svgOf(chart(), values, {...style, locale: "en"}))).toContain("0.2");
  });

  const hostile = "<script>alert(1)</script>\"'&{{x}}javascript:alert(1)\u202e\u0000";
  it.each(["bars", "stacked", "points", "scatter"] as const)("leaves hostile names inert (%s)", kind => {
    const names = [hostile, `${hostile} 2`, "c"];
    const svg = svgOf(
      chart({
        kind,
        alt: [{text: hostile}],
        categories: names,
        series: [{label: hostile, facts: ["f0", "f1", "f2"], texts: names, ...(kind === "scatter" ? {across: ["f0", "f1", "f2"]} : {})}]
      })
    );
    expect(svg).not.toMatch(/<script|\p{Cc}|\u202e/u);
    expect(textsIn(svg).join(" ")).toContain("&lt;script&gt;");
  });

  it("cuts no label: what is longer than two lines shows both ends, what is longer than one takes two", () => {
    const long = "модель-с-очень-длинным-именем:270m · Q4_K_M";
    const two = "sweeps · llama3.1:8b-instruct-q5_K_M · Q5_K_M · с промптом из кэша (n = 120)";
    const endless = `${"x".repeat(3000)}конец`;
    for (const kind of ["bars", "points", "stacked"] as const) {
      const svg = svgOf(chart({kind, categories: [long, two, endless]}));
      const labels = [...svg.matchAll(/<text[^>]*translate\(([\d.]+),[\d.]+\)"[^>]*>((?:<tspan[^>]*>)?(?:модель|sweeps|x).*?)<\/text>/g)];
      expect(labels).toHaveLength(3);
      const lines = labels.map(([, , label = ""]) =>
        label
          .split("</tspan>")
          .map(line => line.replace(/<[^>]*>|&#160;/g, " ").trim())
          .filter(line => line !== "")
      );
      expect(lines[0]).toEqual([long]);
      expect(lines[1]).toHaveLength(2);
      expect(lines[1]!.join(" ")).toBe(two);
      expect(lines[2]![0]).toMatch(/^x+…x+конец$/);
      // At 12 px a character takes about seven.
      for (const [index, [, left]] of labels.entries()) {
        expect(Math.max(...lines[index]!.map(line => line.length)) * 7, kind).toBeLessThan(Number(left));
      }
    }
  });
});
