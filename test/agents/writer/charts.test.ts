import {beforeAll, describe, expect, it} from "vitest";
import type {Analysis, Block, Report} from "../../../agents/contracts/index.ts";
import {analysisOf, languages, reportOf, sampleFolders} from "../../support/report-of.ts";
import {emptyAnalysis, factOf} from "../../support/small-analysis.ts";

type Chart = Extract<Block, {type: "chart"}>;
const chartsOf = (report: Report): Chart[] =>
  report.sections.flatMap(({blocks}) => blocks.flatMap(block => (block.type === "chart" ? [block] : [])));

/** A speed table of so many models. */
function speeds(count: number, words: Record<string, string> = {}): Analysis {
  const rows = Array.from({length: count}, (_, index) => index);
  return {
    ...emptyAnalysis,
    facts: rows.map(index => factOf({id: `f${index}`, metric: "decode_throughput", value: 10 + index, unit: "tok/s"})),
    tables: [
      {
        id: "table-1",
        kind: "speed",
        section: "performance",
        words: {place: "runs", places: "one", pooled: "no", has_ttft: "no", ...words},
        facts: {},
        labels: ["model"],
        columns: ["decode_throughput"],
        rows: rows.map(index => ({labels: {model: `m${index}`}, facts: {decode_throughput: `f${index}`}})),
        notes: []
      }
    ]
  };
}

function repaid(count: number): Analysis {
  const members = Array.from({length: count}, (_, index) => ({
    subject: {backend: `b${index}`},
    facts: {
      least: `r${index}`,
      most: `r${index}`,
      compile_first: `c${index}`,
      compile_last: `c${index}`,
      calls_first: "calls",
      calls_last: "calls",
      shown: "calls",
      total: "calls",
      plain_fact: "plain",
      compiled: "plain"
    },
    words: {has_compile: "yes", runs: "one"}
  }));
  return {
    ...emptyAnalysis,
    facts: [
      factOf({id: "plain", metric: "latency", value: 0.01, unit: "s"}),
      factOf({id: "calls", kind: "counted", value: 9, unit: "1"}),
      ...members.flatMap((_, index) => [
        factOf({id: `r${index}`, metric: "latency", statistic: "ratio", value: 0.5 + index / 10, unit: "x"}),
        factOf({id: `c${index}`, metric: "compile_time", value: 3 + index, unit: "s"})
      ])
    ],
    findings: [
      {
        id: "finding-1",
        kind: "break_even",
        variant: "compiled",
        workload: "w",
        subject: {},
        members,
        facts: {},
        words: {several: "yes", plain: "eager", tool: "tool"},
        severity: 0.1,
        confidence: "medium",
        confounders: [],
        reasons: []
      }
    ]
  };
}

describe.each(languages)("charts of data/samples (%s)", language => {
  let report: Report;
  let charts: Chart[];
  beforeAll(async () => {
    report = reportOf(await analysisOf(sampleFolders()[0]![1]), language);
    charts = chartsOf(report);
  });

  it("are of every kind, each under a name of its own", () => {
    expect(new Set(charts.map(({kind}) => kind))).toEqual(new Set(["bars", "stacked", "points", "lines", "scatter"]));
    expect(new Set(charts.map(({id}) => id)).size).toBe(charts.length);
  });

  it("draw facts that the report hands over", () => {
    const known = new Set(report.facts.map(({id}) => id));
    const drawn = charts.flatMap(({series}) => series.flatMap(({facts, across = [], noise = []}) => [...facts, ...across, ...noise]));
    expect(drawn.length).toBeGreaterThan(40);
    expect(drawn.filter(id => id !== null && !known.has(id))).toEqual([]);
  });

  it("have a caption, a description and an axis with its unit, in the language", () => {
    const script = language === "ru" ? /[а-яё]/ : /^[^а-яё]*$/;
    for (const chart of charts) {
      const words = [chart.caption, chart.alt].map(spans => spans.map(({text}) => text).join(""));
      for (const text of [...words, chart.value.title]) expect(text, chart.id).toMatch(script);
      expect(chart.value.title, chart.id).toMatch(/, \S|\(|перплексия|perplexity/);
      for (const {facts, texts, across} of chart.series) {
        for (const other of [texts, across]) expect(other?.length ?? facts.length, chart.id).toBe(facts.length);
        if (chart.kind !== "lines" && chart.kind !== "scatter") expect(chart.categories?.length, chart.id).toBe(facts.length);
      }
    }
  });

  it("write beside a mark what the fact says, in the numbers of the language", () => {
    const facts = new Map(report.facts.map(fact => [fact.id, fact]));
    for (const {kind, series, value} of charts.filter(({kind}) => kind !== "scatter")) {
      for (const {facts: ids, texts = []} of series) {
        ids.forEach((id, index) => {
          const text = texts[index];
          if (typeof text !== "string" || id === null) return;
          expect(text).toMatch(language === "ru" ? /^[\d\s]+(,\d+)?$/ : /^[\d,]+(\.\d+)?$/);
          const shown = Number(text.replace(/\s/g, "").replace(language === "ru" ? "," : /,(?=\d{3})/g, language === "ru" ? "." : ""));
          expect(Math.abs(shown / (Number(facts.get(id)?.value) / value.factor) - 1), `${kind} ${id}`).toBeLessThan(0.06);
        });
      }
    }
  });
});

describe("a chart", () => {
  it.each([
    [{}, /: runs\. /],
    [{places: "many", tool: "Ollama"}, /: Ollama\. /]
  ])("says where it was measured, of several places the tool (%j)", (words, place) => {
    const [chart] = chartsOf(reportOf(speeds(3, words), "en"));
    expect(chart?.caption.map(({text}) => text).join("")).toMatch(place);
  });

  it.each([
    [2, 0],
    [3, 1],
    [24, 1],
    [25, 0]
  ])("of %i speeds is drawn %i times: fewer are read in the table, more cannot be read in a picture", (rows, expected) => {
    expect(chartsOf(reportOf(speeds(rows), "en"))).toHaveLength(expected);
  });

  it.each([
    [2, 0],
    [3, 1]
  ])("of the compile time of %i backends that repay it is drawn %i times", (backends, expected) => {
    const charts = chartsOf(reportOf(repaid(backends), "ru"));
    expect(charts).toHaveLength(expected);
    for (const {kind, series, other, value} of charts) {
      expect(kind).toBe("scatter");
      expect(series[0]?.across).toEqual(["c0", "c1", "c2"]);
      expect(series[0]?.texts).toEqual(["b0", "b1", "b2"]);
      expect([other.title, value.zero]).toEqual(["время компиляции, с", 1]);
    }
  });
});
