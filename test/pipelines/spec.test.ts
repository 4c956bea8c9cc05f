import {describe, expect, it} from "vitest";
import {planReport, type ReportSpec, type SpecContext} from "../../pipelines/spec.ts";

const context: SpecContext = {
  resolve: path => (path.startsWith("/") ? path : `/here/${path}`),
  locales: ["en", "ru"],
  agents: ["baseline", "chimera"],
  today: "2026-11-25"
};
const plan = (spec: Partial<ReportSpec> = {}) => planReport({artifacts: "runs", ...spec}, context);

describe("planReport", () => {
  it("gives everything a value that was not asked for", () => {
    expect(plan()).toEqual({
      artifacts: "/here/runs",
      lang: "ru",
      agent: "baseline",
      provider: "none",
      options: {},
      formats: ["md", "html", "json"],
      out: "/here/reports",
      name: "runs",
      date: "2026-11-25",
      include: [],
      exclude: []
    });
  });

  it("takes what was asked for", () => {
    const asked = {lang: "en", agent: "chimera", out: "/out", name: "A b", date: "2024-02-29", include: ["*.csv"], exclude: ["x/"]};
    expect(plan({...asked, set: ["num_ctx=1024", "temperature=.5", "seed=-1"], format: ["json,md"]})).toEqual({
      ...asked,
      artifacts: "/here/runs",
      provider: "none",
      options: {num_ctx: 1024, temperature: 0.5, seed: -1},
      formats: ["md", "json"]
    });
  });

  it("asks whatever server answers when only a model is named", () => {
    expect(plan({model: "m"})).toMatchObject({provider: "auto", model: "m"});
    expect(plan({model: "m", provider: "none"})).toMatchObject({provider: "none"});
  });

  it("takes the last value of an option that is set twice", () => {
    expect(plan({set: ["top_k=1", "top_k=2"]}).options).toEqual({top_k: 2});
  });

  it("names the report after the folder, in NFC, without a leading dot and control characters", () => {
    expect(plan({artifacts: "/a/Прогон й"}).name).toBe("Прогон й".normalize("NFC"));
    expect(plan({artifacts: "/a/.hidden"}).name).toBe("hidden");
    expect(plan({artifacts: "/a/line\nbreak"}).name).toBe("line_break");
    expect(plan({artifacts: "/a/<script>'\""}).name).toBe("<script>'\"");
  });

  it.each<[string, Partial<ReportSpec>, Record<string, string>]>([
    ["unknown-language", {lang: "de"}, {value: "de", known: "en, ru"}],
    ["unknown-agent", {agent: "chimaera"}, {known: "baseline, chimera", guess: "chimera"}],
    ["unknown-provider", {provider: "olama"}, {guess: "ollama"}],
    ["model-not-named", {provider: "ollama"}, {provider: "ollama"}],
    ["unknown-format", {format: ["md,htm"]}, {value: "htm", guess: "html"}],
    ["unknown-format", {format: [""]}, {value: ""}],
    ["option-not-a-pair", {set: ["num_ctx"]}, {setting: "num_ctx"}],
    ["option-not-a-pair", {set: ["=1"]}, {setting: "=1"}],
    ["unknown-model-option", {set: ["num_cxt=1"]}, {value: "num_cxt", guess: "num_ctx"}],
    ["unknown-model-option", {set: ["__proto__=1"]}, {value: "__proto__"}],
    ["option-out-of-range", {set: ["num_ctx=0"]}, {least: "64", most: "none", kind: "whole"}],
    ["option-out-of-range", {set: ["num_ctx=1024,2048"]}, {setting: "num_ctx=1024,2048"}],
    ["option-out-of-range", {set: ["num_ctx=1024.5"]}, {kind: "whole"}],
    ["option-out-of-range", {set: ["num_ctx="]}, {setting: "num_ctx="}],
    ["option-out-of-range", {set: ["top_p=1.5"]}, {least: "0", most: "1", kind: "any"}],
    ["option-out-of-range", {set: ["temperature=Infinity"]}, {setting: "temperature=Infinity"}],
    ["option-out-of-range", {set: ["temperature=0x10"]}, {setting: "temperature=0x10"}],
    ["date-not-valid", {date: "2026-02-29"}, {value: "2026-02-29"}],
    ["date-not-valid", {date: "25.11.2026"}, {value: "25.11.2026"}],
    ["date-not-valid", {date: ""}, {value: ""}],
    ["name-not-usable", {name: "a/b"}, {name: "a/b"}],
    ["name-not-usable", {name: ".."}, {name: ".."}],
    ["name-not-usable", {name: ".chimera"}, {name: ".chimera"}],
    ["name-not-usable", {name: "a\nb"}, {name: "a\nb"}],
    ["name-not-usable", {name: "й".repeat(128)}, {}],
    ["name-missing", {artifacts: "/"}, {}]
  ])("refuses with %s: %j", (code, spec, values) => {
    expect(() => plan(spec)).toThrow(expect.objectContaining({code, exitCode: 2, values: expect.objectContaining(values)}));
  });
});
