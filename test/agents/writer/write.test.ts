import {beforeAll, describe, expect, it} from "vitest";
import {type Analysis, type Block, type Report, reportSchema, type Span} from "../../../agents/contracts/index.ts";
import {plain} from "../../../agents/locale/index.ts";
import {spansOf, unboundDigits} from "../../../agents/writer/index.ts";
import {analyzeFolder} from "../../support/folder.ts";
import {analysisOf, languages, reportOf, sampleFolders} from "../../support/report-of.ts";
import {analysisNaming, emptyAnalysis} from "../../support/small-analysis.ts";
import {visible} from "../../support/visible.ts";

type Table = Extract<Block, {type: "table"}>;

const tablesOf = (report: Report, id: string): Table[] =>
  report.sections
    .filter(section => section.id === id)
    .flatMap(({blocks}) => blocks.flatMap(block => (block.type === "table" ? [block] : [])));

/** Sentences and cells as the reader sees them, without names in code style. */
function lines(report: Report): string[] {
  const shown = (spans: readonly Span[]) => plain(spans.map(span => (span.style === "code" ? {text: "`…`"} : span)));
  const ofBlock = (block: Block): Span[][] => {
    if (block.type === "table") return [block.caption, ...block.head, ...block.rows.flat()];
    if (block.type === "list") return block.items;
    return [block.type === "chart" ? block.caption : block.spans];
  };
  return [report.title, ...report.header.map(({value}) => value), ...report.sections.flatMap(({blocks}) => blocks.flatMap(ofBlock))]
    .map(shown)
    .concat(
      report.header.map(({label}) => label),
      report.sections.map(({title}) => title)
    );
}

/** Words that a Russian report may hold in Latin letters outside code style. */
const latin = /\b(Ollama|llama-bench|llama-batched-bench|GPU|CPU|UTC|TTFT|Baseline|JSON|CSV|KV|p95|n|t)\b/g;

describe.each(sampleFolders())("report of %s", (_, folder) => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await analysisOf(folder);
  });

  describe.each(languages)("in %s", language => {
    let report: Report;
    beforeAll(() => {
      report = reportOf(analysis, language);
    });

    it("keeps its contract and leaves no section empty", () => {
      expect(reportSchema.safeParse(report).success).toBe(true);
      for (const {title, blocks} of report.sections) expect(blocks.length, title).toBeGreaterThan(0);
      for (const line of lines(report).filter(text => text !== "")) expect(line.trim()).not.toBe("");
    });

    it("prints no digit that nothing stands behind", () => {
      expect(unboundDigits(report)).toEqual([]);
      const known = new Set(report.facts.map(({id}) => id));
      expect(spansOf(report).flatMap(({fact}) => (fact !== undefined && !known.has(fact) ? [fact] : []))).toEqual([]);
    });

    it("has an appendix row for each reference and a reference for each row", () => {
      const rows = tablesOf(report, "appendix").flatMap(table => table.rows.map(row => row[0]?.[0]?.reference));
      const cited = report.sections
        .filter(({id}) => id !== "appendix")
        .flatMap(section => spansOf({...report, title: [], header: [], sections: [section]}));
      const numbers = new Set(cited.flatMap(({reference}) => reference ?? []));
      expect([...numbers].filter(number => !rows.includes(number))).toEqual([]);
      expect(rows.filter(number => number !== undefined && !numbers.has(number))).toEqual([]);
    });

    it("names a file behind every row of the appendix, or says over what it was counted", () => {
      for (const row of tablesOf(report, "appendix").flatMap(({rows}) => rows)) {
        expect(plain(row[4] ?? []), plain(row.flat())).toMatch(
          /\.\w+|^(план измерений|plan of the measurements|по всем прочитанным файлам|over all files read)$/
        );
      }
    });

    it("is written cleanly", () => {
      for (const line of lines(report)) {
        expect(line).not.toMatch(/undefined|null|NaN|\[object|[ \u00a0]{2}|[{}]| [,.;:)](?!\w)|\( |\.\.|;\.|: ?\.$/);
        expect(line).not.toMatch(/[.!?] \p{Ll}/u);
        if (language === "ru") expect(line.replace(latin, "")).not.toMatch(/[A-Za-z]/);
        else expect(line).not.toMatch(/\p{Script=Cyrillic}/u);
      }
    });

    it("begins sentences with a capital letter and ends them with a full stop", () => {
      const sentences = report.sections.flatMap(({blocks}) =>
        blocks.flatMap(block => (block.type === "list" ? block.items : block.type === "paragraph" ? [block.spans] : []))
      );
      for (const spans of sentences.filter(([first]) => first?.style !== "code")) {
        const text = plain(spans).replace(/ \[\d+\]$/, "");
        expect(text).toMatch(/^[«"„(]?[\p{Lu}\d]/u);
        expect(text).toMatch(/\.$/);
      }
    });

    it("keeps numbers, units, dashes and percent signs together", () => {
      for (const line of lines(report).map(visible)) {
        expect(line).not.toMatch(/\d (мс|с|мкс|мин|МиБ|ГиБ|КиБ|токен\/с|запрос\/с|%|ms|s|µs|MiB|GiB|tok\/s)(?!\p{L})/u);
        if (language === "ru") expect(line).not.toMatch(/ —/);
        expect(line).not.toMatch(/[±] | [±]/);
      }
    });
  });
});

describe("report of an empty folder", () => {
  it.each(languages)("is complete and says that nothing was found (%s)", language => {
    const report = reportOf(emptyAnalysis, language);
    expect(reportSchema.safeParse(report).success).toBe(true);
    expect(report.sections.map(({id}) => id)).toEqual([
      "summary",
      "data",
      "performance",
      "bottlenecks",
      "recommendations",
      "next_steps",
      "limitations",
      "appendix"
    ]);
    expect(report.sections.every(({blocks}) => blocks.length > 0)).toBe(true);
    expect(unboundDigits(report)).toEqual([]);
    const text = lines(report).join("\n");
    expect(text).toMatch(language === "ru" ? /не найдено измерений/ : /No measurements were found/);
    expect(text).not.toMatch(language === "ru" ? /не выявлен|не требуется/ : /show no bottleneck|No limitations/);
  });

  it.each(languages)("differs from that of a folder with one value, which is shown (%s)", async language => {
    const report = reportOf(await analyzeFolder({"a.csv": "model,run,ttft_ms\nm,1,120\n"}), language);
    const text = visible(lines(report).join("\n"));
    expect(text).toMatch(language === "ru" ? /нет измерений, по которым можно сделать вывод/ : /no measurements that allow a conclusion/);
    expect(JSON.stringify(report.sections)).not.toContain('"unknown"');
    const tables = report.sections.flatMap(({blocks}) => blocks.flatMap(block => (block.type === "table" ? [block] : [])));
    expect(tables.some(({rows}) => rows.some(row => /^0[,.]120$/.test(plain(row.at(-1) ?? []))))).toBe(true);
  });
});

describe("header of a report", () => {
  it("prints date, agent type and every option, set or not", () => {
    const report = reportOf(emptyAnalysis, "ru");
    expect(report.header.map(({label, value}) => [label, visible(plain(value))])).toEqual([
      ["Дата", "25⍽ноября 2026⍽г."],
      ["Модель", "не использовалась, текст составлен по шаблонам"],
      ["Тип агента", "Baseline"],
      ["Конфигурация", "num_gpu=default, num_ctx=default, temp=default, top_p=default, top_k=default, repeat_penalty=default"]
    ]);
  });

  it("names one model in the singular, several in the plural, and not all of many", () => {
    const titleWith = (...models: string[]) => plain(reportOf({...emptyAnalysis, header: {...emptyAnalysis.header, models}}, "ru").title);
    expect(titleWith()).toBe("Отчёт о производительности");
    expect(titleWith("a")).toBe("Отчёт о производительности: модель a");
    expect(titleWith("a", "b")).toBe("Отчёт о производительности: модели a и b");
    expect(titleWith("a", "b", "c")).toBe("Отчёт о производительности: модели a, b и c");
    expect(titleWith("a", "b", "c", "d")).toBe("Отчёт о производительности: модели a, b, c и другие");
  });
});

describe("tables of a report", () => {
  it("say where nothing was measured, and never 0", () => {
    const [speed] = tablesOf(reportOf(analysisNaming("m"), "ru"), "performance");
    expect(speed?.rows.map(row => row.map(plain))).toEqual([
      ["m", "m", "2", "10,0", "0,500"],
      ["m", "н/д", "н/д", "20,0", "н/д"]
    ]);
    expect(speed?.align).toEqual(["left", "left", "right", "right", "right"]);
  });

  it("show a column in one unit, that of its middle value", () => {
    const [speed] = tablesOf(reportOf(analysisNaming("m"), "en"), "performance");
    expect(speed?.head.map(cell => visible(plain(cell)))).toEqual(["model", "m", "n", "decode, tok/s", "time to first token, s"]);
  });
});

describe("digits that nothing stands behind", () => {
  it("are found in every kind of block", () => {
    const report = reportOf(emptyAnalysis, "en");
    const loose: Span[] = [{text: "7 times"}];
    const blocks: Block[] = [
      {type: "paragraph", by: "template", spans: loose},
      {type: "list", by: "template", ordered: false, items: [loose]},
      {type: "table", caption: loose, head: [loose], align: ["left"], rows: [[loose]]},
      {type: "note", spans: loose}
    ];
    const first = report.sections[0]!;
    expect(unboundDigits({...report, title: loose, sections: [{...first, blocks}]})).toHaveLength(7);
  });

  it("do not count where they are a name, a reference, a fact or the level of an interval", () => {
    const report = reportOf(emptyAnalysis, "en");
    const bound: Span[] = [
      {text: "q4_0", style: "code"},
      {text: "[7]", reference: 7},
      {text: "7", fact: "f"},
      {text: " (95 %)"},
      {text: " (95\u00a0%)"}
    ];
    expect(unboundDigits({...report, title: bound, sections: []})).toEqual([]);
  });
});
