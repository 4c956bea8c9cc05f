import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {compareConfigSchema, readCompareConfig} from "../../../pipelines/compare/compare-config.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

async function read(text: string) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "compare.yaml"), text);
  return {folder, spec: await readCompareConfig(join(folder, "compare.yaml"))};
}

describe("readCompareConfig", () => {
  it("says the same as the flags, with paths from the file's own folder", async () => {
    const {folder, spec} = await read(
      [
        "$schema: ./compare.schema.json",
        "artifacts: runs/one",
        "agents: [baseline, ./my-prompts]",
        "models: gemma3:1b",
        "set: {num_ctx: [1024, 2048], temperature: 0.6}",
        "skip: [{agent: baseline, num_ctx: 2048}]",
        "repeats: 6",
        "failOn: acceptance<0.9"
      ].join("\n")
    );
    expect(spec).toEqual({
      artifacts: join(folder, "runs/one"),
      agents: ["baseline", join(folder, "my-prompts")],
      models: ["gemma3:1b"],
      set: ["num_ctx=1024,2048", "temperature=0.6"],
      skip: ["agent=baseline,num_ctx=2048"],
      repeats: "6",
      failOn: ["acceptance<0.9"]
    });
  });

  it("asks for nothing when it is empty", async () => {
    expect((await read("# nothing\n")).spec).toEqual({});
  });

  it.each([
    ["agens: [baseline]", /compare\.yaml: agens: unknown key; known: \$schema, artifacts, agents/],
    ["repeats: 0", /compare\.yaml: repeats: wrong kind of value/],
    ["models: [", /compare\.yaml: .*; mend the file/]
  ])("refuses %j, naming file and key", async (text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it("says how to get a file when there is none", async () => {
    await expect(readCompareConfig(join(temporaryFolder(), "compare.yaml"))).rejects.toThrow("no such file; write one with: chimera init");
  });
});

describe("compareConfigSchema", () => {
  it("describes every key for editors", () => {
    const {properties, additionalProperties} = compareConfigSchema() as {
      properties: Record<string, {description?: string}>;
      additionalProperties: boolean;
    };
    expect(additionalProperties).toBe(false);
    expect(Object.entries(properties).filter(([, {description}]) => description === undefined)).toEqual([]);
    expect(Object.keys(properties)).toContain("models");
  });
});
