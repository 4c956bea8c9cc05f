import {describe, expect, it} from "vitest";
import {collect} from "../../agents/collector/index.ts";
import {type NoteInput, noteSchema} from "../../agents/contracts/index.ts";
import {loadLocale} from "../../agents/locale/index.ts";
import {problemText} from "../../pipelines/cli/problem-text.ts";
import {localeNames, readLocaleFiles} from "../../pipelines/prompt-files.ts";
import {folderFiles} from "../support/folder-files.ts";

const messagesOf = (name: string) => loadLocale(name, readLocaleFiles(name, ["locale.yaml", "cli.yaml"]).texts);
const textOf = (note: NoteInput, language = "en") => problemText(noteSchema.parse(note), messagesOf(language));

describe("problemText", () => {
  it("says where and what, in the language of the messages", () => {
    const note = {code: "not-a-number", values: {value: "fast"}, source: {artifact: "a.csv", at: "R3:ttft_s"}};
    expect(textOf(note)).toBe("R3:ttft_s: not a number: fast");
    expect(textOf(note, "ru")).toBe("R3:ttft_s: не число: fast");
  });

  it("leaves out what was not recorded", () => {
    expect(textOf({code: "run-aborted"})).toBe("the run was aborted");
    expect(textOf({code: "run-aborted", values: {reason: "OOM"}})).toBe("the run was aborted: OOM");
  });

  it("shows the code and values of a problem that has no words yet", () => {
    expect(textOf({code: "brand-new", values: {n: 3, names: ["a", "b"]}})).toBe("brand-new n=3, names=a, b");
  });

  it.each(localeNames())("has words in %s for every problem that occurs in the fixtures", async name => {
    const evidence = await collect({}, {files: await folderFiles(new URL("../fixtures/artifacts/", import.meta.url))});
    const notes = [
      ...evidence.artifacts.flatMap(({problems}) => problems),
      ...[...evidence.measurements, ...evidence.reported].flatMap(({warnings}) => warnings)
    ];
    const messages = messagesOf(name);
    expect(notes.length).toBeGreaterThan(0);
    expect([...new Set(notes.map(({code}) => code))].filter(code => !messages.has(`cli.problem.${code}`))).toEqual([]);
    for (const note of notes) expect(problemText(note, messages)).not.toBe("");
  });
});
