import {mkdirSync, symlinkSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {findRuns} from "../../../pipelines/batch/find-runs.ts";
import {timeInName} from "../../../pipelines/batch/run-time.ts";
import {realEffects} from "../../../pipelines/effects.ts";
import {temporaryFolder, writeFiles} from "../../support/temporary-folder.ts";

const effects = realEffects();
const inFolders = (...names: string[]): string => {
  const root = temporaryFolder();
  for (const name of names) mkdirSync(`${root}/${name}`, {recursive: true});
  return root;
};
const namesIn = async (root: string, patterns: readonly string[] = [], out = "/elsewhere") =>
  (await findRuns({root, patterns, out}, effects)).runs.map(({name}) => name);

describe("findRuns", () => {
  it("takes each direct sub-folder, in the order of their numbers", async () => {
    const root = inFolders("run-10", "run-2/inner", "Прогон 1", ".hidden", "node_modules");
    writeFiles(root, {"notes.md": "no run"});
    expect(await namesIn(root)).toEqual(["run-2", "run-10", "Прогон 1"]);
  });

  it("takes the folders that fit a pattern, at any depth, and none inside a run", async () => {
    const root = inFolders("2026-11/a/run-1/run-9", "2026-12/run-2", "2025-01/run-3", "2026-11/other");
    expect(await namesIn(root, ["2026-*/**/run-*"])).toEqual(["2026-11--a--run-1", "2026-12--run-2"]);
  });

  it("takes neither the folder of reports nor what holds reports of ours", async () => {
    const root = inFolders("run-1", "reports/run-1/ru", "older/.chimera", "deep/reports");
    expect(await namesIn(root, [], `${root}/reports`)).toEqual(["deep", "run-1"]);
    expect(await namesIn(root, [], `${root}/deep/reports`)).toEqual(["reports", "run-1"]);
  });

  it("counts a run and a link to it once, follows a link to a folder elsewhere, and says which leads nowhere", async () => {
    const [root, elsewhere] = [inFolders("run-1"), inFolders("far")];
    symlinkSync("run-1", `${root}/latest`);
    symlinkSync(`${elsewhere}/far`, `${root}/linked`);
    symlinkSync("nowhere", `${root}/broken`);
    writeFiles(elsewhere, {"file.csv": "a"});
    symlinkSync(`${elsewhere}/file.csv`, `${root}/file`);
    const {runs, failed} = await findRuns({root, patterns: [], out: "/elsewhere"}, effects);
    expect(runs.map(({name}) => name)).toEqual(["linked", "run-1"]);
    expect(failed).toMatchObject([{name: "broken", failure: {code: "artifacts-missing"}}]);
  });

  it("says that two runs would share a folder of reports", async () => {
    const root = inFolders("a/b", "a--b");
    const {runs, failed} = await findRuns({root, patterns: ["a--b", "b"], out: "/elsewhere"}, effects);
    expect([runs.length, failed]).toMatchObject([1, [{name: "a--b", failure: {code: "run-name-taken"}}]]);
  });

  it("reads a list of runs: lines, or JSON with names and times", async () => {
    const root = inFolders("one", "two/three");
    writeFiles(root, {
      "runs.txt": "# ours\none\n\ntwo/three/\n",
      "runs.json": JSON.stringify(["one", {path: "two/three", name: "third", time: "2026-11-25T10:00:00+03:00"}, {path: `${root}/gone`}])
    });
    expect((await findRuns({root: `${root}/runs.txt`, patterns: [], out: "/x"}, effects)).runs).toEqual([
      {name: "one", path: `${root}/one`},
      {name: "three", path: `${root}/two/three`}
    ]);
    const {runs, failed} = await findRuns({root: `${root}/runs.json`, patterns: [], out: "/x"}, effects);
    expect(runs[1]).toEqual({
      name: "third",
      path: `${root}/two/three`,
      time: {text: "2026-11-25T10:00:00+03:00", utc: "2026-11-25T07:00:00.000Z"}
    });
    expect(failed).toMatchObject([{name: "gone"}]);
  });

  it.each(['[{"path": 1}]', "[", "a\u0000b"])("refuses a list that is none: %j", async text => {
    const root = temporaryFolder();
    writeFiles(root, {"runs.txt": text});
    await expect(findRuns({root: `${root}/runs.txt`, patterns: [], out: "/x"}, effects)).rejects.toMatchObject({
      code: "run-list-not-valid"
    });
  });
});

describe("timeInName", () => {
  it.each([
    ["2026-11-25", {text: "2026-11-25"}],
    ["run_20261125-1030 warm", {text: "20261125-1030"}],
    ["nightly 2026-11-25T10-30-05Z", {text: "2026-11-25T10-30-05Z", utc: "2026-11-25T10:30:05.000Z"}],
    ["2026-11-25-b", {text: "2026-11-25"}],
    ["run-17", undefined],
    ["2026-02-31", undefined],
    ["build-120261125", undefined]
  ])("%s", (name, time) => {
    expect(timeInName(name)).toEqual(time);
  });
});
