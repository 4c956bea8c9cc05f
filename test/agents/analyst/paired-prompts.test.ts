import {describe, expect, it} from "vitest";
import {noise} from "../../support/ollama-calls.ts";
import {analyzeFolder, ofKind} from "../../support/folder.ts";
import {type Answer, promptSuite} from "../../support/prompt-suite.ts";

/** Five prompts of very unlike speed, asked of two variants; `slower` divides the speed of the second. */
function suite(slower: number, deviation = 0.005): Answer[] {
  const jitter = noise(1, deviation);
  return (["q4_0", "q8_0"] as const).flatMap(tag =>
    [1, 2, 3, 4, 5].map(prompt => ({
      model: `toy:1b-${tag}`,
      tag,
      prompt,
      speed: jitter(30 * prompt) / (tag === "q8_0" ? slower : 1)
    }))
  );
}

describe("equal prompts in two series", () => {
  it("are compared as pairs: a difference far below that between prompts is shown", async () => {
    const [finding] = ofKind(await analyzeFolder({"suite/runs.csv": promptSuite(suite(1.1))}), "factor_matters");
    expect(finding?.variant).toBe("variant");
    expect(finding?.words).toMatchObject({basis: "prompts", from: "Q4_0", direction: "less"});
  });

  it("show no difference where there is only noise", async () => {
    const analysis = await analyzeFolder({"suite/runs.csv": promptSuite(suite(1, 0.02))});
    expect(ofKind(analysis, "factor_matters")).toEqual([]);
    expect(ofKind(analysis, "no_effect_shown").map(({variant, words}) => [variant, words.factor])).toEqual([["prompts", "quantization"]]);
  });

  it("are not paired where the two sides answered different prompts", async () => {
    const answers = suite(1.1).map(answer => (answer.tag === "q8_0" ? {...answer, prompt: answer.prompt + 5} : answer));
    const analysis = await analyzeFolder({"suite/runs.csv": promptSuite(answers)});
    expect(ofKind(analysis, "factor_matters")).toEqual([]);
  });

  it("say which other measurements show the same", async () => {
    const files = {"one/runs.csv": promptSuite(suite(1.3)), "two/runs.csv": promptSuite(suite(1.3, 0.01))};
    const [finding] = ofKind(await analyzeFolder(files), "factor_matters");
    expect(finding?.reasons.map(({code}) => code)).toEqual(["confirmed-in-session"]);
    const contradicted = {...files, "two/runs.csv": promptSuite(suite(1, 0.01))};
    const [alone] = ofKind(await analyzeFolder(contradicted), "factor_matters");
    expect(alone?.reasons.map(({code}) => code)).toEqual(["one-run-each"]);
  });
});
