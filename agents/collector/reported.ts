import {type Better, type Labels, metricEntry, type Statistic, type Unit} from "../contracts/index.ts";
import type {ReportedDraft} from "./reader.ts";
import {isSetting} from "./table.ts";

/** A reported record while a reader builds it; unit and direction come from the vocabulary unless the metric is only `as-named`. */
interface DraftReported {
  /** Tells records of one file and metric apart: the place of the record. */
  part: string;
  metric: string;
  definition?: string;
  /** Only for metrics that the vocabulary does not have, or that come in several units. */
  unit?: Unit;
  better?: Better;
  role?: ReportedDraft["role"];
  labels: Labels;
  over?: ReportedDraft["over"];
  n?: number | undefined;
  failed?: number;
  statistics: readonly {statistic: Statistic; value: number | null | undefined; at: string}[];
  warnings?: ReportedDraft["warnings"];
}

/** Statistics without a value are left out. */
export function buildReported(draft: DraftReported): ReportedDraft {
  const entry = metricEntry(draft.metric);
  const labels = Object.entries(draft.labels);
  return {
    part: draft.part,
    subject: Object.fromEntries(labels.filter(([key]) => !isSetting(key))),
    settings: Object.fromEntries(labels.filter(([key]) => isSetting(key))),
    metric: draft.metric,
    definition: draft.definition ?? entry?.definitions[0] ?? "as-named",
    unit: draft.unit ?? entry?.unit ?? "unknown",
    better: draft.better ?? entry?.better ?? "neither",
    role: draft.role ?? "measured",
    over: draft.over ?? "unknown",
    ...(draft.n === undefined || draft.n < 1 ? {} : {n: draft.n}),
    ...(draft.failed === undefined ? {} : {failed: draft.failed}),
    statistics: draft.statistics.flatMap(({statistic, value, at}) =>
      value === null || value === undefined ? [] : [{statistic, value, at}]
    ),
    warnings: draft.warnings ?? []
  };
}
