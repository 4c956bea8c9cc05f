import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {collect} from "../../../../agents/collector/index.ts";
import {memoryFiles} from "../../../support/memory-files.ts";

const fixture = (path: string) => readFileSync(new URL(`../../../fixtures/artifacts/${path}`, import.meta.url), "utf8");
const collected = (text: string, path = "runs/data.txt") => collect({}, {files: memoryFiles({[path]: text})});
const columns = async (text: string) =>
  (await collected(text)).measurements.flatMap(measurement =>
    measurement.columns.map(({metric, unit, definition, values}) => ({metric, unit, definition, values}))
  );
const statistics = async (text: string) =>
  (await collected(text)).reported.flatMap(({metric, unit, role, n, statistics: all}) =>
    all.map(({statistic, value, at}) => ({metric, unit, role, n, statistic, value, at}))
  );

describe("generic CSV", () => {
  it("counts a row with an error once, as a failure without its zeros", async () => {
    const {measurements} = await collected("model,ttft_ms,status,error\na,12,ok,\na,0,error,connection refused\na,14,ok,\na,0,timeout,\n");
    expect(measurements[0]?.columns[0]?.values).toEqual([0.012, null, 0.014, null]);
    expect(measurements[0]?.failures).toEqual([
      {row: 1, reason: "connection refused", kind: "error"},
      {row: 3, reason: "timeout", kind: "timeout"}
    ]);
  });

  it("keeps failures of a table where nothing was measured", async () => {
    const {measurements} = await collected("name,device,accuracy\na,cpu,pass\nb,cpu,fail_accuracy\nc,cpu,pass\nd,cpu,timeout\n");
    expect(measurements[0]).toMatchObject({rows: 4, columns: [], failures: [{row: 1}, {row: 3}]});
  });

  it("does not take a rate or time of zero for measured, and says so", async () => {
    const {measurements} = await collected("model,latency_ms,vram_mb\na,12,0\nb,0,0\nc,13,0\n");
    expect(measurements[0]?.columns.map(({metric, values}) => [metric, values])).toEqual([["latency", [0.012, null, 0.013]]]);
    expect(measurements[0]?.warnings).toEqual([
      {code: "zero-not-measured", values: {field: "latency_ms", count: 1}},
      {code: "zero-not-measured", values: {field: "vram_mb", count: 3}}
    ]);
  });

  it("rejects bad cells with their place and goes on", async () => {
    const {artifacts} = await collected("model,ttft_ms\na,1\nb,fast\nc,3\nd,4\ne,5\nf,6\n");
    expect(artifacts[0]).toMatchObject({
      status: "partial",
      problems: [{code: "not-a-number", values: {value: "fast"}, source: {artifact: "runs/data.txt", at: "R2:ttft_ms"}}]
    });
  });

  it("takes statistics as reported, with their count, never as samples", async () => {
    const text = "model,n,latency_ms_mean,latency_ms_p99\na,20,12,30\nb,10,14,28\n";
    expect((await collected(text)).measurements).toEqual([]);
    expect((await statistics(text)).filter(({metric}) => metric === "latency")).toEqual([
      {metric: "latency", unit: "s", role: "measured", n: 20, statistic: "mean", value: 0.012, at: "R1:latency_ms_mean"},
      {metric: "latency", unit: "s", role: "measured", n: 20, statistic: "p99", value: 0.03, at: "R1:latency_ms_p99"},
      {metric: "latency", unit: "s", role: "measured", n: 10, statistic: "mean", value: 0.014, at: "R2:latency_ms_mean"},
      {metric: "latency", unit: "s", role: "measured", n: 10, statistic: "p99", value: 0.028, at: "R2:latency_ms_p99"}
    ]);
  });

  it("reads a matrix of statistics, where the row names the metric", async () => {
    const found = await statistics(
      "Metric,avg,99\nTime to First Token (ms),120,300\nRequest Throughput (requests/sec),2.5,\n".replace("99", "p99")
    );
    expect(found.map(({metric, unit, statistic, value}) => [metric, unit, statistic, value])).toEqual([
      ["ttft", "s", "mean", 0.12],
      ["ttft", "s", "p99", 0.3],
      ["request_throughput", "req/s", "mean", 2.5]
    ]);
  });

  it("reads the long form", async () => {
    const found = await statistics("metric,value,unit\nttft_p50,120,ms\nload_time,2,s\nscore,7,\n");
    expect(found.map(({metric, unit, statistic, value}) => [metric, unit, statistic, value])).toEqual([
      ["ttft", "s", "p50", 0.12],
      ["load_time", "s", "value", 2],
      ["x.score", "unknown", "value", 7]
    ]);
  });

  it("keeps targets apart from what was measured", async () => {
    const {measurements, reported} = await collected("model,latency_ms,target_latency_ms\na,12,10\nb,9,10\n");
    expect(measurements[0]?.columns.map(({metric}) => metric)).toEqual(["latency"]);
    expect(reported.map(({role, metric}) => [role, metric])).toEqual([
      ["target", "x.target_latency"],
      ["target", "x.target_latency"]
    ]);
  });

  it("leaves out rows that sum up the others", async () => {
    const {measurements, artifacts} = await collected("name,latency_ms\na,1.5\nb,2.5\nc,3.5\nAggregated,2.5\n");
    expect(measurements[0]?.rows).toBe(3);
    expect(artifacts[0]?.problems).toMatchObject([{code: "total-rows", values: {rows: 1}, source: {at: "R4"}}]);
  });

  it("leaves an ambiguous 1,234 as text", async () => {
    expect(await columns('model,latency_ms,load_time_ms\na,"1,234",7.5\nb,"5,678",8.5\n')).toEqual([
      {metric: "load_time", unit: "s", definition: "as-named", values: [0.0075, 0.0085]}
    ]);
  });

  it("keeps a number that nobody knows, without unit, and never calls it by a metric", async () => {
    expect(await columns("model,latency,tokens,goodness\na,1.5,12,0.25\nb,2.5,13,0.5\n")).toEqual([
      {metric: "latency", unit: "unknown", definition: "as-named", values: [1.5, 2.5]},
      {metric: "x.tokens", unit: "unknown", definition: "as-named", values: [12, 13]},
      {metric: "x.goodness", unit: "unknown", definition: "as-named", values: [0.25, 0.5]}
    ]);
  });

  it("does not take memory beside a GPU for the computer's", async () => {
    expect(
      (await columns("timestamp,gpu_util [%],memory_used [MiB]\n2026/11/25 10:00:00.1,10 %,5 MiB\n2026/11/25 10:00:01.1,20 %,6 MiB\n")).map(
        ({metric, unit}) => [metric, unit]
      )
    ).toEqual([
      ["gpu_utilization", "fraction"],
      ["x.memory_used", "B"]
    ]);
  });

  it("keeps prompts and answers out of the evidence", async () => {
    const evidence = await collected("model,prompt,response,latency_ms\na,tell me of Anna,Anna is fine,12\na,and of Boris,Boris too,13\n");
    expect(JSON.stringify(evidence)).not.toMatch(/Anna|Boris/);
    expect(evidence.measurements[0]?.factors).toEqual([{key: "prompt", role: "pairing", levels: [1, 2], index: [0, 1]}]);
  });

  it("reads recorded tables whose headings no dedicated reader knows", async () => {
    expect(
      (await statistics(fixture("generic-csv/gzip-levels.csv").replace("command,", "cmd,"))).filter(({statistic}) => statistic === "p50")
    ).toMatchObject([
      {value: 0.027908651, at: "R1:median", unit: "unknown"},
      {value: 0.11141345600000001, at: "R2:median"},
      {value: 0.15551456200000002, at: "R3:median"}
    ]);
    const monitoring = await collected(fixture("generic-csv/ollama-run.csv").replace("timestamp,", "sampled_at,"));
    expect(monitoring.measurements[0]).toMatchObject({
      rows: 90,
      times: expect.arrayContaining([Date.parse("2026-11-25T02:40:31.904Z") / 1000])
    });
    expect(monitoring.measurements[0]?.columns.map(({metric, unit}) => [metric, unit]).slice(0, 2)).toEqual([
      ["cpu_utilization", "fraction"],
      ["x.cpu0", "fraction"]
    ]);
    expect(monitoring.sessions[0]?.startedAt?.utc).toBe("2026-11-25T02:40:31.904Z");
  });
});

describe("generic JSON", () => {
  it("reads an array of objects as a table with pointers as places", async () => {
    const {measurements} = await collected(
      '{"model": "m", "options": {"num_ctx": 512}, "runs": [{"latency_ms": 1.5, "deep": {"load_time_s": 2}}, {"latency_ms": 2.5, "deep": {"load_time_s": 3}}]}'
    );
    expect(measurements[0]).toMatchObject({
      part: "/runs",
      subject: {model: "m"},
      settings: {num_ctx: 512},
      places: ["/runs/0", "/runs/1"],
      columns: [
        {metric: "latency", field: "/latency_ms", values: [0.0015, 0.0025]},
        {field: "/deep/load_time_s", unit: "s", values: [2, 3]}
      ]
    });
  });

  it("reads JSON Lines, and keeps the whole lines of a cut file", async () => {
    const {measurements, artifacts} = await collected('{"latency_ms": 1.5}\n{"latency_ms": 2.5}\n{"latency_ms": 3');
    expect(measurements[0]).toMatchObject({rows: 2, places: {prefix: "#", first: 1, step: 1}});
    expect(artifacts[0]).toMatchObject({status: "partial", problems: [{code: "json-truncated", values: {line: "L3"}}]});
  });

  it("reads an object of like objects as a table with the key as label", async () => {
    const {measurements} = await collected('{"eager": {"latency_ms": 1.5}, "compiled/fast": {"latency_ms": 0.5}}');
    expect(measurements[0]).toMatchObject({
      places: ["/eager", "/compiled~1fast"],
      factors: [{key: "test", levels: ["eager", "compiled/fast"]}]
    });
  });

  it("lets success: false fail everything beside it", async () => {
    const {measurements} = await collected(
      '[{"backend": "a", "success": true, "latency_ms": 1.5}, {"backend": "b", "success": false, "latency_ms": 0.0, "error": "no compiler"}, {"backend": "c", "success": false, "latency_ms": 0.0}]'
    );
    expect(measurements[0]?.columns[0]?.values).toEqual([0.0015, null, null]);
    expect(measurements[0]?.failures.map(({reason}) => reason)).toEqual(["no compiler", "success: false"]);
  });

  it("reads an array of numbers as samples with a place each", async () => {
    const {measurements} = await collected('{"model": "m", "latency_ms_samples": [1.5, 2.5, null]}');
    expect(measurements[0]).toMatchObject({
      row: "sample",
      part: "/latency_ms_samples",
      subject: {model: "m"},
      columns: [{metric: "latency", unit: "s", values: [0.0015, 0.0025, null]}]
    });
    expect(measurements[0]?.places).toEqual(["/latency_ms_samples/0", "/latency_ms_samples/1", "/latency_ms_samples/2"]);
  });

  it("takes the unit beside the numbers and percentiles by their keys", async () => {
    expect(await statistics('{"latency": {"unit": "ms", "avg": 12, "percentiles": {"50": 11, "99.9": 30}}}')).toMatchObject([
      {metric: "latency", unit: "s", statistic: "mean", value: 0.012},
      {statistic: "p50", value: 11},
      {statistic: "p99.9", value: 30}
    ]);
  });

  it("reads no settings, machines or versions as measured", async () => {
    const {artifacts, measurements, reported} = await collected(
      '{"config": {"timeout_s": 30, "num_ctx": 512}, "machine_info": {"memory_gb": 32}, "port": 8080, "epoch": 3}',
      "config.json"
    );
    expect([measurements, reported]).toEqual([[], []]);
    expect(artifacts[0]?.status).toBe("unknown");
    expect(artifacts[0]?.format).toBeUndefined();
  });

  it("reads the recorded comparison of compilers", async () => {
    const {measurements} = await collected(
      fixture("generic-json/compile-vs-eager.json").replaceAll("latency_ms_samples", "latency_ms_values")
    );
    const [table, ...samples] = measurements;
    expect(table).toMatchObject({rows: 16, columns: [{metric: "compile_time", unit: "s"}]});
    expect(table?.failures).toHaveLength(4);
    expect(samples).toHaveLength(12);
    expect(samples.every(({row, columns: [column]}) => row === "sample" && column?.metric === "latency")).toBe(true);
  });
});

describe("key: value", () => {
  it("reads lines with units or known names, each at its line", async () => {
    const {measurements, reported, artifacts} = await collected(fixture("key-value/summary.txt"));
    expect(artifacts[0]?.format).toBe("key-value");
    expect(measurements[0]?.columns.map(({metric, unit, field, values}) => [metric, unit, field, values])).toEqual([
      ["total_time", "s", "L2", [12.5]],
      ["ttft", "s", "L3", [0.18]],
      ["output_throughput", "tok/s", "L4", [41.5]],
      ["memory_used", "B", "L5", [1.5 * 1024 ** 3]],
      ["load_time", "s", "L6", [2.25]]
    ]);
    expect(reported).toEqual([]);
  });

  it("begins a new row where a key returns", async () => {
    const block = (value: number) => `total time: ${value} s\nload time: ${value} ms\n`;
    expect((await collected(block(1) + block(2))).measurements.map(({rows, part}) => [rows, part])).toEqual([
      [1, "L1"],
      [1, "L3"]
    ]);
  });

  it("leaves prose, Markdown and too few lines alone", async () => {
    const measured = "Total time: 12 s\nLoad time: 3 s\nMemory: 4 GiB\n";
    const prose = "We had a good day and the numbers below are from memory, so take care.\n".repeat(6);
    for (const text of [
      `# Report\n${measured}`,
      `${prose}${measured}`,
      "Total time: 12 s\nLoad time: 3 s\n",
      "Name: 12\nAge: 13\nRoom: 14\n"
    ]) {
      const {measurements, reported} = await collected(text);
      expect([text, measurements, reported]).toEqual([text, [], []]);
    }
  });
});
