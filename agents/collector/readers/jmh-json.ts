import {z} from "zod";
import type {Labels, NoteInput, Statistic} from "../../contracts/index.ts";
import type {DraftRow, Reader, ReportedDraft, TableDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {percentileStatistic} from "../stated-record.ts";
import {buildTable} from "../table.ts";
import {jmhScale, jmhValue} from "./jmh-score.ts";

/**
 * JMH `-rf json`: an array of `{benchmark, mode, params, primaryMetric: {score, scoreError, scoreUnit, rawData[fork][iteration]}}`. The score is stated per
 * benchmark, iterations are rows. `thrpt` is operations per time unit, the other modes time per operation. `scoreError`, the half-width of a 99.9 %
 * interval, is none of our statistics. https://github.com/openjdk/jmh
 */
export const jmhJson: Reader = {
  format: "jmh-json",
  category: "other",
  detect: ({text, documents}) =>
    text.includes('"primaryMetric"') && documents.length === 1 && resultsSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const results = resultsSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const entries = results.map((result, index) => ({result, place: `/${index}`}));
    const versions = new Set(results.map(({jdkVersion}) => jdkVersion));
    const [runtime] = versions;
    return {
      tables: entries.flatMap(iterationsOf),
      reported: entries.flatMap(entry => [...scoreOf(entry, path, problems), ...secondaryOf(entry)]),
      session: {tool: "jmh", key: path, environment: runtime === undefined || versions.size > 1 ? {} : {runtime: `JDK ${runtime}`}},
      problems
    };
  }
};

interface Entry {
  result: Result;
  place: string;
}

function scoreOf({result, place}: Entry, path: string, problems: NoteInput[]): ReportedDraft[] {
  const {primaryMetric: primary} = result;
  const at = `${place}/primaryMetric`;
  const scale = jmhScale(primary.scoreUnit);
  if (scale === undefined || typeof primary.score !== "number") {
    problems.push({
      code: "not-a-number",
      values: {value: `${primary.score} ${primary.scoreUnit}`},
      source: {artifact: path, at: `${at}/score`}
    });
    return [];
  }
  const base = (value: number) => jmhValue(value, scale);
  const percentiles = Object.entries(primary.scorePercentiles ?? {}).flatMap(([name, value]) => {
    const statistic: Statistic | undefined = name === "0.0" ? "min" : name === "100.0" ? "max" : percentileStatistic(name);
    return statistic === undefined || typeof value !== "number"
      ? []
      : [{statistic, value: base(value), at: `${at}/scorePercentiles/${name}`}];
  });
  return [
    buildReported({
      part: at,
      metric: scale.metric,
      unit: scale.unit,
      labels: labelsOf(result),
      over: "samples",
      n: (primary.rawData ?? []).flat().length,
      statistics: [{statistic: "mean", value: base(primary.score), at: `${at}/score`}, ...percentiles]
    })
  ];
}

/** In mode `sample` and with profilers the raw data are histograms: objects, no numbers. */
function iterationsOf({result, place}: Entry): TableDraft[] {
  const {primaryMetric: primary} = result;
  const scale = jmhScale(primary.scoreUnit);
  const forks = primary.rawData ?? [];
  const rows = forks.flatMap((iterations, fork) =>
    iterations.flatMap((raw, iteration): DraftRow[] =>
      typeof raw !== "number" || scale === undefined
        ? []
        : [
            {
              place: `${place}/primaryMetric/rawData/${fork}/${iteration}`,
              values: {"": jmhValue(raw, scale)},
              repeat: {fork: fork + 1, iteration: iteration + 1}
            }
          ]
    )
  );
  if (rows.length === 0 || scale === undefined) return [];
  const columns = [{metric: scale.metric, field: "", unit: scale.unit}];
  return [buildTable({part: `${place}/primaryMetric/rawData`, labels: labelsOf(result), columns, rows})];
}

/** Of the profiler `gc`, what is allocated per operation; rates and counts of collections depend on the run's length. */
function secondaryOf({result, place}: Entry): ReportedDraft[] {
  return Object.entries(result.secondaryMetrics ?? {}).flatMap(([name, metric]) => {
    if (!/gc\.alloc\.rate\.norm$/.test(name) || metric.scoreUnit !== "B/op" || typeof metric.score !== "number") return [];
    const at = `${place}/secondaryMetrics/${name.replaceAll("~", "~0").replaceAll("/", "~1")}/score`;
    const statistics = [{statistic: "mean" as const, value: metric.score, at}];
    return [buildReported({part: at, metric: "bytes_per_op", labels: labelsOf(result), over: "samples", statistics})];
  });
}

function labelsOf({benchmark, mode, threads, params}: Result): Labels {
  return {
    test: benchmark,
    "x.mode": mode,
    ...(threads === undefined ? {} : {threads}),
    ...Object.fromEntries(Object.entries(params ?? {}).map(([name, value]) => [`x.${name}`, value]))
  };
}

const metricSchema = z.looseObject({
  score: z.union([z.number(), z.string(), z.null()]),
  scoreError: z.union([z.number(), z.string(), z.null()]).optional(),
  scoreUnit: z.string(),
  scorePercentiles: z.record(z.string(), z.unknown()).optional(),
  rawData: z.array(z.array(z.unknown())).optional()
});
const resultSchema = z.looseObject({
  benchmark: z.string(),
  mode: z.string(),
  threads: z.int().optional(),
  jdkVersion: z.string().optional(),
  params: z.record(z.string(), z.string()).nullish(),
  primaryMetric: metricSchema,
  secondaryMetrics: z.record(z.string(), metricSchema).nullish()
});
type Result = z.infer<typeof resultSchema>;
const resultsSchema = z.array(resultSchema).min(1);
