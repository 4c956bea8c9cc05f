import {z} from "zod";
import type {Labels} from "../../contracts/index.ts";
import {namedModel} from "../model-name.ts";
import type {Reader} from "../reader.ts";
import {isSglang, type ServingRecord, servingSchema, servingSettings} from "./serving-record.ts";
import {readServing} from "./vllm-serving.ts";

/**
 * SGLang `bench_serving --output-file`: one JSON object per run and line. `random_input_len` is what was asked for; `server_info` is
 * settings and live state of the server, of which only the model is taken. https://docs.sglang.ai/developer_guide/bench_serving.html
 */
export const sglangServing: Reader = {
  format: "sglang-serving",
  category: "serving",
  detect: ({text, documents}) => text.includes('"request_throughput"') && documents.some(({value}) => isOurs(value)),
  read: input => readServing(input, {tool: "sglang-bench-serving", accepts: isOurs, labelsOf})
};

const isOurs = (value: unknown) => {
  const parsed = servingSchema.safeParse(value);
  return parsed.success && isSglang(parsed.data);
};

function labelsOf(record: ServingRecord): Labels {
  const {server_info: info, backend, model} = serverSchema.parse(record);
  const path = info?.model_path ?? info?.internal_states?.[0]?.model_path ?? model;
  return {
    ...namedModel(path),
    ...(backend === undefined ? {} : {backend}),
    ...servingSettings(record)
  };
}

const word = z.string().min(1).optional().catch(undefined);
const serverSchema = z.looseObject({
  backend: word,
  model: word,
  server_info: z
    .looseObject({
      model_path: word,
      internal_states: z
        .array(z.looseObject({model_path: word}))
        .optional()
        .catch(undefined)
    })
    .nullish()
    .catch(undefined)
});
