import {existsSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {collect} from "../../../../agents/collector/index.ts";
import {relationsOf} from "../../../../agents/collector/relations/relations-of.ts";
import {folderFiles} from "../../../support/folder-files.ts";
import {memoryFiles} from "../../../support/memory-files.ts";

const relationsIn = async (files: Record<string, string>) => (await collect({}, {files: memoryFiles(files)})).relations;
const brief = (relations: Awaited<ReturnType<typeof relationsIn>>) =>
  relations.map(({kind, from, to, compared, agreed}) => `${kind} ${from} -> ${to} ${agreed}/${compared}`);

const rows = [
  ["a", 512, 0.12345, 41.237],
  ["a", 1024, 0.23456, 40.118],
  ["b", 512, 0.34567, 82.551],
  ["b", 1024, 0.45678, 80.902]
] as const;
const csv = (cells: readonly (readonly (string | number)[])[], header = "model,num_ctx,ttft_s,decode_tok_s") =>
  `${[header, ...cells.map(row => row.join(","))].join("\n")}\n`;
const original = csv(rows);

/** Five answers of each of four settings: seconds and tokens per second that repeat nowhere. */
const runs = [..."ab"].flatMap((model, at) =>
  [512, 1024].flatMap(context =>
    Array.from(
      {length: 5},
      (_, run) => [model, context, 0.1 + at + context / 10_000 + run * 0.01317, 40 + at * 10 + context / 100 + run * 0.7331] as const
    )
  )
);
const median = (values: number[]) => values.sort((x, y) => x - y)[2]!;
const summaryRows = [..."ab"].flatMap(model =>
  [512, 1024].map(context => {
    const group = runs.filter(row => row[0] === model && row[1] === context);
    return [model, context, median(group.map(row => row[2])).toFixed(4), median(group.map(row => row[3])).toFixed(2)] as const;
  })
);
const summaryHeader = "model,num_ctx,ttft_s_median,decode_tok_s_median";

describe("copies", () => {
  it("finds the same numbers in another format, rounded, under the same names", async () => {
    const json = JSON.stringify(
      rows.map(([model, num_ctx, ttft, rate]) => ({
        model,
        num_ctx,
        ttft_ms: Number((ttft * 1000).toFixed(1)),
        decode_tok_s: Number(rate.toFixed(2))
      }))
    );
    expect(brief(await relationsIn({"a.csv": original, "b.json": json}))).toEqual(["copy b.json -> a.csv 8/8"]);
  });

  it("names the values that stand under another metric", async () => {
    const digest = csv(
      rows.map(([model, , , rate]) => [model, rate / 1000]),
      "model,latency_s"
    );
    const both = await relationsIn({
      "a.csv": csv(
        rows.map(([model, , , rate]) => [model, rate / 1000]),
        "model,ttft_s"
      ),
      "z.csv": digest
    });
    expect(both).toMatchObject([
      {kind: "copy", agreed: 0, compared: 4, disagreements: [{why: "metric"}, {why: "metric"}, {why: "metric"}, {why: "metric"}]}
    ]);
  });

  it("lists what a copy got wrong, up to a tenth", async () => {
    const many = Array.from({length: 20}, (_, index) => ["a", index, 0.10001 + index * 0.01117, 41]);
    const wrong = many.map(row => [...row]);
    wrong[7]![2] = 0.77777;
    const [relation] = await relationsIn({"a.csv": csv([...many, ["a", 99, 0.55555, 41]]), "b.csv": csv(wrong)});
    expect(relation).toMatchObject({
      kind: "copy",
      from: "b.csv",
      to: "a.csv",
      compared: 20,
      agreed: 19,
      disagreements: [{from: {artifact: "b.csv", at: "R8:ttft_s"}, why: "value"}]
    });
  });

  it("says nothing of two numbers, of short numbers, and of files that share a few", async () => {
    expect(await relationsIn({"a.csv": original, "two.csv": csv(rows.slice(0, 1))})).toEqual([]);
    const short = (extra: number) => csv([1, 2, 3, 4, 5].map(value => ["a", value, value / 10, value + extra]));
    expect((await relationsIn({"a.csv": short(0), "b.csv": short(10)})).filter(({kind}) => kind === "copy")).toEqual([]);
    const other = csv(rows.map(([model, context, ttft, rate], index) => [model, context, index < 2 ? ttft : ttft * 1.1, rate * 1.2]));
    expect((await relationsIn({"a.csv": original, "b.csv": other})).filter(({kind}) => kind === "copy")).toEqual([]);
  });
});

describe("summaries", () => {
  it("recomputes medians by the labels of the summary", async () => {
    expect(brief(await relationsIn({"rows.csv": csv(runs), "summary.csv": csv(summaryRows, summaryHeader)}))).toEqual([
      "summary summary.csv -> rows.csv 8/8"
    ]);
  });

  it.each(["mean", "min", "max"] as const)("recomputes the %s", async statistic => {
    const of = (values: number[]) =>
      statistic === "mean"
        ? values.reduce((sum, value) => sum + value, 0) / values.length
        : statistic === "min"
          ? Math.min(...values)
          : Math.max(...values);
    const cells = [..."ab"].map(model => {
      const group = runs.filter(row => row[0] === model);
      return [model, of(group.map(row => row[2])).toFixed(5), of(group.map(row => row[3])).toFixed(3)];
    });
    expect(
      brief(await relationsIn({"rows.csv": csv(runs), "s.csv": csv(cells, `model,ttft_s_${statistic},decode_tok_s_${statistic}`)}))
    ).toEqual(["summary s.csv -> rows.csv 4/4"]);
  });

  it("compares rates with tokens over seconds of the rows", async () => {
    const cells = runs.map(([model, context, , rate]) => [model, context, 48, 48 / rate]);
    const rates = summaryRows.map(([model, context, , rate]) => [model, context, rate]);
    expect(
      brief(
        await relationsIn({
          "rows.csv": csv(cells, "model,num_ctx,eval_count,eval_duration_s"),
          "s.csv": csv(rates, "model,num_ctx,decode_tok_s_median")
        })
      )
    ).toEqual(["summary s.csv -> rows.csv 4/4"]);
  });

  it("lists a value that is not the median, with both places", async () => {
    const wrong = summaryRows.map(row => [...row] as (string | number)[]);
    wrong[1]![3] = "99.99";
    const [relation] = await relationsIn({"rows.csv": csv(runs), "s.csv": csv(wrong, summaryHeader)});
    expect(relation).toMatchObject({kind: "summary", compared: 8, agreed: 7});
    expect(relation?.disagreements).toMatchObject([
      {from: {at: "R2:decode_tok_s_median"}, to: {at: "R6-R10:decode_tok_s"}, why: "value", values: [99.99, expect.any(Number)]}
    ]);
  });

  it("lists groups of rows that the summary leaves out", async () => {
    const [relation] = await relationsIn({"rows.csv": csv(runs), "s.csv": csv(summaryRows.slice(0, 3), summaryHeader)});
    expect(relation).toMatchObject({
      kind: "summary",
      compared: 6,
      agreed: 6,
      disagreements: [{why: "missing-row", to: {artifact: "rows.csv", at: "R16-R20"}}]
    });
  });

  it("says nothing below four in five agreements, and of other units", async () => {
    const wrong = summaryRows.map(([model, context, ttft, rate], index) => [model, context, index < 2 ? "9.9999" : ttft, rate]);
    expect(await relationsIn({"rows.csv": csv(runs), "s.csv": csv(wrong, summaryHeader)})).toEqual([]);
    expect(await relationsIn({"rows.csv": csv(runs), "s.csv": csv(summaryRows, "model,num_ctx,ttft_ms_median,other_median")})).toEqual([]);
  });
});

describe("reruns", () => {
  const shifted = (by: number) => csv(runs.map(([model, context, ttft, rate]) => [model, context, ttft * by, rate * by]));

  it("ties files of the same work to the first of them", async () => {
    expect(brief(await relationsIn({"run-1.csv": csv(runs), "run-2.csv": shifted(1.0731), "run-3.csv": shifted(1.1317)}))).toEqual([
      "rerun run-2.csv -> run-1.csv 0/40",
      "rerun run-3.csv -> run-1.csv 0/40"
    ]);
  });

  it("needs a subject and a setting, equal levels, and like names where the make is unknown", async () => {
    const anonymous = (by: number) =>
      csv(
        runs.map(([, , ttft, rate]) => [ttft * by, rate * by]),
        "ttft_s,decode_tok_s"
      );
    expect(await relationsIn({"run-1.csv": anonymous(1), "run-2.csv": anonymous(1.0731)})).toEqual([]);
    const other = csv(runs.map(([model, context, ttft, rate]) => [model, context * 2, ttft * 1.0731, rate * 1.0731]));
    expect(await relationsIn({"run-1.csv": csv(runs), "run-2.csv": other})).toEqual([]);
    expect(await relationsIn({"eager.csv": csv(runs), "compiled.csv": shifted(1.0731)})).toEqual([]);
  });
});

describe("relationsOf", () => {
  const samples = new URL("../../../../../shared/samples/", import.meta.url);

  describe.skipIf(!existsSync(samples))("the recorded samples beside the repository (skipped when they are not there)", () => {
    it("finds the summary of the sweep, the copies of llama-bench, hyperfine and pytest-benchmark, and the reruns, and nothing else", async () => {
      const evidence = await collect({exclude: ["EXPECTED.tsv"]}, {files: await folderFiles(samples)});
      expect(brief(evidence.relations.filter(({kind}) => kind !== "cites"))).toEqual([
        "copy llama-bench/llama-bench-quantizations.md -> llama-bench/llama-bench-quantizations.json 17/17",
        "copy llama-bench/llama-bench-threads.csv -> llama-bench/llama-bench-threads.jsonl 20/20",
        "copy micro/hyperfine/gzip-levels.console.txt -> micro/hyperfine/gzip-levels.csv 6/6",
        "copy micro/hyperfine/gzip-levels.console.txt -> micro/hyperfine/gzip-levels.json 6/6",
        "copy micro/hyperfine/gzip-levels.md -> micro/hyperfine/gzip-levels.console.txt 6/6",
        "copy micro/hyperfine/gzip-levels.csv -> micro/hyperfine/gzip-levels.json 15/15",
        "copy micro/hyperfine/gzip-levels.md -> micro/hyperfine/gzip-levels.csv 6/6",
        "copy micro/hyperfine/gzip-levels.md -> micro/hyperfine/gzip-levels.json 6/6",
        "copy micro/pytest-benchmark/console.txt -> micro/pytest-benchmark/benchmark.json 34/34",
        "summary sweeps/ollama/2026-11-25/summary.csv -> sweeps/ollama/2026-11-25/grid/gemma3-270m.jsonl 160/160",
        "summary sweeps/ollama/2026-11-25/summary.csv -> sweeps/ollama/2026-11-25/grid/smollm2-135m.jsonl 160/160",
        "rerun micro/go/join-old.txt -> micro/go/join-new.txt 39/120",
        ...["b", "c", "d"].map(run => `rerun runs/2026-11-25-${run}/results.jsonl -> runs/2026-11-25-a/results.jsonl 52/182`)
      ]);
      expect(evidence.relations.flatMap(({disagreements}) => disagreements)).toEqual([]);
    });
  });

  it("takes a hundred unlike files in a moment and relates none of them", async () => {
    const files = Object.fromEntries(
      Array.from({length: 100}, (_, file) => [
        `f${file}.csv`,
        csv(runs.map(([model, context, ttft, rate]) => [model, context + file, ttft + file / 997, rate + file / 991]))
      ])
    );
    const {relations: _, ...evidence} = await collect({}, {files: memoryFiles(files)});
    relationsOf(evidence);
    const begin = performance.now();
    const relations = relationsOf(evidence);
    expect(performance.now() - begin).toBeLessThan(5000);
    expect(relations.filter(({kind}) => kind !== "rerun")).toEqual([]);
  });
});
