import {setTimeout as pause} from "node:timers/promises";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {random} from "../../../agents/analyst/statistics/random.ts";
import {type Comparison, comparisonSchema} from "../../../agents/contracts/index.ts";
import {benchmarkFiles} from "../../support/benchmark-files.ts";
import {chimera} from "../../support/chimera.ts";
import {echoed, userOf} from "../../support/echo-model.ts";
import {type FakeOllama, startFakeOllama} from "../../support/fake-ollama.ts";
import {temporaryFolder, writeFiles} from "../../support/temporary-folder.ts";

const open: FakeOllama[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(server => server.close()));
});

async function fake(pauseMs = 0, answers: Record<string, string> = {}): Promise<FakeOllama> {
  const server = await startFakeOllama({answers, chat: (_, body) => ({kind: "reply", text: echoed(userOf(body)), pauseMs})});
  open.push(server);
  return server;
}

function folderOfRuns(): string {
  const folder = temporaryFolder();
  writeFiles(`${folder}/runs`, benchmarkFiles());
  return folder;
}

const words = (server: FakeOllama, ...more: string[]): string[] => [
  "compare",
  "runs",
  "--models",
  "gemma3",
  "--provider",
  "ollama",
  "--base-url",
  server.url,
  "--repeats",
  "2",
  "--lang",
  "en",
  "--date",
  "2026-11-25",
  ...more
];

/** All that does not depend on the clock. */
const timeless = ({cells}: Comparison) =>
  cells.map(({id, done, failures, scores: {wall_time: _time, ttft: _ttft, decode_throughput: _speed, ...scores}}) => ({
    id,
    done,
    failures,
    scores
  }));

describe("chimera compare", () => {
  it("prints the comparison's folder and the conclusions, progress elsewhere", async () => {
    const cwd = folderOfRuns();
    const {code, stdout, stderr} = await chimera(words(await fake()), {cwd});
    expect({code, stderr: stderr.split("\n")[0]}).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^1 of 4: (baseline|chimera) · gemma3 · 1$/)
    });
    expect(stdout.split("\n").slice(0, 2)).toEqual([
      join(cwd, "reports/runs-comparison/en"),
      "Too few repeats: to name the best configuration each needs at least 6."
    ]);
  });

  it("prints one JSON document and nothing else with --json", async () => {
    const {stdout} = await chimera(words(await fake(), "--json", "--quiet"), {cwd: folderOfRuns()});
    expect(comparisonSchema.parse(JSON.parse(stdout)).cells.map(({id}) => id)).toEqual(["baseline · gemma3", "chimera · gemma3"]);
  });

  it("takes everything from a file, as init writes it", async () => {
    const cwd = folderOfRuns();
    await chimera(["init"], {cwd});
    const server = await fake();
    const written = readFileSync(join(cwd, "compare.yaml"), "utf8")
      .replace("./artifacts", "./runs")
      .replace("gemma3:1b", "gemma3")
      .replace("repeats: 8", "repeats: 1");
    writeFiles(cwd, {"mine.yaml": written});
    const {code, stdout} = await chimera(["compare", "--config", "mine.yaml", "--base-url", server.url, "--provider", "ollama", "--json"], {
      cwd
    });
    expect(code).toBe(0);
    expect(comparisonSchema.parse(JSON.parse(stdout)).cells.map(({agent}) => agent)).toEqual(["baseline", "chimera", "my-prompts"]);
  });

  it.each([
    [["compare"], "no folder of artifacts; name one, or give --config with one in it"],
    [["compare", "runs"], "no model is named; add --models"],
    [["compare", "nowhere", "--models", "m"], "no such folder or file"],
    [["compare", "runs", "--models", "m", "--agents", "nobody"], "nobody"],
    [["compare", "runs", "--models", "m", "--config", "none.yaml"], "none.yaml: no such file; write one with: chimera init"],
    [["compare", "runs", "--models", "m", "--fail-on", "speed<1"], "no score speed"]
  ])("says what is wrong with %j and ends with 2", async (line, message) => {
    const {code, stderr} = await chimera(line, {cwd: folderOfRuns()});
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it("names the models that there are when one is not, and ends with 4", async () => {
    const server = await fake(0, {"/api/show": "ollama-0.24.0/show-404"});
    const {code, stderr, stdout} = await chimera(
      ["compare", "runs", "--models", "gema3", "--provider", "ollama", "--base-url", server.url],
      {cwd: folderOfRuns()}
    );
    expect([code, stdout]).toEqual([4, ""]);
    expect(stderr).toContain("gema3: no model: ");
  });

  it("goes on after kills at random moments: the same result as undisturbed, and nothing stored is asked again", async () => {
    const undisturbed = await chimera(words(await fake(), "--json"), {cwd: folderOfRuns()});
    const server = await fake(15);
    const cwd = folderOfRuns();
    const next = random(5);
    let done = 0;
    for (let kill = 0; kill < 5; kill += 1) {
      await chimera(words(server), {
        cwd,
        during: child => {
          child.stderr?.on("data", () => (done += 1));
          void pause(400 + 900 * next()).then(() => child.kill("SIGKILL"));
        }
      });
    }
    const dry = JSON.parse((await chimera(words(server, "--dry-run", "--json"), {cwd})).stdout);
    const asked = server.chats().length;
    const last = await chimera(words(server, "--json"), {cwd});
    expect(last.code).toBe(0);
    expect(timeless(comparisonSchema.parse(JSON.parse(last.stdout)))).toEqual(
      timeless(comparisonSchema.parse(JSON.parse(undisturbed.stdout)))
    );
    const perTurn = (await chimera(words(server, "--dry-run", "--json"), {cwd})).stdout;
    expect(JSON.parse(perTurn).counts).toMatchObject({stored: 4, run: 0});
    expect(server.chats().length === asked).toBe(dry.counts.run === 0);
  }, 60_000);

  it("stops within a second when interrupted in the middle of a call", async () => {
    const server = await startFakeOllama({chat: () => ({kind: "hang"})});
    open.push(server);
    let interrupted = 0;
    const {code} = await chimera(words(server), {
      cwd: folderOfRuns(),
      during: child => {
        const watch = setInterval(() => {
          if (server.chats().length === 0) return;
          clearInterval(watch);
          interrupted = performance.now();
          child.kill("SIGINT");
        }, 20);
      }
    });
    expect(code).toBe(130);
    expect(performance.now() - interrupted).toBeLessThan(2000);
  }, 30_000);
});
