import {describe, expect, it} from "vitest";
import {analyzeFolder, factValue, ofKind} from "../../../support/folder.ts";
import {type Call, ollamaLines} from "../../../support/ollama-calls.ts";

const cold = (count: number): Call[] => Array.from({length: count}, () => ({phase: "cold", load: 3, prefill: 0.4, decode: 0.5, rest: 0.1}));

describe("always cold", () => {
  it("says what loading takes of the time when no call found the model loaded", async () => {
    const analysis = await analyzeFolder({"a.jsonl": ollamaLines(cold(6))});
    const [finding] = ofKind(analysis, "cold_start");
    expect([finding?.variant, finding?.confidence]).toEqual(["every", "high"]);
    expect(factValue(analysis, finding?.members[0]?.facts.share)).toBeCloseTo(0.75, 10);
    expect(factValue(analysis, finding?.members[0]?.facts.load)).toBeCloseTo(3, 10);
  });

  it("leaves the word to the comparison where warm calls were recorded too", async () => {
    const lines = ollamaLines([...cold(6), {phase: "warm"}, {phase: "warm"}]);
    expect(ofKind(await analyzeFolder({"a.jsonl": lines}), "cold_start").map(({variant}) => variant)).toEqual(["measured"]);
  });

  it("says nothing of one or two calls", async () => {
    expect(ofKind(await analyzeFolder({"a.jsonl": ollamaLines(cold(2))}), "cold_start")).toEqual([]);
  });
});
