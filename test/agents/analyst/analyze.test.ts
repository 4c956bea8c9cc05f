import {describe, expect, it} from "vitest";
import {analyzeFolder, factValue, ofKind} from "../../support/folder.ts";
import {type Call, noise, ollamaLines} from "../../support/ollama-calls.ts";

const seeds = [1, 2, 3, 4, 5];

/** Two contexts x two thread counts x two temperatures x ten warm calls; `slow` multiplies what one level does. */
function sweep(
  seed: number,
  slow: (options: Record<string, number>) => Partial<Record<"prefill" | "decode", number>>,
  shuffle = true
): Call[] {
  const jitter = noise(seed, 0.02);
  const calls: (Call & {order: number})[] = [];
  for (const num_ctx of [1024, 2048]) {
    for (const num_thread of [1, 2]) {
      for (const temperature of [0, 0.4, 0.8]) {
        for (let repeat = 1; repeat <= 5; repeat += 1) {
          const options = {num_ctx, num_thread, temperature};
          const factor = slow(options);
          const order = shuffle ? jitter(1) : calls.length;
          calls.push({
            order,
            options,
            repeat,
            phase: "warm",
            prefill: jitter(0.3) * (factor.prefill ?? 1),
            decode: jitter(1) * (factor.decode ?? 1)
          });
        }
      }
    }
  }
  return calls.sort((a, b) => a.order - b.order);
}

describe("analyze", () => {
  it.each(seeds)("finds the setting that slows requests and no other (seed %i)", async seed => {
    const analysis = await analyzeFolder({
      "sweep/runs.jsonl": ollamaLines(sweep(seed, ({num_thread}) => (num_thread === 1 ? {decode: 1.5} : {})))
    });
    const matters = ofKind(analysis, "factor_matters");
    expect(matters.map(({words}) => words.factor)).toEqual(["num_thread"]);
    expect(matters[0]?.words.better).toBe("2");
    expect(
      ofKind(analysis, "no_effect_shown")
        .map(({words}) => words.factor)
        .sort()
    ).toEqual(["num_ctx", "temperature"]);
  });

  it.each(seeds)("claims no effect where there is only noise (seed %i)", async seed => {
    const analysis = await analyzeFolder({"sweep/runs.jsonl": ollamaLines(sweep(seed, () => ({})))});
    expect(ofKind(analysis, "factor_matters")).toEqual([]);
  });

  it("calls effects below the smallest effect of interest not shown, however certain", async () => {
    const jitter = noise(3, 0.0005);
    const calls = sweep(3, () => ({})).map(call => ({...call, prefill: 0.3, decode: jitter(call.options?.num_thread === 1 ? 1.01 : 1)}));
    const analysis = await analyzeFolder({"sweep/runs.jsonl": ollamaLines(calls)});
    expect(ofKind(analysis, "factor_matters")).toEqual([]);
  });

  it("names the order of measuring as confounder when the levels were measured one after the other", async () => {
    const calls = sweep(4, ({num_ctx}) => (num_ctx === 2048 ? {decode: 1.4} : {}), false);
    const finding = ofKind(await analyzeFolder({"sweep/runs.jsonl": ollamaLines(calls)}), "factor_matters")[0];
    expect(finding?.words.factor).toBe("num_ctx");
    expect(finding?.confounders.map(({code}) => code)).toEqual(["order"]);
    expect(finding?.confidence).toBe("medium");
  });

  it("gives the same ranks when the repeats of one configuration are doubled", async () => {
    const calls = sweep(5, ({num_thread}) => (num_thread === 1 ? {decode: 1.5} : {}));
    const cold: Call[] = [1, 2, 3].map(repeat => ({
      options: {num_ctx: 1024, num_thread: 1, temperature: 0},
      repeat,
      phase: "cold",
      load: 2
    }));
    const once = await analyzeFolder({"sweep/runs.jsonl": ollamaLines([...cold, ...calls])});
    const doubled = calls.filter(({options}) => options?.num_ctx === 1024 && options.num_thread === 2 && options.temperature === 0);
    const twice = await analyzeFolder({"sweep/runs.jsonl": ollamaLines([...cold, ...calls, ...doubled])});
    const order = (findings: typeof once.findings) =>
      findings.map(({kind, variant, words}) => `${kind} ${variant} ${words.factor ?? words.phase ?? ""}`);
    expect(order(twice.findings)).toEqual(order(once.findings));
    expect(once.findings.length).toBeGreaterThan(3);
  });

  it("does not compare times of unlike work", async () => {
    const calls = sweep(6, ({num_thread}) => (num_thread === 1 ? {decode: 1.5} : {})).map(call =>
      call.options?.num_thread === 1 ? {...call, tokens: 96} : call
    );
    const analysis = await analyzeFolder({"sweep/runs.jsonl": ollamaLines(calls)});
    expect(ofKind(analysis, "factor_matters").map(({words}) => words.metric)).not.toContain("total_time");
  });

  it("finds the phase that dominates in every setting, with its bound", async () => {
    const analysis = await analyzeFolder({"sweep/runs.jsonl": ollamaLines(sweep(7, () => ({})))});
    const finding = ofKind(analysis, "dominant_phase")[0];
    expect(finding?.variant).toBe("single");
    expect(finding?.words.phase).toBe("decode");
    const share = factValue(analysis, finding?.members[0]?.facts.share);
    expect(factValue(analysis, finding?.members[0]?.facts.bound)).toBeCloseTo(1 / (1 - share), 10);
  });

  it("names all that a share is divided by, whether the file states a total or its phases make it", async () => {
    const jitter = noise(12, 0.02);
    const rows = Array.from({length: 12}, () => ["m:1b", jitter(0.05), jitter(0.1), jitter(0.15), jitter(1), jitter(40)].join(","));
    const analysis = await analyzeFolder({
      "lines/runs.jsonl": ollamaLines(sweep(7, () => ({}))),
      "table/runs.csv": ["model,load_s,prompt_eval_s,ttft_s,eval_s,tokens_s", ...rows].join("\n")
    });
    const shares = analysis.facts.filter(({metric, statistic}) => metric === "decode_time" && statistic === "share");
    expect(new Set(shares.map(({formula}) => formula))).toEqual(
      new Set(["sum(eval_duration) / sum(total_duration)", "sum(eval_s) / sum(load_s + prompt_eval_s + eval_s)"])
    );
  });

  it("makes no headline of a phase that dominates in one session only", async () => {
    const long = sweep(8, () => ({}));
    const short = sweep(9, () => ({})).map(call => ({...call, tokens: 8, decode: 0.1}));
    const analysis = await analyzeFolder({"long/runs.jsonl": ollamaLines(long), "short/runs.jsonl": ollamaLines(short)});
    expect(ofKind(analysis, "dominant_phase").map(({variant}) => variant)).toEqual(["depends-on-length"]);
  });

  it("tells cold from warm by the gap in load times where no file states it, and says so", async () => {
    const jitter = noise(10, 0.05);
    const calls: Call[] = Array.from({length: 12}, (_, index) => ({repeat: index, load: jitter(index % 4 === 0 ? 2 : 0.1)}));
    const analysis = await analyzeFolder({"calls/a.jsonl": ollamaLines(calls)});
    const finding = ofKind(analysis, "cold_start")[0];
    expect(factValue(analysis, finding?.facts.n)).toBe(3);
    expect(finding?.words.rule).toBe("inferred");
    expect(analysis.remarks.map(({note}) => note.code)).toContain("cold-inferred");
  });

  it("finds no cold start where all load times are alike", async () => {
    const jitter = noise(11, 0.2);
    const calls: Call[] = Array.from({length: 20}, (_, index) => ({repeat: index, load: jitter(0.1)}));
    expect(ofKind(await analyzeFolder({"calls/a.jsonl": ollamaLines(calls)}), "cold_start")).toEqual([]);
  });

  it("keeps calls with a cached prompt out of every comparison", async () => {
    const calls: Call[] = Array.from({length: 20}, (_, index) => ({repeat: index, prefill: index < 14 ? 0.4 + index / 1000 : 0.01}));
    const analysis = await analyzeFolder({"calls/a.jsonl": ollamaLines(calls)});
    expect(analysis.remarks.map(({note}) => note.code)).toContain("cached-prompts");
  });

  it("counts every failed attempt once, by reason, and tells incomplete answers apart", async () => {
    const calls: Call[] = [{}, {failed: "no-done"}, {}, {failed: "status"}, {failed: "status"}, {}];
    const analysis = await analyzeFolder({"calls/a.jsonl": ollamaLines(calls)});
    const [attempts, incomplete] = ["attempts", "incomplete"].map(variant =>
      ofKind(analysis, "failures").find(finding => finding.variant === variant)
    );
    expect(factValue(analysis, attempts?.facts.failed)).toBe(2);
    expect(factValue(analysis, incomplete?.facts.failed)).toBe(1);
    expect(factValue(analysis, attempts?.facts.all)).toBe(6);
  });

  it("says what was not recorded instead of guessing it", async () => {
    const analysis = await analyzeFolder({"calls/a.jsonl": ollamaLines([{}, {}, {}])});
    expect(analysis.gaps.map(({what}) => what.code)).toEqual(expect.arrayContaining(["energy", "quality", "versions", "device"]));
  });

  it("finds nothing in a folder without measurements", async () => {
    const analysis = await analyzeFolder({"README.md": "# Notes\n\nNothing was measured here.\n"});
    expect(analysis.findings).toEqual([]);
    expect(analysis.header.models).toEqual([]);
  });

  it("gives facts whose ids are unique and whose inputs exist", async () => {
    const {facts} = await analyzeFolder({"sweep/runs.jsonl": ollamaLines(sweep(12, () => ({})))});
    const ids = new Set(facts.map(({id}) => id));
    expect(ids.size).toBe(facts.length);
    expect(facts.flatMap(({inputs}) => inputs).filter(id => !ids.has(id))).toEqual([]);
  });

  it("keeps the ids of facts when files are added", async () => {
    const first = {"sweep/runs.jsonl": ollamaLines(sweep(13, () => ({})))};
    const [before, after] = [
      await analyzeFolder(first),
      await analyzeFolder({...first, "other/runs.jsonl": ollamaLines([{model: "other:2b"}, {model: "other:2b"}])})
    ];
    const ratios = (analysis: typeof before) => analysis.facts.filter(({statistic}) => statistic === "ratio").map(({id}) => id);
    expect(ratios(after)).toEqual(expect.arrayContaining(ratios(before)));
  });
});
