import {describe, expect, it} from "vitest";
import {compareCells, scoreCell} from "../../../agents/analyst/index.ts";
import type {CellRun, Report} from "../../../agents/contracts/index.ts";
import {type SentenceTexts, unboundDigits, writeComparison} from "../../../agents/writer/index.ts";
import {renderMarkdown} from "../../../pipelines/export/index.ts";
import {cellRuns, playedCell} from "../../support/cell-runs.ts";
import {localeFiles, localeOf} from "../../support/report-of.ts";

interface Played {
  refusal: number;
  seconds: number;
  repeats?: number;
}

const sentenceOf = (sentence: Partial<CellRun["sentences"][number]>): CellRun["sentences"][number] => ({
  section: "summary",
  number: 1,
  template: "Генерация занимает 90 % времени.",
  text: "Генерация занимает 90 % времени.",
  by: "template",
  isRepaired: false,
  refused: [],
  ...sentence
});

const sentences: SentenceTexts[] = [
  {
    section: "summary",
    number: 1,
    template: "Генерация занимает 90 % времени.",
    cells: [
      {cell: "a", sentence: sentenceOf({text: "На генерацию уходит 90 % времени.", by: "model"})},
      {
        cell: "b",
        sentence: sentenceOf({refused: [{text: "Почти всё время — генерация!", faults: [{code: "certainty-changed", values: {}}]}]})
      }
    ]
  }
];

function reportOf(lang: "ru" | "en", plays: Readonly<Record<string, Played>>, shown: readonly SentenceTexts[] = sentences): Report {
  const cells = Object.entries(plays).map(([id, {refusal, seconds, repeats = 8}], index) =>
    scoreCell({cell: playedCell(id), runs: cellRuns({cell: id, repeats, seed: 7 + index, refusal, seconds, noise: 0.05}), failures: []})
  );
  const comparison = compareCells(cells, {artifacts: "samples", reference: "a", repeats: 8, seed: 3});
  return writeComparison(comparison, {
    locale: localeOf(lang),
    date: "2026-11-25",
    sentences: shown,
    commands: Object.fromEntries(Object.keys(plays).map(id => [id, `chimera report samples --agent ${id}`]))
  });
}

const markdownOf = (report: Report): string =>
  renderMarkdown(report, localeFiles(report.locale)["report.md.hbs"] ?? "").replaceAll("\u00a0", " ");

describe("writeComparison", () => {
  const apart = {a: {refusal: 0.4, seconds: 20}, b: {refusal: 0.02, seconds: 20}};

  it("names the winner first, then what differs with its interval and what does not", () => {
    const text = markdownOf(reportOf("ru", apart));
    expect(text).toContain("Лучшая конфигурация — `b`: хотя бы по одной главной оценке она лучше опорной `a`, и ни по одной не хуже.");
    expect(text).toMatch(/- `b`: доля принятых предложений выше на \d+ п\. п\. \(95\s% ДИ \d+–\d+\); .*по времени различие не выявлено/);
    expect(text).toContain("chimera report samples --agent b");
    expect(text).not.toContain("chimera report samples --agent a");
  });

  it("says so in English", () => {
    const text = markdownOf(reportOf("en", apart));
    expect(text).toContain("The best configuration is `b`");
    expect(text).toMatch(/share of accepted sentences higher by \d+ points \(95 % CI \d+–\d+\)/);
  });

  it("shows texts side by side with what differs in strong type, and refused ones with the reason", () => {
    const text = markdownOf(reportOf("ru", apart));
    expect(text).toContain("| шаблон | Генерация занимает 90 % времени. |");
    expect(text).toContain("| `a` | **На генерацию уходит** 90 % времени. |");
    expect(text).toContain("| `b` | осталось предложение шаблона |");
    expect(text).toContain("`b`: отклонено (степень уверенности): «Почти всё время — генерация!»");
  });

  it("names no winner below six repeats and says how many are needed", () => {
    const text = markdownOf(reportOf("ru", {a: {refusal: 0.4, seconds: 20, repeats: 3}, b: {refusal: 0, seconds: 5, repeats: 3}}));
    expect(text).toContain("Повторов мало: чтобы назвать лучшую конфигурацию, нужно не меньше 6 в каждой.");
    expect(text).toContain("повторов мало");
    expect(text).not.toContain("Лучшая конфигурация");
  });

  it.each([
    [
      "нет преимущества",
      {a: {refusal: 0.1, seconds: 10}, b: {refusal: 0.1, seconds: 10}},
      "Преимущество какой-либо конфигурации перед опорной `a` не выявлено."
    ],
    ["размен", {a: {refusal: 0.02, seconds: 20}, b: {refusal: 0.4, seconds: 10}}, "Однозначно лучшей конфигурации нет"],
    ["одна", {a: {refusal: 0.1, seconds: 10}}, "Конфигурация одна: сравнивать не с чем."],
    ["опорная", {a: {refusal: 0, seconds: 10}, b: {refusal: 0.5, seconds: 10}}, "Лучшая конфигурация — опорная `a`"]
  ])("says what the numbers say: %s", (_, plays, sentence) => {
    expect(markdownOf(reportOf("ru", plays))).toContain(sentence);
  });

  it.each(["ru", "en"] as const)("prints no digit without a fact (%s)", lang => {
    const report = reportOf(lang, apart);
    expect(unboundDigits(report)).toEqual([]);
    const facts = new Set(report.facts.map(({id}) => id));
    const cited = JSON.stringify(report.sections).matchAll(/"fact":"([^"]+)"/g);
    expect([...cited].filter(([, id]) => !facts.has(id ?? ""))).toEqual([]);
  });

  it("keeps what models wrote inert", () => {
    const hostile = [
      {...sentences[0]!, cells: [{cell: "a", sentence: sentenceOf({by: "model", text: "**<script>alert(1)</script>** | x"})}]}
    ];
    const text = markdownOf(reportOf("ru", apart, hostile));
    expect(text).not.toContain("<script>");
    expect(text).toContain("\\<script\\>");
  });
});
