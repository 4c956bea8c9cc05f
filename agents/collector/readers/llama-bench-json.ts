import {z} from "zod";
import {ArtifactError, type NoteInput} from "../../contracts/index.ts";
import type {JsonDocument} from "../documents.ts";
import {measuredCell} from "../measured-value.ts";
import type {DraftRow, Reader, TableDraft} from "../reader.ts";
import {buildTable} from "../table.ts";
import {epochSeconds} from "../zoned-time.ts";
import {
  isLlamaBench,
  labelsOf,
  type LlamaBenchRecord,
  type LlamaBenchTest,
  llamaBenchSession,
  modelsTable,
  reportedSpeed,
  testOf,
  throughputOf
} from "./llama-bench-records.ts";

/**
 * `llama-bench -o json` (an array) and `-o jsonl`, also between the lines of a log. A row per repeat from `samples_ts` and
 * `samples_ns`, a table per kind of test; mean and deviation as reported. A truncated array keeps its whole records.
 */
export const llamaBenchJson: Reader = {
  format: "llama-bench-json",
  category: "inference",
  detect: ({documents}) => documents.slice(0, 50).some(({value}) => isLlamaBench(Object.keys(firstOf(value)))),
  /** @throws ArtifactError when a record is of another shape. */
  read({path, documents, documentProblems}) {
    const records = recordsOf(path, documents);
    const problems: NoteInput[] = documentProblems.filter(({code}) => code !== "json-text-between");
    const tables = (["pp", "tg", "pg"] as const).flatMap(test => samplesTable(test, records, path, problems));
    const reported = records.map(record => reportedSpeed(record, path, problems, samplesOf(record, "samples_ts").length));
    return {
      tables: [...tables, ...modelsTable(records, "/")],
      reported,
      session: llamaBenchSession(records),
      problems,
      remarks: documentProblems.filter(({code}) => code === "json-text-between")
    };
  }
};

const firstOf = (value: unknown): object => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === "object" && first !== null ? first : {};
};

function recordsOf(path: string, documents: readonly JsonDocument[]): LlamaBenchRecord[] {
  const found = documents
    .filter(({value}) => isLlamaBench(Object.keys(firstOf(value))))
    .flatMap(({at, value}) =>
      Array.isArray(value) ? value.map((item: unknown, index) => ({place: `${at}/${index}`, item})) : [{place: at, item: value}]
    );
  return found.map(({place, item}) => {
    const parsed = recordSchema.safeParse(item);
    if (parsed.success) return {place, at: field => `${place}/${field}`, fields: parsed.data};
    const field = String(parsed.error.issues[0]?.path[0] ?? "");
    throw new ArtifactError(
      "llama-bench-record",
      `${place}/${field}`,
      `${path}:${place}/${field}: no record of llama-bench, expected its field`,
      {
        field
      }
    );
  });
}

function samplesTable(test: LlamaBenchTest, records: readonly LlamaBenchRecord[], path: string, problems: NoteInput[]): TableDraft[] {
  const rows = records.filter(record => testOf(record) === test).flatMap(record => samplesRows(record, test, path, problems));
  if (rows.length === 0) return [];
  const columns = [
    {metric: throughputOf[test], field: "/samples_ts"},
    {metric: "test_time", field: "/samples_ns"}
  ];
  return [buildTable({part: test, columns, rows})];
}

function samplesRows(record: LlamaBenchRecord, test: LlamaBenchTest, path: string, problems: NoteInput[]): DraftRow[] {
  const speeds = samplesOf(record, "samples_ts");
  const times = samplesOf(record, "samples_ns");
  const labels = labelsOf(record);
  const time = epochSeconds(record.fields["test_time"]);
  const value = (metric: string, field: string, raw: unknown, per: number) =>
    measuredCell({metric, raw, per, at: record.at(field)}, path, problems);
  return speeds.map((speed, index) => ({
    place: record.place,
    labels,
    repeat: {repeat: index + 1},
    values: {
      "/samples_ts": value(throughputOf[test], "samples_ts", speed, 1),
      "/samples_ns": value("test_time", "samples_ns", times[index], 1e9)
    },
    ...(time === undefined ? {} : {time})
  }));
}

function samplesOf({fields}: LlamaBenchRecord, name: "samples_ts" | "samples_ns"): readonly unknown[] {
  const samples = fields[name];
  return Array.isArray(samples) ? samples : [];
}

const recordSchema = z.looseObject({
  model_filename: z.string(),
  n_prompt: z.number(),
  n_gen: z.number(),
  avg_ts: z.number().nullable(),
  samples_ts: z.array(z.number().nullable()).optional(),
  samples_ns: z.array(z.number().nullable()).optional()
});
