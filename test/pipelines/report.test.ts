import {cpSync, readdirSync, readFileSync, utimesSync, writeFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {realEffects} from "../../pipelines/effects.ts";
import {makeReport} from "../../pipelines/make-report.ts";
import {type ReportEffects, report} from "../../pipelines/report.ts";
import {planReport, type ReportSpec} from "../../pipelines/spec.ts";
import {benchmarkFiles} from "../support/benchmark-files.ts";
import {temporaryFolder, writeFiles} from "../support/temporary-folder.ts";

const same = ["analysis.json", "evidence.json", "report.html", "report.json", "report.md"];

interface Setting {
  folder: string;
  run: (spec?: Partial<ReportSpec>, effects?: Partial<ReportEffects>) => ReturnType<typeof report>;
  /** How often the stages were run. */
  made: () => number;
  bytes: (lang?: string) => string[];
}

/** A folder `runs` of artifacts, and `reports` beside it. */
function setting(files: Record<string, string> = benchmarkFiles()): Setting {
  const folder = temporaryFolder();
  writeFiles(`${folder}/runs`, files);
  let made = 0;
  return {
    folder,
    made: () => made,
    run: (spec = {}, effects = {}) => {
      const context = {resolve: (path: string) => `${folder}/${path}`, locales: ["en", "ru"], agents: ["baseline"], today: "2026-11-25"};
      return report(planReport({artifacts: "runs", lang: "en", ...spec}, context), {
        ...realEffects(),
        make: async (prepared, rest) => {
          made += 1;
          return await makeReport(prepared, rest);
        },
        ...effects
      });
    },
    bytes: (lang = "en") => same.map(name => readFileSync(`${folder}/reports/runs/${lang}/${name}`, "utf8"))
  };
}

describe("report", () => {
  it("writes the six files and says what it found", async () => {
    const {folder, run} = setting();
    const outcome = await run();
    expect(outcome).toMatchObject({path: `${folder}/reports/runs/en`, exitCode: 0, warnings: []});
    expect(outcome.findings.length).toBeGreaterThan(0);
    expect(outcome.findings.join()).not.toMatch(/\[\d+\]|\*\*|`/);
    expect(readdirSync(outcome.path).sort()).toEqual([...same, "manifest.json"].sort());
    expect(readdirSync(`${folder}/reports/runs`)).toEqual(["en"]);
  });

  it("says in the manifest what it was made from, with no path of the machine anywhere", async () => {
    const {folder, run, bytes} = setting();
    await run({set: ["num_ctx=1024"]});
    const manifest = readFileSync(`${folder}/reports/runs/en/manifest.json`, "utf8");
    expect(JSON.parse(manifest)).toMatchObject({
      generator: "chimera-report",
      artifacts: expect.stringMatching(/^[0-9a-f]{16}$/),
      spec: {lang: "en", options: {num_ctx: 1024}, date: "2026-11-25"},
      hashes: {"report.md": expect.stringMatching(/^[0-9a-f]{64}$/), evidence: expect.stringMatching(/^[0-9a-f]{64}$/)},
      timings: {collect: expect.any(Number), analyze: expect.any(Number), write: expect.any(Number), export: expect.any(Number)}
    });
    for (const text of [...bytes(), manifest]) expect(text).not.toContain(folder);
  });

  it("runs no stage again for files that did not change", async () => {
    const {run, made} = setting();
    const first = await run();
    expect(await run()).toEqual(first);
    expect(made()).toBe(1);
  });

  it("is not misled by the times of files", async () => {
    const {folder, run, made} = setting();
    await run();
    utimesSync(`${folder}/runs/bench/threads.csv`, 1, 1);
    await run();
    expect(made()).toBe(1);
    const path = `${folder}/runs/bench/threads.csv`;
    const text = readFileSync(path, "utf8");
    writeFileSync(
      path,
      text.replace(/(\d)(\D*)$/, (_, digit: string, rest: string) => `${(Number(digit) + 1) % 10}${rest}`)
    );
    utimesSync(path, 1, 1);
    await run();
    expect(made()).toBe(2);
  });

  it.each<[string, Partial<ReportSpec>]>([
    ["date", {date: "2026-11-24"}],
    ["model option", {set: ["num_ctx=1024"]}],
    ["format", {format: ["md"]}],
    ["exclusion", {exclude: ["*.csv"]}]
  ])("makes the report anew for another %s", async (_, spec) => {
    const {run, made} = setting();
    await run();
    await run(spec);
    expect(made()).toBe(2);
  });

  it("mends a report that somebody edited or thinned out", async () => {
    const {folder, run, bytes} = setting();
    await run();
    const whole = bytes();
    writeFileSync(`${folder}/reports/runs/en/report.md`, "edited");
    await run();
    expect(bytes()).toEqual(whole);
  });

  it("gives the same bytes for the same files elsewhere, listed in another order, at another time", async () => {
    const first = setting();
    await first.run();
    const second = setting({});
    cpSync(`${first.folder}/runs`, `${second.folder}/elsewhere/runs`, {recursive: true});
    const real = realEffects();
    const folder = {...real.folder, readDirectory: async (path: string) => [...(await real.folder.readDirectory(path))].reverse()};
    const clock = {...real.clock, now: () => new Date(0)};
    await second.run({artifacts: "elsewhere/runs"}, {folder, clock});
    expect(second.bytes()).toEqual(first.bytes());
  });

  it("leaves the old report whole when making the new one fails", async () => {
    const {folder, run, bytes} = setting();
    await run();
    const whole = bytes();
    const real = realEffects();
    let created = 0;
    const create: typeof real.disk.create = async (path, text, options) => {
      if (path.includes(".new/")) created += 1;
      if (created === 3) throw new Error("disk broke");
      await real.disk.create(path, text, options);
    };
    await expect(run({date: "2026-11-24"}, {disk: {...real.disk, create}})).rejects.toThrow("disk broke");
    expect(bytes()).toEqual(whole);
    expect(readdirSync(`${folder}/reports/runs`)).toEqual(["en"]);
  });

  it("says that the disk is full, and where", async () => {
    const real = realEffects();
    const create = () => Promise.reject(Object.assign(new Error("no space"), {code: "ENOSPC"}));
    const {folder, run} = setting();
    await expect(run({}, {disk: {...real.disk, create}})).rejects.toMatchObject({
      code: "output-not-writable",
      values: {path: `${folder}/reports`, reason: "ENOSPC"}
    });
  });

  it("finds a report again in a place that can only be read", async () => {
    const {folder, run} = setting();
    const first = await run();
    const real = realEffects();
    const create = () => Promise.reject(Object.assign(new Error("read only"), {code: "EROFS"}));
    const later = {...real.clock, now: () => new Date(Date.now() + 10_000)};
    expect(await run({}, {clock: later, disk: {...real.disk, create}})).toEqual(first);
    expect(readdirSync(`${folder}/reports/runs`)).toEqual(["en"]);
  });

  it("stores nothing of a file that changes while it is read", async () => {
    const {run, made} = setting();
    const real = realEffects();
    const readFile = async (path: string) => Buffer.concat([await real.folder.readFile(path), Buffer.from("\n")]);
    await expect(run({}, {folder: {...real.folder, readFile}})).rejects.toMatchObject({code: "artifact-changed", exitCode: 2});
    expect(await run()).toMatchObject({exitCode: 0});
    expect(made()).toBe(2);
  });

  it("replaces nothing when interrupted", async () => {
    const {folder, run, bytes} = setting();
    await run();
    const whole = bytes();
    const controller = new AbortController();
    const make: ReportEffects["make"] = async (prepared, effects) => {
      const outcome = await makeReport(prepared, effects);
      controller.abort(new Error("interrupted"));
      return outcome;
    };
    await expect(run({date: "2026-11-24"}, {make, signal: controller.signal})).rejects.toThrow("interrupted");
    expect(bytes()).toEqual(whole);
    expect(readdirSync(`${folder}/reports/runs`)).toEqual(["en"]);
  });

  it("writes a report that says that nothing could be measured", async () => {
    const outcome = await setting({"notes.md": "# Notes\n\nOnly words here, and no measurements at all.\n"}).run();
    expect(outcome).toMatchObject({exitCode: 3, findings: [], warnings: [{code: "nothing-measurable"}]});
    expect(readdirSync(outcome.path)).toContain("report.md");
  });

  it("writes the report without a model that was demanded, and says so each time", async () => {
    const {run} = setting();
    const demanded = {provider: "ollama", model: "m", baseUrl: "http://127.0.0.1:59999"};
    const warning = {exitCode: 4, warnings: [{code: "model-not-used", cause: {code: "model-server-unreachable"}}]};
    expect(await run(demanded)).toMatchObject(warning);
    expect(await run(demanded)).toMatchObject(warning);
  });

  it("keeps its reports and its store out of the artifacts when they lie among them", async () => {
    const {folder, run, made} = setting();
    await run({out: "runs/out"});
    expect(readFileSync(`${folder}/runs/out/runs/en/evidence.json`, "utf8")).not.toContain('"out/');
    await run({out: "runs/out"});
    expect(made()).toBe(1);
  });

  it("reports on a single file", async () => {
    expect(await setting().run({artifacts: "runs/bench/threads.csv", name: "threads"})).toMatchObject({exitCode: 0});
  });

  it.each([
    ["artifacts-missing", "nowhere"],
    ["artifacts-missing", "runs/README.md/x"]
  ])("refuses with %s: %s", async (code, artifacts) => {
    await expect(setting().run({artifacts, name: "x"})).rejects.toMatchObject({code, exitCode: 2});
  });
});
