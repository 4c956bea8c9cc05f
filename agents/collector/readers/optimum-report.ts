import {z} from "zod";
import type {Labels, NoteInput, Statistic} from "../../contracts/index.ts";
import {measuredValue} from "../measured-value.ts";
import type {Reader, ReportedDraft, TableDraft} from "../reader.ts";
import {type StatedField, statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";
import {optimumConfigLabels, optimumConfigSchema} from "./optimum-config-labels.ts";
import {latencyOf, memories, throughputOf} from "./optimum-phases.ts";

const statistics: readonly (readonly [Statistic, string])[] = [
  ["mean", "mean"],
  ["p50", "p50"],
  ["p90", "p90"],
  ["p95", "p95"],
  ["p99", "p99"],
  ["std", "stdev"]
];

/**
 * `benchmark_report.json` of optimum-benchmark, or `benchmark.json` with the config beside it: phases `{memory, latency, throughput}`, each with its
 * unit. A row per value of a latency; statistics, peaks and throughputs as stated. https://github.com/huggingface/optimum-benchmark
 */
export const optimumReport: Reader = {
  format: "optimum-report",
  category: "inference",
  detect: ({text, documents}) =>
    text.includes('"latency"') && text.includes('"throughput"') && documents.length === 1 && phasesOf(documents[0]?.value).length > 0,
  read({path, documents}) {
    const problems: NoteInput[] = [];
    const value = documents[0]?.value;
    const config = wholeSchema.safeParse(value).data?.config;
    const {labels, environment} = config === undefined ? {labels: {}, environment: {}} : optimumConfigLabels(config);
    const phases = phasesOf(value);
    return {
      tables: phases.flatMap(phase => samplesOf(phase, labels)),
      reported: phases.flatMap(phase => recordsOf(phase, labels, path, problems)),
      session: {tool: "optimum-benchmark", environment},
      problems
    };
  }
};

interface Phase {
  name: string;
  at: string;
  parts: z.infer<typeof phaseSchema>;
}

function phasesOf(value: unknown): Phase[] {
  const whole = wholeSchema.safeParse(value);
  const [report, prefix] = whole.success ? [whole.data.report, "/report"] : [reportSchema.safeParse(value).data ?? {}, ""];
  return Object.entries(report).flatMap(([name, written]) => {
    const parsed = phaseSchema.safeParse(written);
    return parsed.success ? [{name, at: `${prefix}/${name}`, parts: parsed.data}] : [];
  });
}

function samplesOf({name, at, parts: {latency}}: Phase, labels: Labels): TableDraft[] {
  const values = latency?.values ?? [];
  if (latency?.unit !== "s" || values.length === 0) return [];
  const {metric, labels: own} = latencyOf(name);
  const rows = values.map(raw => ({place: `${at}/latency`, values: {"/values": measuredValue(metric, raw).value}}));
  const table = buildTable({part: `${at}/latency`, columns: [{metric, field: "/values"}], rows, labels: {...labels, ...own}});
  return table.columns.length === 0 ? [] : [table];
}

function recordsOf({name, at, parts}: Phase, labels: Labels, path: string, problems: NoteInput[]): ReportedDraft[] {
  const {latency, throughput, memory} = parts;
  const {metric, labels: own} = latencyOf(name);
  const n = latency?.count ?? latency?.values?.length;
  const records: ReportedDraft[] = [];
  if (latency?.unit === "s") {
    const fields = statistics.map(([statistic, field]): StatedField => [statistic, `${at}/latency/${field}`, latency[field]]);
    records.push(...statedRecord({metric, part: `${at}/latency`, labels: {...labels, ...own}, over: "samples", n, fields}, path, problems));
  }
  const rate = throughput === null || throughput === undefined ? undefined : throughputOf(name, throughput.unit);
  if (rate !== undefined) {
    const place = `${at}/throughput/value`;
    records.push(
      ...statedRecord(
        {...rate, part: place, labels: {...labels, test: name}, n, fields: [["value", place, throughput?.value]]},
        path,
        problems
      )
    );
  }
  if (memory?.unit !== "MB") return records;
  return records.concat(
    memories.flatMap(({name: kind, ...stated}) => {
      const place = `${at}/memory/${kind}`;
      return statedRecord(
        {...stated, per: 1e-6, part: place, labels: {...labels, test: name}, fields: [["max", place, memory[kind]]]},
        path,
        problems
      );
    })
  );
}

const statistic = z.number().nullish();
const phaseSchema = z
  .looseObject({
    latency: z
      .looseObject({
        unit: z.string(),
        values: z.array(z.number().nullable()).optional(),
        count: z.int().positive().optional(),
        mean: statistic
      })
      .nullish(),
    throughput: z.looseObject({unit: z.string(), value: statistic}).nullish(),
    memory: z.looseObject({unit: z.string()}).nullish()
  })
  .refine(phase => phase.latency !== undefined && phase.throughput !== undefined && phase.memory !== undefined);
const reportSchema = z.record(z.string(), z.unknown());
const wholeSchema = z.looseObject({config: optimumConfigSchema, report: reportSchema});
