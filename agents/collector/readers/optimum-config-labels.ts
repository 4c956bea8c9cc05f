import {z} from "zod";
import type {Labels} from "../../contracts/index.ts";
import type {SessionDraft} from "../reader.ts";

/** Subject and settings of an optimum-benchmark config, and the machine that it names. */
export function optimumConfigLabels(config: OptimumConfig): Pick<SessionDraft, "environment"> & {labels: Labels} {
  const {backend, scenario, environment: machine} = config;
  const {input_shapes: shapes, generate_kwargs: generate} = scenario;
  const gpus = machine?.gpu === undefined ? [] : [machine.gpu].flat();
  const dtype = backend.torch_dtype ?? backend.dtype;
  const labels = {
    model: backend.model,
    quantization: backend.quantization_scheme ?? undefined,
    backend: backend.name,
    device: backend.device,
    precision: dtype ?? undefined,
    batch: shapes?.batch_size,
    prompt_length: shapes?.sequence_length,
    num_predict: generate?.max_new_tokens,
    warmup_runs: scenario.warmup_runs,
    "x.torch_compile": backend.torch_compile
  };
  return {
    labels: present(labels),
    environment: present({
      cpu: machine?.cpu?.trim(),
      gpu: gpus[0],
      python: machine?.python_version,
      os: machine?.system,
      torch: backend.name === "pytorch" ? backend.version : undefined,
      runtime: machine?.optimum_benchmark_version === undefined ? undefined : `optimum-benchmark ${machine.optimum_benchmark_version}`
    })
  };
}

function present(labels: Readonly<Record<string, Labels[string] | undefined>>): Labels {
  return Object.fromEntries(Object.entries(labels).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}

const word = z.string().min(1).optional().catch(undefined);
const number = z.number().optional().catch(undefined);
export const optimumConfigSchema = z.looseObject({
  backend: z.looseObject({
    name: z.string(),
    version: word,
    model: word,
    device: word,
    quantization_scheme: word,
    torch_dtype: word,
    dtype: word,
    torch_compile: z.boolean().optional().catch(undefined)
  }),
  scenario: z.looseObject({
    name: z.string(),
    warmup_runs: number,
    input_shapes: z.looseObject({batch_size: number, sequence_length: number}).optional().catch(undefined),
    generate_kwargs: z.looseObject({max_new_tokens: number}).optional().catch(undefined)
  }),
  launcher: z.looseObject({name: z.string()}),
  environment: z
    .looseObject({
      cpu: word,
      gpu: z
        .union([z.string(), z.array(z.string())])
        .optional()
        .catch(undefined),
      system: word,
      python_version: word,
      optimum_benchmark_version: word
    })
    .optional()
});
type OptimumConfig = z.infer<typeof optimumConfigSchema>;
