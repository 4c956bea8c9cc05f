import {describe, expect, it} from "vitest";
import {analyzeFolder, factValue} from "../../support/folder.ts";
import {type Answer, promptSuite} from "../../support/prompt-suite.ts";

const answers = (speeds: readonly number[], cold: (index: number) => number | undefined): Answer[] =>
  speeds.map((speed, index) => {
    const load = cold(index);
    return {model: "toy:1b", tag: "toy", prompt: index + 1, speed, ...(load === undefined ? {} : {load})};
  });

const summary = (speed: number) =>
  JSON.stringify({
    generated_at: "2026-01-05T10:00:00+00:00",
    prompt_count: 5,
    models: [{model: "toy:1b", prompt_count: 5, completed: 5, options: {}, mean_ttft_s: 1, mean_tokens_s: speed}]
  });

const remarks = async (files: Record<string, string>, code: string) =>
  (await analyzeFolder(files)).remarks.filter(({note}) => note.code === code);

describe("what cold calls do to numbers", () => {
  it("says that a stated mean is taken over cold and warm calls together", async () => {
    const runs = promptSuite(answers([40, 100, 100, 100, 100], index => (index === 0 ? 3 : undefined)));
    expect(await remarks({"s/prompt_runs.csv": runs, "s/prompt_summary.json": summary(88)}, "mean-mixes-cold")).toHaveLength(1);
  });

  it("says nothing where the cold call is as fast, or the mean is not that of the rows", async () => {
    const even = promptSuite(answers([100, 100, 100, 100, 100], index => (index === 0 ? 3 : undefined)));
    expect(await remarks({"s/prompt_runs.csv": even, "s/prompt_summary.json": summary(100)}, "mean-mixes-cold")).toEqual([]);
    const other = promptSuite(answers([40, 100, 100, 100, 100], index => (index === 0 ? 3 : undefined)));
    expect(await remarks({"s/prompt_runs.csv": other, "s/prompt_summary.json": summary(70)}, "mean-mixes-cold")).toEqual([]);
  });

  it("names a cold call far slower than the other cold ones, from five on", async () => {
    const suite = (loads: readonly number[]) =>
      promptSuite(answers(new Array<number>(12).fill(50), index => loads[index / 2] ?? undefined));
    expect(await remarks({"s/runs.csv": suite([3, 3.1, 2.9, 3, 20])}, "cold-outlier")).toHaveLength(1);
    expect(await remarks({"s/runs.csv": suite([3, 3.1, 2.9, 3, 3.2])}, "cold-outlier")).toEqual([]);
    expect(await remarks({"s/runs.csv": suite([3, 3.1, 20])}, "cold-outlier")).toEqual([]);
  });

  it("counts a model under two names as one model that is cold", async () => {
    const calls = (model: string): Answer[] =>
      answers([50, 50, 50], index => (index === 0 ? 3 : undefined)).map(call => ({...call, model}));
    const analysis = await analyzeFolder({"a/runs.csv": promptSuite(calls("toy:1b")), "b/runs.csv": promptSuite(calls("toy:1b-instruct"))});
    const [finding] = analysis.findings.filter(({kind}) => kind === "cold_start");
    expect(finding?.members).toHaveLength(1);
    expect(factValue(analysis, finding?.facts.n)).toBe(2);
    expect(finding?.words.rule).toBe("inferred");
  });
});
