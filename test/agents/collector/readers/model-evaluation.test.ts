import {describe, expect, it} from "vitest";
import {fixtureText, readWith} from "../../../support/read-artifact.ts";

describe("lmEval", () => {
  it("reads scores and standard errors of the old form", () => {
    const {reported} = readWith("lm-eval", fixtureText("lm-eval/old.json"));
    expect(reported.map(({metric, statistics}) => [metric, ...statistics.map(({value}) => value)])).toEqual([
      ["perplexity", 28.5, 1.08],
      ["accuracy", 0.354, 0.0067]
    ]);
    expect(reported[0]).toMatchObject({
      better: "lower",
      subject: {model: "example/tiny-560m", task: "lambada_openai"},
      settings: {"x.num_fewshot": 0}
    });
  });

  it("splits name and filter of the new form and leaves N/A out", () => {
    const {reported} = readWith("lm-eval", fixtureText("lm-eval/results.json"));
    const strict = reported.filter(({subject}) => subject["task"] === "gsm8k");
    expect(strict).toMatchObject([
      {
        definition: "exact-match",
        n: 1319,
        settings: {"x.filter": "strict-match"},
        statistics: [{value: 0.412}, {statistic: "stderr", value: 0.0135}]
      },
      {definition: "exact-match", settings: {"x.filter": "flexible-extract"}, statistics: [{value: 0.431}]}
    ]);
    expect(reported.find(({definition}) => definition === "byte")).toMatchObject({metric: "perplexity", statistics: [{value: 1.57}]});
    expect(reported.find(({metric}) => metric === "x.bits_per_byte")).toMatchObject({unit: "unknown"});
    expect(reported.find(({metric}) => metric === "wall_time")?.statistics[0]?.value).toBe(512.25);
  });
});

describe("lighteval", () => {
  it("takes tasks with their shots, not the average over all", () => {
    const {reported} = readWith("lighteval", fixtureText("lighteval/results.json"));
    expect(reported.map(({definition, subject}) => [definition, subject["task"]])).toEqual([
      ["standard", "arc:challenge"],
      ["normalized", "arc:challenge"],
      ["quasi-exact-match", "gsm8k"],
      ["standard", undefined]
    ]);
    expect(reported[0]).toMatchObject({n: 1172, settings: {"x.num_fewshot": 25}});
  });
});

describe("inspectEval", () => {
  it("gives scores with their standard error, and the tokens used", () => {
    const {reported} = readWith("inspect-eval", fixtureText("inspect-eval/log.json"));
    expect(reported[0]).toMatchObject({metric: "accuracy", n: 20, statistics: [{value: 0.75}, {statistic: "stderr", value: 0.0993}]});
    expect(reported.find(({metric}) => metric === "prompt_tokens")?.statistics).toMatchObject([{statistic: "sum", value: 8868}]);
  });

  it("makes another status a failed attempt, and NaN no score", () => {
    expect(readWith("inspect-eval", fixtureText("inspect-eval/failed.json")).tables[0]?.failures[0]?.reason).toBe(
      "status: error: RateLimitError: quota"
    );
    const text = fixtureText("inspect-eval/log.json").replace("0.75", "NaN");
    const reading = readWith("inspect-eval", text, "l.json");
    expect(reading.reported.some(({metric}) => metric === "accuracy")).toBe(false);
    expect(reading.problems).toMatchObject([{code: "not-a-number", source: {at: "/results/scores/0/metrics/accuracy/value"}}]);
  });
});
