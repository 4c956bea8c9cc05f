import type {RunSeries, Series} from "../../agents/contracts/index.ts";
import {median} from "../../agents/analyst/statistics/quantile.ts";
import {random} from "../../agents/analyst/statistics/random.ts";

/** A series of generation speed; everything that a test does not care for is filled in. */
export function seriesOfSamples(samples: number[], rest: Partial<Series> = {}): Series {
  return {
    tool: "toy",
    metric: "decode_throughput",
    definition: "request-level",
    unit: "tok/s",
    better: "higher",
    subject: {model: "toy:1b"},
    settings: {num_ctx: 2048},
    phase: "warm",
    environment: {},
    basis: "samples",
    samples,
    n: samples.length,
    median: median(samples),
    work: {},
    sources: [{artifact: "runs.jsonl", at: `#1-#${samples.length}`}],
    sourceCount: samples.length,
    ...rest
  };
}

export function runOf(run: string, series: Series[], rest: Partial<RunSeries> = {}): RunSeries {
  return {version: 1, run, aborted: false, attempted: 20, failed: 0, series, ...rest};
}

export interface HistoryPlan {
  seed: number;
  count: number;
  /** Run (from 1) from which the level is another, and by how much. */
  from?: number;
  step?: number;
}

/** Runs of 20 samples: noise of 2 % between runs and of 3 % between samples. */
export function noisyRuns({seed, count, from = count + 1, step = 0}: HistoryPlan): RunSeries[] {
  const next = random(seed * 7919 + 13);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Array.from({length: count}, (_, index) => {
    const level = 50 * (1 + 0.02 * normal()) * (index + 1 >= from ? 1 + step : 1);
    return runOf(`run-${index + 1}`, [seriesOfSamples(Array.from({length: 20}, () => level * (1 + 0.03 * normal())))]);
  });
}
