import {describe, expect, it} from "vitest";
import type {Analysis} from "../../../agents/contracts/index.ts";
import {analyzeFolder, factValue, ofKind} from "../../support/folder.ts";
import {type Call, noise, ollamaLines} from "../../support/ollama-calls.ts";
import {plainText} from "../../support/plain-text.ts";
import {languages, reportOf} from "../../support/report-of.ts";

/** Warm calls in a row; `grows` is what the last one takes more than the first. */
function session(count: number, grows: number, seed = 1, rest: (index: number) => Call = () => ({})): string {
  const jitter = noise(seed * 7919, 0.03);
  return ollamaLines(
    Array.from({length: count}, (_, index) => ({
      phase: "warm" as const,
      repeat: index + 1,
      decode: jitter(1) * (1 + (grows * index) / count),
      ...rest(index)
    }))
  );
}

const drifts = (analysis: Analysis) => ofKind(analysis, "changed").filter(({variant}) => variant === "drift");

describe("drift", () => {
  it("says that attempts grow slower along a session, from what to what", async () => {
    const analysis = await analyzeFolder({"runs.jsonl": session(60, 0.4)});
    const [finding, ...others] = drifts(analysis);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({words: {metric: "total_time", direction: "more"}, confidence: "medium"});
    const {first, last, effect} = finding?.members[0]?.facts ?? {};
    expect(factValue(analysis, last) / factValue(analysis, first)).toBeCloseTo(factValue(analysis, effect), 10);
    expect(factValue(analysis, effect)).toBeGreaterThan(1.1);
  });

  it("tells attempts that grow faster", async () => {
    expect(drifts(await analyzeFolder({"runs.jsonl": session(60, -0.3)})).map(({words}) => words.direction)).toEqual(["less"]);
  });

  it("is silent about noise", async () => {
    const found = await Promise.all(
      Array.from({length: 25}, async (_, seed) => drifts(await analyzeFolder({"runs.jsonl": session(40, 0, seed + 1)})).length)
    );
    expect(found.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1);
  });

  it("is silent about few attempts and about growing work", async () => {
    expect(drifts(await analyzeFolder({"runs.jsonl": session(15, 0.4)}))).toEqual([]);
    expect(drifts(await analyzeFolder({"runs.jsonl": session(60, 0.4, 1, index => ({tokens: 64 + index}))}))).toEqual([]);
  });

  it.each(languages)("is worded in both languages (%s)", async language => {
    const text = plainText(reportOf(await analyzeFolder({"runs.jsonl": session(60, 0.4)}), language));
    expect(text).toMatch(language === "ru" ? /За время сеанса .* растёт/ : /Along the session .* grows/);
  });
});
