import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {SpecError} from "../../agents/contracts/index.ts";
import {estimatedPrompt} from "../../agents/model/index.ts";
import {loadPack} from "../../pipelines/packs.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, {recursive: true});
});

function packOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

function problem(make: () => unknown): SpecError {
  try {
    make();
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  throw new Error("expected a SpecError");
}

const sentences = [
  {number: 1, text: "Загрузка занимает [a]."},
  {number: 2, text: "Модель [b] медленнее [c]."}
];

describe("loadPack", () => {
  it("gives chimera: analyst and writer with the model, options, no model named", () => {
    expect(loadPack("chimera")).toMatchObject({
      name: "chimera",
      type: "Chimera",
      agents: {collector: false, analyst: true, writer: true},
      options: {num_gpu: 60, num_ctx: 1024, temperature: 0.6},
      writerMode: "reword"
    });
  });

  it("gives baseline: the writer only, default options, the prompts of chimera", () => {
    const baseline = loadPack("baseline");
    expect(baseline).toMatchObject({type: "Baseline", agents: {collector: false, analyst: false, writer: true}, options: {}});
    expect(baseline.prompts.writer.file).toBe("chimera/writer.hbs");
  });

  it("renders a system and a user message, in that order, with nothing escaped", () => {
    const {system, user} = loadPack("chimera").prompts.writer.render({language: "Russian", section: "summary", sentences});
    expect(system).toContain("Russian only");
    expect(system).not.toContain("{{");
    expect(system).not.toContain("Above the line");
    expect(user).toBe("Section: summary\n1. Загрузка занимает [a].\n2. Модель [b] медленнее [c].");
  });

  it("leaves braces in the data alone", () => {
    const {user} = loadPack("chimera").prompts.repair.render({user: "{{user}}", issues: ["a < b"], reply: "'x'"});
    expect(user).toContain("{{user}}");
    expect(user).toContain("- a < b");
    expect(user).toContain("It began: 'x'");
  });

  it.each(["writer", "analyst"] as const)("keeps the instructions of %s within 250 tokens", name => {
    const {system = ""} = loadPack("chimera").prompts[name].render({language: "Russian", section: "s", sentences: [], findings: []});
    expect(estimatedPrompt({system, user: ""})).toBeLessThan(250);
  });

  it("lets a folder override single files of the pack it extends", () => {
    const folder = packOf({
      "agent.yaml": "extends: chimera\noptions: {temperature: 0}\n",
      "writer.hbs": "{{language}}{{#each sentences}}{{number}} {{text}}{{/each}}"
    });
    const pack = loadPack(folder);
    expect(pack).toMatchObject({type: "Chimera", options: {temperature: 0}});
    expect(pack.prompts.writer.render({language: "English", sentences})).toEqual({
      user: "English1 Загрузка занимает [a].2 Модель [b] медленнее [c]."
    });
    expect(pack.prompts.analyst.file).toBe("chimera/analyst.hbs");
    expect(pack.key).not.toBe(loadPack("chimera").key);
  });

  it("gives the same key for the same files", () => {
    expect(loadPack("chimera").key).toBe(loadPack("chimera").key);
  });

  it("names the packs there are when one is missing", () => {
    expect(problem(() => loadPack("chimara"))).toMatchObject({
      code: "pack-missing",
      values: {guess: "chimera", known: "baseline, chimera"}
    });
  });

  it.each<[string, string, string, RegExp]>([
    ["an unknown key", "extends: chimera\nmodle: x\n", "pack-not-valid", /agent\.yaml: modle/],
    ["a wrong kind of value", "extends: chimera\nagents: 5\n", "pack-not-valid", /agent\.yaml: agents/],
    ["an unknown option", "extends: chimera\noptions: {num_ctxx: 5}\n", "pack-not-valid", /options\.num_ctxx/],
    ["an option out of range", "extends: chimera\noptions: {num_ctx: 0}\n", "pack-not-valid", /options\.num_ctx/],
    ["no type", "options: {}\n", "prompt-missing", /collector\.hbs/],
    [
      "a collector that asks",
      "extends: chimera\nagents: {collector: true, analyst: true, writer: true}\n",
      "pack-not-available",
      /agents\.collector/
    ],
    ["free composition", "extends: chimera\nwriter: {mode: compose}\n", "pack-not-available", /writer\.mode/],
    ["what is no YAML", "a: [\n", "config-not-yaml", /agent\.yaml/],
    ["extending itself", "extends: .\n", "pack-extends-itself", /extends itself/]
  ])("refuses %s", (_, text, code, message) => {
    const error = problem(() => loadPack(packOf({"agent.yaml": text})));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  const with_ = (writer: string) => problem(() => loadPack(packOf({"agent.yaml": "extends: chimera\n", "writer.hbs": writer})));

  it("names file, line and the known variables of an unknown one", () => {
    const error = with_("{{language}}\n{{#each sentences}}\n{{number}} {{txt}}\n{{/each}}");
    expect(error).toMatchObject({code: "prompt-unknown-variable", values: {line: "3", variable: "sentences[].txt"}});
    expect(error.message).toMatch(/writer\.hbs:3: no variable sentences\[\]\.txt; there are: language, section/);
  });

  it("finds an unknown variable inside an if, where filling would not", () => {
    expect(with_("{{#if modell}}x{{/if}}")).toMatchObject({code: "prompt-unknown-variable", values: {line: "1", variable: "modell"}});
  });

  it("knows outer variables inside a list", () => {
    const folder = packOf({
      "agent.yaml": "extends: chimera\n",
      "writer.hbs": "{{#each sentences}}{{@index}}{{../language}}{{@root.section}}{{number}}{{this.text}}{{/each}}"
    });
    expect(loadPack(folder).prompts.writer.render({language: "L", section: "S", sentences: [{number: 1, text: "t"}]}).user).toBe("0LS1t");
  });

  it("names a variable that a prompt must use and does not", () => {
    expect(with_("{{language}}\n{{#each sentences}}{{number}}{{/each}}")).toMatchObject({
      code: "prompt-missing-variable",
      values: {variable: "sentences[].text"}
    });
  });

  it.each([
    ["a helper that is none", "{{upper language}}", /writer\.hbs:1: there is no helper upper/],
    ["an unknown block", "\n{{#repeat 3}}x{{/repeat}}", /writer\.hbs:2: there is no helper repeat/],
    ["a partial", "{{> other}}", /only variables/],
    ["a block that is not closed", "a\n{{#each sentences}}", /writer\.hbs:2/]
  ])("refuses %s", (_, text, message) => {
    const error = with_(text);
    expect(error.code).toBe("prompt-not-valid");
    expect(error.message).toMatch(message);
  });
});
