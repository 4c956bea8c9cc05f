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
  /** Of texts on those colours. */
  onColors: readonly string[];
  /** Of axes, intervals and texts. */
  ink: string;
  /** Behind everything that is compared with noise. */
  band: string;
  font: string;
}

/** Colours that colour-blind readers can tell apart: Okabe and Ito, https://jfly.uni-koeln.de/color/. */
export const palette = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"] as const;
/** Of texts on the palette: the one of black and white that contrasts more. */
export const onPalette = ["#ffffff", "#000000", "#000000", "#000000", "#000000", "#000000"] as const;

const width = 760;
const rowHeight = 24;
/** Of rows whose names take two lines. */
const tallRow = 32;
/** Width of a character of the labels, generously: a label that is cut says nothing. */
const characterWidth = 7.4;
const widestLabel = 400;
/** Longer names are shown by their two ends; the table has them whole. */
const longestName = 96;

/**
 * A chart as one SVG element: marks of the facts, their 95 % intervals, the noise band, texts beside the marks. `svg` holds no script, no
 * link and no font; the same chart gives the same text. Charts without one value give undefined.
 */
export function renderChart(chart: Chart, facts: ReadonlyMap<string, Fact>, style: ChartStyle): string | undefined {
  const drawn = new Drawing(chart, facts, style);
  if (drawn.points.length === 0) return undefined;
  const svg = drawn.plot();
  svg.setAttribute("role", "img");
  // Names that Plot gives to its parts are English; an image has one name, its own.
  for (const part of svg.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  for (const part of svg.querySelectorAll("style")) part.remove();
  const label = chart.alt.map(({text}) => attributeText(text)).join("");
  return svg.outerHTML.replace("<svg ", () => `<svg xmlns="http://www.w3.org/2000/svg" aria-label="${label}" `);
}

/** linkedom leaves `<` and `&` of attributes as they are, which an XML reader would not take. */
const attributeText = (text: string): string => inert(text).replace(/[&<>"]/g, character => `&#${character.codePointAt(0)};`);

/** One value of one series. */
interface Point {
  /** Index, as text: names that look alike when shortened stay apart. */
  series: string;
  /** Index of the category, as text. */
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
    this.points = chart.series.flatMap((series, at) => series.facts.flatMap((id, index) => pointOf(chart, series, id, [at, index], facts)));
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
      color: {domain: this.#series, range: this.#series.map(index => this.#color(Number(index)))}
    };
  }

  get #series(): string[] {
    return this.#chart.series.map((_, index) => String(index));
  }

  #color(index: number): string {
    return this.#style.colors[index % this.#style.colors.length] ?? this.#style.ink;
  }

  readonly #tick = (value: number): string => this.#number.format(value).replaceAll("-", "\u2212");

  /** A row per category and, but for stacked bars, within it one per series. */
  #rows(): ReturnType<typeof Plot.plot> {
    const {kind, value, categories = [], series} = this.#chart;
    const names = categories.map(shownName);
    const lanesOf = names.map((_, index) => String(index));
    const nameOf = (lane: string): string => names[Number(lane)] ?? "";
    const isStacked = kind === "stacked";
    const isGrouped = !isStacked && series.length > 1;
    const labels = Math.min(widestLabel, Math.max(...names.map(({length}) => length)) * characterWidth + 18);
    const texts = Math.max(0, ...this.points.map(({text}) => text.length)) * characterWidth + 14;
    const rows = names.length * (isGrouped ? series.length : 1);
    const height = names.some(({length}) => length * characterWidth > widestLabel) && !isGrouped ? tallRow : rowHeight;
    const lanes: Plot.Markish[] = isGrouped
      ? []
      : [Plot.axisY({label: null, tickSize: 0, tickFormat: nameOf, lineWidth: (labels - 18) / 14})];
    return Plot.plot({
      ...this.#options,
      height: rows * height + (isGrouped ? names.length * 8 : 0) + 60,
      marginLeft: labels,
      marginRight: isStacked ? 16 : texts,
      marginBottom: 44,
      x: {
        label: value.title,
        labelAnchor: "center",
        labelArrow: "none",
        tickFormat: this.#tick,
        grid: true,
        ...(isStacked ? {domain: [0, this.#whole()]} : {zero: kind !== "points", nice: true})
      },
      y: {label: null, domain: isGrouped ? this.#series : lanesOf, axis: null, padding: 0.25},
      ...(isGrouped ? {fy: {label: null, domain: lanesOf, axis: null, padding: 0.12}} : {}),
      marks: [
        ...lanes,
        ...(isGrouped ? [Plot.axisFy({anchor: "left", label: null, tickSize: 0, tickFormat: nameOf, lineWidth: (labels - 18) / 14})] : []),
        ...this.#rowMarks(isGrouped)
      ]
    });
  }

  /** Shares of one request make a whole; medians of shares can make a little more. */
  #whole(): number {
    const sums = new Map<string, number>();
    for (const {category, value} of this.points) sums.set(category, (sums.get(category) ?? 0) + value);
    return Math.max(1 / this.#chart.value.factor, ...sums.values());
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
        Plot.barX(this.points, {x: "value", y: "category", fill: "series", order: this.#series}),
        Plot.text(
          this.points,
          Plot.stackX({
            x: "value",
            y: "category",
            text: "text",
            z: "series",
            order: this.#series,
            fill: ({series}: Point) => this.#style.onColors[Number(series) % this.#style.onColors.length] ?? ink
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

  /** Names of dots that lie close together stand in different rows: beside the dot, below, above. */
  #row(point: Point): number {
    const extent = (of: (one: Point) => number): number => Math.max(...this.points.map(of)) - Math.min(...this.points.map(of)) || 1;
    const [width, height] = [extent(({place}) => place), extent(({value}) => value)];
    const isNear = (one: Point): boolean =>
      Math.abs(one.place - point.place) < width / 4 && Math.abs(one.value - point.value) < height / 16;
    return [0, 1, -1][this.points.slice(0, this.points.indexOf(point)).filter(isNear).length % 3] ?? 0;
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
      marginTop: 32,
      marginLeft: 64,
      marginRight: isLines ? 24 : Math.max(0, ...this.points.map(({text}) => text.length)) * characterWidth + 16,
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
        ...(isLines || value.zero === undefined ? [] : [Plot.ruleY([value.zero], {stroke: ink, strokeDasharray: "4,3"})]),
        Plot.dot(this.points, {x: "place", y: "value", fill: "series", r: 5}),
        ...[-1, 0, 1].map(row =>
          Plot.text(
            this.points.filter(point => this.#row(point) === row),
            {x: "place", y: "value", text: "text", textAnchor: "start", dx: 9, dy: row * 12, fill: ink}
          )
        )
      ]
    });
  }
}

function pointOf(
  {value, other, places = []}: Chart,
  {across = [], texts = [], noise = []}: Chart["series"][number],
  id: string | null,
  [series, index]: [number, number],
  facts: ReadonlyMap<string, Fact>
): Point[] {
  const fact = numberOf(facts, id);
  if (fact === undefined) return [];
  const place = across.length === 0 ? places[index] : numberOf(facts, across[index] ?? null)?.value;
  const width = numberOf(facts, noise[index] ?? null)?.value;
  const zero = value.zero ?? 0;
  return [
    {
      series: String(series),
      category: String(index),
      value: fact.value / value.factor,
      ...(fact.interval === undefined ? {} : {low: fact.interval[0] / value.factor, high: fact.interval[1] / value.factor}),
      place: (place ?? 0) / (across.length === 0 ? 1 : other.factor),
      text: shownName(texts[index] ?? ""),
      ...(width === undefined ? {} : {noise: [zero, zero + width / value.factor] as [number, number]})
    }
  ];
}

/** A line breaks between words, so that a word must fit into one, and the whole into two. */
function shownName(text: string): string {
  const words = inert(text)
    .split(" ")
    .map(word => ends(word, longestName / 2));
  return ends(words.join(" "), longestName);
}

function ends(text: string, most: number): string {
  const half = Math.floor(most / 2);
  return text.length <= most ? text : `${text.slice(0, half)}…${text.slice(-half)}`;
}

function numberOf(facts: ReadonlyMap<string, Fact>, id: string | null): {value: number; interval?: [number, number]} | undefined {
  const fact = id === null ? undefined : facts.get(id);
  if (fact === undefined || typeof fact.value !== "number") return undefined;
  return {value: fact.value, ...(fact.interval === undefined ? {} : {interval: fact.interval})};
}
