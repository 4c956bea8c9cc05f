import {describe, expect, it} from "vitest";
import {matchesGlob} from "../../../agents/collector/glob.ts";

describe("matchesGlob", () => {
  it.each([
    ["*.csv", "a.csv"],
    ["*.csv", "deep/er/a.csv"],
    ["runs/*.csv", "runs/a.csv"],
    ["runs/**", "runs/a/b.csv"],
    ["**/b.csv", "b.csv"],
    ["**/b.csv", "x/y/b.csv"],
    ["runs/**/b.csv", "runs/b.csv"],
    ["run?.csv", "run1.csv"],
    ["run?.csv", "run😀.csv"],
    ["runs/", "runs/a/b.csv"],
    ["./runs/a.csv", "runs/a.csv"],
    ["a[1](b)+.csv", "a[1](b)+.csv"],
    ["замеры/*", "замеры/й.csv"]
  ])("lets %j fit %j", (pattern, path) => {
    expect(matchesGlob([pattern], path)).toBe(true);
  });

  it.each([
    ["*.csv", "a.csvx"],
    ["runs/*.csv", "runs/a/b.csv"],
    ["runs/*.csv", "other/runs/a.csv"],
    ["run?.csv", "run12.csv"],
    ["a.csv", "aXcsv"]
  ])("does not let %j fit %j", (pattern, path) => {
    expect(matchesGlob([pattern], path)).toBe(false);
  });

  it("needs one of several patterns, and none fits nothing", () => {
    expect(matchesGlob(["*.json", "*.csv"], "a.csv")).toBe(true);
    expect(matchesGlob([], "a.csv")).toBe(false);
  });
});
