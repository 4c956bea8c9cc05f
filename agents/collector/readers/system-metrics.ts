import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import {measuredCell} from "../measured-value.ts";
import type {DraftRow, Reader, TableDraft} from "../reader.ts";
import {buildTable, type DraftColumn} from "../table.ts";

/** A metric of a sample; raw * `factor` is in base units. */
interface Field {
  column: DraftColumn;
  factor: number;
}

const percent = 0.01;
const mebi = 1024 ** 2;
const gibi = 1024 ** 3;

const systemFields: readonly Field[] = [
  {column: {metric: "cpu_utilization", field: "/cpu_percent"}, factor: percent},
  {column: {metric: "memory_utilization", field: "/memory_percent"}, factor: percent},
  {column: {metric: "memory_used", field: "/memory_used_gb"}, factor: gibi},
  {column: {metric: "x.disk_usage", field: "/disk_usage_percent", unit: "fraction"}, factor: percent},
  {column: {metric: "x.network_sent", field: "/network_sent_mb", unit: "B", kind: "cumulative"}, factor: mebi},
  {column: {metric: "x.network_recv", field: "/network_recv_mb", unit: "B", kind: "cumulative"}, factor: mebi}
];
/** `utilization_memory` is the share of time in which GPU memory was read or written (nvidia-smi), not how full it was. */
const gpuFields: readonly Field[] = [
  {column: {metric: "gpu_utilization", field: "/utilization_gpu"}, factor: percent},
  {column: {metric: "x.gpu_memory_activity", field: "/utilization_memory", unit: "fraction"}, factor: percent},
  {column: {metric: "gpu_memory_used", field: "/memory_used_mb"}, factor: mebi},
  {column: {metric: "gpu_temperature", field: "/temperature"}, factor: 1},
  {column: {metric: "power", field: "/power_draw", definition: "gpu"}, factor: 1}
];
/** CPU time of one process in shares of one core: may be over 1, and is no utilization of the machine. */
const processFields: readonly Field[] = [
  {column: {metric: "cpu_utilization", field: "/cpu_percent", definition: "process"}, factor: percent},
  {column: {metric: "memory_used", field: "/memory_mb", definition: "process"}, factor: mebi}
];
const serverFields: readonly Field[] = [{column: {metric: "x.server_processes", field: "/process_count", unit: "1"}, factor: 1}];

/**
 * Samples of a monitor (`metrics[{timestamp, system, gpu[], ollama}]`): tables of the system, of every GPU, of the Ollama processes and
 * of their number, a row per sample. `_gb` and `_mb` are powers of 1024: only so are the recorded values whole pages.
 */
export const systemMetrics: Reader = {
  format: "system-metrics",
  category: "system",
  detect: ({text, documents}) =>
    text.includes('"memory_used_gb"') && documents.length === 1 && exportSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const {metrics} = exportSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const table = (part: string, fields: readonly Field[], samples: readonly Sample[]): TableDraft[] => {
      if (samples.length === 0) return [];
      const rows = samples.map(sample => rowOf(sample, fields, path, problems));
      return [buildTable({part, row: "sample", columns: fields.map(({column}) => column), rows})];
    };
    return {
      tables: [
        ...table("system", systemFields, metrics.map(systemSample)),
        ...table("gpu", gpuFields, metrics.flatMap(gpuSamples)),
        ...table("processes", processFields, metrics.flatMap(processSamples)),
        ...table("servers", serverFields, metrics.flatMap(serverSample))
      ],
      reported: [],
      session: {tool: "system-metrics", environment: environmentOf(metrics)},
      problems
    };
  }
};

interface Sample {
  place: string;
  record: Readonly<Record<string, unknown>>;
  labels?: Labels;
  group?: Labels;
}

const systemSample = ({system}: Metric, index: number): Sample => ({place: `/metrics/${index}/system`, record: system});

function gpuSamples({gpu}: Metric, index: number): Sample[] {
  return gpu.map((record, at) => ({
    place: `/metrics/${index}/gpu/${at}`,
    record,
    labels: {
      ...(record.name === undefined ? {} : {gpu: record.name}),
      ...(record.gpu_id === undefined ? {} : {device: record.gpu_id})
    }
  }));
}

function processSamples({timestamp, ollama}: Metric, index: number): Sample[] {
  return (ollama?.ollama_processes ?? []).map((record, at) => ({
    place: `/metrics/${index}/ollama/ollama_processes/${at}`,
    record: {timestamp: ollama?.timestamp ?? timestamp, ...record},
    ...(record.name === undefined ? {} : {labels: {command: record.name}}),
    ...(record.pid === undefined ? {} : {group: {process: record.pid}})
  }));
}

const serverSample = ({ollama}: Metric, index: number): Sample[] =>
  ollama === undefined ? [] : [{place: `/metrics/${index}/ollama`, record: ollama}];

function rowOf({place, record, labels, group}: Sample, fields: readonly Field[], path: string, problems: NoteInput[]): DraftRow {
  const values = fields.map(({column: {metric, field}, factor}) => {
    const raw = record[field.slice(1)];
    const value = measuredCell({metric, raw, per: 1 / factor, at: place + field}, path, problems);
    return [field, value] as const;
  });
  const {timestamp} = record;
  return {
    place,
    values: Object.fromEntries(values),
    ...(typeof timestamp === "number" ? {time: timestamp} : {}),
    ...(labels === undefined ? {} : {labels}),
    ...(group === undefined ? {} : {group})
  };
}

/** What all samples agree on. */
function environmentOf(metrics: readonly Metric[]): Labels {
  const only = <T extends Labels[string]>(key: string, values: readonly (T | undefined)[]): Labels => {
    const [value, ...others] = [...new Set(values)];
    return value === undefined || others.length > 0 ? {} : {[key]: value};
  };
  const gpus = metrics.flatMap(({gpu}) => gpu);
  const bytes = (raw: unknown, factor: number) => (typeof raw === "number" ? Math.round(raw * factor) : undefined);
  return {
    ...only(
      "gpu",
      gpus.map(({name}) => name)
    ),
    ...only(
      "gpu_memory",
      gpus.map(gpu => bytes(gpu["memory_total_mb"], mebi))
    ),
    ...only(
      "memory",
      metrics.map(({system}) => bytes(system["memory_total_gb"], gibi))
    )
  };
}

const metricSchema = z.looseObject({
  timestamp: z.number().optional(),
  system: z.looseObject({cpu_percent: z.number().nullable(), memory_used_gb: z.number().nullable()}),
  gpu: z.array(z.looseObject({name: z.string().optional(), gpu_id: z.number().optional()})).default([]),
  ollama: z
    .looseObject({
      timestamp: z.number().optional(),
      ollama_processes: z.array(z.looseObject({pid: z.number().optional(), name: z.string().optional()})).default([])
    })
    .optional()
});
type Metric = z.infer<typeof metricSchema>;
const exportSchema = z.looseObject({metrics: z.array(metricSchema).min(1)});
