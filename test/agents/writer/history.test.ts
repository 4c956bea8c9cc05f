import {describe, expect, it} from "vitest";
import {gateOf, gateResult, historyOf} from "../../../agents/analyst/index.ts";
import type {Block, History, Report, RunSeries, Span} from "../../../agents/contracts/index.ts";
import {documentWords, gateSentence, historyPart, unboundDigits} from "../../../agents/writer/index.ts";
import {languages, localeOf} from "../../support/report-of.ts";
import {noisyRuns, runOf, seriesOfSamples} from "../../support/run-series.ts";

const around = (level: number) => Array.from({length: 8}, (_, index) => level * (1 + 0.004 * (index - 3.5)));
const given = (...runs: RunSeries[]) => historyOf(runs, {order: "given"});
const worse = given(
  runOf("a", [seriesOfSamples(around(50), {environment: {driver: "550"}})]),
  runOf("stopped", [], {aborted: true}),
  runOf("b", [seriesOfSamples(around(40), {environment: {driver: "560"}}), seriesOfSamples([9], {phase: "cold"})], {failed: 2})
);

const plain = (spans: readonly Span[]) => spans.map(({text}) => text).join("");
const tableOf = (blocks: readonly Block[]) => blocks.find(block => block.type === "table");
const cells = (history: History, language: string) => {
  const table = tableOf(historyPart(history, localeOf(language)).blocks);
  return table?.type === "table" ? table.rows.map(row => row.map(plain)) : [];
};
const words = (history: History, language: string) =>
  historyPart(history, localeOf(language))
    .blocks.flatMap(block => (block.type === "list" ? block.items.map(plain) : "spans" in block ? [plain(block.spans)] : []))
    .join("\n");

describe("historyPart", () => {
  it("gives metric, subject, last value, both changes and the new level", () => {
    expect(cells(worse, "en")).toEqual([
      ["decode throughput", "model toy:1b, warm", "40.0\u00a0tok/s", "−20\u00a0%, worse", "−20\u00a0%, worse", "few runs"]
    ]);
    expect(cells(worse, "ru")).toEqual([
      ["скорость генерации", "модель toy:1b, прогретые", "40,0\u00a0токен/с", "−20\u00a0%, хуже", "−20\u00a0%, хуже", "прогонов мало"]
    ]);
  });

  it("says since which run the level is another", () => {
    const [row] = cells(historyOf(noisyRuns({seed: 11, count: 20, from: 14, step: -0.15})), "en");
    expect(row?.at(-1)).toMatch(/^since run-14 \(−1\d\s%\)$/);
    expect(cells(historyOf(noisyRuns({seed: 11, count: 20})), "en")[0]?.at(-1)).toBe("unchanged");
  });

  it("names what changed as well, failures, and runs that are left out", () => {
    const text = words(worse, "en");
    for (const part of ["driver (550, now 560)", "Aborted runs are not compared: stopped", "2 of 20", "There is one earlier run"]) {
      expect(text).toContain(part);
    }
  });

  it("has nothing to compare in a first run and without measurements", () => {
    expect(words(given(runOf("a", [seriesOfSamples(around(50))])), "en")).toContain("no earlier runs");
    expect(words(given(runOf("a", [])), "en")).toContain("No run has measurements");
  });

  it("says why times of unlike work are not compared, and what only one run has", () => {
    const time = (tokens: number) =>
      seriesOfSamples(around(2), {metric: "total_time", unit: "s", better: "lower", work: {output_tokens: tokens}});
    const history = given(
      runOf("a", [time(64), seriesOfSamples(around(3), {subject: {model: "old:1b"}})]),
      runOf("b", [time(128), seriesOfSamples(around(3), {subject: {model: "new:1b"}})])
    );
    const text = words(history, "en");
    for (const part of ["amount of work differs", "Only in the newest run: new:1b", "Not in the newest run: old:1b"]) {
      expect(text).toContain(part);
    }
  });

  it.each(languages)("prints no number that nothing stands behind, and hands over the facts it cites (%s)", language => {
    for (const history of [worse, historyOf(noisyRuns({seed: 11, count: 20, from: 14, step: -0.15}))]) {
      const {blocks, facts} = historyPart(history, localeOf(language));
      const words = documentWords(localeOf(language));
      const report: Report = {
        version: 1,
        locale: language,
        words,
        title: [],
        header: [],
        sections: [{id: "history", title: "", blocks}],
        facts
      };
      expect(unboundDigits(report)).toEqual([]);
      const table = tableOf(blocks);
      const cited = table?.type === "table" ? table.rows.flat(2).flatMap(({fact}) => fact ?? []) : [];
      expect(cited.filter(id => !facts.some(fact => fact.id === id))).toEqual([]);
      expect(facts.find(({id}) => id.endsWith(".last"))?.sources[0]?.artifact).toMatch(/^(b|run-20)\/runs\.jsonl$/);
    }
  });
});

describe("gateSentence", () => {
  it.each([
    ["en", "decode_throughput<-5%", /is broken: decode throughput, model toy:1b, warm: −20\s% \(40\.0\stok\/s instead of 50\.0\stok\/s\)/],
    ["ru", "decode_throughput<-5%", /нарушено: скорость генерации, модель toy:1b, прогретые\s— −20\s%/],
    ["en", "decode_throughput<-30%", /holds: series checked: 1/],
    ["en", "total_time>5%", /was not checked/]
  ])("says in %s what %s came to", (language, condition, text) => {
    const {spans, facts} = gateSentence(gateResult(worse, gateOf(condition)), worse, localeOf(language));
    expect(plain(spans)).toMatch(text);
    expect(spans.flatMap(({fact}) => fact ?? []).every(id => facts.some(fact => fact.id === id))).toBe(true);
  });
});
