import {describe, expect, it} from "vitest";
import {closest} from "../../pipelines/suggestion.ts";

const known = ["report", "inspect", "--lang", "--name"];

describe("closest", () => {
  it.each([
    ["reprot", "report"],
    ["Report", "report"],
    ["inspct", "inspect"],
    ["--lagn", "--lang"],
    ["--nam", "--name"]
  ])("guesses that %s was meant to be %s", (word, meant) => {
    expect(closest(word, known)).toBe(meant);
  });

  it.each(["compare", "x", "", "--frobnicate"])("makes no guess at %j", word => {
    expect(closest(word, known)).toBeUndefined();
  });
});
