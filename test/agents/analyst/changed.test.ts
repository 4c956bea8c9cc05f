import {existsSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {Analysis} from "../../../agents/contracts/index.ts";
import {analyzeFolder, factValue, ofKind} from "../../support/folder.ts";
import {type Call, noise, ollamaLines} from "../../support/ollama-calls.ts";
import {analysisOf, languages, reportOf} from "../../support/report-of.ts";
import {plainText} from "../../support/plain-text.ts";

const hour = 3_600_000;
const start = Date.UTC(2026, 0, 5, 10);

/** Twelve warm calls of one configuration per session; `slow` multiplies their times. */
function sessions(slow: readonly number[], seed = 1, rest: Call = {}): Record<string, string> {
  const jitter = noise(seed * 7919, 0.02);
  return Object.fromEntries(
    slow.map((factor, index) => {
      const calls = Array.from(
        {length: 12},
        (_, repeat): Call => ({
          phase: "warm",
          repeat: repeat + 1,
          prefill: jitter(0.4) * factor,
          decode: jitter(1) * factor,
          ...rest
        })
      );
      return [`run-${index + 1}/runs.jsonl`, ollamaLines(calls, start + index * hour)];
    })
  );
}

const places = (analysis: Analysis) => ofKind(analysis, "changed").map(({variant, words}) => `${variant} ${words.place}`);

describe("changed", () => {
  it("says which session is worse than those before it, by how much, with both speeds", async () => {
    const analysis = await analyzeFolder(sessions([1, 1, 1.3]));
    const [finding] = ofKind(analysis, "changed");
    expect(finding).toMatchObject({
      variant: "worse",
      words: {place: "run-3/runs.jsonl", before_first: "run-1/runs.jsonl", before_last: "run-2/runs.jsonl", metric: "total_time"},
      confidence: "medium"
    });
    const facts = finding?.members[0]?.facts ?? {};
    expect(factValue(analysis, facts.effect)).toBeCloseTo(1.27, 1);
    expect(factValue(analysis, facts.decode)).toBeCloseTo(1 / 1.3, 1);
    expect(factValue(analysis, facts.after) / factValue(analysis, facts.before)).toBeCloseTo(factValue(analysis, facts.effect), 10);
  });

  it("tells an improvement, and each of two changes against the level before it", async () => {
    expect(places(await analyzeFolder(sessions([1, 1, 0.7])))).toEqual(["better run-3/runs.jsonl"]);
    const twice = await analyzeFolder(sessions([1, 1, 1.3, 1.7]));
    expect(places(twice).sort()).toEqual(["worse run-3/runs.jsonl", "worse run-4/runs.jsonl"]);
    expect(ofKind(twice, "changed").find(({words}) => words.place === "run-4/runs.jsonl")?.words.before_first).toBe("run-3/runs.jsonl");
  });

  it("finds the lasting shift of many sessions", async () => {
    const analysis = await analyzeFolder(sessions([1, 1, 1, 1, 1, 1.3, 1.3, 1.3, 1.3]));
    expect(places(analysis)).toEqual(["worse run-6/runs.jsonl"]);
    expect(ofKind(analysis, "changed")[0]?.confidence).toBe("high");
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("is silent about sessions that are alike (seed %i)", async seed => {
    expect(places(await analyzeFolder(sessions([1, 1, 1], seed)))).toEqual([]);
  });

  it("is silent about other settings, times of other work, and sessions that overlap in time", async () => {
    const other = (rest: Call) => sessions([1.3], 2, rest)["run-1/runs.jsonl"] ?? "";
    const first = sessions([1]);
    const later = (text: string) => ({...first, "run-2/runs.jsonl": text.replaceAll("2026-01-05", "2026-01-06")});
    expect(places(await analyzeFolder(later(other({}))))).toEqual(["worse run-2/runs.jsonl"]);
    expect(places(await analyzeFolder(later(other({options: {num_ctx: 4096}}))))).toEqual([]);
    const longer = ofKind(await analyzeFolder(later(other({tokens: 128}))), "changed");
    expect(longer.map(({words}) => words.metric)).not.toContain("total_time");
    expect(places(await analyzeFolder({...first, "run-2/runs.jsonl": other({})}))).toEqual([]);
  });

  it("leaves aborted sessions out of what is said of speed, and uses them where there are no others", async () => {
    const meta = JSON.stringify({
      run: "r",
      started: "2026-01-05T10:00:00Z",
      server: "ollama",
      server_version: "0.1",
      models: [],
      options: {},
      aborted: true
    });
    const stuck = {"stuck/runs.jsonl": ollamaLines([{phase: "cold", load: 60, decode: 80}], start - hour), "stuck/meta.json": meta};
    const others = sessions([1], 1);
    const remarks = (analysis: Analysis) => analysis.remarks.map(({note}) => note.code).filter(code => code.includes("aborted"));
    const both = await analyzeFolder({...stuck, ...others});
    expect(remarks(both)).toEqual(["sessions-aborted"]);
    expect(ofKind(both, "cold_start")).toEqual([]);
    const alone = await analyzeFolder(stuck);
    expect(remarks(alone)).toEqual(["sessions-all-aborted"]);
    for (const language of languages) expect(plainText(reportOf(alone, language))).toContain("stuck");
  });

  it.each(languages)("tells many settings at once (%s)", async language => {
    const jitter = noise(31, 0.02);
    const sweep = (slow: number) =>
      [512, 1024, 2048, 4096, 8192, 16384, 32768].flatMap(num_ctx =>
        Array.from(
          {length: 8},
          (_, repeat): Call => ({
            phase: "warm",
            repeat: repeat + 1,
            options: {num_ctx},
            decode: jitter(1) * slow
          })
        )
      );
    const analysis = await analyzeFolder({
      "run-1/runs.jsonl": ollamaLines(sweep(1), start),
      "run-2/runs.jsonl": ollamaLines(sweep(1.5), start + hour)
    });
    const [finding] = ofKind(analysis, "changed");
    expect(finding).toMatchObject({variant: "worse-many", words: {place: "run-2/runs.jsonl"}});
    expect(factValue(analysis, finding?.facts.n)).toBe(7);
    const text = plainText(reportOf(analysis, language));
    expect(text).toMatch(
      language === "ru" ? /на 3\d–3\d\s%, сочетаний модели и настроек\s— 7/ : /by 3\d–3\d\s%, combinations of model and settings: 7/
    );
  });

  it.each(languages)("is worded in both languages (%s)", async language => {
    for (const slow of [
      [1, 1.3],
      [1, 1, 0.7],
      [1, 1.3, 1.3]
    ]) {
      const text = plainText(reportOf(await analyzeFolder(sessions(slow)), language));
      expect(text).toContain("run-1/runs.jsonl");
      expect(text).toMatch(language === "ru" ? /(Ухудшение|Улучшение) в run-/ : /(Worse|Better) in run-/);
    }
  });
});

const samples = new URL("../../../../shared/samples/runs/", import.meta.url);

describe.skipIf(!existsSync(samples))("the recorded runs beside the repository (skipped when they are not there)", () => {
  it("are two slow-downs with the load that came with them, and one aborted run", async () => {
    const analysis = await analysisOf(samples);
    const found = ofKind(analysis, "changed");
    expect(found.map(({variant, words}) => `${variant} ${words.place}: ${words.before_first}…${words.before_last}`).sort()).toEqual([
      "worse 2026-11-25-c: 2026-11-25-a…2026-11-25-b",
      "worse 2026-11-25-d: 2026-11-25-c…2026-11-25-c"
    ]);
    for (const {confounders, confidence, members} of found) {
      expect(confounders.map(({code, values}) => [code, values.key])).toEqual([["environment-changed", "background_load"]]);
      expect(confidence).toBe("medium");
      expect(members).toHaveLength(2);
    }
    const aborted = analysis.remarks.find(({note}) => note.code === "sessions-aborted");
    expect(aborted?.note.values.places).toEqual(["2026-11-25-c0-aborted"]);
  });
});
