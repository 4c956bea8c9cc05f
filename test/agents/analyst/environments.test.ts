import {describe, expect, it} from "vitest";
import {differencesOf, environmentNotes} from "../../../agents/analyst/environments.ts";
import type {Labels, Session} from "../../../agents/contracts/index.ts";
import {analyzeFolder} from "../../support/folder.ts";

const session = (environment: Labels): Session => ({id: "s", tool: "t", place: "p", artifacts: ["a"], environment});

/** Baseline of a timing harness under one version of the framework. */
const baseline = (test: string, torch: string, time: number) =>
  JSON.stringify({
    test_name: test,
    runs: 2,
    samples_per_run: 5,
    timing_stats: {
      overall_mean_ms: 1,
      overall_stdev_ms: 0.1,
      run_results: [
        {samples: 5, p50_ms: 1, p95_ms: 1.1, p99_ms: 1.1, mean_ms: 1, stdev_ms: 0.05},
        {samples: 5, p50_ms: 1, p95_ms: 1.1, p99_ms: 1.1, mean_ms: 1.02, stdev_ms: 0.05}
      ]
    },
    environment: {python_version: "3.12.1", os: "Linux", torch_version: torch, gpu_name: "GPU A"},
    timestamp: time
  });

describe("environments compared", () => {
  it("name what both sides recorded differently, and what only one did", () => {
    const found = differencesOf(session({driver: "550", gpu: "A", cpu: "X"}), session({driver: "560", gpu: "A", torch: "2.8"}));
    expect(found).toEqual({first: ["driver=550"], second: ["driver=560"], oneSided: ["cpu", "torch"]});
  });

  it("make a confounder of a difference, a reason of what is missing, and nothing of equal ones", () => {
    const codes = (a: Labels, b: Labels) => {
      const {confounders, reasons} = environmentNotes(session(a), session(b));
      return [...confounders, ...reasons].map(({code}) => code);
    };
    expect(codes({driver: "550"}, {driver: "560"})).toEqual(["environment"]);
    expect(codes({driver: "550"}, {})).toEqual(["environment-one-sided"]);
    expect(codes({driver: "550"}, {driver: "550"})).toEqual([]);
    expect(codes({}, {})).toEqual([]);
  });

  it("are a limitation where a session of a tool ran in another one than the rest", async () => {
    const files = (last: string) => ({
      "a.json": baseline("one", "2.8.0", 1_767_600_000),
      "b.json": baseline("two", "2.8.0", 1_767_600_100),
      "c.json": baseline("three", last, 1_767_600_200)
    });
    const notes = async (last: string) =>
      (await analyzeFolder(files(last))).remarks.map(({note}) => note).filter(({code}) => code === "environment-differs");
    expect(await notes("2.1.1")).toMatchObject([{values: {places: ["c.json"], own: ["torch=2.1.1"], other: ["torch=2.8.0"]}}]);
    expect(await notes("2.8.0")).toEqual([]);
  });
});
