import * as Plot from "@observablehq/plot";
import {parseHTML} from "linkedom";
import type {Block, Fact} from "../../agents/contracts/index.ts";
import {inert} from "./inert.ts";

export type Chart = Extract<Block, {type: "chart"}>;

export interface ChartStyle {
  /** BCP 47, for the numbers of the axes. */
  locale: string;
  /** Of the series in order; after the last one they begin again. */
  colors: readonly string[];
  /** Of axes, intervals and texts. */
  ink: string;
  /** Behind everything that is compared with noise. */
  band: string;
  font: string;
}

/** Colours that colour-blind readers can tell apart: Okabe and Ito, https://jfly.uni-koeln.de/color/. */
export const palette = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"] as const;

const width = 760;
const rowHeight = 24;
/** Width of a character of the labels, generously: a label that is cut says nothing. */
const characterWidth = 7.4;
const widestLabel = 340;

/**
 * A chart as one SVG element: marks of the facts, their 95 % intervals, the noise band, texts beside the marks. `svg` holds no script, no
 * link and no font; the same chart gives the same text. Charts without one value give undefined.
 */
export function renderChart(chart: Chart, facts: ReadonlyMap<string, Fact>, style: ChartStyle): string | undefined {
  const drawn = new Drawing(chart, facts, style);
  if (drawn.points.length === 0) return undefined;
  const svg = drawn.plot();
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", inert(chart.alt.map(({text}) => text).join("")));
  // Names that Plot gives to its parts are English; an image has one name, its own.
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  for (const part of svg.querySelectorAll("style")) part.remove();
  return svg.outerHTML;
}

/** One value of one series. */
interface Point {
  series: string;
  category: string;
  value: number;
  low?: number;
  high?: number;
  /** On the other axis, of lines and scatter. */
  place: number;
  text: string;
  noise?: [number, number];
}

class Drawing {
  readonly points: Point[];
  readonly #chart: Chart;
  readonly #style: ChartStyle;
  readonly #number: Intl.NumberFormat;

  constructor(chart: Chart, facts: ReadonlyMap<string, Fact>, style: ChartStyle) {
    this.#chart = chart;
    this.#style = style;
    this.#number = new Intl.NumberFormat(style.locale, {maximumSignificantDigits: 4});
    this.points = chart.series.flatMap(series => series.facts.flatMap((id, index) => pointOf(chart, series, id, index, facts)));
  }

  plot(): ReturnType<typeof Plot.plot> {
    const {kind} = this.#chart;
    if (kind === "lines" || kind === "scatter") return this.#overPlaces();
    return this.#rows();
  }

  get #options(): Plot.PlotOptions {
    const {document} = parseHTML("<!doctype html><html><body></body></html>");
    return {
      document,
      width,
      className: "chart",
      style: {fontFamily: this.#style.font, fontSize: "12px", color: this.#style.ink, background: "none"},
      color: {domain: this.#chart.series.map(({label}) => label), range: this.#chart.series.map((_, index) => this.#color(index))}
    };
  }

  #color(index: number): string {
    return this.#style.colors[index % this.#style.colors.length] ?? this.#style.ink;
  }

  readonly #tick = (value: number): string => this.#number.format(value).replaceAll("-", "\u2212");

  /** A row per category and, but for stacked bars, within it one per series. */
  #rows(): ReturnType<typeof Plot.plot> {
    const {kind, value, categories = [], series} = this.#chart;
    const names = categories.map(inert);
    const isStacked = kind === "stacked";
    const isGrouped = !isStacked && series.length > 1;
    const labels = Math.min(widestLabel, Math.max(...names.map(({length}) => length)) * characterWidth + 18);
    const texts = Math.max(0, ...this.points.map(({text}) => text.length)) * characterWidth + 14;
    const rows = names.length * (isGrouped ? series.length : 1);
    const lanes: Plot.Markish[] = isGrouped ? [] : [Plot.axisY({label: null, tickSize: 0, lineWidth: (labels - 18) / 12})];
    return Plot.plot({
      ...this.#options,
      height: rows * rowHeight + (isGrouped ? names.length * 8 : 0) + 60,
      marginLeft: labels,
      marginRight: isStacked ? 16 : texts,
      marginBottom: 44,
      x: {
        label: value.title,
        labelAnchor: "center",
        labelArrow: "none",
        tickFormat: this.#tick,
        grid: true,
        zero: kind !== "points",
        nice: true
      },
      y: {label: null, domain: isGrouped ? series.map(({label}) => label) : names, axis: null, padding: 0.25},
      ...(isGrouped ? {fy: {label: null, domain: names, axis: null, padding: 0.12}} : {}),
      marks: [
        ...lanes,
        ...(isGrouped ? [Plot.axisFy({anchor: "left", label: null, tickSize: 0, lineWidth: (labels - 18) / 12})] : []),
        ...this.#rowMarks(isGrouped)
      ]
    });
  }

  #rowMarks(isGrouped: boolean): Plot.Markish[] {
    const {kind, value} = this.#chart;
    const lane = isGrouped ? {y: "series", fy: "category"} : {y: "category"};
    const {ink, band} = this.#style;
    const withInterval = this.points.filter(({low}) => low !== undefined);
    const interval = Plot.ruleY(withInterval, {x1: "low", x2: "high", ...lane, stroke: ink, strokeWidth: 1.5});
    const text = Plot.text(this.points, {
      x: point => Math.max(point.value, point.high ?? point.value),
      text: "text",
      ...lane,
      textAnchor: "start",
      dx: 6,
      fill: ink
    });
    if (kind === "stacked") {
      return [
        Plot.barX(this.points, {x: "value", y: "category", fill: "series", order: this.#chart.series.map(({label}) => label)}),
        Plot.text(
          this.points,
          Plot.stackX({
            x: "value",
            y: "category",
            text: "text",
            z: "series",
            order: this.#chart.series.map(({label}) => label),
            fill: "white"
          })
        ),
        Plot.ruleX([0], {stroke: ink})
      ];
    }
    if (kind === "bars")
      return [Plot.barX(this.points, {x: "value", ...lane, fill: "series"}), interval, text, Plot.ruleX([0], {stroke: ink})];
    const noisy = this.points.filter(({noise}) => noise !== undefined);
    return [
      Plot.barX(noisy, {x1: ({noise}: Point) => noise?.[0], x2: ({noise}: Point) => noise?.[1], ...lane, fill: band}),
      ...(value.zero === undefined ? [] : [Plot.ruleX([value.zero], {stroke: ink, strokeDasharray: "4,3"})]),
      interval,
      Plot.dot(this.points, {x: "value", ...lane, fill: "series", r: 5}),
      text
    ];
  }

  /** Values over places of a number axis. */
  #overPlaces(): ReturnType<typeof Plot.plot> {
    const {kind, value, other, places} = this.#chart;
    const {ink} = this.#style;
    const isLines = kind === "lines";
    const interval = this.points.filter(({low}) => low !== undefined);
    return Plot.plot({
      ...this.#options,
      height: 320,
      marginLeft: 64,
      marginRight: isLines ? 24 : 110,
      marginBottom: 46,
      x: {
        label: other.title,
        labelAnchor: "center",
        labelArrow: "none",
        tickFormat: this.#tick,
        ...(isLines && places !== undefined ? {ticks: [...new Set(places)]} : {nice: true})
      },
      y: {label: value.title, labelArrow: "none", tickFormat: this.#tick, grid: true, zero: isLines, nice: true},
      marks: [
        ...(isLines
          ? [Plot.ruleY([0], {stroke: ink}), Plot.lineY(this.points, {x: "place", y: "value", stroke: "series", strokeWidth: 2})]
          : []),
        Plot.ruleX(interval, {x: "place", y1: "low", y2: "high", stroke: isLines ? "series" : ink, strokeWidth: 1.5}),
        Plot.dot(this.points, {x: "place", y: "value", fill: "series", r: 5}),
        Plot.text(this.points, {
          x: "place",
          y: "value",
          text: "text",
          textAnchor: isLines ? "middle" : "start",
          dx: isLines ? 0 : 9,
          dy: isLines ? -12 : 0,
          fill: ink
        })
      ]
    });
  }
}

function pointOf(
  {value, other, categories = [], places = []}: Chart,
  {label, across = [], texts = [], noise = []}: Chart["series"][number],
  id: string | null,
  index: number,
  facts: ReadonlyMap<string, Fact>
): Point[] {
  const fact = numberOf(facts, id);
  if (fact === undefined) return [];
  const place = across.length === 0 ? places[index] : numberOf(facts, across[index] ?? null)?.value;
  const width = numberOf(facts, noise[index] ?? null)?.value;
  const zero = value.zero ?? 0;
  return [
    {
      series: label,
      category: inert(categories[index] ?? ""),
      value: fact.value / value.factor,
      ...(fact.interval === undefined ? {} : {low: fact.interval[0] / value.factor, high: fact.interval[1] / value.factor}),
      place: (place ?? 0) / (across.length === 0 ? 1 : other.factor),
      text: inert(texts[index] ?? ""),
      ...(width === undefined ? {} : {noise: [zero, zero + width / value.factor] as [number, number]})
    }
  ];
}

function numberOf(facts: ReadonlyMap<string, Fact>, id: string | null): {value: number; interval?: [number, number]} | undefined {
  const fact = id === null ? undefined : facts.get(id);
  if (fact === undefined || typeof fact.value !== "number") return undefined;
  return {value: fact.value, ...(fact.interval === undefined ? {} : {interval: fact.interval})};
}
