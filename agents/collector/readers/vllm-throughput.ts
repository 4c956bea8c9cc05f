import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import {readRecords} from "../read-records.ts";
import {namedModel} from "../model-name.ts";
import type {Reader} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";

/**
 * `vllm bench throughput --output-json`: tokens per second are of prompts and answers together. The file names no model: its own name is
 * the subject, up to the word `throughput`. https://docs.vllm.ai/en/latest/cli/bench/throughput.html
 */
export const vllmThroughput: Reader = {
  format: "vllm-throughput",
  category: "serving",
  detect: ({text, documents}) => text.includes('"total_num_tokens"') && documents.some(({value}) => resultSchema.safeParse(value).success),
  read({path, documents}) {
    const problems: NoteInput[] = [];
    const reported = readRecords(documents, resultSchema, path, problems, (result, at) => {
      const labels = {...modelInName(path), num_prompts: result.num_requests};
      return metrics.flatMap(({name, metric, statistic}) =>
        statedRecord({metric, part: `${at}/${name}`, labels, fields: [[statistic, `${at}/${name}`, result[name]]]}, path, problems)
      );
    });
    return {tables: [], reported, session: {tool: "vllm-bench-throughput", environment: {}}, problems};
  }
};

const metrics = [
  {name: "tokens_per_second", metric: "total_throughput", statistic: "value"},
  {name: "requests_per_second", metric: "request_throughput", statistic: "value"},
  {name: "elapsed_time", metric: "wall_time", statistic: "value"},
  {name: "total_num_tokens", metric: "total_tokens", statistic: "sum"}
] as const;

/** `<model>_tp2_throughput.json`; a bare `throughput.json` names nothing. */
function modelInName(path: string) {
  const stem = (path.split("/").at(-1) ?? "").replace(/\.\w+$/, "").replace(/[-_.]?throughput.*$/i, "");
  if (!/\p{L}/u.test(stem) || /^(?:results?|output|benchmark)$/i.test(stem)) return {};
  return namedModel(stem);
}

const resultSchema = z.looseObject({
  elapsed_time: z.number(),
  num_requests: z.number(),
  total_num_tokens: z.number(),
  requests_per_second: z.number().nullable(),
  tokens_per_second: z.number().nullable()
});
