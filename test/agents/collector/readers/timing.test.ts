import {describe, expect, it} from "vitest";
import {fixtureText, readWith} from "../../../support/read-artifact.ts";

const narrow = readWith("timing-baseline", fixtureText("timing-baseline/narrow-interval.json"), "b.json");

describe("timingBaseline", () => {
  it("keeps statistics over the samples of each run apart from those over the run means", () => {
    expect(
      narrow.reported.map(({over, n, settings, statistics}) => [
        over,
        n,
        settings["x.run"],
        statistics.map(({statistic}) => statistic).join()
      ])
    ).toEqual([
      ["samples", 8, 1, "mean,std,p50,p95,p99"],
      ["samples", 8, 2, "mean,std,p50,p95,p99"],
      ["samples", 8, 3, "mean,std,p50,p95,p99"],
      ["run_means", 3, undefined, "mean,std,p50,p95,p99"],
      ["run_means", 3, undefined, "ci95_low,ci95_high"]
    ]);
    expect(narrow.reported[3]?.statistics[3]).toEqual({statistic: "p95", value: 4.2 / 1e3, at: "/timing_stats/latency_percentiles/p95"});
    expect(narrow.reported[0]).toMatchObject({subject: {test: "matmul_probe"}, settings: {runs: 3, "x.samples_per_run": 8}});
  });

  it("warns of an interval that is narrower than the runs allow, and of no other", () => {
    expect(narrow.reported[4]?.warnings).toEqual([
      {code: "interval-too-narrow", values: {n: 3}, source: {artifact: "b.json", at: "/confidence_interval_95"}}
    ]);
    const student = readWith("timing-baseline", fixtureText("timing-baseline/student-interval.json"));
    expect(student.reported[4]?.warnings).toEqual([]);
  });

  it("is an execution of its own, with time and environment", () => {
    expect(narrow.session).toMatchObject({
      tool: "timing-baseline",
      key: "matmul_probe 1772439330.25",
      endedAt: {utc: "2026-03-02T08:15:30.250Z"},
      environment: {gpu: "none", os: "Linux 6.8", torch: "2.8.0"}
    });
  });

  it("reports no interval where the file has none", () => {
    const text = fixtureText("timing-baseline/narrow-interval.json").replace(/"confidence_interval_95": \[[^\]]*\],/, "");
    expect(readWith("timing-baseline", text).reported).toHaveLength(4);
  });
});

describe("inferenceBenchmark", () => {
  it("reports one latency over the samples of its run", () => {
    const {reported, session} = readWith("inference-benchmark", fixtureText("inference-benchmark/probe.json"));
    expect(reported).toMatchObject([
      {
        metric: "latency",
        subject: {test: "probe_inference"},
        over: "samples",
        n: 8,
        statistics: [{statistic: "mean", value: 0.00031, at: "/timing/mean_ms"}, {}, {}, {}, {}]
      }
    ]);
    expect(session.key).toBe("probe_inference 1772439330");
  });

  it("takes no epoch out of a time that is none", () => {
    const text = fixtureText("inference-benchmark/probe.json").replace("1772439330", "12");
    expect(readWith("inference-benchmark", text, "p.json").session).not.toHaveProperty("endedAt");
  });
});
