import {type Evidence, type Labels, metricEntry, type Reported, type RunSeries, type Series} from "../../contracts/index.ts";
import {type Cell, columnIn, type Part, partsOf, valuesOf} from "../cells.ts";
import {bookkeeping} from "../paired-work.ts";
import {valueSources} from "../facts.ts";
import type {FrameColumn, Frames} from "../frames.ts";
import {groupBy, labelKey, sortedLabels, withoutKeys} from "../labels.ts";
import {ascending} from "../statistics/ascending.ts";
import {median, sortedQuantile} from "../statistics/quantile.ts";

/** Samples kept of one series. */
const MOST_SAMPLES = 100;

const MOST_SOURCES = 20;

/** Sizes of the work, in the order in which they are compared. */
const workMetrics = ["prompt_tokens", "output_tokens"] as const;

/** Series of the cells, then of what tools state where no rows are at hand; each identity once. */
export function seriesOf(cells: readonly Cell[], reported: Frames["reported"], {artifacts}: Pick<Evidence, "artifacts">): Series[] {
  const formats = new Map(artifacts.map(({path, format}) => [path, format ?? ""]));
  const measured = [...groupBy(cells, cellKey).values()].flatMap(group => measuredSeries(group, formats));
  const known = new Set(measured.map(seriesKey));
  const stated = [...groupBy(reported.filter(isComparable), statedKey).values()].flatMap(statedSeries);
  return [...measured, ...stated.filter(series => !known.has(seriesKey(series)))];
}

/** Equal for the same series of two runs. */
export const seriesKey = ({tool, metric, definition, unit, subject, settings, phase}: Series): string =>
  JSON.stringify([tool, metric, definition, unit, phase, sortedLabels(subject), sortedLabels(settings)]);

const shownSettings = (settings: Labels): Labels => sortedLabels(withoutKeys(settings, bookkeeping));

const cellKey = ({session, subject, settings, phase}: Cell): string =>
  [session.tool, labelKey(subject), labelKey(shownSettings(settings)), phase].join(" ");

function measuredSeries(cells: readonly Cell[], formats: ReadonlyMap<string, string>): Series[] {
  const [first] = cells;
  if (first === undefined) return [];
  const parts = partsOf(cells);
  const metrics = new Set(parts.flatMap(({frame}) => [...frame.columns.keys()]));
  return [...metrics].flatMap(metric => {
    const column = columnIn(parts, metric);
    const better = column === undefined ? "neither" : goodDirection(column);
    if (column === undefined || better === "neither" || column.unit === "unknown") return [];
    const own = parts.filter(({frame}) => frame.columns.get(metric)?.definition === column.definition);
    const values = valuesOf(own, metric);
    if (values.length === 0) return [];
    const sources = valueSources(own, metric);
    const format = formats.get(own[0]?.frame.measurement.artifact ?? "") ?? "";
    return [
      {
        // What a file of unknown make calls a metric means the same in files of its format only.
        tool: column.definition === "as-named" ? format : first.session.tool,
        metric,
        definition: column.definition,
        unit: column.unit,
        better,
        subject: sortedLabels(first.subject),
        settings: shownSettings(first.settings),
        phase: first.phase,
        environment: commonLabels(cells.map(({session}) => session.environment)),
        basis: "samples" as const,
        samples: bounded(values),
        n: values.length,
        median: median(values),
        work: metricEntry(metric)?.dependsOnWork === true ? workOf(own) : {},
        sources: sources.slice(0, MOST_SOURCES),
        sourceCount: values.length
      }
    ];
  });
}

/** Tokens and requests per second are better when more, also under a name that no vocabulary knows. */
const goodDirection = ({better, unit}: Pick<FrameColumn, "better" | "unit">): FrameColumn["better"] =>
  better === "neither" && (unit === "tok/s" || unit === "req/s") ? "higher" : better;

const workOf = (parts: readonly Part[]): Record<string, number> =>
  Object.fromEntries(
    workMetrics.flatMap(metric => {
      const sizes = valuesOf(parts, metric);
      return sizes.length === 0 ? [] : [[metric, median(sizes)]];
    })
  );

function bounded(values: readonly number[]): number[] {
  if (values.length <= MOST_SAMPLES) return [...values];
  const sorted = ascending("bounded", values);
  return Array.from({length: MOST_SAMPLES}, (_, index) => sortedQuantile(sorted, (index + 0.5) / MOST_SAMPLES));
}

/** Labels on which all agree. */
function commonLabels(all: readonly Labels[]): Labels {
  const [first = {}, ...others] = all;
  return Object.fromEntries(Object.entries(first).filter(([key, value]) => others.every(labels => labels[key] === value)));
}

type Stated = Frames["reported"][number];

/** Percentiles and means of run means are another thing than those of samples; a mean ruled by its first call says nothing. */
const isComparable = ({unit, better, over, warnings}: Stated): boolean =>
  unit !== "unknown" && better !== "neither" && over !== "run_means" && !warnings.some(({code}) => code === "mean-ruled-by-first-call");

const statedKey = ({place, metric, definition, unit, subject, settings}: Stated): string =>
  JSON.stringify([place.tool, metric, definition, unit, sortedLabels(subject), shownSettings(settings)]);

/** Several records of one series are as many samples. */
function statedSeries(records: readonly Stated[]): Series[] {
  const values = records.flatMap(record => centreOf(record) ?? []);
  const [first] = values;
  if (first === undefined) return [];
  const {record, value, deviation} = first;
  const isAlone = values.length === 1;
  return [
    {
      tool: record.place.tool,
      metric: record.metric,
      definition: record.definition,
      unit: record.unit,
      better: record.better,
      subject: sortedLabels(record.subject),
      settings: shownSettings(record.settings),
      phase: "unknown",
      environment: commonLabels(values.map(item => item.record.place.environment)),
      basis: isAlone ? "stated" : "samples",
      samples: isAlone ? [] : bounded(values.map(item => item.value)),
      ...(isAlone ? (record.n === undefined ? {} : {n: record.n}) : {n: values.length}),
      median: isAlone ? value : median(values.map(item => item.value)),
      ...(isAlone && deviation !== undefined ? {deviation} : {}),
      work: {},
      sources: values.map(item => item.source).slice(0, MOST_SOURCES),
      sourceCount: values.length
    }
  ];
}

/** The mean, else the value, else the median that a record states, with the deviation of one sample where it can be told. */
function centreOf(record: Stated): {record: Stated; value: number; deviation?: number; source: Series["sources"][number]} | undefined {
  const of = (name: Reported["statistics"][number]["statistic"]) => record.statistics.find(({statistic}) => statistic === name);
  const centre = of("mean") ?? of("value") ?? of("p50");
  if (centre === undefined) return undefined;
  const [std, error] = [of("std")?.value, of("stderr")?.value];
  const deviation = std ?? (error === undefined || record.n === undefined ? undefined : error * Math.sqrt(record.n));
  return {
    record,
    value: centre.value,
    ...(deviation === undefined ? {} : {deviation}),
    source: {artifact: record.artifact, at: centre.at}
  };
}

/** Attempts and failures among the rows of the frames. */
export function attemptsOf(frames: Frames["frames"]): Pick<RunSeries, "attempted" | "failed"> {
  const attempts = frames.filter(({measurement}) => measurement.row === "attempt");
  return {
    attempted: attempts.reduce((sum, {measurement}) => sum + measurement.rows, 0),
    failed: attempts.reduce((sum, {measurement}) => sum + measurement.failures.length, 0)
  };
}
