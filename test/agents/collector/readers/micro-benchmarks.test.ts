import {describe, expect, it} from "vitest";
import {fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";
import type {Reading} from "../../../../agents/collector/reader.ts";

const record = (reading: Reading, test: string, metric = "time_per_op") =>
  reading.reported.filter(({subject, metric: own}) => subject["test"] === test && own === metric);
const statistic = (reading: Reading, test: string, name: string, metric?: string) =>
  record(reading, test, metric).flatMap(({statistics}) => statistics.filter(entry => entry.statistic === name).map(({value}) => value));

describe("go-bench", () => {
  const reading = readWith("go-bench", fixtureText("go-bench/with-failure.txt"));

  it("takes the number of threads off the name and keeps a name without one", () => {
    expect(labelsOfRow(reading, 0)).toMatchObject({test: "BenchmarkPush", threads: 4, repeat: 1});
    expect(labelsOfRow(reading, 2)).toMatchObject({test: "BenchmarkPop/size=8"});
  });

  it("joins values to a name that output of the program was written behind", () => {
    expect(valuesOf(reading, "time_per_op")).toEqual([9.505e-7, 9.48e-7, 5.12e-7]);
  });

  it("leaves units of the author without meaning", () => {
    expect(reading.tables[0]?.columns.find(({field}) => field === "queued/op")).toMatchObject({metric: "x.queued/op", unit: "unknown"});
  });

  it("counts a failed benchmark once and without a value", () => {
    expect(reading.tables.find(({part}) => part === "failed")).toMatchObject({rows: 1, columns: [], subject: {test: "BenchmarkDrain"}});
  });
});

describe("benchstat", () => {
  it("states medians in base units and leaves percentages and geomean out", () => {
    const csv = readWith("benchstat-csv", fixtureText("benchstat-csv/benchstat.csv"));
    const text = readWith("benchstat-text", fixtureText("benchstat-text/benchstat.out"));
    expect(statistic(csv, "Join/n=100", "p50")).toEqual([1.36535e-5, 8.5555e-7]);
    expect(statistic(text, "Join/n=100", "p50")).toEqual([1.36535e-5, 8.555e-7]);
    expect(statistic(text, "Join/n=100", "p50", "bytes_per_op")[1]).toBeCloseTo(1.867 * 1024, 9);
    expect(statistic(csv, "geomean", "p50")).toEqual([]);
    expect(csv.reported.length).toBe(text.reported.length);
  });

  it("takes the centres of the older form as means of old and new", () => {
    const reading = readWith("benchstat-text", fixtureText("benchstat-text/old-form.txt"));
    expect(record(reading, "Encode").map(({settings}) => settings["x.file"])).toEqual(["old", "new"]);
    expect(statistic(reading, "Decode", "mean")).toEqual([3.21e-5, 3.18e-5]);
  });
});

describe("google-benchmark", () => {
  it("counts repetitions and leaves their aggregates out", () => {
    const reading = readWith("google-benchmark", fixtureText("google-benchmark/repetitions.json"));
    expect(valuesOf(reading, "time_per_op")).toEqual([1.35e-5, 1.375e-5, 1.4e-5, null]);
    expect(reading.reported).toEqual([]);
    expect(reading.tables[0]?.failures).toEqual([{row: 3, reason: "input file is missing", kind: "error"}]);
    expect(reading.remarks).toMatchObject([{code: "total-rows", values: {rows: 2}}]);
  });

  it("states aggregates where there is nothing else, cv as a ratio", () => {
    const reading = readWith("google-benchmark", fixtureText("google-benchmark/aggregates-only.json"));
    expect(statistic(reading, "BM_Hash", "mean")).toEqual([2.055e-7]);
    expect(statistic(reading, "BM_Hash", "cv")).toEqual([0.0073]);
  });
});

describe("hyperfine", () => {
  it("has no value of a command that failed or is below the resolution", () => {
    const reading = readWith("hyperfine-console", fixtureText("hyperfine-console/with-failure.console.txt"));
    expect(reading.reported).toEqual([]);
    expect(reading.tables[0]?.failures).toHaveLength(1);
    expect(reading.problems).toMatchObject([{code: "below-resolution"}]);
  });

  it("reads the unit of a Markdown table and the parameters of a CSV", () => {
    const markdown = readWith("hyperfine-markdown", fixtureText("hyperfine-markdown/checksums.md"));
    expect(markdown.reported[0]).toMatchObject({
      subject: {command: "sha256sum text.txt"},
      statistics: [{value: 0.0073}, {value: 0.0002}, {}, {}]
    });
    const csv = readWith("hyperfine-csv", fixtureText("hyperfine-csv/gzip-levels.csv"));
    expect(csv.reported.map(({settings}) => settings["x.level"])).toEqual(["1", "6", "9"]);
    const short = "command,mean,stddev,median,user,system,min,max\ntrue,0.000009,0.00001,0,0.00002,0.0001,0,0.00003\n";
    expect(readWith("hyperfine-csv", short)).toMatchObject({reported: [], problems: [{code: "below-resolution"}]});
  });
});

describe("pytest-benchmark-console", () => {
  it("reads values with thousands commas in the unit of the heading", () => {
    const reading = readWith("pytest-benchmark-console", fixtureText("pytest-benchmark-console/console.txt"));
    expect(statistic(reading, "test_json_loads", "max", "latency")[0]).toBeCloseTo(0.010474334, 12);
    expect(record(reading, "test_sort[100]", "latency")[0]?.n).toBe(1105);
  });
});

describe("criterion", () => {
  it("takes a name from the line before and converts every number by its own unit", () => {
    const reading = readWith("criterion-console", fixtureText("criterion-console/console.txt"));
    expect(statistic(reading, "parse/a very long name of a benchmark", "value")[0]).toBeCloseTo(844.7e-12, 20);
    expect(record(reading, "parse/small", "throughput")[0]).toMatchObject({unit: "B/s", definition: "bytes"});
    expect(record(reading, "parse/a very long name of a benchmark", "throughput")[0]).toMatchObject({
      unit: "1/s",
      definition: "operations"
    });
  });

  it("names a benchmark by the folders of Criterion and gives no time for a relative change", () => {
    const text = fixtureText("criterion-estimates/estimates.json");
    const fresh = readWith("criterion-estimates", text, "target/criterion/group/fib 20/new/estimates.json");
    expect(fresh.reported[0]?.subject).toEqual({test: "group/fib 20"});
    const change = readWith("criterion-estimates", text, "target/criterion/group/fib 20/change/estimates.json");
    expect(change).toMatchObject({reported: [], problems: [{code: "relative-change"}]});
  });
});

describe("jmh-json", () => {
  const reading = readWith("jmh-json", fixtureText("jmh-json/two-modes.json"));

  it("tells time per operation and operations per second apart by the unit of the score", () => {
    expect(statistic(reading, "org.example.MapBench.get", "mean")).toEqual([1.25e-5]);
    expect(statistic(reading, "org.example.MapBench.put", "mean", "throughput")).toEqual([250500]);
  });

  it("keeps parameters as settings and iterations of all forks as rows", () => {
    expect(record(reading, "org.example.MapBench.get")[0]?.settings).toMatchObject({"x.size": "1000", "x.mode": "avgt", threads: 2});
    expect(valuesOf(reading, "time_per_op")).toHaveLength(4);
  });
});

describe("BenchmarkDotNet", () => {
  it("counts a benchmark without statistics as failed, in JSON and in Markdown", () => {
    const json = readWith("benchmarkdotnet-json", fixtureText("benchmarkdotnet-json/report-full.json"));
    const markdown = readWith("benchmarkdotnet-markdown", fixtureText("benchmarkdotnet-markdown/report-github.md"));
    for (const {tables} of [json, markdown]) expect(tables[0]).toMatchObject({rows: 1, columns: []});
    expect(statistic(json, "Example.Codec.Encode(Size: 64)", "mean")).toEqual([1.01875e-7]);
  });

  it("reads a unit per cell, emphasis and KB of 1024 bytes", () => {
    const {reported} = readWith("benchmarkdotnet-markdown", fixtureText("benchmarkdotnet-markdown/report-github.md"));
    expect(reported.map(({metric, settings, statistics}) => [metric, settings["x.Size"], statistics[0]?.value])).toEqual([
      ["time_per_op", 64, expect.closeTo(1.2345e-6, 15)],
      ["bytes_per_op", 64, 1536],
      ["time_per_op", 128, expect.closeTo(2.41e-6, 15)],
      ["bytes_per_op", 128, 256]
    ]);
  });
});

describe("catch2", () => {
  const reading = readWith("catch2", fixtureText("catch2/console.txt"));

  it("joins a name that was broken over lines and names the test case as scope", () => {
    expect(reading.reported.map(({subject}) => subject)).toEqual([
      {scope: "Queue", test: "push"},
      {scope: "Queue", test: "push and pop with a name that is longer than its column"}
    ]);
  });

  it("counts a benchmark without times as failed", () => {
    expect(reading.tables[0]).toMatchObject({subject: {test: "drain"}, failures: [{kind: "missing"}]});
  });
});

describe("asv", () => {
  it("reads values of parameters from the table below and failed ones as failures", () => {
    const reading = readWith("asv-console", fixtureText("asv-console/console.txt"));
    expect(record(reading, "sorting.TimeSort.time_algorithms").map(({settings}) => [settings["x.n"], settings["x.algo"]])).toEqual([
      [100, "quick"],
      [100, "merge"],
      [200, "merge"]
    ]);
    expect(statistic(reading, "sorting.TimeSort.time_sizes", "p50")).toEqual([1.025e-5, 1.25e-3]);
    expect(reading.tables[0]?.failures).toHaveLength(2);
    expect(record(reading, "sorting.TrackSort.track_swaps", "x.value")[0]?.unit).toBe("unknown");
  });

  it("reads result files by the columns that they name", () => {
    const reading = readWith("asv-results", fixtureText("asv-results/results.json"));
    expect(statistic(reading, "sorting.TimeSort.time_sizes", "p50")).toEqual([1.025e-5]);
    expect(statistic(reading, "sorting.MemSort.peakmem_merge", "value", "memory_used")).toEqual([45500000]);
    expect(reading.tables[0]?.failures).toHaveLength(3);
  });
});

describe("julia-benchmarktools", () => {
  it("has a row per time of a trial and a statement per estimate, named by their groups", () => {
    const reading = readWith("julia-benchmarktools", fixtureText("julia-benchmarktools/trial.json"));
    expect(reading.tables[0]?.subject).toEqual({test: "sort/quick/1000"});
    expect(valuesOf(reading, "time_per_op")).toEqual([5.125e-6, 5.2505e-6, 5.5e-6]);
    expect(statistic(reading, "sum", "value")).toEqual([4.125e-8]);
  });
});

describe("vitest-bench", () => {
  it("states time and rate, and a benchmark without samples as a problem", () => {
    const text = fixtureText("vitest-bench/bench.json");
    const test = "json.bench.ts > json > parse";
    expect(statistic(readWith("vitest-bench", text), test, "value", "throughput")[0]).toBeCloseTo(6606.409, 3);
    const empty = '{"files": [{"groups": [{"fullName": "a > b", "benchmarks": [{"name": "c", "samples": [], "hz": 0}]}]}]}';
    expect(readWith("vitest-bench", empty)).toMatchObject({reported: [], problems: [{code: "no-result"}]});
  });
});

describe("tables that JMH and Google Benchmark print", () => {
  it("leave profiler lines and parameters that do not apply out", () => {
    const {reported} = readWith("jmh-text", fixtureText("jmh-text/console.txt"));
    expect(reported.map(({metric, settings, statistics}) => [metric, settings["x.kind"], statistics[0]?.value])).toEqual([
      ["time_per_op", "hash", 1.25e-5],
      ["bytes_per_op", "hash", 48.25],
      ["throughput", undefined, 250500]
    ]);
  });

  it("state aggregates only of benchmarks whose repetitions were not printed", () => {
    const reading = readWith("google-benchmark-console", fixtureText("google-benchmark-console/console.txt"));
    expect(statistic(reading, "BM_Hash", "mean")).toEqual([2.05e-7]);
    expect(record(reading, "BM_Sort/1024")).toEqual([]);
    expect(valuesOf(reading, "time_per_op")).toEqual([1.35e-5, 1.38e-5, null]);
  });
});

describe("BenchmarkDotNet CSV", () => {
  const text = fixtureText("benchmarkdotnet-csv/Codec-report.csv");

  it("reads a unit per cell and keeps only the columns that differ", () => {
    const {reported, tables} = readWith("benchmarkdotnet-csv", text);
    expect(reported.map(({metric, subject, settings, statistics}) => [metric, subject, settings, statistics[0]?.value])).toEqual([
      ["time_per_op", {test: "Encode"}, {"x.Size": 64}, expect.closeTo(1.2345e-6, 15)],
      ["bytes_per_op", {test: "Encode"}, {"x.Size": 64}, 512],
      ["time_per_op", {test: "Encode"}, {"x.Size": 1024}, expect.closeTo(1.875e-5, 15)],
      ["bytes_per_op", {test: "Encode"}, {"x.Size": 1024}, 1536]
    ]);
    expect(tables[0]).toMatchObject({rows: 1, subject: {test: "Decode"}, failures: [{reason: "NA", kind: "missing"}]});
  });

  it.each([
    ["1234.50 ns", 1.2345e-6],
    ['"1,234.50 ns"', 1.2345e-6],
    ["1.234,50 ns", 1.2345e-6],
    ["12,5 ns", 1.25e-8],
    ['"1,234 ns"', 1.234e-6]
  ])("takes %s for %d s", (written, seconds) => {
    const {reported} = readWith("benchmarkdotnet-csv", text.replace("1234.50 ns", written));
    expect(reported[0]?.statistics[0]?.value).toBeCloseTo(seconds, 15);
  });

  it("rejects a time that is none", () => {
    const {problems} = readWith("benchmarkdotnet-csv", text.replace("1234.50 ns", "fast"));
    expect(problems).toMatchObject([{code: "not-a-number", source: {at: "R1:Mean"}}]);
  });
});

describe("Catch2 XML", () => {
  it("reads nanoseconds below their test case, and only intervals of 95 %", () => {
    const {reported} = readWith("catch2-xml", fixtureText("catch2-xml/report.xml"));
    expect(reported.map(({subject, n, statistics}) => [subject, n, statistics.map(({statistic}) => statistic)])).toEqual([
      [{scope: "Queue", test: "push & pop"}, 100, ["mean", "ci95_low", "ci95_high", "std"]],
      [{scope: "Queue", test: "drain"}, 50, ["mean", "std"]]
    ]);
    expect(reported[0]?.statistics[0]).toEqual({statistic: "mean", value: 208.25 / 1e9, at: "L6:value"});
  });
});
