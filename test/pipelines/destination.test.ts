import {existsSync, readdirSync, readFileSync, renameSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {checkDestination, publish} from "../../pipelines/destination.ts";
import {realEffects} from "../../pipelines/effects.ts";
import type {ReportPlan} from "../../pipelines/spec.ts";
import {temporaryFolder, writeFiles} from "../support/temporary-folder.ts";

const effects = realEffects();
const ours = (artifacts: string) => JSON.stringify({generator: "chimera-report", artifacts});
const planIn = (out: string): ReportPlan => ({
  artifacts: "/artifacts",
  lang: "en",
  agent: "baseline",
  provider: "none",
  options: {},
  formats: ["md"],
  out,
  name: "run",
  date: "2026-11-25",
  include: [],
  exclude: []
});

describe("checkDestination", () => {
  it("accepts a free place and an empty folder", async () => {
    const out = temporaryFolder();
    expect((await checkDestination(planIn(out), "id", effects)).folder).toBe(`${out}/run/en`);
    await effects.disk.makeFolder(`${out}/run/en`);
    await expect(checkDestination(planIn(out), "id", effects)).resolves.toBeDefined();
  });

  it("accepts a report of ours of the same artifacts", async () => {
    const out = temporaryFolder();
    writeFiles(out, {"run/en/manifest.json": ours("id")});
    await expect(checkDestination(planIn(out), "id", effects)).resolves.toBeDefined();
  });

  it.each([
    ["a report of other artifacts", {"run/en/manifest.json": ours("other")}],
    ["files without a manifest", {"run/en/notes.md": "mine"}],
    ["another program's manifest", {"run/en/manifest.json": '{"generator":"webpack"}'}],
    ["a manifest that is no JSON", {"run/en/manifest.json": "{"}],
    ["a file", {"run/en": "mine"}]
  ])("refuses %s and leaves it alone", async (_, files) => {
    const out = temporaryFolder();
    writeFiles(out, files);
    const [path = "", text = ""] = Object.entries(files)[0] ?? [];
    await expect(checkDestination(planIn(out), "id", effects)).rejects.toMatchObject({code: "output-not-ours", exitCode: 2});
    expect(readFileSync(`${out}/${path}`, "utf8")).toBe(text);
  });

  it("says where it cannot write", async () => {
    const out = temporaryFolder();
    writeFiles(out, {way: "a file in the way"});
    await expect(checkDestination(planIn(`${out}/way`), "id", effects)).rejects.toMatchObject({
      code: "output-not-writable",
      exitCode: 2,
      values: {path: `${out}/way/run`}
    });
  });

  it.runIf(existsSync("/proc/self"))(
    "says so, instead of trying for ever, where a folder refuses every child as absent (Linux)",
    async () => {
      await expect(checkDestination(planIn("/proc/chimera"), "id", effects)).rejects.toMatchObject({code: "output-not-writable"});
    }
  );

  it("puts the old report back when a run was killed between its two renames", async () => {
    const out = temporaryFolder();
    writeFiles(out, {"run/en/manifest.json": ours("id"), "run/en/report.md": "old"});
    renameSync(`${out}/run/en`, `${out}/run/.en.1-0abc.old`);
    await checkDestination(planIn(out), "id", effects);
    expect(readFileSync(`${out}/run/en/report.md`, "utf8")).toBe("old");
    expect(readdirSync(`${out}/run`)).toEqual(["en"]);
  });

  it("sweeps leftovers of killed runs after a day, not those of runs that may be alive", async () => {
    const out = temporaryFolder();
    writeFiles(out, {"run/.en.1-0abc.new/report.md": "half", "run/.keep": ""});
    await checkDestination(planIn(out), "id", effects);
    expect(existsSync(`${out}/run/.en.1-0abc.new`)).toBe(true);
    const tomorrow = {...effects, clock: {...effects.clock, now: () => new Date(Date.now() + 25 * 3600 * 1000)}};
    await checkDestination(planIn(out), "id", tomorrow);
    expect(readdirSync(`${out}/run`)).toEqual([".keep"]);
  });
});

describe("publish", () => {
  it("replaces the report as a whole and leaves nothing else", async () => {
    const out = temporaryFolder();
    writeFiles(out, {"run/en/manifest.json": ours("id"), "run/en/old.md": "old"});
    const destination = await checkDestination(planIn(out), "id", effects);
    writeFiles(destination.temporary, {"report.md": "new"});
    await publish(destination, effects);
    expect(readdirSync(`${out}/run`)).toEqual(["en"]);
    expect(readdirSync(`${out}/run/en`)).toEqual(["report.md"]);
  });

  it("lets several runs publish at once: one whole report stays", async () => {
    const out = temporaryFolder();
    const destinations = await Promise.all(Array.from({length: 8}, () => checkDestination(planIn(out), "id", effects)));
    for (const [index, {temporary}] of destinations.entries()) {
      writeFiles(temporary, {"manifest.json": ours("id"), a: String(index), b: String(index)});
    }
    await Promise.all(destinations.map(destination => publish(destination, effects)));
    expect(readdirSync(`${out}/run`)).toEqual(["en"]);
    expect(readFileSync(`${out}/run/en/a`, "utf8")).toBe(readFileSync(`${out}/run/en/b`, "utf8"));
  });

  it("keeps the old report in reach when the process dies between the two renames", async () => {
    const out = temporaryFolder();
    writeFiles(out, {"run/en/manifest.json": ours("id"), "run/en/report.md": "old"});
    const destination = await checkDestination(planIn(out), "id", effects);
    writeFiles(destination.temporary, {"report.md": "new"});
    const rename = async (from: string, to: string) => {
      if (from === destination.temporary) throw new Error("killed");
      await effects.disk.rename(from, to);
    };
    await expect(publish(destination, {...effects, disk: {...effects.disk, rename}})).rejects.toThrow("killed");
    await checkDestination(planIn(out), "id", effects);
    expect(readFileSync(`${out}/run/en/report.md`, "utf8")).toBe("old");
  });
});
