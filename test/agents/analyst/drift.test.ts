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

  it("takes attempts that several clients begin at once for one moment, however many they are", async () => {
    const bursts = (count: number, clients: number) =>
      Array.from({length: count * clients}, (_, index) => {
        const burst = Math.floor(index / clients);
        const e2e_ms = 1000 * (1 + (0.4 * burst) / count) + (index % clients);
        return JSON.stringify({
          model: "toy:1b",
          concurrency: clients,
          repeat: burst + 1,
          client: (index % clients) + 1,
          started: new Date(Date.UTC(2026, 0, 5, 10, 0, 2 * burst)).toISOString(),
          status: 200,
          ttft_ms: e2e_ms / 4,
          itl_ms: Array<number>(6).fill(e2e_ms / 85),
          e2e_ms,
          prompt_tokens: 200,
          output_tokens: 64,
          group_wall_ms: 1000 * (1 + (0.4 * burst) / count) + clients
        });
      }).join("\n");
    expect(drifts(await analyzeFolder({"clients.jsonl": bursts(6, 8)}))).toEqual([]);
    const [long] = drifts(await analyzeFolder({"clients.jsonl": bursts(24, 2)}));
    expect(long).toMatchObject({words: {direction: "more"}, confidence: "medium"});
  });

  it.each(languages)("is worded in both languages (%s)", async language => {
    const text = plainText(reportOf(await analyzeFolder({"runs.jsonl": session(60, 0.4)}), language));
    expect(text).toMatch(language === "ru" ? /За время сеанса .* растёт/ : /Along the session .* grows/);
  });
});
