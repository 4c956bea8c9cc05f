import {describe, expect, it} from "vitest";
import {analyzeFolder, ofKind} from "../../support/folder.ts";
import {type Call, noise, ollamaLines} from "../../support/ollama-calls.ts";

/** Threads x temperatures x repeats in turn; `slower` multiplies the seconds of one thread count. */
function sweep(threads: readonly number[], repeats: number, slower: (threads: number) => number): string {
  const jitter = noise(7, 0.02);
  const calls = Array.from({length: repeats}, (_, repeat) =>
    [0, 0.7].flatMap(temperature =>
      threads.map((num_thread): Call => {
        const times = slower(num_thread);
        return {
          options: {num_thread, temperature},
          repeat,
          phase: "warm",
          prefill: jitter(0.3 * times),
          decode: jitter(times)
        };
      })
    )
  );
  return ollamaLines(calls.flat());
}

const about = async (text: string, factor: string) => {
  const {findings} = await analyzeFolder({"sweep/runs.jsonl": text});
  return findings.filter(({words}) => words.factor === factor).map(({kind, variant, confidence}) => [kind, variant, confidence]);
};

describe("effects in few blocks", () => {
  it("are shown by the rows where levels could be shuffled in too few ways", async () => {
    expect(
      await about(
        sweep([1, 2, 4], 5, threads => 1.5 / threads),
        "num_thread"
      )
    ).toEqual([["factor_matters", "levels", "medium"]]);
    expect(
      await about(
        sweep([1, 2, 4], 5, () => 1),
        "num_thread"
      )
    ).toEqual([["no_effect_shown", "levels", "medium"]]);
  });

  it("of two levels are shown by three to five rows in each block", async () => {
    expect(
      await about(
        sweep([1, 2], 4, threads => 1.5 / threads),
        "num_thread"
      )
    ).toEqual([["factor_matters", "setting", "medium"]]);
    expect(
      await about(
        sweep([1, 2], 4, () => 1),
        "num_thread"
      )
    ).toEqual([["no_effect_shown", "samples", "medium"]]);
  });

  it("are passed over in silence where neither blocks nor rows are enough to show any", async () => {
    expect(
      await about(
        sweep([1, 2, 4], 2, threads => 1.5 / threads),
        "num_thread"
      )
    ).toEqual([]);
    expect(
      await about(
        sweep([1, 2], 2, threads => 1.5 / threads),
        "num_thread"
      )
    ).toEqual([]);
  });
});

describe("levels measured one after the other", () => {
  const kinds = async (times: number, isInTurn: boolean) => {
    const jitter = noise(10, 0.02);
    const calls = [1024, 2048].flatMap((num_ctx, level) =>
      Array.from({length: 12}, (_, index) => ({
        order: isInTurn ? 2 * index + level : 12 * level + index,
        call: {
          options: {num_ctx},
          phase: "warm" as const,
          decode: jitter(level === 0 ? 1 : times),
          prefill: jitter(level === 0 ? 0.3 : 0.3 * times)
        }
      }))
    );
    const inOrder = calls.sort((a, b) => a.order - b.order).map(({call}) => call);
    const {findings} = await analyzeFolder({"sweep/runs.jsonl": ollamaLines(inOrder)});
    return findings.flatMap(({kind, words}) => (words.factor === "num_ctx" ? [kind] : []));
  };

  it("differ by what the machine cannot have drifted meanwhile", async () => {
    expect(await kinds(1.05, false)).toEqual(["no_effect_shown"]);
    expect(await kinds(1.05, true)).toEqual(["factor_matters"]);
    expect(await kinds(1.2, false)).toEqual(["factor_matters"]);
  });
});

describe("quantizations of which each has a name of its own", () => {
  it("are compared with the usual one, and named by what their names share", async () => {
    const jitter = noise(8, 0.02);
    const calls = [
      ["toy:1b-instruct-f16", 2],
      ["toy:1b-instruct-q4_K_M", 1],
      ["toy:1b-instruct-q8_0", 1.4]
    ].flatMap(([model, times]) =>
      Array.from({length: 10}, (): Call => ({model: String(model), phase: "warm", prefill: jitter(0.3), decode: jitter(Number(times))}))
    );
    const [finding] = ofKind(await analyzeFolder({"quant/runs.jsonl": ollamaLines(calls)}), "factor_matters");
    expect(finding?.subject).toEqual({model: "toy:1b-instruct"});
    expect(finding?.words.from).toBe("Q4_K_M");
    expect(finding?.members.map(({subject}) => subject.quantization)).toEqual(["F16", "Q8_0"]);
  });
});

describe("two models", () => {
  const compared = async (times: number) => {
    const jitter = noise(9, 0.005);
    const calls = ["a:1b", "b:1b"].flatMap((model, index) =>
      Array.from({length: 20}, (): Call => ({model, phase: "warm", decode: jitter(index === 0 ? times : 1)}))
    );
    const {tables} = await analyzeFolder({"models/runs.jsonl": ollamaLines(calls)});
    return tables.flatMap(({notes}) => notes.filter(({code}) => code.startsWith("models-")).map(({values}) => [values.fast, values.slow]));
  };

  it("are told to differ from the smallest effect of interest on", async () => {
    expect(await compared(1.02)).toEqual([]);
    expect(await compared(1.2)).toEqual([["b:1b", "a:1b"]]);
  });
});
