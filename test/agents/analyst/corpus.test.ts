import {existsSync} from "node:fs";
import {beforeAll, describe, expect, it} from "vitest";
import type {Analysis} from "../../../agents/contracts/index.ts";
import {factValue, ofKind} from "../../support/folder.ts";
import {analysisOf} from "../../support/report-of.ts";

/** Files of another project beside the repository; they may not be copied into it. */
const corpus = new URL("../../../../shared/chimera-corpus/", import.meta.url);

describe.skipIf(!existsSync(corpus))("analysis of a folder of another project (skipped when ../shared is not there)", () => {
  let analysis: Analysis;
  const codes = () => analysis.remarks.map(({note}) => note.code);

  beforeAll(async () => {
    analysis = await analysisOf(corpus);
  }, 120_000);

  it("says first where warm requests spend their time, what failed and what a cold call costs", () => {
    const kinds = analysis.findings.filter(({kind}) => kind !== "no_effect_shown").map(({kind}) => kind);
    expect(kinds.slice(0, 3)).toEqual(["dominant_phase", "failures", "cold_start"]);
  });

  it("counts files by topic and type", () => {
    const table = analysis.tables.find(({kind}) => kind === "files");
    const all = table?.rows.find(({labels}) => labels.topic === "all");
    expect(["csv", "json", "markdown", "files"].map(role => factValue(analysis, all?.facts[role]))).toEqual([28, 44, 29, 105]);
    const compilation = table?.rows.find(({labels}) => labels.topic === "compilation");
    expect(factValue(analysis, compilation?.facts.files)).toBe(18);
  });

  it("counts failed attempts and the sessions of which nothing came", () => {
    const [finding] = ofKind(analysis, "failures");
    expect(["failed", "all", "lost"].map(role => factValue(analysis, finding?.facts[role]))).toEqual([92, 332, 8]);
  });

  it("gives the speed of every model, cold and warm apart", () => {
    const rows = analysis.tables.find(({kind, words}) => kind === "speed" && words.tool === "ollama")?.rows ?? [];
    expect(new Set(rows.map(({labels}) => labels.phase))).toEqual(new Set(["cold", "warm"]));
    expect(new Set(rows.map(({labels}) => labels.model)).size).toBeGreaterThanOrEqual(6);
  });

  it("shows both variants to be slower in both sessions, on equal prompts", () => {
    const [finding] = ofKind(analysis, "factor_matters").filter(({variant}) => variant === "variant");
    expect(finding?.words).toMatchObject({basis: "prompts", from: "Q4_0"});
    expect(finding?.reasons.map(({code}) => code)).toEqual(["confirmed-in-session"]);
  });

  it("gives the range over all runs of a compiled backend", () => {
    const member = ofKind(analysis, "break_even")[0]?.members.find(({subject}) => subject.backend === "jit" && subject.device === "cuda");
    const value = (role: string) => factValue(analysis, member?.facts[role]);
    expect([value("shown"), value("total"), value("calls_first"), value("calls_last")]).toEqual([3, 4, 114, 414]);
  });

  it("makes no headline of levels that were measured one after the other and differ little more than by chance", () => {
    const levels = ofKind(analysis, "factor_matters").filter(({variant}) => variant === "levels");
    expect(levels.map(({confidence}) => confidence)).toEqual(["low"]);
  });

  it("tells what the files contradict, mix or make up", () => {
    expect(codes()).toEqual(
      expect.arrayContaining([
        "stated-differs",
        "mean-mixes-cold",
        "cold-outlier",
        "toy-model",
        "interval-too-narrow",
        "setting-not-in-force"
      ])
    );
  });
});
