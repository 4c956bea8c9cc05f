import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import type {BatchSpec} from "../../../pipelines/batch/plan-batch.ts";
import type {MakeReason} from "../../../pipelines/batch/reason.ts";
import {realEffects} from "../../../pipelines/effects.ts";
import {actionsOf, batchIn} from "../../support/batch-setting.ts";
import {addRun, folderOfRuns, runName} from "../../support/many-runs.ts";
import {temporaryFolder, writeFiles} from "../../support/temporary-folder.ts";

const [first, second, third] = [runName(0), runName(1), runName(2)];
const report = (folder: string, run: string, name = "report.md"): string =>
  readFileSync(`${folder}/reports/${run}/en/${name}`, "utf8").replaceAll("\u00a0", " ");

describe("a batch", () => {
  it("makes a report of each run in each language, and keeps them all the next time", async () => {
    const folder = folderOfRuns(3);
    const {run, works} = batchIn(folder);
    const made = await run({lang: "ru,en"});
    expect(made.items.map(({run: name, lang, action, why}) => [name, lang, action, why])).toEqual(
      [first, second, third].flatMap(name => ["ru", "en"].map(lang => [name, lang, "made", "new"]))
    );
    expect(works()).toEqual([...Array(3).fill("series"), ...Array(6).fill("report"), "history"]);
    const kept = await run({lang: "ru,en"});
    expect(new Set(Object.values(actionsOf(kept)))).toEqual(new Set(["kept: unchanged"]));
    expect(kept.items.map(({findings, exitCode}) => ({findings, exitCode}))).toEqual(
      made.items.map(({findings, exitCode}) => ({findings, exitCode}))
    );
    expect(works()).toEqual([]);
  });

  it("is not led by the date, nor by the times of files", async () => {
    const folder = folderOfRuns(1);
    const {run} = batchIn(folder);
    await run({date: "2026-11-24"});
    utimesSync(`${folder}/runs/${first}/results.jsonl`, 1, 1);
    const kept = await run({date: "2026-11-25"});
    expect(kept.items).toMatchObject([{action: "kept", date: "2026-11-24"}]);
    expect(report(folder, first)).toContain("24 November 2026");
  });

  const results = (folder: string) => `${folder}/runs/${first}/results.jsonl`;
  it.each<[MakeReason, Partial<BatchSpec>, (folder: string) => void]>([
    ["artifacts", {}, folder => writeFileSync(results(folder), readFileSync(results(folder), "utf8").replaceAll("100", "101"))],
    ["options", {set: ["num_ctx=1024"]}, () => {}],
    ["forced", {force: true}, () => {}],
    ["incomplete", {}, folder => writeFileSync(`${folder}/reports/${first}/en/report.md`, "mine")],
    ["new", {}, folder => rmSync(`${folder}/reports/${first}`, {recursive: true})]
  ])("says why a report is made again: %s", async (why, spec, change) => {
    const folder = folderOfRuns(1);
    const {run} = batchIn(folder);
    await run();
    change(folder);
    expect(actionsOf(await run(spec))).toEqual({[first]: `made: ${why}`});
    expect(actionsOf(await run({...spec, force: false}))).toEqual({[first]: "kept: unchanged"});
  });

  it.each([
    [
      "version",
      (manifest: {versions: {build: string}; hashes: {export: string}}) => {
        manifest.versions.build = "older";
        manifest.hashes.export = "0";
      }
    ],
    [
      "templates",
      (manifest: {hashes: {export: string}}) => {
        manifest.hashes.export = "0";
      }
    ]
  ])("says why a report is made again: %s", async (why, change) => {
    const folder = folderOfRuns(1);
    const {run} = batchIn(folder);
    await run();
    const path = `${folder}/reports/${first}/en/manifest.json`;
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    change(manifest);
    writeFileSync(path, JSON.stringify(manifest));
    expect(actionsOf(await run())).toEqual({[first]: `made: ${why}`});
  });

  it("gives back a report in the same bytes", async () => {
    const folder = folderOfRuns(2);
    const {run} = batchIn(folder);
    await run();
    const whole = report(folder, second, "report.html");
    rmSync(`${folder}/reports/${second}`, {recursive: true});
    await run();
    expect(report(folder, second, "report.html")).toBe(whole);
  });

  it("makes no old report again for a new run, and those after it for a run that comes in between", async () => {
    const folder = temporaryFolder();
    for (const index of [0, 2]) addRun(folder, index);
    const {run} = batchIn(folder);
    await run();
    addRun(folder, 3);
    expect(actionsOf(await run())).toEqual({[first]: "kept: unchanged", [third]: "kept: unchanged", [runName(3)]: "made: new"});
    addRun(folder, 1);
    expect(actionsOf(await run())).toEqual({
      [first]: "kept: unchanged",
      [second]: "made: new",
      [third]: "made: history",
      [runName(3)]: "made: history"
    });
  });

  it("compares each run with those before it, in its report", async () => {
    const folder = folderOfRuns(3, index => ({speed: index === 2 ? 30 : 50}));
    await batchIn(folder).run();
    expect(report(folder, first)).not.toContain("## Against earlier runs");
    expect(report(folder, second)).toContain(`The newest run is \`${second}\``);
    expect(report(folder, third)).toMatch(/decode throughput .*−\d+(\.\d)? %, worse/);
  });

  it("names runs that are gone and leaves their reports", async () => {
    const folder = folderOfRuns(2);
    const {run} = batchIn(folder);
    await run();
    rmSync(`${folder}/runs/${first}`, {recursive: true});
    const after = await run();
    expect(after).toMatchObject({gone: [first], items: [{run: second}]});
    expect(existsSync(`${folder}/reports/${first}/en/report.md`)).toBe(true);
  });

  it("reports the other runs when one cannot be", async () => {
    const folder = folderOfRuns(2);
    symlinkSync("nowhere", `${folder}/runs/broken`);
    writeFiles(folder, {[`reports/${first}/en/thesis.txt`]: "mine"});
    const {run} = batchIn(folder);
    const result = await run();
    expect(result.items).toMatchObject([
      {run: first, action: "failed", exitCode: 5, failure: {code: "output-not-ours"}},
      {run: second, action: "made"},
      {run: "broken", action: "failed", exitCode: 5, failure: {code: "artifacts-missing"}}
    ]);
    expect(readdirSync(`${folder}/reports/${first}/en`)).toEqual(["thesis.txt"]);
  });

  it("tries a bug again only when asked or when the files changed, and keeps the old report meanwhile", async () => {
    const folder = folderOfRuns(2);
    const {run} = batchIn(folder);
    await run();
    const old = report(folder, first);
    const name = `${folder}/runs/${first}/more.csv`;
    writeFileSync(name, "run,latency_ms\n1,10\n2,11\n");
    const broken = {work: () => Promise.reject(new Error("cannot cope"))};
    expect((await run({}, broken)).items[0]).toMatchObject({
      action: "failed",
      why: "artifacts",
      failure: {values: {message: "cannot cope"}}
    });
    expect(actionsOf(await run())[first]).toBe("failed: failed-before");
    expect(report(folder, first)).toBe(old);
    expect(actionsOf(await run({retryErrors: true}))).toEqual({[first]: "made: retried", [second]: "kept: unchanged"});
    expect(actionsOf(await run())[first]).toBe("kept: unchanged");
  });

  it("tries again by itself what the disk was to blame for", async () => {
    const folder = folderOfRuns(1);
    const {run} = batchIn(folder);
    const full = () => Promise.reject(Object.assign(new Error("no space"), {code: "ENOSPC"}));
    const {disk} = realEffects();
    const create: typeof disk.create = (path, ...rest) => (path.includes("/begun/") ? full() : disk.create(path, ...rest));
    const result = await run({}, {disk: {...disk, create}});
    expect(result.items).toMatchObject([{action: "failed", failure: {code: "output-not-writable", values: {reason: "ENOSPC"}}}]);
    expect(actionsOf(await run())).toEqual({[first]: "made: new"});
  });

  it("writes nothing in a dry run and says what it would make", async () => {
    const folder = folderOfRuns(2);
    const {run} = batchIn(folder);
    expect(actionsOf(await run({dryRun: true}))).toEqual({[first]: "made: new", [second]: "made: new"});
    expect(existsSync(`${folder}/reports`)).toBe(false);
    await run();
    addRun(folder, 2);
    const before = readdirSync(`${folder}/reports`, {recursive: true}).length;
    expect(actionsOf(await run({dryRun: true}))).toEqual({[first]: "kept: unchanged", [second]: "kept: unchanged", [third]: "made: new"});
    expect(readdirSync(`${folder}/reports`, {recursive: true})).toHaveLength(before);
  });

  it("leaves a run alone whose files still arrive", async () => {
    const folder = folderOfRuns(2);
    const {run} = batchIn(folder);
    expect(actionsOf(await run({}, {isStill: ({name}) => name === first}))).toEqual({[first]: "made: new", [second]: "waiting: arriving"});
  });

  it("says that a folder has no runs, and where it cannot write", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {"runs/results.csv": "a,b\n1,2\n", way: "a file"});
    await expect(batchIn(folder).run()).rejects.toMatchObject({code: "runs-missing", exitCode: 2});
    await expect(batchIn(folder).run({root: "nowhere"})).rejects.toMatchObject({code: "artifacts-missing", exitCode: 2});
    mkdirSync(`${folder}/runs/one`);
    await expect(batchIn(folder).run({out: "way"})).rejects.toMatchObject({code: "output-not-writable", exitCode: 2});
  });

  it("goes on after a process that was killed while it made a report: its pieces go", async () => {
    const folder = folderOfRuns(1);
    const {run} = batchIn(folder);
    await run({force: true});
    const entry = {version: 1, owner: {host: "here", pid: 0, id: "dead"}, report: `${first}/en`, temporary: `${first}/.en.1-2.new`};
    writeFiles(folder, {"reports/.chimera/begun/1.json": JSON.stringify(entry), [`reports/${first}/.en.1-2.new/report.md`]: "half"});
    rmSync(`${folder}/reports/${first}/en/report.md`);
    expect(actionsOf(await run())).toEqual({[first]: "made: interrupted"});
    expect(readdirSync(`${folder}/reports/${first}`)).toEqual(["en"]);
    expect(readdirSync(`${folder}/reports/.chimera/begun`)).toEqual([]);
  });

  it("touches nothing outside its folder for a journal that somebody forged", async () => {
    const folder = folderOfRuns(1);
    writeFiles(folder, {"mine/thesis.txt": "mine"});
    const entry = {version: 1, owner: {host: "here", pid: 0, id: "dead"}, report: "x", temporary: "../mine"};
    writeFiles(folder, {"reports/.chimera/begun/1.json": JSON.stringify(entry), "reports/.chimera/begun/2.json": "{"});
    await batchIn(folder).run();
    expect(existsSync(`${folder}/mine/thesis.txt`)).toBe(true);
  });

  it("reads a moved store anew and gives the same page of history", async () => {
    const folder = folderOfRuns(3);
    const {run} = batchIn(folder);
    const {history} = await run();
    renameSync(`${folder}/reports/.chimera`, `${folder}/old`);
    const again = await run();
    expect(again.history).toEqual(history);
    expect(new Set(Object.values(actionsOf(again)))).toEqual(new Set(["made: incomplete"]));
  });

  it("judges conditions on the newest run", async () => {
    const folder = folderOfRuns(4, index => ({speed: index === 3 ? 30 : 50}));
    const {run} = batchIn(folder);
    const {gates} = await run({}, {}, ["decode_throughput<-5%", "ttft>5%"]);
    expect(gates.map(({gate, verdict}) => [gate.metric, verdict])).toEqual([
      ["decode_throughput", "fails"],
      ["ttft", "passes"]
    ]);
  });
});
