import {describe, expect, it} from "vitest";
import {type Costed, estimatedPrompt, estimatedTokens, planCalls, TokenMeter, usableWindow} from "../../../agents/model/budget.ts";

describe("estimatedTokens", () => {
  it("reckons 2.8 characters a token for prose and 2.3 for JSON", () => {
    expect(estimatedTokens("а".repeat(280))).toBe(100);
    expect(estimatedTokens("{".repeat(115), "json")).toBe(50);
  });

  it("adds what a chat template needs", () => {
    expect(estimatedPrompt({user: ""})).toBeGreaterThan(10);
  });
});

describe("usableWindow", () => {
  it("is the smaller of what was asked and what the server runs with", () => {
    expect(usableWindow({asked: 1024, effective: 2048})).toBe(1024);
    expect(usableWindow({asked: 100_000, effective: 8192})).toBe(8192);
    expect(usableWindow({asked: 100_000, maximum: 8192})).toBe(8192);
  });

  it("is small where nobody tells", () => {
    expect(usableWindow({})).toBe(2048);
  });
});

describe("TokenMeter", () => {
  it("is a tenth careful before the first call, and knows the model after it", () => {
    const meter = new TokenMeter();
    expect(meter.tokens(100)).toBe(111);
    meter.observe(100, 210);
    expect(meter.tokens(100)).toBe(210);
    meter.observe(100, 90);
    expect(meter.tokens(100)).toBe(210);
  });

  it("learns from a refusal", () => {
    const meter = new TokenMeter();
    meter.observeTooLong(500, 1000);
    expect(meter.tokens(500)).toBeGreaterThan(1000);
  });

  it("tells a cut prompt from a model with long tokens", () => {
    const meter = new TokenMeter();
    expect(meter.isTruncated(1000, 600)).toBe(false);
    expect(meter.isTruncated(1000, 400)).toBe(true);
    meter.observe(1000, 1100);
    expect(meter.isTruncated(1000, 514)).toBe(true);
    expect(meter.isTruncated(1000, 900)).toBe(false);
  });
});

describe("planCalls", () => {
  const items = (costs: readonly number[]): Costed<number>[] => costs.map((cost, item) => ({item, prompt: cost / 2, reply: cost / 2}));
  const exact = new TokenMeter();
  exact.observe(1, 1);
  const room = {window: 100, fixed: 20, most: 8, meter: exact};

  it("fills a call to the window and goes on with the next", () => {
    expect(planCalls(items([40, 40, 40]), room)).toEqual({calls: [[0, 1], [2]], dropped: []});
  });

  it("asks about no more than so many at once", () => {
    expect(planCalls(items([1, 1, 1]), {...room, most: 2}).calls).toEqual([[0, 1], [2]]);
  });

  it("drops what fits in no call", () => {
    expect(planCalls(items([40, 90, 40]), room)).toEqual({calls: [[0, 2]], dropped: [1]});
  });

  it("drops the least important when calls run out", () => {
    expect(planCalls(items([70, 70, 70]), {...room, mostCalls: 2})).toEqual({calls: [[0], [1]], dropped: [2]});
  });

  it("plans nothing when the instructions alone fill the window", () => {
    expect(planCalls(items([10]), {...room, fixed: 100})).toEqual({calls: [], dropped: [0]});
  });

  it("fits eight usual sentences of Russian and their rewording beside the instructions into 1024 tokens", () => {
    const meter = new TokenMeter();
    const sentence = "По таблице видно, что дольше всего длится загрузка: [a] из [b] у [c].";
    const eight = Array.from({length: 8}, (_, item) => ({
      item,
      prompt: estimatedTokens(sentence) + 3,
      reply: estimatedTokens(JSON.stringify({of: item, text: sentence}))
    }));
    expect(planCalls(eight, {window: 1024, fixed: 250, most: 8, meter}).calls).toHaveLength(1);
  });
});
