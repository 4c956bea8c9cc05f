import {describe, expect, it} from "vitest";
import type {Analysis, Table} from "../../../../agents/contracts/index.ts";
import {analyzeFolder, factValue} from "../../../support/folder.ts";
import {type Call, noise, ollamaLines} from "../../../support/ollama-calls.ts";
import {promptSuite} from "../../../support/prompt-suite.ts";

const tableOf = (analysis: Analysis, kind: string): Table | undefined => analysis.tables.find(table => table.kind === kind);

/** Twelve settings, one cold call and three warm ones each, of two models. */
function sweep(): Call[] {
  const jitter = noise(2, 0.01);
  return ["small:1b", "large:4b"].flatMap(model =>
    [512, 1024, 2048].flatMap(num_ctx =>
      [0, 0.4, 0.7, 1].flatMap(temperature =>
        [0, 1, 2, 3].map(repeat => ({
          model,
          repeat,
          options: {num_ctx, temperature},
          load: repeat === 0 ? 2 : 0.1,
          decode: jitter(model === "small:1b" ? 1 : 2)
        }))
      )
    )
  );
}

describe("table of speed", () => {
  it("tells cold and warm calls of every model apart and pools settings without effect", async () => {
    const analysis = await analyzeFolder({"sweep/runs.jsonl": ollamaLines(sweep())});
    const table = tableOf(analysis, "speed");
    expect(table?.rows.map(({labels, facts}) => [labels.model, labels.phase, factValue(analysis, facts.n)])).toEqual([
      ["small:1b", "cold", 12],
      ["small:1b", "warm", 36],
      ["large:4b", "cold", 12],
      ["large:4b", "warm", 36]
    ]);
    expect(table?.words).toMatchObject({pooled: "yes", places: "one"});
  });

  it("compares models on equal settings or prompts, and not where they differ", async () => {
    const notes = (analysis: Analysis) => tableOf(analysis, "speed")?.notes.map(({code}) => code);
    expect(notes(await analyzeFolder({"sweep/runs.jsonl": ollamaLines(sweep())}))).toContain("models-paired");
    const answers = (shift: number) =>
      promptSuite(
        ["small:1b", "large:4b"].flatMap((model, side) =>
          [1, 2, 3, 4, 5, 6].map(prompt => ({model, tag: model, prompt: prompt + side * shift, speed: 50 + prompt - side * 20}))
        )
      );
    expect(notes(await analyzeFolder({"suite/runs.csv": answers(0)}))).toContain("models-paired");
    expect(notes(await analyzeFolder({"suite/runs.csv": answers(6)}))).not.toContain("models-paired");
  });

  it("gives times of load tests by request, with a tail from twenty on", async () => {
    const log = (count: number) =>
      [
        "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes,Latency",
        ...Array.from({length: count}, (_, index) => `${1_767_600_000_000 + index},${300 + index},home,200,OK,t1,text,true,512,100`)
      ].join("\n");
    const table = tableOf(await analyzeFolder({"log.jtl": log(20)}), "speed");
    expect(table?.rows[0]?.labels.endpoint).toBe("home");
    expect(table?.columns).toEqual(["n", "e2e_latency", "e2e_latency@p95"]);
    expect(tableOf(await analyzeFolder({"log.jtl": log(19)}), "speed")?.columns).toEqual(["n", "e2e_latency"]);
  });
});

describe("tables of the files", () => {
  const files = {
    "a/runs.jsonl": ollamaLines([{}, {}]),
    "b/runs.csv": promptSuite([{model: "m", tag: "m", prompt: 1, speed: 9}]),
    "b/NOTES.md": "# Notes\n\nNothing here.\n"
  };

  it("count them by topic and type, and those with measurements", async () => {
    const analysis = await analyzeFolder(files);
    const table = tableOf(analysis, "files");
    expect(table?.columns).toEqual(["csv", "json", "markdown", "files", "with_values"]);
    expect(table?.rows.map(({labels, facts}) => [labels.topic, ...table.columns.map(role => factValue(analysis, facts[role]))])).toEqual([
      ["inference", 1, 1, 0, 2, 2],
      ["document", 0, 0, 1, 1, 0],
      ["all", 1, 1, 1, 3, 2]
    ]);
  });

  it("are left out where all are of one type", async () => {
    expect(tableOf(await analyzeFolder({"a/runs.jsonl": files["a/runs.jsonl"]}), "files")).toBeUndefined();
  });

  it("tell a folder that holds most of them by its sub-folders", async () => {
    const folders = async (names: readonly string[]) =>
      tableOf(await analyzeFolder(Object.fromEntries(names.map(name => [name, "# Notes\n"]))), "inventory")?.rows.map(
        ({labels}) => labels.folder
      );
    expect(await folders(["x/a/1.md", "x/b/2.md", "x/b/3.md", "y/4.md"])).toEqual(["x/a", "x/b", "y"]);
    expect(await folders(["x/a/1.md", "x/b/2.md", "y/3.md", "y/4.md"])).toEqual(["x", "y"]);
  });
});
