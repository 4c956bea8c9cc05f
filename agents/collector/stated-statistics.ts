import type {NoteInput, Statistic} from "../contracts/index.ts";
import {measuredValue, rejectedCell} from "./measured-value.ts";

/** Name of a statistic, the place of its value in the file and the value as the file has it. */
export type StatedField = readonly [statistic: Statistic, at: string, raw: unknown];

/** Where the fields stand: for problems, and what to divide raw values by (1e9: nanoseconds). */
interface StatedContext {
  path: string;
  problems: NoteInput[];
  per?: number;
}

/** Statistics of one metric in base units; what was not measured is left out, what cannot be a measurement becomes a problem. */
export function statedStatistics(
  metric: string,
  fields: readonly StatedField[],
  {path, problems, per = 1}: StatedContext
): {statistic: Statistic; value: number; at: string}[] {
  return fields.flatMap(([statistic, at, raw]) => {
    const {value, problem} = measuredValue(metric, raw, per);
    if (problem !== undefined) problems.push(rejectedCell(problem, path, at, raw));
    return value === null ? [] : [{statistic, value, at}];
  });
}

/** `99`, `99.000000`, `99.9` -> the statistic's name; undefined for percentiles that the contract has no word for. */
export function percentileStatistic(percent: string | number): Statistic | undefined {
  const name = String(Number(percent));
  return Object.hasOwn(percentileNames, name) ? percentileNames[name] : undefined;
}

const percentileNames: Readonly<Record<string, Statistic>> = {
  "1": "p1",
  "5": "p5",
  "10": "p10",
  "25": "p25",
  "50": "p50",
  "66": "p66",
  "75": "p75",
  "80": "p80",
  "90": "p90",
  "95": "p95",
  "98": "p98",
  "99": "p99",
  "99.9": "p99.9",
  "99.99": "p99.99"
};
