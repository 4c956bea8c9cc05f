import {describe, expect, it} from "vitest";
import {runSeriesOf} from "../../../../agents/analyst/index.ts";
import {collectFolder} from "../../../support/folder.ts";
import {fixtureText} from "../../../support/read-artifact.ts";
import {type Call, noise, ollamaLines} from "../../../support/ollama-calls.ts";

const calls = (count: number, rest: Call = {}, seed = 1): Call[] => {
  const jitter = noise(seed, 0.02);
  return Array.from({length: count}, (_, index) => ({repeat: index + 1, phase: "warm" as const, decode: jitter(1), ...rest}));
};
const runIn = async (files: Record<string, string>, time?: {text: string}) =>
  runSeriesOf(await collectFolder(files), {run: "run-1", ...(time === undefined ? {} : {time})});

describe("runSeriesOf", () => {
  it("gives each metric of equal attempts once, with its samples, median and places, cold and warm apart", async () => {
    const {series, attempted, failed} = await runIn({
      "runs.jsonl": ollamaLines([{phase: "cold", load: 2}, ...calls(7), ...calls(3, {model: "other:2b"})])
    });
    const speeds = series.filter(({metric}) => metric === "decode_throughput");
    expect(speeds.map(({phase, subject, n, samples}) => [phase, subject.model, n, samples.length])).toEqual([
      ["cold", "toy:1b", 1, 1],
      ["warm", "toy:1b", 7, 7],
      ["warm", "other:2b", 3, 3]
    ]);
    expect(speeds[1]).toMatchObject({unit: "tok/s", better: "higher", settings: {num_ctx: 2048}, sourceCount: 7});
    expect(speeds[1]?.sources.map(({at}) => at)).toContain("#2-#8/response/eval_count");
    expect({attempted, failed}).toEqual({attempted: 11, failed: 0});
    expect(series.every(({better}) => String(better) !== "neither")).toBe(true);
  });

  it("counts failures, which have no values", async () => {
    const {series, attempted, failed} = await runIn({"runs.jsonl": ollamaLines([...calls(4), ...calls(2, {failed: "status"})])});
    expect({attempted, failed}).toEqual({attempted: 6, failed: 2});
    expect(series.find(({metric}) => metric === "total_time")?.n).toBe(4);
  });

  it("keeps the token counts beside the times that depend on them, and no more than a hundred samples", async () => {
    const {series} = await runIn({"runs.jsonl": ollamaLines(calls(250, {tokens: 32}))});
    const time = series.find(({metric}) => metric === "total_time");
    expect(time?.work).toEqual({prompt_tokens: 200, output_tokens: 32});
    expect([time?.n, time?.samples.length]).toEqual([250, 100]);
    expect(series.find(({metric}) => metric === "decode_throughput")?.work).toEqual({});
  });

  it("takes the time from the data, else what it is given", async () => {
    expect((await runIn({"runs.jsonl": ollamaLines(calls(3))}, {text: "2020-01-01"})).time?.utc).toBe("2026-01-05T10:00:00.000Z");
    const csv = "model,tokens_per_second\nm,50\nm,51\n";
    expect((await runIn({"a.csv": csv}, {text: "2020-01-01"})).time).toEqual({text: "2020-01-01"});
    expect(await runIn({"a.csv": csv})).not.toHaveProperty("time");
  });

  it("does not compare a run that was aborted, nor the aborted part of one", async () => {
    const meta = (aborted: boolean) =>
      JSON.stringify({
        run: "r",
        started: "2026-01-05T10:00:00Z",
        server: "ollama",
        server_version: "0.1",
        models: [],
        options: {},
        aborted
      });
    const whole = {"b/runs.jsonl": ollamaLines(calls(3), Date.UTC(2026, 0, 6)), "b/meta.json": meta(false)};
    const broken = {"a/runs.jsonl": ollamaLines(calls(2, {decode: 80})), "a/meta.json": meta(true)};
    expect(await runIn(broken)).toMatchObject({aborted: true, series: []});
    const both = await runIn({...broken, ...whole});
    expect(both).toMatchObject({aborted: false, attempted: 5});
    expect(both.series.find(({metric}) => metric === "decode_throughput")?.n).toBe(3);
  });

  it("follows what files of unknown make call a metric inside one format only", async () => {
    const csv = await runIn({"a.csv": "model,latency_ms\nm,50\nm,51\nm,52\n"});
    const json = await runIn({"a.json": JSON.stringify([50, 51, 52].map(latency_ms => ({model: "m", latency_ms})))});
    expect([csv, json].map(({series}) => series.map(({tool, metric, definition}) => [tool, metric, definition]))).toEqual([
      [["generic-csv", "latency", "as-named"]],
      [["generic-json", "latency", "as-named"]]
    ]);
  });

  it("follows tokens per second under a name that no vocabulary knows, and nothing without a good direction", async () => {
    const {series} = await runIn({"a.csv": "model,tokens_per_second,cpu_percent\nm,50,90\nm,51,91\nm,52,92\n"});
    expect(series.map(({metric, better}) => [metric, better])).toEqual([["x.tokens_per_second", "higher"]]);
  });

  it("takes what a tool states where there are no rows, with its deviation, and nothing from words", async () => {
    const {series} = await runIn({"benchmarks/result.md": fixtureText("llama-bench-markdown/quantizations.md")});
    const speeds = series.filter(({metric}) => metric === "decode_throughput");
    expect(speeds.length).toBeGreaterThan(0);
    for (const one of speeds) expect(one).toMatchObject({basis: "stated", samples: [], deviation: expect.any(Number)});
    expect((await runIn({"notes.txt": "nothing\n"})).series).toEqual([]);
  });
});
