import {describe, expect, it} from "vitest";
import {type Backend, compileReport} from "../../support/compile-report.ts";
import {analyzeFolder, factValue, ofKind} from "../../support/folder.ts";

const day = (index: number) => `2026-01-0${index + 1}T10:00:00+00:00`;

/** One file per run; eager takes 1 ms, `jit` as given. */
const runs = (jits: readonly Backend[], device = "cuda") =>
  Object.fromEntries(jits.map((jit, index) => [`run${index}.json`, compileReport({eager: {mean: 1}, jit}, device, day(index))]));

describe("compiled against plain", () => {
  it("gives the range over all runs that show it, and how many they are", async () => {
    const analysis = await analyzeFolder(
      runs([
        {mean: 0.5, compile: 0.1},
        {mean: 0.2, compile: 0.2},
        {mean: 1.001, compile: 0.1}
      ])
    );
    const [member] = ofKind(analysis, "break_even")[0]?.members ?? [];
    const value = (role: string) => factValue(analysis, member?.facts[role]);
    expect([value("shown"), value("total")]).toEqual([2, 3]);
    expect([value("least"), value("most")]).toEqual([0.5, 0.2]);
    expect([value("calls_first"), value("calls_last")]).toEqual([200, 250]);
    expect(member?.words.runs).toBe("several");
  });

  it("calls a single run a single run", async () => {
    const analysis = await analyzeFolder(runs([{mean: 0.5, compile: 0.1}]));
    const [finding] = ofKind(analysis, "break_even");
    expect(finding?.members.map(({words}) => words.runs)).toEqual(["one"]);
    expect(finding?.reasons.map(({code}) => code)).toEqual(["one-run-each", "environment-not-recorded"]);
  });

  it("finds what slows a call down, and nothing inside the noise", async () => {
    const slow = await analyzeFolder(runs([{mean: 2, compile: 5}]));
    expect(ofKind(slow, "optimization_backfires")).toHaveLength(1);
    const same = await analyzeFolder(runs([{mean: 1.05, deviation: 0.2, compile: 5}]));
    expect([...ofKind(same, "optimization_backfires"), ...ofKind(same, "break_even")]).toEqual([]);
  });

  it("names another precision as what moves along", async () => {
    const finding = async (precision: string) => {
      const report = compileReport({eager: {mean: 1}, tensorrt: {mean: 4, compile: 20, precision}}, "cuda");
      return ofKind(await analyzeFolder({"run.json": report}), "optimization_backfires")[0];
    };
    expect((await finding("torch.float16"))?.confounders.map(({code}) => code)).toEqual(["precision"]);
    expect((await finding("torch.float32"))?.confounders).toEqual([]);
  });

  it("compares an execution provider on the processor with nothing that ran on the GPU", async () => {
    const backends = {eager: {mean: 1}, onnx: {mean: 0.1, compile: 0.1, provider: "CPUExecutionProvider"}};
    const faster = async (device: string) => ofKind(await analyzeFolder({"run.json": compileReport(backends, device)}), "break_even");
    expect(await faster("cuda")).toEqual([]);
    expect(await faster("cpu")).toHaveLength(1);
  });

  it("never counts a failed backend as fast", async () => {
    const report = compileReport({eager: {mean: 1}, torch_compile: {error: "Cannot find a working triton installation"}}, "cuda");
    const analysis = await analyzeFolder({"run.json": report});
    expect(ofKind(analysis, "break_even")).toEqual([]);
    expect(ofKind(analysis, "failures")[0]?.members.map(({words}) => words.reason)).toEqual(["package_missing"]);
  });

  it("tells rows of equal labels apart by their file, and names no file where labels do", async () => {
    const table = (analysis: Awaited<ReturnType<typeof analyzeFolder>>) => analysis.tables.find(({kind}) => kind === "latencies");
    const several = table(await analyzeFolder(runs([{mean: 0.5}, {mean: 0.2}])));
    expect(several?.labels.at(-1)).toBe("file");
    expect(new Set(several?.rows.map(({labels}) => JSON.stringify(labels))).size).toBe(4);
    expect(table(await analyzeFolder(runs([{mean: 0.5}])))?.labels).not.toContain("file");
  });
});
