import {type Better, type Labels, metricEntry, type NoteInput, type Statistic, statisticSchema, type Unit} from "../contracts/index.ts";
import {measuredValue, rejectedCell} from "./measured-value.ts";
import type {ReportedDraft} from "./reader.ts";
import {buildReported} from "./reported.ts";

/** A statistic, its place and what stands there. */
export type StatedField = readonly [statistic: Statistic, at: string, raw: unknown];

export interface StatedMetric {
  metric: string;
  definition?: string;
  /** The file's value is `per` times the base unit: 1e3 for ms. */
  per?: number;
  /** Only for metrics that are not in the vocabulary. */
  unit?: Unit;
  better?: Better;
}

interface StatedRecord extends StatedMetric {
  part: string;
  labels: Labels;
  over?: ReportedDraft["over"];
  n?: number | undefined;
  failed?: number;
  role?: ReportedDraft["role"];
  warnings?: NoteInput[];
  fields: readonly StatedField[];
}

const rates: ReadonlySet<string> = new Set(["req/s", "1/s"]);

/**
 * Statistics of one metric as a file states them, in the base unit. Times and rates of zero are not measured, a deviation may be zero; what
 * cannot be becomes a problem. Empty when nothing was measured.
 */
export function statedRecord(draft: StatedRecord, path: string, problems: NoteInput[]): ReportedDraft[] {
  const {per = 1, fields, ...rest} = draft;
  const unit = draft.unit ?? metricEntry(draft.metric)?.unit ?? "unknown";
  const statistics = fields.flatMap(([statistic, at, raw]) => {
    const {value, problem} = measuredPer(draft.metric, raw, per);
    if (problem !== undefined) problems.push(rejectedCell(problem, path, at, raw));
    if (isSpread(statistic) && isZero(raw)) return [{statistic, value: 0, at}];
    return value === null || (value === 0 && rates.has(unit)) ? [] : [{statistic, value, at}];
  });
  return statistics.every(({statistic}) => isSpread(statistic)) ? [] : [buildReported({...rest, statistics})];
}

const isZero = (raw: unknown) => raw === 0 || (typeof raw === "string" && raw.trim() !== "" && Number(raw) === 0);

/** A raw value that is `per` times the base unit. A large unit multiplies, so that 8118.08 MB are 8118080000 B to the last bit. */
export function measuredPer(metric: string, raw: unknown, per: number): ReturnType<typeof measuredValue> {
  if (per >= 1) return measuredValue(metric, raw, Math.round(per));
  const found = measuredValue(metric, raw);
  return found.value === null ? found : {...found, value: found.value * Math.round(1 / per)};
}

const isSpread = (statistic: Statistic) => statistic === "std" || statistic === "stderr";

/** Statistic of a percentile: 99 -> `p99`, `99.9` -> `p99.9`; undefined for those that the contract has no name for. */
export function percentileStatistic(percent: number | string): Statistic | undefined {
  const found = statisticSchema.safeParse(`p${Number(percent)}`);
  return found.success ? found.data : undefined;
}
