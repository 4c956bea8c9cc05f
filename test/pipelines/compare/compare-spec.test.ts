import {describe, expect, it} from "vitest";
import {type CompareSpec, planComparison} from "../../../pipelines/compare/compare-spec.ts";

const context = {
  resolve: (path: string) => `/w/${path}`,
  locales: ["ru", "en"],
  agents: ["baseline", "chimera"],
  today: "2026-11-25"
};
const planned = (spec: Partial<CompareSpec>) => planComparison({artifacts: "runs", models: ["m1,m2"], ...spec}, context);
const ids = (spec: Partial<CompareSpec>): string[] => planned(spec).cells.map(({id}) => id);

describe("planComparison", () => {
  it("compares both packs by default, eight times, the first one as reference", () => {
    const plan = planned({});
    expect(plan.cells.map(({id}) => id)).toEqual(["baseline · m1", "baseline · m2", "chimera · m1", "chimera · m2"]);
    expect([plan.reference, plan.repeats, plan.seed]).toEqual(["baseline · m1", 8, 1]);
    expect(plan.cells[3]?.plan).toMatchObject({agent: "chimera", model: "m2", provider: "auto", lang: "ru", artifacts: "/w/runs"});
  });

  it("takes values of options joined by commas as levels", () => {
    const plan = planned({agents: ["chimera"], models: ["m1"], set: ["num_ctx=1024, 2048", "seed=7"]});
    expect(plan.cells.map(({options}) => options)).toEqual([
      {num_ctx: 1024, seed: 7},
      {num_ctx: 2048, seed: 7}
    ]);
    expect(plan.cells[1]?.plan.options).toEqual({num_ctx: 2048, seed: 7});
  });

  it("skips, filters, and finds the reference by labels", () => {
    expect(ids({skip: ["agent=chimera,model=m1"], filter: ["model=m1"]})).toEqual(["baseline · m1"]);
    expect(planned({reference: "agent=chimera,model=m2"}).reference).toBe("chimera · m2");
    expect(planned({models: ["m1"], reference: "chimera"}).reference).toBe("chimera · m1");
    expect(planned({reference: "chimera · m1"}).reference).toBe("chimera · m1");
  });

  it.each<[Partial<CompareSpec>, string]>([
    [{models: []}, "no model is named; add --models"],
    [{models: [" , "]}, "no model is named; add --models"],
    [{set: ["num_ctx=1024,fast"]}, "--set num_ctx=fast: expected a whole number from 64"],
    [{set: ["num_ctx"]}, "--set num_ctx: expected key=value"],
    [{agents: ["chimaera"]}, "chimaera: unknown agent; known: baseline, chimera"],
    [{repeats: "0"}, "--repeats 0: expected a whole number from 1"],
    [{repeats: "many"}, "--repeats many: expected a whole number from 1"],
    [{seed: "-1"}, "--seed -1: expected a whole number from 0"],
    [{reference: "chimera"}, "--reference chimera: more than one configuration; there are: baseline · m1; "],
    [{reference: "nobody"}, "--reference nobody: none of the configurations"],
    [{filter: ["model"]}, "model: expected key=value"],
    [{skip: ["model=m3"]}, "model=m3: no combination has it; there are: m1, m2"],
    [{failOn: ["acceptance"]}, "acceptance: expected a score"]
  ])("refuses %j", (spec, message) => {
    expect(() => planned(spec)).toThrow(message);
  });
});
