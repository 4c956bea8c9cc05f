import {existsSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {ModelUnavailableError, type ModelRequest, openScripted} from "../../../agents/model/index.ts";
import {type CompareOptions, compare} from "../../../pipelines/compare/compare.ts";
import type {CompareOutcome} from "../../../pipelines/compare/compare-outcome.ts";
import {type CompareSpec, planComparison} from "../../../pipelines/compare/compare-spec.ts";
import {realEffects} from "../../../pipelines/effects.ts";
import type {Models} from "../../../pipelines/model-run.ts";
import {benchmarkFiles} from "../../support/benchmark-files.ts";
import {echoed} from "../../support/echo-model.ts";
import {temporaryFolder, writeFiles} from "../../support/temporary-folder.ts";

const once: CompareOptions = {isRetry: false, isResume: false, isDry: false};

type Say = (model: string, request: ModelRequest) => string | Error;

interface Place {
  folder: string;
  /** Requests that were sent, by model. */
  asked: string[];
  run: (spec?: Partial<CompareSpec>, options?: Partial<CompareOptions>, signal?: AbortSignal) => Promise<CompareOutcome>;
}

/** A folder of artifacts and models that say what `say` makes of a request. */
function place(
  say: Say = (_, {user}) => echoed(user),
  {digest = "1", absent = ""}: {digest?: string; absent?: string} = {},
  folder = temporaryFolder()
): Place {
  if (!existsSync(`${folder}/runs`)) writeFiles(`${folder}/runs`, benchmarkFiles());
  const asked: string[] = [];
  const models: Models = {
    open: async ({model}) => {
      if (model === absent) throw new ModelUnavailableError("model-not-found", `${model}: the server has no such model`, {values: {model}});
      const port = openScripted(
        request => {
          asked.push(model);
          return say(model, request);
        },
        {window: {asked: 8192, effective: 8192}, digest: `${model}-${digest}`}
      );
      return {port, description: {...(await port.describe()), model}, notes: []};
    }
  };
  const context = {
    resolve: (path: string) => (path.startsWith("/") ? path : `${folder}/${path}`),
    locales: ["en", "ru"],
    agents: ["baseline", "chimera"],
    today: "2026-11-25"
  };
  return {
    folder,
    asked,
    run: async (spec = {}, options = {}, signal) => {
      const plan = planComparison({artifacts: "runs", models: ["good,bad"], agents: ["baseline"], repeats: "6", ...spec}, context);
      return await compare(plan, {...once, ...options}, {...realEffects(), models, ...(signal === undefined ? {} : {signal})});
    }
  };
}

/** Every sentence of `bad` has a number of its own. */
const onlyGoodIsGood: Say = (model, {user}) => echoed(user, text => (model === "bad" ? `${text} 90` : text));

const read = ({path = ""}: CompareOutcome, name: string): string => readFileSync(`${path}/${name}`, "utf8").replaceAll("\u00a0", " ");

describe("compare", () => {
  it("runs each configuration, says which is better and why, and how to run it", async () => {
    const outcome = await place(onlyGoodIsGood).run();
    expect(outcome).toMatchObject({exitCode: 0, counts: {total: 12, stored: 0, run: 12, faulty: 0}});
    expect(outcome.comparison?.winner).toBe("baseline · good");
    const markdown = read(outcome, "comparison.md");
    expect(markdown).toContain("Лучшая конфигурация — опорная `baseline · good`");
    expect(markdown).toContain("отклонено (число, ");
    expect(markdown).toContain("`chimera report runs --agent baseline --model good`");
    expect(read(outcome, "comparison.html")).toContain("<!doctype html>");
    expect(JSON.parse(read(outcome, "comparison.json"))).toEqual(outcome.comparison);
  });

  it("asks nothing the second time and gives the same bytes", async () => {
    const here = place(onlyGoodIsGood);
    const first = read(await here.run(), "comparison.json");
    const asked = here.asked.length;
    const second = await here.run();
    expect(second.counts).toMatchObject({stored: 12, run: 0});
    expect(here.asked).toHaveLength(asked);
    expect(read(second, "comparison.json")).toBe(first);
  });

  it("asks only what is new when repeats or models are added", async () => {
    const here = place();
    await here.run({models: ["good"]});
    expect((await here.run({models: ["good,bad"], repeats: "7"})).counts).toMatchObject({stored: 6, run: 8});
  });

  it("asks anew when the weights behind a name are others, or an option changed", async () => {
    const here = place();
    await here.run({models: ["good"]});
    expect((await place(undefined, {digest: "2"}, here.folder).run({models: ["good"]})).counts.run).toBe(6);
    expect((await here.run({models: ["good"], set: ["temperature=0.1"]})).counts.run).toBe(6);
    expect((await here.run({models: ["good"]})).counts.run).toBe(0);
  });

  it("hands each repeat another seed, the same for every configuration", async () => {
    const seeds: string[] = [];
    const folder = temporaryFolder();
    writeFiles(`${folder}/runs`, benchmarkFiles());
    const models: Models = {
      open: async ({model, options}) => {
        if (options["seed"] !== undefined) seeds.push(`${model} ${options["seed"]}`);
        const port = openScripted(({user}) => echoed(user));
        return {port, description: await port.describe(), notes: []};
      }
    };
    const context = {resolve: (path: string) => `${folder}/${path}`, locales: ["ru"], agents: ["baseline"], today: "2026-11-25"};
    const plan = planComparison({artifacts: "runs", models: ["m1,m2"], agents: ["baseline"], repeats: "2", seed: "40"}, context);
    await compare(plan, once, {...realEffects(), models});
    expect(seeds.toSorted()).toEqual(["m1 40", "m1 41", "m2 40", "m2 41"]);
  });

  it("goes on without a model that is not there, says so and ends with 5; with none at all it ends with 4 and writes nothing", async () => {
    const some = await place(undefined, {absent: "bad"}).run();
    expect(some.exitCode).toBe(5);
    expect(some.missing).toEqual([{cell: "baseline · bad", reason: {code: "model-not-found", values: {model: "bad"}}}]);
    expect(read(some, "comparison.md")).toContain("Не все повторы удались: `baseline · bad`");
    const none = await place(undefined, {absent: "good"}).run({models: ["good"]});
    expect([none.exitCode, none.path]).toEqual([4, undefined]);
  });

  it("keeps failed repeats apart, and --retry-errors runs just those again", async () => {
    const gone = new ModelUnavailableError("model-server-gone", "gone", {});
    let isAway = true;
    const here = place((model, {user}) => (model === "bad" && isAway ? gone : echoed(user)));
    const first = await here.run();
    expect(first).toMatchObject({exitCode: 5, counts: {faulty: 6}});
    expect(first.comparison?.cells[1]).toMatchObject({
      done: 0,
      failures: [1, 2, 3, 4, 5, 6].map(repeat => ({repeat, reason: {code: "model-server-gone"}}))
    });
    isAway = false;
    expect((await here.run()).counts).toMatchObject({stored: 12, faulty: 6});
    expect(await here.run({}, {isRetry: true})).toMatchObject({exitCode: 0, counts: {stored: 6, run: 6, faulty: 0}});
  });

  it("ends with 6 when a condition is met and names where", async () => {
    const outcome = await place(onlyGoodIsGood).run({failOn: ["acceptance<0.9"]});
    expect(outcome.exitCode).toBe(6);
    expect(outcome.failing).toMatchObject([{cell: "baseline · bad", median: 0}]);
    expect((await place().run({failOn: ["acceptance<0.5"]})).exitCode).toBe(0);
  });

  it("shows what it would do without asking or writing", async () => {
    const here = place();
    await here.run({models: ["good"]});
    const asked = here.asked.length;
    const outcome = await here.run({}, {isDry: true});
    expect(outcome).toMatchObject({exitCode: 0, counts: {total: 12, stored: 6, run: 6}});
    expect(outcome.path).toBeUndefined();
    expect(here.asked).toHaveLength(asked);
  });

  it("resumes only what is there", async () => {
    const here = place();
    await expect(here.run({}, {isResume: true})).rejects.toThrow("--resume: nothing is stored of this comparison");
    const abort = new AbortController();
    let count = 0;
    const stopped = place(
      (_, {user}) => {
        count += 1;
        if (count === 12) abort.abort(new Error("stopped"));
        return echoed(user);
      },
      {},
      here.folder
    );
    await expect(stopped.run({}, {}, abort.signal)).rejects.toThrow("stopped");
    const rest = await here.run({}, {isResume: true});
    expect(rest.counts.stored).toBeGreaterThan(0);
    expect(rest.counts.stored + rest.counts.run).toBe(12);
    const undisturbed = await place().run();
    const scoresOf = ({comparison}: CompareOutcome) =>
      comparison?.cells.map(({scores}) => [scores.acceptance, scores.coverage, scores.agreement]);
    expect(scoresOf(rest)).toEqual(scoresOf(undisturbed));
  });

  it("does not name a folder of the machine in what it writes", async () => {
    const here = place();
    writeFiles(here.folder, {"my-prompts/agent.yaml": "extends: baseline\n"});
    const outcome = await here.run({agents: [`${here.folder}/my-prompts`], models: ["good"]});
    for (const name of ["comparison.json", "comparison.md", "comparison.html", "manifest.json"])
      expect(read(outcome, name)).not.toContain(here.folder);
    expect(read(outcome, "comparison.md")).toContain("--agent ./my-prompts --model good");
  });
});
