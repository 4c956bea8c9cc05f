import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import {failureKind} from "../failure-kind.ts";
import {measuredCell} from "../measured-value.ts";
import {readRecords} from "../read-records.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable} from "../table.ts";
import {metricNamed} from "./genai-perf-names.ts";

/** Of one request; the throughputs of a request follow from its times. */
const names = ["time_to_first_token", "inter_token_latency", "request_latency", "output_sequence_length", "input_sequence_length"] as const;

/**
 * `profile_export.jsonl` of AIPerf: one request per line, `metrics.<name>.{value,unit}`, start in ns since the epoch. Requests of the warm-up are left out; an
 * `error` is a failed attempt. https://github.com/ai-dynamo/aiperf
 */
export const aiperfRecords: Reader = {
  format: "aiperf-records",
  category: "serving",
  detect: ({text, documents}) =>
    text.slice(0, 20_000).includes('"request_start_ns"') && recordSchema.safeParse(documents[0]?.value).success,
  read({path, documents, documentProblems}) {
    const problems: NoteInput[] = [...documentProblems];
    const rows = readRecords(documents, recordSchema, path, problems, (record, at) =>
      record.metadata.benchmark_phase === "warmup" ? [] : [rowOf(record, at, path, problems)]
    );
    const columns = names.flatMap(name => {
      const metric = metricNamed(name, "ms");
      return metric === undefined ? [] : [{metric: metric.metric, field: fieldOf(name)}];
    });
    return {tables: [buildTable({columns, rows})], reported: [], session: {tool: "aiperf", environment: {}}, problems};
  }
};

const fieldOf = (name: string) => `/metrics/${name}/value`;

function rowOf({metadata, metrics, error}: AiperfRecord, place: string, path: string, problems: NoteInput[]): DraftRow {
  const values: Record<string, number | null> = {};
  for (const name of names) {
    const found = metrics[name];
    const stated = found === undefined ? undefined : metricNamed(name, found.unit);
    if (found === undefined || stated === undefined) continue;
    values[fieldOf(name)] = measuredCell(
      {metric: stated.metric, raw: found.value, per: stated.per, at: `${place}${fieldOf(name)}`},
      path,
      problems
    );
  }
  const reason = error === null || error === undefined ? undefined : (error.message ?? error.type ?? "");
  const start = metadata.request_start_ns;
  return {
    place,
    values,
    ...(typeof start === "number" && start > 1e18 ? {time: start / 1e9} : {}),
    ...(reason === undefined ? {} : {failure: {reason, kind: failureKind(reason, error?.code ?? undefined)}})
  };
}

const recordSchema = z.looseObject({
  metadata: z.looseObject({request_start_ns: z.number().nullish(), benchmark_phase: z.string().nullish()}),
  metrics: z.record(z.string(), z.looseObject({value: z.unknown(), unit: z.string()})),
  error: z.looseObject({code: z.number().nullish(), type: z.string().nullish(), message: z.string().nullish()}).nullish()
});
type AiperfRecord = z.infer<typeof recordSchema>;
