import {describe, expect, it} from "vitest";
import {historyOf} from "../../../../agents/analyst/index.ts";
import type {RunSeries, Series} from "../../../../agents/contracts/index.ts";
import {noisyRuns, runOf, seriesOfSamples} from "../../../support/run-series.ts";

const around = (level: number, count = 8) => Array.from({length: count}, (_, index) => level * (1 + 0.004 * (index - (count - 1) / 2)));
const speed = (level: number, rest: Partial<Series> = {}) => seriesOfSamples(around(level), rest);
const given = (...runs: RunSeries[]) => historyOf(runs, {order: "given"});
const only = (...runs: RunSeries[]) => given(...runs).series[0]!;

describe("historyOf: two runs", () => {
  it("says what got worse, by how much, and that one run a side is little to go by", () => {
    const {history} = only(runOf("a", [speed(50)]), runOf("b", [speed(45)]));
    expect(history).toMatchObject({verdict: "worse", from: 50, to: 45, basis: "samples", confidence: "medium", runCount: 1});
    expect(history?.ratio).toBeCloseTo(0.9, 10);
    expect(history?.interval?.every(end => end < 1)).toBe(true);
    expect(history?.reasons.map(({code}) => code)).toEqual(["one-run-each"]);
  });

  it("says what got better, whichever way is good", () => {
    const time = {metric: "total_time", unit: "s", better: "lower"} as const;
    expect(only(runOf("a", [speed(2, time)]), runOf("b", [speed(1.5, time)])).history?.verdict).toBe("better");
    expect(only(runOf("a", [speed(40)]), runOf("b", [speed(50)])).history?.verdict).toBe("better");
  });

  it("shows no difference below 3 %, however certain", () => {
    const [a, b] = [Array<number>(60).fill(50), Array<number>(60).fill(49)];
    expect(only(runOf("a", [seriesOfSamples(a)]), runOf("b", [seriesOfSamples(b)])).history?.verdict).toBe("no-difference-shown");
  });

  it("shows no difference inside the noise", () => {
    const wide = [30, 70, 45, 55, 40, 60];
    const change = only(runOf("a", [seriesOfSamples(wide)]), runOf("b", [seriesOfSamples(wide.map(value => value * 0.9))])).history;
    expect(change?.verdict).toBe("no-difference-shown");
    expect(change?.p).toBeGreaterThan(0.05);
  });

  it("tells few samples that do not overlap from many questions at once", () => {
    const many = (level: number) =>
      Array.from({length: 12}, (_, index) => seriesOfSamples(around(level, 6), {subject: {model: `toy:${index}b`}}));
    const {series} = given(runOf("a", many(50)), runOf("b", many(20)));
    expect(new Set(series.map(({history}) => history?.verdict))).toEqual(new Set(["worse"]));
  });

  it("takes counts without any scatter as they are", () => {
    const counts = {metric: "allocs_per_op", unit: "1", better: "lower"} as const;
    const of = (value: number) => seriesOfSamples(Array<number>(6).fill(value), counts);
    expect(only(runOf("a", [of(10)]), runOf("b", [of(5)])).history?.verdict).toBe("better");
    expect(only(runOf("a", [of(100)]), runOf("b", [of(104)])).history).toMatchObject({
      verdict: "worse",
      interval: [expect.closeTo(1.04, 10), expect.closeTo(1.04, 10)]
    });
    expect(only(runOf("a", [of(10)]), runOf("b", [of(10)])).history?.verdict).toBe("no-difference-shown");
  });

  it("takes what two timed runs differ by for noise between them, however little their samples scatter", () => {
    const narrow = (level: number) => seriesOfSamples(Array.from({length: 60}, (_, index) => level * (1 + 0.0001 * (index - 29.5))));
    const small = only(runOf("a", [narrow(50)]), runOf("b", [narrow(48)])).history;
    expect(small?.verdict).toBe("no-difference-shown");
    expect(small?.interval?.[0]).toBeLessThan(0.93);
    expect(small?.interval?.[1]).toBeGreaterThan(1);
    expect(only(runOf("a", [narrow(50)]), runOf("b", [narrow(45)])).history?.verdict).toBe("worse");
  });

  it("compares means that a tool states by their deviation, and cannot without it", () => {
    const stated = (median: number, deviation?: number) =>
      speed(median, {basis: "stated", samples: [], n: 10, median, ...(deviation === undefined ? {} : {deviation})});
    expect(only(runOf("a", [stated(50, 1)]), runOf("b", [stated(40, 1)])).history?.verdict).toBe("worse");
    expect(only(runOf("a", [stated(50)]), runOf("b", [stated(40)])).history).toMatchObject({verdict: "too-few", basis: "none"});
  });

  it("has too few samples below three a side", () => {
    expect(only(runOf("a", [seriesOfSamples([50, 51])]), runOf("b", [seriesOfSamples([40, 41])])).history).toMatchObject({
      verdict: "too-few",
      confidence: "low"
    });
  });

  it("does not compare times of unlike work, and says which", () => {
    const time = (tokens: number) => speed(2, {metric: "total_time", unit: "s", better: "lower", work: {output_tokens: tokens}});
    const series = only(runOf("a", [time(64)]), runOf("b", [time(128)]));
    expect(series.history).toBeUndefined();
    expect(series.previous).toMatchObject({
      verdict: "not-comparable",
      reasons: [{code: "work-differs", values: {key: "output_tokens", from: "64", to: "128"}}]
    });
    expect(only(runOf("a", [time(64)]), runOf("b", [time(65)])).history).toBeDefined();
  });

  it("never compares cold with warm, definitions, tools or subjects with each other", () => {
    const others: Partial<Series>[] = [{phase: "cold"}, {definition: "aggregate"}, {tool: "other"}, {subject: {model: "other"}}];
    for (const other of others) {
      const {series, unmatched} = given(runOf("a", [speed(50)]), runOf("b", [speed(40, other)]));
      expect(series.every(({history}) => history === undefined)).toBe(true);
      expect(unmatched.map(({run, reason}) => `${run} ${reason}`).sort()).toEqual(["a gone", "b new"]);
    }
  });
});

describe("historyOf: what changed as well", () => {
  it("names a setting that changed, and relies less on the change", () => {
    const change = only(runOf("a", [speed(50)]), runOf("b", [speed(40, {settings: {num_ctx: 4096}})])).history;
    expect(change?.confounders).toEqual([{code: "setting-changed", values: {key: "num_ctx", from: "2048", to: "4096"}}]);
    expect(change).toMatchObject({verdict: "worse", confidence: "medium"});
  });

  it("does not take the levels of a sweep for a setting that changed", () => {
    const sweep = (...levels: number[]) => levels.map(num_ctx => speed(50, {settings: {num_ctx}}));
    const {series, unmatched} = given(runOf("a", sweep(1024, 2048)), runOf("b", sweep(2048, 4096)));
    expect(series.filter(({history}) => history !== undefined).map(({settings}) => settings)).toEqual([{num_ctx: 2048}]);
    expect(unmatched.map(({settings, reason}) => [settings.num_ctx, reason])).toEqual([
      [1024, "gone"],
      [4096, "new"]
    ]);
  });

  it("names an environment that changed", () => {
    const environment = (driver: string) => ({environment: {driver}});
    expect(only(runOf("a", [speed(50, environment("550"))]), runOf("b", [speed(40, environment("560"))])).history?.confounders).toEqual([
      {code: "environment-changed", values: {key: "driver", from: "550", to: "560"}}
    ]);
  });

  it("names what only one side records, and compares all the same", () => {
    const change = only(runOf("a", [speed(50)]), runOf("b", [speed(40, {subject: {model: "toy:1b", quantization: "Q4_0"}})])).history;
    expect(change?.reasons.map(({code, values}) => [code, values.key])).toContainEqual(["recorded-on-one-side", "quantization"]);
    expect(change?.verdict).toBe("worse");
  });

  it("relies on a long history of one setting, and less where the environment of the newest run is another", () => {
    const runs = noisyRuns({seed: 3, count: 12, from: 12, step: -0.2});
    expect(historyOf(runs).series[0]?.history).toMatchObject({verdict: "worse", basis: "runs", confidence: "high", runCount: 11});
    const last = runs.at(-1)!;
    const other = {...last, series: last.series.map(series => ({...series, environment: {driver: "560"}}))};
    expect(historyOf([...runs.slice(0, -1), other]).series[0]?.history?.confidence).toBe("medium");
  });
});

describe("historyOf: many runs", () => {
  it("compares the newest run with the run before and with all before", () => {
    const {previous, history, noise} = historyOf(noisyRuns({seed: 7, count: 20, from: 20, step: -0.15})).series[0]!;
    expect([previous?.runs, history?.runCount]).toEqual([["run-19"], 19]);
    expect([previous?.verdict, history?.verdict]).toEqual(["worse", "worse"]);
    expect(noise).toBeGreaterThan(0.01);
    expect(noise).toBeLessThan(0.04);
  });

  it("goes on naming a step as such when the newest run is like the run before", () => {
    const {previous, history, changes} = historyOf(noisyRuns({seed: 11, count: 20, from: 14, step: -0.15})).series[0]!;
    expect(changes.map(({run, after}) => [run, after])).toEqual([["run-14", "run-13"]]);
    expect([previous?.verdict, history?.verdict]).toEqual(["no-difference-shown", "worse"]);
  });

  it("needs a run farther from a few earlier ones than they lie apart", () => {
    const few = (...levels: number[]) => only(...levels.map((level, index) => runOf(`run-${index}`, [speed(level)]))).history;
    expect(few(50, 50.2, 45)).toMatchObject({verdict: "worse", reasons: [{code: "few-runs"}], confidence: "medium"});
    expect(few(50, 44, 42)).toMatchObject({verdict: "no-difference-shown"});
  });

  it("lists aborted and empty runs and compares none of them", () => {
    const history = given(runOf("a", [speed(50)]), runOf("b", [speed(1)], {aborted: true}), runOf("c", []), runOf("d", [speed(50)]));
    expect(history.runs.map(({leftOut}) => leftOut)).toEqual([undefined, "aborted", "nothing-measured", undefined]);
    expect(history.series[0]?.previous?.runs).toEqual(["a"]);
    expect(history.newest).toBe("d");
  });

  it("has nothing to say of one run, and of none", () => {
    expect(given(runOf("a", [speed(50)])).series[0]).not.toHaveProperty("history");
    expect(given()).toMatchObject({runs: [], series: [], unmatched: []});
  });
});

describe("historyOf: order", () => {
  const at = (run: string, text: string, utc?: string) => runOf(run, [speed(50)], {time: {text, ...(utc === undefined ? {} : {utc})}});

  it("is that of the times, in whatever zone and order they come", () => {
    const history = historyOf([
      at("b", "2026-01-02T01:00:00+03:00", "2026-01-01T22:00:00.000Z"),
      at("a", "2026-01-01T23:00:00Z", "2026-01-01T23:00:00.000Z")
    ]);
    expect([history.order, history.newest]).toEqual(["time", "a"]);
  });

  it("is that of the names where a run has no time with a zone: such times are not ordered against others", () => {
    const history = historyOf([at("run-10", "2026-01-01 10:00"), at("run-9", "2026-02-01T10:00:00Z", "2026-02-01T10:00:00.000Z")]);
    expect([history.order, history.newest]).toEqual(["name", "run-10"]);
  });
});
