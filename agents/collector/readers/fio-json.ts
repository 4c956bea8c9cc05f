import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {percentileStatistic, type StatedField, statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";

/** Latencies by name: since version 3 `lat_ns`, before `lat` in µs. */
const latencies = [
  {name: "lat", definition: "total"},
  {name: "clat", definition: "completion"},
  {name: "slat", definition: "submission"}
] as const;

/**
 * `fio --output-format=json`, with or without lines before the document: per job and direction operations per second, bandwidth (KiB/s, in version 3 also bytes) and latencies. A direction
 * that moved nothing is all zeros and not measured; a job with an error failed. https://fio.readthedocs.io/en/latest/fio_doc.html#json-output
 */
export const fioJson: Reader = {
  format: "fio-json",
  category: "system",
  detect: ({text, documents}) => text.includes('"fio version"') && documents.some(({value}) => fileSchema.safeParse(value).success),
  read({path, documents}) {
    const problems: NoteInput[] = [];
    const failed: DraftRow[] = [];
    const reported: ReportedDraft[] = [];
    const versions = new Set<string>();
    for (const {at, value} of documents) {
      const file = fileSchema.safeParse(value).data;
      if (file === undefined) continue;
      versions.add(file["fio version"]);
      for (const [index, job] of file.jobs.entries()) {
        const place = `${at}/jobs/${index}`;
        const labels = labelsOf(job, file["global options"]);
        if (job.error !== undefined && job.error !== 0) {
          failed.push({place, labels, values: {}, failure: {reason: `error ${job.error}`, kind: "error"}});
          continue;
        }
        for (const direction of ["read", "write"] as const)
          reported.push(...directionRecords(job, direction, place, labels, path, problems));
      }
    }
    const [runtime] = versions;
    return {
      tables: failed.length === 0 ? [] : [buildTable({part: "failed", columns: [], rows: failed})],
      reported,
      session: {tool: "fio", key: path, environment: runtime === undefined || versions.size > 1 ? {} : {runtime}},
      problems
    };
  }
};

function directionRecords(
  job: Job,
  direction: "read" | "write",
  place: string,
  labels: Labels,
  path: string,
  problems: NoteInput[]
): ReportedDraft[] {
  const side = job[direction];
  if (side === undefined || side.iops === 0 || (side.io_bytes === 0 && side.runtime === 0)) return [];
  const at = `${place}/${direction}`;
  const field = (statistic: StatedField[0], name: string): StatedField => [statistic, `${at}/${name}`, side[name]];
  const n = side.total_ios;
  const hasBytes = typeof side["bw_bytes"] === "number";
  const bandwidth = statedRecord(
    {
      metric: `${direction}_throughput`,
      per: hasBytes ? 1 : 1 / 1024,
      part: at,
      labels,
      n,
      fields: [field("value", hasBytes ? "bw_bytes" : "bw")]
    },
    path,
    problems
  );
  const spread = statedRecord(
    {
      metric: `${direction}_throughput`,
      per: 1 / 1024,
      part: `${at}/bw_mean`,
      labels,
      over: "samples",
      fields: [field("mean", "bw_mean"), field("min", "bw_min"), field("max", "bw_max"), field("std", "bw_dev")]
    },
    path,
    problems
  );
  const operations = statedRecord({metric: `${direction}_iops`, part: at, labels, n, fields: [field("value", "iops")]}, path, problems);
  return [
    ...operations,
    ...bandwidth,
    ...spread,
    ...latencies.flatMap(latency => latencyRecord(side, latency, `${direction}_latency`, at, labels, path, problems))
  ];
}

function latencyRecord(
  side: Side,
  {name, definition}: (typeof latencies)[number],
  metric: string,
  at: string,
  labels: Labels,
  path: string,
  problems: NoteInput[]
): ReportedDraft[] {
  const key = `${name}_ns` in side ? `${name}_ns` : name;
  const latency = latencySchema.safeParse(side[key]).data;
  if (latency === undefined || latency.mean === 0) return [];
  const part = `${at}/${key}`;
  const percentiles = Object.entries(latency.percentile ?? {}).flatMap(([percent, value]): StatedField[] => {
    const statistic = Number(percent) > 0 ? percentileStatistic(percent) : undefined;
    return statistic === undefined ? [] : [[statistic, `${part}/percentile/${percent}`, value]];
  });
  const fields: StatedField[] = [
    ["mean", `${part}/mean`, latency.mean],
    ["std", `${part}/stddev`, latency.stddev],
    ["min", `${part}/min`, latency.min],
    ["max", `${part}/max`, latency.max],
    ...percentiles
  ];
  const n = latency.N ?? side.total_ios;
  return statedRecord({metric, definition, per: key.endsWith("_ns") ? 1e9 : 1e6, part, labels, over: "samples", n, fields}, path, problems);
}

/** What was asked for; paths of files say nothing of the measurement. */
const options = ["rw", "readwrite", "bs", "blocksize", "iodepth", "numjobs", "ioengine", "direct", "size", "runtime", "rwmixread"];

function labelsOf(job: Job, global: Readonly<Record<string, unknown>> | undefined): Labels {
  const all: Readonly<Record<string, unknown>> = {...global, ...job["job options"]};
  const stated = options.flatMap(name => {
    const value = all[name];
    return typeof value === "string" || typeof value === "number"
      ? [[`x.${name}`, value === "" || Number.isNaN(Number(value)) ? value : Number(value)]]
      : [];
  });
  return {test: job.jobname, ...Object.fromEntries(stated)};
}

const latencySchema = z.looseObject({
  mean: z.number(),
  stddev: z.number().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  N: z.int().optional(),
  percentile: z.record(z.string(), z.unknown()).optional()
});
const sideSchema = z.looseObject({
  iops: z.number(),
  total_ios: z.int().optional(),
  runtime: z.number().optional(),
  io_bytes: z.number().optional()
});
type Side = z.infer<typeof sideSchema>;
const optionsSchema = z.record(z.string(), z.unknown());
const jobSchema = z.looseObject({
  jobname: z.string(),
  error: z.int().optional(),
  "job options": optionsSchema.optional(),
  read: sideSchema.optional(),
  write: sideSchema.optional()
});
type Job = z.infer<typeof jobSchema>;
const fileSchema = z.looseObject({"fio version": z.string(), "global options": optionsSchema.optional(), jobs: z.array(jobSchema)});
