import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {chimera} from "../../support/chimera.ts";
import {addRun, folderOfRuns, runFiles, runName} from "../../support/many-runs.ts";
import {temporaryFolder, writeFiles} from "../../support/temporary-folder.ts";

const batch = (cwd: string, ...words: string[]) => chimera(["batch", "runs", "--lang", "en", "--date", "2026-11-25", ...words], {cwd});
const page = (cwd: string, name = "index.md"): string => readFileSync(`${cwd}/reports/${name}`, "utf8").replaceAll("\u00a0", " ");
const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

describe("chimera batch", () => {
  it("prints where the page over all runs is and the counts; progress apart", async () => {
    const cwd = folderOfRuns(2);
    const first = await batch(cwd);
    expect(first).toMatchObject({code: 0, stdout: `${cwd}/reports/index.md\nRuns: 2. Reports made: 2, kept: 0, failed: 0.\n`});
    expect(first.stderr).toMatch(/^\d of 2: run-0\d \(en\): made, new run$/m);
    const second = await batch(cwd);
    expect(second).toMatchObject({code: 0, stderr: "", stdout: expect.stringContaining("made: 0, kept: 2")});
  });

  it("writes a page over all runs: what is new, what failed, why, the last changes, links that lead somewhere", async () => {
    const cwd = folderOfRuns(4, index => ({speed: index === 3 ? 30 : 50}));
    symlinkSync("nowhere", `${cwd}/runs/broken`);
    expect(await batch(cwd)).toMatchObject({code: 5});
    const text = page(cwd);
    for (const part of [
      "Runs: 5. Reports made: 4, kept: 0, failed: 1.",
      "No new report for `broken`: broken: there is no such folder or file",
      "Reports made anew: `run-00`: new run; `run-01`: new run; `run-02`: new run; `run-03`: new run.",
      "| [`run-03`](<run-03/en/report.md>) | `2026-11-01 03:00 UTC` | 12 | 0 | `2026-11-25` | made | new run |",
      "The newest run is `run-03`; runs compared: 4. They are in the order of the times in the data.",
      "−40.2 %, worse"
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain(cwd);
    const links = [...page(cwd, "index.html").matchAll(/href="([^"#]+)"/g)].map(([, href]) => decodeURIComponent(href ?? ""));
    expect(links.length).toBe(4);
    expect(links.filter(href => !existsSync(`${cwd}/reports/${href}`))).toEqual([]);
  });

  it("writes a page per language that lead to each other", async () => {
    const cwd = folderOfRuns(1);
    await chimera(["batch", "runs", "--lang", "ru,en", "--quiet"], {cwd});
    expect(page(cwd)).toContain("# Производительность по прогонам: `runs`");
    expect(page(cwd)).toContain("[en](<index.en.md>)");
    expect(page(cwd, "index.en.md")).toContain("[ru](<index.md>)");
    expect(readdirSync(`${cwd}/reports/${runName(0)}`)).toEqual(["en", "ru"]);
  });

  it("replaces no page that somebody else wrote", async () => {
    const cwd = folderOfRuns(1);
    writeFiles(cwd, {"reports/index.md": "# Mine\n"});
    expect(await batch(cwd, "--quiet")).toMatchObject({code: 2, stderr: expect.stringMatching(/reports\/index\.md: holds something else/)});
    expect(page(cwd)).toBe("# Mine\n");
  });

  it("prints one JSON document, and writes JUnit XML", async () => {
    const cwd = folderOfRuns(1);
    mkdirSync(`${cwd}/runs/empty`);
    symlinkSync("nowhere", `${cwd}/runs/a<b`);
    const {code, stdout} = await batch(cwd, "--json", "--quiet", "--junit", "junit.xml");
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({version: 1, exitCode: 5, index: `${cwd}/reports/index.md`, gone: [], gates: []});
    expect(document.counts).toEqual({runs: 3, made: 2, kept: 0, failed: 1, waiting: 0, gone: 0});
    expect(document.runs.map(({run, exitCode}: {run: string; exitCode: number}) => [run, exitCode])).toEqual([
      ["empty", 3],
      [runName(0), 0],
      ["a<b", 5]
    ]);
    expect(code).toBe(5);
    const xml = readFileSync(`${cwd}/junit.xml`, "utf8");
    expect(xml).toMatch(/<testsuite name="runs" tests="3" failures="1" skipped="1" time="[\d.]+">/);
    expect(xml).toMatch(/<testcase classname="report.en" name="a&lt;b"[^>]*>\n<failure type="artifacts-missing" message="a&lt;b: /);
  });

  it("ends with 3 where only nothing measurable was found, and 2 where there are no runs", async () => {
    const cwd = temporaryFolder();
    mkdirSync(`${cwd}/runs`);
    expect(await batch(cwd)).toMatchObject({code: 2, stdout: "", stderr: expect.stringMatching(/holds no runs/)});
    mkdirSync(`${cwd}/runs/empty`);
    expect(await batch(cwd, "--quiet")).toMatchObject({
      code: 3,
      stdout: expect.stringContaining("Nothing measurable was found in the runs: empty.")
    });
  });

  it("ends with 6 when a condition is broken, and says by how much", async () => {
    const cwd = folderOfRuns(4, index => ({speed: index === 3 ? 30 : 50}));
    const broken = await batch(cwd, "--quiet", "--gate", "decode_throughput<-5%");
    expect(broken.code).toBe(6);
    expect(broken.stdout.replaceAll("\u00a0", " ")).toMatch(
      /The condition decode_throughput<-5% is broken: decode throughput, .*: −\d+(\.\d)? % \(.* instead of .*\)\./
    );
    expect(page(cwd)).toContain("The condition `decode_throughput<-5%` is broken");
    expect(await batch(cwd, "--quiet", "--gate", "ttft>5%")).toMatchObject({code: 0, stdout: expect.stringContaining("holds")});
  });

  it.each([
    [["--lang", "ru,de"], /^--lang de: no such report language/],
    [["--concurrency", "0"], /^--concurrency 0: expected a whole number from 1 to 64/],
    [["--gate", "speed<-5%"], /^--gate speed<-5%: /],
    [["--watch", "--dry-run"], /^--watch does not go with --dry-run/],
    [["--queue", "localhost"], /^--queue localhost: expected an address/],
    [["--queue", "redis://127.0.0.1:1"], /^redis:\/\/127\.0\.0\.1:1: no Redis answers \(ECONNREFUSED\)/]
  ])("refuses %j", async (words, text) => {
    const ended = await batch(folderOfRuns(1), ...words);
    expect(ended).toMatchObject({code: 2, stdout: "", stderr: expect.stringMatching(text)});
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("lets two batches on one folder both be right", async () => {
    const cwd = folderOfRuns(4);
    const ended = await Promise.all([batch(cwd, "--quiet", "--json"), batch(cwd, "--quiet", "--json")]);
    expect(ended.map(({code, stderr}) => [code, stderr])).toEqual([
      [0, ""],
      [0, ""]
    ]);
    const made = ended.map(({stdout}) => JSON.parse(stdout).counts.made).sort();
    expect(made).toEqual([0, 4]);
    expect(readdirSync(`${cwd}/reports`).filter(name => name !== ".chimera")).toEqual(
      [...[0, 1, 2, 3].map(runName), "index.html", "index.md"].sort()
    );
  });

  it("ends within a second of Ctrl-C, leaves nothing half-written, and goes on the next time", async () => {
    const cwd = folderOfRuns(30);
    let pressed = 0;
    const ended = await chimera(["batch", "runs", "--lang", "en"], {
      cwd,
      during: child => {
        child.stderr?.once("data", () => {
          pressed = performance.now();
          child.kill("SIGINT");
        });
      }
    });
    expect(performance.now() - pressed).toBeLessThan(1000);
    expect(ended).toMatchObject({code: 130, stdout: "", stderr: expect.stringContaining("Interrupted")});
    const left = readdirSync(`${cwd}/reports`, {recursive: true, encoding: "utf8"});
    expect(left.filter(name => /\.(tmp|new|old|lock)$|begun\/./.test(name))).toEqual([]);
    const {counts} = JSON.parse((await batch(cwd, "--json", "--quiet")).stdout);
    expect(counts).toMatchObject({runs: 30, failed: 0});
    expect(counts.kept).toBeGreaterThan(0);
  });

  it("ends at once at the second Ctrl-C", async () => {
    const cwd = folderOfRuns(30);
    const {code} = await chimera(["batch", "runs"], {
      cwd,
      during: child => {
        child.stderr?.once("data", () => {
          child.kill("SIGINT");
          child.kill("SIGINT");
        });
      }
    });
    expect(code).toBe(130);
  });
});

describe("chimera batch --watch", () => {
  it("reports a run whose files arrive over five seconds once, beside a run that was there", {timeout: 60_000}, async () => {
    const cwd = folderOfRuns(1);
    const lines: {counts: Record<string, number>; runs: {run: string; action: string}[]}[] = [];
    const ended = await chimera(["batch", "runs", "--lang", "en", "--watch", "--json"], {
      cwd,
      during: child => {
        child.stdout?.on("data", (text: string) =>
          lines.push(
            ...text
              .trim()
              .split("\n")
              .map(line => JSON.parse(line))
          )
        );
        const arrive = async () => {
          while (lines.length === 0) await sleep(50);
          const files = Object.entries({
            ...runFiles(7),
            "a.csv": "run,latency_ms\n1,10\n",
            "b.csv": "run,latency_ms\n1,11\n",
            "c.md": "# Words\n"
          });
          for (const [name, text] of files) {
            writeFiles(`${cwd}/runs/late`, {[name]: text});
            await sleep(1_200);
          }
          for (let tries = 0; tries < 100 && !isMade("late"); tries += 1) await sleep(100);
          await sleep(1_500);
          child.kill("SIGINT");
        };
        const isMade = (run: string) => lines.some(({runs}) => runs.some(one => one.run === run && one.action === "made"));
        arrive().catch(() => child.kill("SIGKILL"));
      }
    });
    expect(ended.code).toBe(130);
    const made = lines.flatMap(({runs}) => runs.filter(({action}) => action === "made").map(({run}) => run));
    expect(made).toEqual([runName(0), "late"]);
    expect(lines.flatMap(({runs}) => runs).filter(({action}) => action === "failed")).toEqual([]);
  });

  it("waits for the first run of an empty folder, and says what it watches", {timeout: 60_000}, async () => {
    const cwd = temporaryFolder();
    mkdirSync(`${cwd}/runs`);
    const {stdout, stderr} = await chimera(["batch", "runs", "--lang", "en", "--watch"], {
      cwd,
      during: child => {
        child.stdout?.once("data", () => addRun(cwd, 0));
        child.stdout?.on("data", (text: string) => {
          if (text.includes("made: 1")) child.kill("SIGINT");
        });
      }
    });
    expect(stderr).toContain(`Watching ${cwd}/runs.`);
    expect(stdout).toContain("Runs: 1. Reports made: 1");
  });
});

describe("CASES, section 4, in batches", () => {
  it("row 70, 72: retrying touches what failed only, and twice changes no count", async () => {
    const cwd = folderOfRuns(3);
    symlinkSync("nowhere", `${cwd}/runs/broken`);
    const run = async (...words: string[]) => JSON.parse((await batch(cwd, "--json", "--quiet", ...words)).stdout);
    expect((await run()).counts).toMatchObject({runs: 4, made: 3, failed: 1});
    expect((await run("--retry-errors")).counts).toMatchObject({runs: 4, made: 0, kept: 3, failed: 1});
    rmSync(`${cwd}/runs/broken`);
    for (const [name, text] of Object.entries(runFiles(9))) writeFiles(`${cwd}/runs/broken`, {[name]: text});
    expect((await run("--retry-errors")).counts).toMatchObject({runs: 4, kept: 3, failed: 0, made: 1});
    expect((await run("--retry-errors")).counts).toMatchObject({runs: 4, kept: 4, failed: 0});
  });

  it("row 67: every option alone makes reports anew, a change of white space in the configuration does not", async () => {
    const cwd = folderOfRuns(1);
    const made = async (...words: string[]) =>
      JSON.parse((await chimera(["batch", "runs", "--json", "--quiet", ...words], {cwd})).stdout).counts.made;
    writeFileSync(`${cwd}/chimera.config.yaml`, "lang: en\nset: {num_ctx: 1024}\n");
    expect(await made()).toBe(1);
    writeFileSync(`${cwd}/chimera.config.yaml`, "lang:   en\n\nset:\n  num_ctx: 1024\n");
    expect(await made()).toBe(0);
    for (const words of [
      ["--set", "num_ctx=2048"],
      ["--exclude", "*.md"],
      ["--format", "md"],
      ["--agent", "chimera"]
    ])
      expect(await made(...words)).toBe(1);
  });
});
