import {existsSync, readdirSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {readArtifact} from "../../../../agents/collector/artifact-reading.ts";
import {decode} from "../../../../agents/collector/decode.ts";
import {genericReaders, readers} from "../../../../agents/collector/index.ts";
import {claiming} from "../../../support/read-artifact.ts";

/** Files of other projects beside the repository; they may not be copied into it. */
const shared = new URL("../../../../../shared/", import.meta.url);
const corpus = new URL("chimera-corpus/", shared);
const isThere = existsSync(corpus) && existsSync(new URL("artifacts/", shared));

const filesIn = (folder: URL) =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => `${entry.parentPath}/${entry.name}`)
    .sort();
const read = (path: string) => readArtifact(path, readFileSync(new URL(path, shared)), {dedicated: readers, generic: genericReaders});
const statistic = (reported: Awaited<ReturnType<typeof read>>["reported"], metric: string, name: string) =>
  reported.filter(record => record.metric === metric).map(({statistics}) => statistics.find(({statistic: own}) => own === name)?.value);

describe.skipIf(!isThere)("files of other projects (skipped when ../shared is not there)", () => {
  it("are claimed by at most one dedicated reader each", {timeout: 120_000}, async () => {
    for (const path of [...filesIn(corpus), ...filesIn(new URL("artifacts/", shared))]) {
      const decoded = await decode(readFileSync(path));
      if (decoded === undefined) continue;
      expect(claiming(path, decoded.text).length, path).toBeLessThanOrEqual(1);
    }
  });

  it("are all understood in the corpus, none by a generic reader", async () => {
    const counts = new Map<string, number>();
    for (const path of filesIn(corpus)) {
      const {format = "unknown", status} = await readArtifact(path, readFileSync(path), {dedicated: readers, generic: genericReaders});
      expect(["read", "partial", "empty"], path).toContain(status);
      counts.set(format, (counts.get(format) ?? 0) + 1);
    }
    expect([...counts.keys()].filter(format => /^(?:generic|key-value|unknown)/.test(format))).toEqual([]);
    expect(Object.fromEntries([...counts].filter(([format]) => !format.startsWith("ollama")))).toEqual({
      text: 21,
      "compile-report-json": 9,
      "compile-report-markdown": 9,
      "diagnostic-demo": 3,
      "generation-test": 3,
      "generation-test-csv": 1,
      "inference-benchmark": 3,
      "kernel-benchmarks": 1,
      "ml-metrics": 1,
      "ml-report": 1,
      "nsight-compute-csv": 1,
      "nsight-compute-failed": 1,
      "quantization-report": 1,
      "quantization-report-markdown": 1,
      "self-healing-trace": 1,
      "system-metrics": 2,
      "system-report": 1,
      "timing-baseline": 7
    });
  });

  it("give the checked values of a compile report in both forms, with its failure and its other device", async () => {
    const json = await read("artifacts/torch-compile-report/chimeraforge_conv_cuda_bench.json");
    const means = [0.15366000006906688, 0.1623299998755101, 0.7739800013951026, 0.43103999996674247].map(value => value / 1e3);
    expect(statistic(json.reported, "latency", "mean")).toEqual(means);
    expect(json.tables[0]).toMatchObject({rows: 5, failures: [{row: 2}]});
    expect(json.reported.filter(({subject}) => subject["device"] === "cpu").map(({subject}) => subject["backend"])).toEqual([
      "onnx",
      "onnx"
    ]);
    const markdown = await read("artifacts/torch-compile-report/chimeraforge_conv_cuda_bench.md");
    expect(statistic(markdown.reported, "latency", "mean")).toEqual([0.154, 0.162, 0.774, 0.431].map(value => value / 1e3));
    expect(markdown.tables[0]).toMatchObject({rows: 5, failures: [{row: 2}]});
  });

  it("give the checked values of a monitor and of the text that sums it up", async () => {
    const {tables} = await read("artifacts/system-metrics-json/chimeraforge_baseline_system_metrics.json");
    const values = (metric: string) => tables.flatMap(({columns}) => columns).find(column => column.metric === metric)?.values as number[];
    expect(Math.max(...values("power"))).toBe(142.64);
    expect(values("power").reduce((sum, value) => sum + value, 0) / 6).toBeCloseTo(64.4425, 9);
    expect(Math.max(...values("gpu_memory_used"))).toBe(5490.01953125 * 1024 ** 2);
    const {reported} = await read("artifacts/text-report/chimeraforge_baseline_system_report_latin1.txt");
    expect(statistic(reported, "power", "max")).toEqual([142.6]);
    expect(statistic(reported, "gpu_temperature", "mean")).toEqual([54.7]);
  });

  it("give the checked time of a profiled kernel, and an error text as a failure", async () => {
    const {tables} = await read("artifacts/nsight-compute/chimeraforge_ncu_ollama_raw.csv");
    expect(tables[0]?.columns[0]).toMatchObject({metric: "latency", definition: "profiled", values: [9.408 / 1e6]});
    const failed = await read("artifacts/csv-dialects/chimeraforge_ncu_summary_utf16-error-text.csv");
    expect(failed.tables[0]?.failures[0]?.reason).toMatch(/^the argument for option '--page' is invalid/);
  });

  it("give no value of a generation test in which no answer came", async () => {
    const {tables} = await read("chimera-corpus/csv_data/baseline_test_results_1759186372.json");
    expect(tables[0]).toMatchObject({rows: 5, columns: []});
    expect(tables[0]?.failures).toHaveLength(5);
  });
});
