import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {percentileStatistic, type StatedField, statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";

/**
 * BenchmarkDotNet's JSON exporters: `Benchmarks[].Statistics` in ns per operation, `Memory` in bytes per operation. `Statistics: null` is a benchmark that
 * failed. `Measurements` are the raw iterations behind it and are not read again. https://benchmarkdotnet.org/articles/configs/exporters.html
 */
export const benchmarkDotNetJson: Reader = {
  format: "benchmarkdotnet-json",
  category: "other",
  detect: ({text, documents}) =>
    text.includes('"HostEnvironmentInfo"') && documents.length === 1 && reportSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const {HostEnvironmentInfo: host, Benchmarks: benchmarks} = reportSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const failed = benchmarks.flatMap((benchmark, index): DraftRow[] =>
      benchmark.Statistics === null || benchmark.Statistics === undefined
        ? [{place: `/Benchmarks/${index}`, values: {}, labels: labelsOf(benchmark), failure: {reason: "", kind: "missing"}}]
        : []
    );
    return {
      tables: failed.length === 0 ? [] : [buildTable({part: "failed", columns: [], rows: failed})],
      reported: benchmarks.flatMap((benchmark, index) => {
        const part = `/Benchmarks/${index}`;
        const {Statistics: statistics, Memory: memory} = benchmark;
        if (statistics === null || statistics === undefined) return [];
        const at = (name: string) => [`${part}/Statistics/${name}`, statistics[name]] as const;
        const percentiles = Object.entries(statistics.Percentiles ?? {}).flatMap(([name, value]): StatedField[] => {
          const statistic = /^P[1-9]\d*$/.test(name) && name !== "P50" ? percentileStatistic(name.slice(1)) : undefined;
          return statistic === undefined ? [] : [[statistic, `${part}/Statistics/Percentiles/${name}`, value]];
        });
        const fields: StatedField[] = [
          ["mean", ...at("Mean")],
          ["p50", ...at("Median")],
          ["min", ...at("Min")],
          ["max", ...at("Max")],
          ["std", ...at("StandardDeviation")],
          ["stderr", ...at("StandardError")],
          ...percentiles
        ];
        const labels = labelsOf(benchmark);
        const bytes = memory?.BytesAllocatedPerOperation;
        return [
          ...statedRecord({metric: "time_per_op", per: 1e9, part, labels, over: "samples", n: statistics.N, fields}, path, problems),
          ...(typeof bytes !== "number"
            ? []
            : [
                buildReported({
                  part,
                  metric: "bytes_per_op",
                  labels,
                  statistics: [{statistic: "value", value: bytes, at: `${part}/Memory/BytesAllocatedPerOperation`}]
                })
              ])
        ];
      }),
      session: {tool: "BenchmarkDotNet", key: path, environment: environmentOf(host)},
      problems
    };
  }
};

function labelsOf({FullName: name, Type: type, Method: method, Parameters: parameters}: z.infer<typeof benchmarkSchema>): Labels {
  const test = name ?? [type, method].filter(part => part !== undefined).join(".");
  const settings = (parameters ?? "").split(/[,&]\s*/).flatMap(pair => {
    const [, key, value] = /^\s*([^=]+)=(.*)$/.exec(pair) ?? [];
    return key === undefined || value === undefined
      ? []
      : [[`x.${key.trim()}`, Number.isNaN(Number(value)) || value === "" ? value : Number(value)]];
  });
  return {test, ...Object.fromEntries(settings)};
}

function environmentOf(host: z.infer<typeof hostSchema>): Labels {
  const {ProcessorName: cpu, LogicalCoreCount: cores, OsVersion: os, RuntimeVersion: runtime} = host;
  return {
    ...(cpu === undefined ? {} : {cpu}),
    ...(cores === undefined ? {} : {cores}),
    ...(os === undefined ? {} : {os}),
    ...(runtime === undefined ? {} : {runtime})
  };
}

const hostSchema = z.looseObject({
  ProcessorName: z.string().optional(),
  LogicalCoreCount: z.int().optional(),
  OsVersion: z.string().optional(),
  RuntimeVersion: z.string().optional()
});
const benchmarkSchema = z.looseObject({
  FullName: z.string().optional(),
  Type: z.string().optional(),
  Method: z.string().optional(),
  Parameters: z.string().nullish(),
  Statistics: z.looseObject({N: z.int().optional(), Percentiles: z.record(z.string(), z.unknown()).optional()}).nullish(),
  Memory: z.looseObject({BytesAllocatedPerOperation: z.number().nullish()}).nullish()
});
const reportSchema = z.looseObject({HostEnvironmentInfo: hostSchema, Benchmarks: z.array(benchmarkSchema).min(1)});
