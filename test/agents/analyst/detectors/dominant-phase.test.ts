import {describe, expect, it} from "vitest";
import {analyzeFolder, ofKind} from "../../../support/folder.ts";
import {type Call, noise, ollamaLines} from "../../../support/ollama-calls.ts";

/** Twelve warm calls that spend the given seconds. */
function calls(seed: number, call: Call): Call[] {
  const jitter = noise(seed, 0.02);
  const {prefill = 0.4, decode = 1} = call;
  return Array.from({length: 12}, (_, index) => ({
    ...call,
    repeat: index,
    phase: "warm" as const,
    prefill: jitter(prefill),
    decode: jitter(decode)
  }));
}

const dominance = async (files: Record<string, string>) => ofKind(await analyzeFolder(files), "dominant_phase");

describe("dominant phase", () => {
  it("is none where one phase is ahead by less than the smallest effect of interest", async () => {
    expect(await dominance({"a.jsonl": ollamaLines(calls(1, {prefill: 1, decode: 1.02}))})).toEqual([]);
    expect(await dominance({"a.jsonl": ollamaLines(calls(1, {prefill: 1, decode: 1.3}))})).toHaveLength(1);
  });

  it("is told for each quantization, where they differ in it", async () => {
    const variants = [
      ...calls(2, {model: "toy:1b-q2_K", prefill: 1, decode: 0.5}),
      ...calls(3, {model: "toy:1b-q8_0", prefill: 1, decode: 2})
    ];
    const findings = await dominance({"a.jsonl": ollamaLines(variants)});
    expect(findings.map(({variant, words, members}) => [variant, words.phase, members.map(({subject}) => subject.quantization)])).toEqual([
      ["single", "decode", ["Q8_0"]],
      ["single", "prefill", ["Q2_K"]]
    ]);
  });

  it("depends on the length of the answers only where that differs", async () => {
    const long = ollamaLines(calls(4, {tokens: 96, decode: 2}));
    const short = ollamaLines(calls(5, {tokens: 16, decode: 0.2}));
    const slow = ollamaLines(calls(6, {tokens: 96, prefill: 4, decode: 2}));
    expect((await dominance({"a/long.jsonl": long, "b/short.jsonl": short})).map(({variant}) => variant)).toEqual(["depends-on-length"]);
    expect((await dominance({"a/long.jsonl": long, "b/slow.jsonl": slow})).map(({variant}) => variant)).toEqual(["depends"]);
  });
});
