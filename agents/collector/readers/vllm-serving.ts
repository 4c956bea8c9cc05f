import type {Labels, NoteInput} from "../../contracts/index.ts";
import {namedModel} from "../model-name.ts";
import type {Reader, ReaderInput} from "../reader.ts";
import {isSglang, requestsTable, servingReported, type ServingRecord, servingSchema, servingSettings} from "./serving-record.ts";

/**
 * `vllm bench serve --save-result`: one JSON object per run, appended runs are JSON Lines. All statistics are the tool's; with
 * `request_rate` `inf` the TTFT is queueing time. `backend` names the client's protocol; a `framework` of the user's metadata the server.
 * https://docs.vllm.ai/en/latest/cli/bench/serve.html
 */
export const vllmServing: Reader = {
  format: "vllm-serving",
  category: "serving",
  detect: ({text, documents}) => text.includes('"request_throughput"') && documents.some(({value}) => isVllm(value)),
  read: input => readServing(input, {tool: "vllm-bench-serve", accepts: isVllm, labelsOf})
};

const isVllm = (value: unknown) => {
  const parsed = servingSchema.safeParse(value);
  return parsed.success && !isSglang(parsed.data);
};

function labelsOf(record: ServingRecord): Labels {
  const {model_id: model, backend, framework} = record;
  const server: Labels = typeof framework === "string" ? {framework} : typeof backend === "string" ? {backend} : {};
  return {
    ...namedModel(typeof model === "string" ? model : undefined),
    ...server,
    ...(typeof framework === "string" && typeof backend === "string" ? {"x.client": backend} : {}),
    ...servingSettings(record)
  };
}

interface ServingOptions {
  tool: string;
  accepts: (value: unknown) => boolean;
  labelsOf: (record: ServingRecord) => Labels;
}

/** Reads the results of one of the two tools; other documents of the file are rejected with their place. */
export function readServing({path, documents, documentProblems}: ReaderInput, {tool, accepts, labelsOf: labels}: ServingOptions) {
  const problems: NoteInput[] = documentProblems.filter(({code}) => code !== "json-text-between");
  const results = documents.flatMap(({at, value}) => {
    if (accepts(value)) return [{at, record: servingSchema.parse(value)}];
    problems.push({code: "unknown-record", values: {}, source: {artifact: path, at}});
    return [];
  });
  const date = results[0]?.record["date"];
  return {
    tables: results.flatMap(({at, record}) => requestsTable(record, at, labels(record))),
    reported: results.flatMap(({at, record}) => servingReported(record, at, labels(record), path, problems)),
    session: {tool, environment: {}, ...(typeof date === "string" ? {startedAt: {text: date}} : {})},
    problems,
    remarks: documentProblems.filter(({code}) => code === "json-text-between")
  };
}
