import {describe, expect, it} from "vitest";
import type {Reading} from "../../../../agents/collector/reader.ts";
import {fixtureText, readWith, valuesOf} from "../../../support/read-artifact.ts";

const values = ({reported}: Reading, metric: string, statistic = "value") =>
  reported
    .filter(record => record.metric === metric)
    .flatMap(({statistics}) => statistics.filter(entry => entry.statistic === statistic).map(({value}) => value));

describe("k6-summary", () => {
  const full = readWith("k6-summary", fixtureText("k6-summary/handle-summary.json"));
  const flat = readWith("k6-summary", fixtureText("k6-summary/export.json"));

  it("reads both forms, times in s", () => {
    expect(values(full, "e2e_latency", "p95")[0]).toBe(0.21025);
    expect(values(flat, "e2e_latency", "p95")).toEqual([0.06125]);
    expect(values(full, "request_throughput")).toEqual([9.755621]);
  });

  it("counts the passes of http_req_failed as failures and the fails of checks", () => {
    expect(full.reported.find(({metric}) => metric === "error_rate")).toMatchObject({failed: 5, n: 100});
    expect(full.reported.find(({definition}) => definition === "checks")).toMatchObject({failed: 5, n: 100});
    expect(flat.reported.find(({metric}) => metric === "error_rate")).toMatchObject({failed: 0, n: 40});
  });

  it("warns of a threshold that was crossed, which the flat form marks with true", () => {
    const warnings = (reading: Reading) =>
      reading.reported.flatMap(record => record.warnings.map(({values: stated}) => stated?.["threshold"]));
    expect(warnings(full)).toEqual(["p(95)<200"]);
    expect(warnings(flat)).toEqual([]);
    const crossed = fixtureText("k6-summary/export.json").replace('"p(95)<500": false', '"p(95)<500": true');
    expect(warnings(readWith("k6-summary", crossed))).toEqual(["p(95)<500"]);
  });

  it("takes the unit of an own trend from its name and none for a gauge", () => {
    expect(full.reported.find(({metric}) => metric === "x.order_time")?.unit).toBe("s");
    expect(full.reported.find(({metric}) => metric === "x.queue_depth")?.unit).toBe("unknown");
  });
});

describe("locust", () => {
  it("leaves the aggregated row out, unless it is the only one", () => {
    const text = fixtureText("locust-stats-csv/run_stats.csv");
    expect(readWith("locust-stats-csv", text)).toMatchObject({remarks: [{code: "total-rows"}]});
    const [header = "", , , total = ""] = text.split("\n");
    expect(values(readWith("locust-stats-csv", `${header}\n${total}\n`), "attempts")).toEqual([500]);
  });

  it("states only counts where every request failed", () => {
    const reading = readWith("locust-stats-csv", fixtureText("locust-stats-csv/run_stats.csv"));
    const orders = reading.reported.filter(({subject}) => subject["endpoint"] === "/orders").map(({metric}) => metric);
    expect(orders).toEqual(["attempts", "failed_attempts"]);
    expect(reading.problems).toMatchObject([{code: "all-failed"}]);
  });

  it("keeps counts since the start of a history apart from samples", () => {
    const {tables} = readWith("locust-history-csv", fixtureText("locust-history-csv/run_stats_history.csv"));
    expect(tables[0]?.columns.map(({metric, kind}) => [metric, kind])).toEqual([
      ["request_throughput", "sample"],
      ["x.failure_rate", "sample"],
      ["attempts", "cumulative"],
      ["failed_attempts", "cumulative"]
    ]);
  });
});

describe("wrk", () => {
  it("converts mixed units of one line and bytes by 1024", () => {
    const reading = readWith("wrk", fixtureText("wrk/two-runs.txt"));
    expect(values(reading, "e2e_latency", "mean")).toEqual([expect.closeTo(635.91e-6, 12), 1.25]);
    expect(values(reading, "e2e_latency", "std")[0]).toBeCloseTo(0.00089, 12);
    expect(values(reading, "transfer_rate")).toEqual([expect.closeTo(606.33 * 1024 ** 2, 3)]);
  });

  it("has no throughput of a run in which every response was an error", () => {
    const reading = readWith("wrk", fixtureText("wrk/two-runs.txt"));
    expect(values(reading, "request_throughput")).toEqual([748868.53]);
    expect(values(reading, "failed_attempts")).toEqual([80, 0, 0, 0, 5]);
    expect(reading.problems).toMatchObject([{code: "all-failed", values: {requests: 80}}]);
  });

  it("keeps the uncorrected distribution of wrk2 apart", () => {
    const {reported} = readWith("wrk", fixtureText("wrk/wrk2.txt"));
    expect(
      reported.filter(({metric}) => metric === "e2e_latency").map(({definition, statistics}) => [definition, statistics.at(-1)?.value])
    ).toEqual([
      ["standard", 0.0095],
      ["uncorrected", 0.00475]
    ]);
  });
});

describe("apache-bench", () => {
  const reading = readWith("apache-bench", fixtureText("apache-bench/two-runs.txt"));

  it("takes the time of a request and not the time between responses", () => {
    expect(values(reading, "e2e_latency", "mean")).toEqual([0.049994]);
    expect(values(reading, "x.time_between_responses")).toEqual([0.0025]);
  });

  it("keeps a run whose requests differ in length and states only counts of one without a good response", () => {
    expect(values(reading, "request_throughput")).toEqual([400.05]);
    expect(values(reading, "attempts")).toEqual([500, 50]);
    expect(reading.problems).toMatchObject([{code: "all-failed"}]);
  });
});

describe("jmeter", () => {
  it("leaves transaction parents out and names the failures of the others", () => {
    const csv = readWith("jmeter-csv", fixtureText("jmeter-csv/results.jtl"));
    expect(valuesOf(csv, "e2e_latency")).toEqual([0.231, 0.118, null, null]);
    expect(csv.tables[0]?.failures.map(({kind}) => kind)).toEqual(["timeout", "status"]);
    const xml = readWith("jmeter-xml", fixtureText("jmeter-xml/results.jtl"));
    expect(valuesOf(xml, "e2e_latency")).toEqual([0.231, 0.118, null]);
    for (const {remarks} of [csv, xml]) expect(remarks).toMatchObject([{code: "total-rows", values: {rows: 1}}]);
  });

  it("reads a file without header in the order that JMeter 2 wrote", () => {
    const reading = readWith("jmeter-csv", fixtureText("jmeter-csv/headless.jtl"));
    expect(valuesOf(reading, "time_to_first_byte")).toEqual([0.225, 0.11, null]);
    expect(reading.tables[0]?.columns[0]?.field).toBe("C2");
  });
});

describe("k6-console", () => {
  it("reads Go durations and leaves sub-metrics in braces out", () => {
    const reading = readWith("k6-console", fixtureText("k6-console/console.txt"));
    expect(values(reading, "e2e_latency", "max")).toEqual([1.48]);
    expect(values(reading, "error_rate")).toEqual([0.05]);
    expect(values(reading, "network_received")).toEqual([24000]);
  });
});
