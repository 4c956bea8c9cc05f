import {type Claim, type Labels, type Phase, type Reported, type Source, type Statistic, sourcesOf} from "../../contracts/index.ts";
import {cellsOf} from "../cells.ts";
import type {Context} from "../context.ts";
import type {Frame} from "../frames.ts";
import {groupBy, labelKey} from "../labels.ts";
import {mean} from "../statistics/spread.ts";
import {sortedQuantile} from "../statistics/quantile.ts";
import {type ClaimLabels, type DataLabels, dataLabels, fitter} from "./claim-labels.ts";

/** A value that a claim could be about. */
export interface Candidate {
  statistic: Statistic;
  value: number;
  artifact: string;
  /** Where it stands; of a statistic, its rows. */
  source: () => Source;
  n: number;
  /** Every label that the claim names is recorded, and the value is no derived one: a difference counts. */
  isExact: boolean;
  /** A setting that the claim names is not recorded. */
  isLoose?: true;
  /** What was measured, where the claim leaves it to the row of a file. */
  subject?: Labels;
}

/** Rows of a frame with equal labels. */
interface Group {
  data: DataLabels;
  phase: Phase;
  rows: readonly number[];
}

/** More rows than this are not looked at one by one. */
const mostSingleRows = 60;

/** Everything in the data that has the metric and fits the labels of a claim; equal questions are answered once. */
export function candidateFinder(
  context: Pick<Context, "evidence" | "frames">
): (claim: Claim, labels: ClaimLabels) => readonly Candidate[] {
  const groups = groupsByFrame(context.frames.frames);
  const records = recordsByMetric(context);
  const known = new Map<string, readonly Candidate[]>();
  return (claim, labels) => {
    const {metric, hedge} = claim;
    if (metric === undefined) return [];
    const isPart = hedge === "part";
    const key = `${metric} ${isPart} ${labelKey(labels.subject)} ${labelKey(labels.settings)}`;
    const stored = known.get(key);
    if (stored !== undefined) return stored;
    const fits = fitter(labels);
    const found = [
      ...[...groups].flatMap(([frame, own]) => ofFrame(frame, own, metric, isPart, fits)),
      ...(records.get(metric) ?? []).flatMap(own => ofRecords(own, fits))
    ];
    known.set(key, found);
    return found;
  };
}

type Fits = ReturnType<typeof fitter>;

function groupsByFrame(frames: readonly Frame[]): Map<Frame, Group[]> {
  const groups = new Map<Frame, Group[]>();
  for (const kind of ["attempt", "group", "sample", "property"] as const)
    for (const {subject, settings, phase, parts} of cellsOf(frames, kind)) {
      const data = dataLabels({subject, settings});
      for (const {frame, rows} of parts) groups.set(frame, [...(groups.get(frame) ?? []), {data, phase, rows}]);
    }
  return groups;
}

interface Stated {
  record: Reported;
  data: DataLabels;
  /** Neither copy nor summary: a difference from it counts. */
  isOriginal: boolean;
}

/** Stated statistics by metric, those of one file together. */
function recordsByMetric({frames, evidence}: Pick<Context, "evidence" | "frames">): Map<string, Stated[][]> {
  const original = new Set(frames.reported.map(({id}) => id));
  const measured = evidence.reported.filter(({role}) => role === "measured");
  const stated = measured.map(record => ({record, data: dataLabels(record), isOriginal: original.has(record.id)}));
  const byMetric = [...groupBy(stated, ({record}) => record.metric)];
  return new Map(byMetric.map(([metric, own]) => [metric, [...groupBy(own, ({record}) => record.artifact).values()]]));
}

/** Statistics of one file; several records that fit speak of parts of what the claim may mean. */
function ofRecords(records: readonly Stated[], fits: Fits): Candidate[] {
  const fitting = records.filter(({data}) => fits(data) !== "other");
  return fitting.flatMap(({record, data, isOriginal}) => {
    const isExact = isOriginal && fitting.length === 1 && fits(data) === "exact";
    const {artifact, n = 1} = record;
    const loose = looseness([data], fits);
    return record.statistics.map(({statistic, value, at}) => ({
      statistic,
      value,
      artifact,
      source: () => ({artifact, at}),
      n,
      isExact,
      ...loose
    }));
  });
}

function ofFrame(frame: Frame, groups: readonly Group[], metric: string, isPart: boolean, fits: Fits): Candidate[] {
  const column = frame.columns.get(metric);
  if (column === undefined) return [];
  const fitting = groups.filter(({data}) => fits(data) !== "other");
  if (fitting.length === 0) return [];
  const loose = looseness(
    fitting.map(({data}) => data),
    fits
  );
  const fit = {isExact: column.formula === undefined && loose.isLoose === undefined, ...loose};
  const measured = (own: readonly Group[]) =>
    own.flatMap(({rows}) => rows.filter(row => typeof column.values[row] === "number")).sort((a, b) => a - b);
  const rows = measured(fitting);
  const warm = isPart ? measured(fitting.filter(({phase}) => phase === "warm")) : [];
  return [
    ...series(frame, metric, rows, fit),
    ...(warm.length < rows.length ? series(frame, metric, warm, {...loose, isExact: false}) : [])
  ];
}

type Fit = Pick<Candidate, "isExact" | "isLoose">;

const looseness = (data: readonly DataLabels[], fits: Fits): Pick<Candidate, "isLoose"> =>
  data.some(each => fits(each) === "loose") ? {isLoose: true} : {};

function series(frame: Frame, metric: string, rows: readonly number[], fit: Fit): Candidate[] {
  const column = frame.columns.get(metric);
  if (rows.length === 0 || column === undefined) return [];
  const values = rows.map(row => column.values[row] ?? 0);
  const sorted = Float64Array.from(values).sort();
  const {artifact} = frame.measurement;
  const sourceOf = (chosen: readonly number[]) => () =>
    sourcesOf(frame.measurement, column.fields[0] ?? "", chosen)[0] ?? {artifact, at: ""};
  const sourceOfValue = (value: number) => () => sourceOf([rows[values.indexOf(value)] ?? 0])();
  const base = {artifact, source: sourceOf(rows), n: rows.length, ...fit};
  if (rows.length === 1) return [{...base, statistic: "value", value: values[0] ?? 0}];
  const [low, high] = [sorted[0] ?? 0, sorted[sorted.length - 1] ?? 0];
  const single = rows.length > mostSingleRows ? [] : values;
  return [
    {...base, statistic: "mean", value: mean(values)},
    {...base, statistic: "p50", value: sortedQuantile(sorted, 0.5)},
    {...base, statistic: "min", value: low, source: sourceOfValue(low)},
    {...base, statistic: "max", value: high, source: sourceOfValue(high)},
    {...base, statistic: "p5", value: sortedQuantile(sorted, 0.05)},
    {...base, statistic: "p95", value: sortedQuantile(sorted, 0.95)},
    ...single.map(value => {
      const one: Candidate = {statistic: "value", value, artifact, source: sourceOfValue(value), n: rows.length, isExact: false};
      return fit.isLoose === undefined ? one : {...one, isLoose: true as const};
    })
  ];
}
