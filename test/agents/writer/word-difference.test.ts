import {describe, expect, it} from "vitest";
import {wordDifference} from "../../../agents/writer/comparison/word-difference.ts";

const shown = (before: string, after: string): string =>
  wordDifference(before, after)
    .map(({text, style}) => (style === "strong" ? `[${text}]` : text))
    .join("");

describe("wordDifference", () => {
  it.each([
    ["a b c", "a b c", "a b c"],
    ["a b c", "a x c", "a [x] c"],
    ["a b c", "x a b c y z", "[x] a b c [y z]"],
    ["a b", "c d", "[c d]"],
    ["a b c", "c", "c"],
    ["", "a", "[a]"],
    ["a", "", ""]
  ])("%j to %j: %j", (before, after, difference) => {
    expect(shown(before, after)).toBe(difference);
  });
});
