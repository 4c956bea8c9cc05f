import {readdirSync, readFileSync, symlinkSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {fromJob, toJob} from "../../../pipelines/batch/queue-job.ts";
import {realEffects} from "../../../pipelines/effects.ts";
import {prepareReport} from "../../../pipelines/prepare-report.ts";
import {planReport} from "../../../pipelines/spec.ts";
import {chimera} from "../../support/chimera.ts";
import {folderOfRuns, runName} from "../../support/many-runs.ts";
import {hasRedis, startRedis, startWorker} from "../../support/redis.ts";
import {writeFiles} from "../../support/temporary-folder.ts";

const batch = (cwd: string, out: string, ...words: string[]) =>
  chimera(["batch", "runs", "--out", out, "--lang", "en", "--date", "2026-11-25", ...words], {cwd});

const reportsOf = (folder: string): Record<string, string> => {
  const paths = readdirSync(folder, {recursive: true, encoding: "utf8"}).filter(path =>
    /^run-\d+\/en\/(report|analysis|evidence)\./.test(path)
  );
  return Object.fromEntries(paths.sort().map(path => [path, readFileSync(`${folder}/${path}`, "utf8")]));
};

describe("a job of the queue", () => {
  it("is the same work after its way through text", async () => {
    const cwd = folderOfRuns(1);
    const context = {resolve: (path: string) => `${cwd}/${path}`, locales: ["en"], agents: ["baseline"], today: "2026-11-25"};
    const {prepared} = await prepareReport(planReport({artifacts: `runs/${runName(0)}`, lang: "en"}, context), realEffects());
    const work = {kind: "report", prepared: {...prepared, history: {key: "k", series: ["a", "b"]}}} as const;
    expect(fromJob(toJob(work))).toEqual(work);
  });

  it("is refused when it is none of ours", () => {
    expect(() => fromJob({text: JSON.stringify({version: 1, work: {kind: "remove", folder: "/"}})})).toThrow(/^queue: work/);
  });
});

describe.skipIf(!hasRedis)(`a batch on a queue${hasRedis ? "" : " (skipped: no redis-server; apt-get install redis-server)"}`, () => {
  it("gives the same reports as a batch alone, each made once, by whichever worker", {timeout: 120_000}, async () => {
    const cwd = folderOfRuns(6);
    symlinkSync("nowhere", `${cwd}/runs/broken`);
    const url = await startRedis();
    const workers = await Promise.all([startWorker(url), startWorker(url)]);
    await batch(cwd, "alone", "--quiet");
    const queued = await batch(cwd, "queued", "--queue", url, "--json");
    expect(queued.code).toBe(5);
    expect(JSON.parse(queued.stdout).counts).toMatchObject({made: 6, failed: 1});
    expect(queued.stderr).toMatch(/run-00 \(en\): a worker took it/);
    expect(reportsOf(`${cwd}/queued`)).toEqual(reportsOf(`${cwd}/alone`));
    const begun = workers.flatMap(({said}) => [...said().matchAll(/begins (run-\d+)/g)].map(([, run]) => run)).sort();
    expect(begun).toEqual([0, 1, 2, 3, 4, 5].map(runName));
    expect(JSON.parse((await batch(cwd, "queued", "--queue", url, "--json", "--quiet")).stdout).counts).toMatchObject({made: 0, kept: 6});
  });

  it("gives a killed worker's job to another; after it all reports are right", {timeout: 120_000}, async () => {
    const cwd = folderOfRuns(6);
    const url = await startRedis();
    const [doomed, ...others] = await Promise.all([startWorker(url), startWorker(url), startWorker(url)]);
    await batch(cwd, "alone", "--quiet");
    const killed = doomed!.says(/begins/).then(() => doomed!.process.kill("SIGKILL"));
    const {code, stdout, stderr} = await batch(cwd, "queued", "--queue", url, "--json", "--quiet");
    await killed;
    expect({code, stderr}).toEqual({code: 0, stderr: ""});
    expect(JSON.parse(stdout).counts).toMatchObject({made: 6, failed: 0});
    expect(reportsOf(`${cwd}/queued`)).toEqual(reportsOf(`${cwd}/alone`));
    const lost = [...doomed!.said().matchAll(/begins (run-\d+)/g)].map(([, run]) => run).at(-1);
    expect(others.some(({said}) => said().includes(`ended ${lost} (en): done`))).toBe(!doomed!.said().includes(`ended ${lost}`));
    await batch(cwd, "queued", "--quiet");
    const left = readdirSync(`${cwd}/queued`, {recursive: true, encoding: "utf8"}).filter(name => /\.(new|old)$|begun\/./.test(name));
    expect(left).toEqual([]);
  });

  it("brings failures back to the caller, with their reason", {timeout: 60_000}, async () => {
    const cwd = folderOfRuns(1);
    const url = await startRedis();
    const worker = await startWorker(url);
    // A file where the store keeps written reports: the caller needs nothing there, the worker does.
    writeFiles(cwd, {"queued/.chimera/report": "in the way"});
    const {code, stdout} = await batch(cwd, "queued", "--queue", url, "--json", "--quiet");
    expect(code).toBe(5);
    expect(JSON.parse(stdout).runs).toMatchObject([{action: "failed", failure: {code: "output-not-writable"}}]);
    expect(worker.said()).toContain("ended run-00 (en): failed");
    worker.process.kill("SIGINT");
    await worker.says(/Interrupted/);
  });

  it("says that nobody is there to do the work, and ends within a second of Ctrl-C", {timeout: 60_000}, async () => {
    const cwd = folderOfRuns(1);
    const url = await startRedis();
    let pressed = 0;
    const ended = await chimera(["batch", "runs", "--queue", url], {
      cwd,
      during: child => {
        child.stderr?.once("data", () => {
          pressed = performance.now();
          child.kill("SIGINT");
        });
      }
    });
    expect(performance.now() - pressed).toBeLessThan(1_200);
    expect(ended).toMatchObject({
      code: 130,
      stderr: expect.stringMatching(/^No worker has joined the queue yet; start one: chimera worker --queue redis:/)
    });
  });
});
