import {describe, expect, it} from "vitest";
import {chimera} from "../support/chimera.ts";
import {noise, ollamaLines} from "../support/ollama-calls.ts";
import {temporaryFolder, writeFiles} from "../support/temporary-folder.ts";

function runLines(slow: number, seed: number, model = "toy:1b"): string {
  const jitter = noise(seed * 7919, 0.02);
  return ollamaLines(
    Array.from({length: 12}, (_, repeat) => ({
      model,
      phase: "warm" as const,
      repeat: repeat + 1,
      prefill: jitter(0.4) * slow,
      decode: jitter(1)
    }))
  );
}

/** Two runs: the second reads prompts more slowly. */
function folder(): string {
  const path = temporaryFolder();
  writeFiles(path, {
    "before/runs.jsonl": runLines(1, 1),
    "after/runs.jsonl": runLines(1.5, 2),
    "other/runs.jsonl": runLines(1, 3, "other:2b"),
    "empty/notes.txt": "words only\n"
  });
  return path;
}

const diff = (words: string[], language = "en") => chimera(["diff", ...words], {cwd: folder(), env: {CHIMERA_LANG: language}});

describe("chimera diff", () => {
  it("says what got worse and what shows no difference, with values and interval", async () => {
    const {code, stdout, stderr} = await diff(["before", "after"]);
    expect({code, stderr}).toEqual({code: 0, stderr: ""});
    const [worse = "", same = ""] = stdout.split("No difference shown");
    expect(worse).toMatch(
      /Worse\n.*Prefill throughput, model toy:1b, warm: \d+\stok\/s → \d+\stok\/s, −3\d\s% \(95\s% CI −3\d…−[23]\d\s%\)/s
    );
    expect(worse).not.toContain("Decode throughput");
    expect(same).toContain("Decode throughput, model toy:1b, warm");
    expect(same).toMatch(/There is one run on each side: the noise between runs is not known and is taken to be 2\s%/);
  });

  it("speaks the language of the messages, or the one asked for", async () => {
    expect((await diff(["before", "after"], "ru")).stdout).toContain("Стало хуже");
    expect((await diff(["before", "after", "--lang", "ru"])).stdout).toContain("Стало хуже");
    expect(await diff(["before", "after", "--lang", "xx"])).toMatchObject({code: 2, stdout: ""});
  });

  it("gives machines one document with the places of the values", async () => {
    const {code, stdout} = await diff(["before", "after", "--json", "--gate", "prefill_throughput<-5%"]);
    const {version, exitCode, runs, history, gates} = JSON.parse(stdout);
    expect([code, version, exitCode]).toEqual([6, 1, 6]);
    expect(runs.map((run: {run: string}) => run.run)).toEqual(["before", "after"]);
    expect(runs[0].series[0].sources[0].artifact).toBe("runs.jsonl");
    expect(history.order).toBe("given");
    expect(gates[0]).toMatchObject({verdict: "fails", judged: 1, run: "after"});
  });

  it("shows no difference of a folder with itself", async () => {
    const {code, stdout} = await diff(["before", "before"]);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/^(Worse|Better)/m);
  });

  it.each([
    [["before", "after", "--gate", "prefill_throughput<-5%"], 6, "is broken: prefill throughput"],
    [["before", "after", "--gate", "prefill_throughput<-50%"], 0, "holds: series checked: 1"],
    [["after", "before", "--gate", "prefill_throughput<-5%"], 0, "holds"],
    [["before", "after", "--gate", "itl>5%"], 0, "was not checked"],
    [["before", "other"], 3, "There is nothing to compare"],
    [["before", "empty"], 3, "There is nothing measurable in empty"],
    [["before", "other", "--gate", "prefill_throughput<-5%"], 3, "was not checked"]
  ])("%j ends with code %i", async (words, code, text) => {
    const ended = await diff(words);
    expect(ended.stdout).toContain(text);
    expect(ended).toMatchObject({code, stderr: ""});
  });

  it.each([
    [["before", "nowhere"], /nowhere: there is no such folder/],
    [["before"], /diff: no path given; usage: chimera diff <before> <after>/],
    [["before", "after", "--gate", "fast"], /^--gate fast: expected a metric/],
    [["before", "after", "--gate", "decode_throughput<5%"], /better when higher; expected a worsening, as in decode_throughput<-5%/]
  ])("refuses %j in one line", async (words, text) => {
    const ended = await diff(words);
    expect(ended).toMatchObject({code: 2, stdout: ""});
    expect(ended.stderr).toMatch(text);
    expect(ended.stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  it("tells runs of one name by their paths", async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {"a/run/runs.jsonl": runLines(1, 1), "b/run/runs.jsonl": runLines(1.5, 2)});
    expect((await chimera(["diff", "a/run", "b/run"], {cwd})).stdout).toMatch(/^a\/run → b\/run\n/);
  });
});
