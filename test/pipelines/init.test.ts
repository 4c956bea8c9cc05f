import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {readCompareConfig} from "../../pipelines/compare/compare-config.ts";
import {readConfig} from "../../pipelines/config.ts";
import {realEffects} from "../../pipelines/effects.ts";
import {init} from "../../pipelines/init.ts";
import {loadPack} from "../../pipelines/packs.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

describe("init", () => {
  it.each(["ru", "en"])("writes files that the commands accept as they are (%s)", async language => {
    const folder = temporaryFolder();
    const {created, kept} = await init(folder, language, realEffects());
    expect(created.toSorted()).toEqual([
      "chimera.config.yaml",
      "compare.schema.json",
      "compare.yaml",
      "my-prompts/agent.yaml",
      "my-prompts/writer.hbs"
    ]);
    expect(kept).toEqual([]);
    expect(await readConfig(folder)).toEqual({});
    expect(await readCompareConfig(join(folder, "compare.yaml"))).toMatchObject({models: ["gemma3:1b"], repeats: "8", lang: language});
    expect(loadPack(join(folder, "my-prompts"))).toMatchObject({agents: {writer: true}, writerMode: "reword"});
  });

  it("accepts its configuration with every comment mark taken away", async () => {
    const folder = temporaryFolder();
    await init(folder, "en", realEffects());
    const path = join(folder, "chimera.config.yaml");
    writeFileSync(path, readFileSync(path, "utf8").replace(/^# (?=\w+:| {2})/gm, ""));
    expect(await readConfig(folder)).toMatchObject({
      lang: "ru",
      agent: "baseline",
      model: "gemma3:latest",
      set: ["num_ctx=1024", "temperature=0.6"]
    });
  });

  it("changes nothing that is there", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "compare.yaml"), "mine");
    const {kept} = await init(folder, "ru", realEffects());
    expect(kept).toEqual(["compare.yaml"]);
    expect(readFileSync(join(folder, "compare.yaml"), "utf8")).toBe("mine");
  });

  it("speaks English where a language has no such files", async () => {
    const folder = temporaryFolder();
    await init(folder, "pt-BR", realEffects());
    expect(readFileSync(join(folder, "compare.yaml"), "utf8")).toContain("Names of prompt packs");
  });
});
