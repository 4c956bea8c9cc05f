import {describe, expect, it} from "vitest";
import {readConfig} from "../../pipelines/config.ts";
import {temporaryFolder, writeFiles} from "../support/temporary-folder.ts";

async function config(text: string) {
  const folder = temporaryFolder();
  writeFiles(folder, {"chimera.config.yaml": text});
  return await readConfig(folder);
}

describe("readConfig", () => {
  it("is empty without a file, and for an empty file", async () => {
    expect(await readConfig(temporaryFolder())).toEqual({});
    expect(await config("# nothing yet\n")).toEqual({});
  });

  it("reads the flags of report under their names", async () => {
    expect(
      await config("lang: en\nset: {num_ctx: 1024, temperature: 0.5}\nformat: [md, html]\nexclude: '*.log'\ndate: 2026-11-25\n")
    ).toEqual({
      lang: "en",
      set: ["num_ctx=1024", "temperature=0.5"],
      format: ["md", "html"],
      exclude: ["*.log"],
      date: "2026-11-25"
    });
  });

  it("names an unknown key, the known ones and the one that was meant", async () => {
    await expect(config("langg: ru")).rejects.toMatchObject({
      code: "config-unknown-key",
      exitCode: 2,
      values: {file: "chimera.config.yaml", key: "langg", guess: "lang", known: expect.stringContaining("provider")}
    });
  });

  it("names the key of a value of the wrong kind", async () => {
    await expect(config("set: {num_ctx: [1]}")).rejects.toMatchObject({code: "config-wrong-value", values: {key: "set.num_ctx"}});
    await expect(config("just text")).rejects.toMatchObject({code: "config-wrong-value"});
  });

  it("says what is wrong with a file that is no YAML", async () => {
    await expect(config("lang: [ru")).rejects.toMatchObject({code: "config-not-yaml", exitCode: 2});
  });
});
