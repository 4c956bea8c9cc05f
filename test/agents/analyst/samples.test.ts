import {beforeAll, describe, expect, it} from "vitest";
import {analyze} from "../../../agents/analyst/index.ts";
import {collect} from "../../../agents/collector/index.ts";
import type {Analysis, Fact, Finding} from "../../../agents/contracts/index.ts";
import {folderFiles} from "../../support/folder-files.ts";

/** What a performance engineer computes from data/samples by hand (medians of pairs, Welch, order statistics). */
describe("analysis of data/samples", () => {
  let analysis: Analysis;
  const fact = (id: string | undefined): Fact => {
    const found = analysis.facts.find(one => one.id === id);
    if (found === undefined) throw new Error(`no fact ${id}`);
    return found;
  };
  const finding = (kind: Finding["kind"], variant: string): Finding => {
    const found = analysis.findings.find(one => one.kind === kind && one.variant === variant);
    if (found === undefined) throw new Error(`no finding ${kind}.${variant}`);
    return found;
  };
  const member = (of: Finding, label: string) => of.members.find(({subject}) => Object.values(subject).map(String).includes(label));

  beforeAll(async () => {
    const files = await folderFiles(new URL("../../../data/samples/", import.meta.url));
    analysis = analyze(await collect({}, {files}));
  });

  it("finds what the second thread does, with the interval of eight pairs, and that the other tool shows it too", () => {
    const threads = finding("factor_matters", "setting");
    expect(threads.words).toMatchObject({factor: "num_thread", better: "2", confirmed: "yes", other_tool: "llama-bench"});
    const [gemma, smol] = ["gemma3:270m", "smollm2:135m"].map(model => fact(member(threads, model)?.facts.effect));
    expect(gemma?.value).toBeCloseTo(0.82, 2);
    expect(gemma?.interval?.map(end => Number(end.toFixed(2)))).toEqual([0.7, 0.96]);
    expect(smol?.value).toBeCloseTo(0.6, 2);
    expect(gemma?.n).toBe(8);
  });

  it("gives the share of generation by thread count, and no headline for the other model", () => {
    const single = finding("dominant_phase", "single-model");
    expect(single.subject).toEqual({model: "gemma3:270m"});
    expect(single.members.map(({facts}) => Number(fact(facts.share).value).toFixed(2))).toEqual(["0.58", "0.66"]);
    expect(finding("dominant_phase", "depends-on-length").subject).toEqual({model: "smollm2:135m"});
  });

  it("shows no effect of temperature and num_ctx, against the noise", () => {
    const silent = analysis.findings.filter(({kind}) => kind === "no_effect_shown");
    expect(silent.map(({words}) => words.factor).sort()).toEqual(["num_ctx", "temperature"]);
    const levels = silent.find(({variant}) => variant === "levels");
    for (const {facts} of levels?.members ?? []) expect(Number(fact(facts.effect).value)).toBeLessThan(Number(fact(facts.noise).value));
  });

  it("tells the trade-off of the quantizations by tool", () => {
    const tradeoff = finding("tradeoff", "quality-cost-one-tool");
    expect(tradeoff.words).toMatchObject({base: "Q4_K_M", tool: "llama-bench", other_tool: "ollama"});
    expect(tradeoff.members.map(({subject}) => subject.quantization)).toEqual(["Q2_K", "Q4_0"]);
    expect(Number(fact(member(tradeoff, "Q2_K")?.facts.speed).value)).toBeCloseTo(1.39, 2);
    expect(fact(member(tradeoff, "Q4_0")?.facts.quality).value).toBe(20.1174);
  });

  it("says that eight clients bring no more than one, and which setting does", () => {
    const flat = finding("scaling_limit", "flat-other-setting");
    expect(flat.subject).toEqual({model: "smollm2:135m", num_parallel: 1});
    expect(fact(flat.facts.low).value).toBeCloseTo(37.8, 1);
    expect(fact(flat.facts.high).value).toBeCloseTo(40.8, 1);
    expect(fact(flat.facts.gain).value).toBeCloseTo(1.4, 2);
    expect(flat.words.setting_to).toBe("num_parallel=4");
  });

  it("names where the two tools disagree", () => {
    const tools = finding("inconsistent", "tools");
    expect(tools.members.map(({words}) => [words.metric, words.tool, words.verdict])).toEqual([
      ["decode_throughput", "llama-bench", "none"]
    ]);
    expect(finding("inconsistent", "tools-variants").members.map(({subject}) => subject.quantization)).toEqual(["Q8_0"]);
  });

  it("counts failures by reason and incomplete answers by variant", () => {
    const attempts = finding("failures", "attempts");
    expect(Object.fromEntries(attempts.members.map(({words, facts}) => [words.reason, fact(facts.count).value]))).toEqual({
      timeout: 2,
      model_not_found: 2,
      context_exceeded: 1,
      wrong_option: 1,
      not_reachable: 1
    });
    const incomplete = finding("failures", "incomplete");
    expect(incomplete.members.map(({facts}) => [fact(facts.failed).value, fact(facts.total).value])).toEqual([
      [1, 96],
      [4, 11]
    ]);
  });

  it("counts no row twice: the summary and the copies are left out and said so", () => {
    const codes = analysis.remarks.map(({note}) => note.code);
    expect(codes.filter(code => code === "summary-of")).toHaveLength(1);
    expect(codes.filter(code => code === "copy-of")).toHaveLength(2);
  });

  it("keeps calls with a cached prompt apart, by how much faster their prefill is", () => {
    const remark = analysis.remarks.find(({note}) => note.code === "cached-prompts");
    const ratios = remark?.note.values.ratios;
    if (typeof ratios !== "object" || !("facts" in ratios)) throw new Error("no ratios");
    expect(ratios.facts.map(id => Math.round(Number(fact(id).value)))).toEqual([22, 66]);
  });

  it("recommends only what a finding carries, with a price and a threshold where the data give them", () => {
    const ids = new Set(analysis.findings.map(({id}) => id));
    expect(analysis.recommendations.every(({findings}) => findings.every(id => ids.has(id)))).toBe(true);
    expect(analysis.recommendations.map(({action}) => action.code)).toEqual([
      "set-factor",
      "keep-loaded",
      "parallel-slots",
      "avoid-variants",
      "reject-incomplete"
    ]);
  });

  it("gives every fact that is no count of ours a place in a file or facts that it comes from", () => {
    const homeless = analysis.facts.filter(
      ({kind, sources, inputs}) => sources.length === 0 && inputs.length === 0 && kind !== "configured" && kind !== "counted"
    );
    expect(homeless).toEqual([]);
  });

  it("holds no free text but names and quotes of the data", () => {
    const prompts = "lighthouse";
    expect(JSON.stringify(analysis)).not.toContain(prompts);
  });
});
