import type {Better, Unit} from "./words.ts";

/** What is known of a metric: how it is measured, which way is good, and under which names it is met. */
export interface MetricEntry {
  unit: Unit;
  better: Better;
  /** Field names seen in the wild, normalised: lower case, words joined by `_`, unit and statistic words removed. */
  aliases: readonly string[];
  /** Definitions that must not be compared with each other; the first is the default of dedicated readers. */
  definitions: readonly [string, ...string[]];
  /** This metric is a term of that sum: load_time, prefill_time, decode_time -> total_time. Parts are never counted beside their sum. */
  partOf?: readonly string[];
  /** Depends on the size of the work (tokens, prompt): no spread, tail or drift is computed over unlike work. */
  dependsOnWork?: true;
}

const entry = (
  unit: Unit,
  better: Better,
  aliases: readonly string[],
  rest: Omit<Partial<MetricEntry>, "unit" | "better" | "aliases"> = {}
): MetricEntry => ({unit, better, aliases, definitions: ["standard"], ...rest});

/**
 * Canonical metrics. `request-level`: per request, `aggregate`: tokens of all clients over wall time, `with-load`: the time
 * contains the model load.
 */
export const metrics = {
  ttft: entry("s", "lower", ["ttft", "time_to_first_token", "first_token_latency", "first_token"], {
    definitions: ["client", "load+prefill", "with-load", "server"],
    dependsOnWork: true
  }),
  time_to_second_token: entry("s", "lower", ["time_to_second_token"]),
  tpot: entry("s", "lower", ["tpot", "time_per_output_token", "per_token_latency"]),
  inter_chunk_latency: entry("s", "lower", ["inter_chunk_latency"]),
  itl: entry("s", "lower", ["itl", "inter_token_latency"]),
  e2e_latency: entry("s", "lower", ["e2e", "e2el", "e2e_latency", "end_to_end_latency", "request_latency", "wall"], {dependsOnWork: true}),
  total_time: entry("s", "lower", ["total", "total_duration", "total_time", "generation_time", "total_generation_time"], {
    dependsOnWork: true
  }),
  load_time: entry("s", "lower", ["load", "load_duration", "load_time", "model_load"], {partOf: ["total_time", "ttft"]}),
  prefill_time: entry("s", "lower", ["prompt_eval", "prompt_eval_duration", "prefill", "prefill_time", "t_pp"], {
    partOf: ["total_time", "ttft"],
    dependsOnWork: true
  }),
  prefill_time_per_token: entry("s", "lower", ["prefill_time_per_token"]),
  decode_time: entry("s", "lower", ["eval", "eval_duration", "decode", "decode_time", "t_tg"], {
    partOf: ["total_time"],
    dependsOnWork: true
  }),
  prompt_tokens: entry("1", "neither", ["prompt_eval_count", "prompt_tokens", "input_tokens", "n_prompt_tokens"], {
    partOf: ["total_tokens"],
    dependsOnWork: true
  }),
  output_tokens: entry("1", "neither", ["eval_count", "output_tokens", "completion_tokens", "generated_tokens", "tokens_generated"], {
    partOf: ["total_tokens"],
    dependsOnWork: true
  }),
  total_tokens: entry("1", "neither", ["total_tokens", "total_num_tokens"], {dependsOnWork: true}),
  response_chars: entry("1", "neither", ["response_chars", "response_length"], {dependsOnWork: true}),
  prefill_throughput: entry("tok/s", "higher", ["prompt_eval_rate", "prefill_throughput", "prompt_throughput", "speed_pp", "prefill_tok"], {
    definitions: ["standard", "aggregate"]
  }),
  decode_throughput: entry("tok/s", "higher", ["eval_rate", "decode_throughput", "decode_tok", "tokens_per_second", "speed_tg", "tokens"], {
    definitions: ["request-level", "aggregate"]
  }),
  output_throughput: entry("tok/s", "higher", ["output_throughput", "output_token_throughput"], {
    definitions: ["aggregate", "request-level", "request-level-e2e"]
  }),
  input_throughput: entry("tok/s", "higher", ["input_throughput", "input_token_throughput"]),
  total_throughput: entry("tok/s", "higher", ["total_token_throughput", "total_throughput", "speed"]),
  request_throughput: entry("req/s", "higher", ["request_throughput", "requests_per_second", "rps"], {
    definitions: ["standard", "goodput"]
  }),
  query_throughput: entry("1/s", "higher", ["qps", "queries_per_second"]),
  throughput: entry("1/s", "higher", ["ops", "operations_per_second"], {definitions: ["operations", "bytes"]}),
  frame_throughput: entry("1/s", "higher", ["fps", "frames_per_second"]),
  transfer_rate: entry("B/s", "higher", ["transfer_rate"]),
  sample_throughput: entry("1/s", "higher", ["sample_throughput", "samples_per_second"], {
    definitions: ["standard", "scheduled", "train", "eval"]
  }),
  step_throughput: entry("1/s", "higher", ["step_throughput", "steps_per_second"], {definitions: ["standard", "train", "eval"]}),
  request_concurrency: entry("1", "neither", ["request_concurrency", "running_requests"]),
  queued_requests: entry("1", "lower", ["queued_requests", "waiting_requests"]),
  wall_time: entry("s", "lower", ["group_wall", "wall_time", "elapsed_time", "benchmark_duration"], {dependsOnWork: true}),
  test_time: entry("s", "lower", ["samples_ns", "avg_ns"], {dependsOnWork: true}),
  latency: entry("s", "lower", ["latency", "mean_time", "execution_time", "inference_time", "duration"], {
    definitions: ["standard", "host", "end-to-end", "gpu-compute", "enqueue"],
    dependsOnWork: true
  }),
  layer_time: entry("s", "lower", ["layer_time"]),
  time_per_op: entry("s", "lower", ["time_per_op", "ns_per_op", "sec_per_op"]),
  cpu_time: entry("s", "lower", ["cpu_time"], {definitions: ["total", "user", "system", "task-clock"]}),
  gc_time: entry("s", "lower", ["gc_time"]),
  run_time: entry("s", "lower", ["run_time", "time_elapsed"], {dependsOnWork: true}),
  time_to_first_byte: entry("s", "lower", ["time_to_first_byte"], {dependsOnWork: true}),
  connect_time: entry("s", "lower", ["connect_time", "connection_time"]),
  kernel_time: entry("s", "lower", ["kernel_time"]),
  step_time: entry("s", "lower", ["step_time", "iteration_time"], {dependsOnWork: true}),
  time_share: entry("fraction", "neither", ["time_share"]),
  compile_time: entry("s", "lower", ["compile_time", "compilation_time", "compilation_latency"]),
  speedup: entry("x", "higher", ["speedup"], {definitions: ["standard", "concurrency"]}),
  compression_ratio: entry("x", "higher", ["compression_ratio"]),
  graph_breaks: entry("1", "lower", ["graph_breaks"]),
  unique_graphs: entry("1", "neither", ["unique_graphs"]),
  calls_captured: entry("1", "neither", ["calls_captured"]),
  instruction_count: entry("1", "lower", ["instruction_count", "compile_time_instruction_count"]),
  cycle_count: entry("1", "lower", ["cycle_count"]),
  instructions_per_cycle: entry("1", "higher", ["ipc", "instructions_per_cycle", "insn_per_cycle"]),
  branch_miss_rate: entry("fraction", "lower", ["branch_miss_rate"]),
  cache_miss_rate: entry("fraction", "lower", ["cache_miss_rate"]),
  page_faults: entry("1", "lower", ["page_faults"]),
  context_switches: entry("1", "lower", ["context_switches"]),
  perplexity: entry("1", "lower", ["perplexity", "ppl", "word_perplexity"], {definitions: ["standard", "word", "byte"]}),
  accuracy: entry("fraction", "higher", ["accuracy", "acc"], {
    definitions: ["standard", "normalized", "exact-match", "quasi-exact-match", "mc1", "mc2"]
  }),
  f1: entry("fraction", "higher", ["f1", "f1_score"]),
  loss: entry("1", "lower", ["loss"]),
  file_size: entry("B", "lower", ["file_size", "bytes", "model_size_bytes", "size_bytes"]),
  model_size: entry("B", "lower", ["model_size", "tensor_size"]),
  model_parameters: entry("1", "neither", ["model_n_params", "n_params", "parameter_count"]),
  memory_used: entry("B", "lower", ["memory_used", "rss", "ram_used", "peak_memory"]),
  memory_free: entry("B", "neither", ["memory_free"]),
  bytes_per_op: entry("B", "lower", ["bytes_per_op", "b_per_op"]),
  allocs_per_op: entry("1", "lower", ["allocs_per_op", "allocations_per_op"]),
  response_size: entry("B", "neither", ["response_size"]),
  gpu_memory_used: entry("B", "lower", ["gpu_memory_used", "vram", "memory_allocated", "vram_used"], {
    definitions: ["standard", "device", "process", "reserved", "allocated"]
  }),
  kv_cache_utilization: entry("fraction", "neither", ["kv_cache_utilization", "kv_cache_usage"]),
  prefix_cache_hit_rate: entry("fraction", "higher", ["prefix_cache_hit_rate"]),
  cpu_utilization: entry("fraction", "neither", ["cpu_percent", "cpu_utilization", "cpu_usage"]),
  cpu_user: entry("fraction", "neither", ["cpu_user"]),
  cpu_system: entry("fraction", "neither", ["cpu_system"]),
  cpu_iowait: entry("fraction", "neither", ["cpu_iowait"]),
  cpu_steal: entry("fraction", "lower", ["cpu_steal"]),
  cpu_idle: entry("fraction", "neither", ["cpu_idle"]),
  gpu_utilization: entry("fraction", "neither", ["gpu_utilization", "utilization_gpu", "gpu_util"]),
  memory_utilization: entry("fraction", "neither", ["memory_percent", "memory_utilization"]),
  gpu_memory_activity: entry("fraction", "neither", ["gpu_memory_activity", "utilization_memory"]),
  gpu_clock: entry("1/s", "neither", ["gpu_clock"]),
  gpu_memory_clock: entry("1/s", "neither", ["gpu_memory_clock"]),
  fan_speed: entry("fraction", "neither", ["fan_speed"]),
  read_iops: entry("1/s", "higher", ["read_iops"]),
  write_iops: entry("1/s", "higher", ["write_iops"]),
  read_throughput: entry("B/s", "higher", ["read_throughput", "disk_read"]),
  write_throughput: entry("B/s", "higher", ["write_throughput", "disk_write"]),
  read_latency: entry("s", "lower", ["read_latency"], {definitions: ["total", "completion", "submission"]}),
  write_latency: entry("s", "lower", ["write_latency"], {definitions: ["total", "completion", "submission"]}),
  disk_utilization: entry("fraction", "neither", ["disk_utilization"]),
  network_received: entry("B/s", "neither", ["network_received"]),
  network_sent: entry("B/s", "neither", ["network_sent"]),
  algorithm_bandwidth: entry("B/s", "higher", ["algbw", "algorithm_bandwidth"]),
  bus_bandwidth: entry("B/s", "higher", ["busbw", "bus_bandwidth"]),
  power: entry("W", "lower", ["power", "power_draw", "power_watts"]),
  energy: entry("J", "lower", ["energy"]),
  gpu_temperature: entry("°C", "lower", ["gpu_temperature", "temperature_gpu"]),
  success_rate: entry("fraction", "higher", ["success_rate"]),
  error_rate: entry("fraction", "lower", ["error_rate"]),
  completed_requests: entry("1", "neither", ["completed_requests", "successful_requests"]),
  attempts: entry("1", "neither", ["num_prompts", "attempts"]),
  failed_attempts: entry("1", "lower", ["failures", "failed", "incomplete", "errors"])
} as const satisfies Record<string, MetricEntry>;

export type MetricName = keyof typeof metrics;

export const isMetric = (name: string): name is MetricName => Object.hasOwn(metrics, name);

/** Entry of a metric, also for names from the contracts that are plain strings. Undefined for names of the data (`as-named`). */
export const metricEntry = (name: string): MetricEntry | undefined => (isMetric(name) ? metrics[name] : undefined);

/** What was measured. */
export const subjectKeys = [
  "model",
  "parameters",
  "quantization",
  "format",
  "framework",
  "backend",
  "provider",
  "device",
  "gpu",
  "precision",
  "test",
  "task",
  "kernel",
  "endpoint",
  "command",
  "scope",
  "agent"
] as const;

/** How it was measured. Names as the tools write them where they agree. */
export const settingKeys = [
  "num_gpu",
  "num_ctx",
  "num_batch",
  "num_predict",
  "num_thread",
  "temperature",
  "top_p",
  "top_k",
  "min_p",
  "repeat_penalty",
  "seed",
  "batch",
  "ubatch",
  "concurrency",
  "num_parallel",
  "request_rate",
  "num_prompts",
  "prompt_length",
  "output_length",
  "depth",
  "threads",
  "kv_type",
  "flash_attention",
  "runs",
  "warmup_runs",
  "keep_alive",
  "chunks"
] as const;

/** Other spellings of setting keys, normalised as aliases are. */
export const settingAliases: Readonly<Record<string, (typeof settingKeys)[number]>> = {
  n_gpu_layers: "num_gpu",
  ngl: "num_gpu",
  gpu_layers: "num_gpu",
  n_ctx: "num_ctx",
  ctx_size: "num_ctx",
  context_length: "num_ctx",
  context_size: "num_ctx",
  n_batch: "batch",
  batch_size: "batch",
  n_ubatch: "ubatch",
  n_threads: "threads",
  num_threads: "threads",
  temp: "temperature",
  max_concurrency: "concurrency",
  num_clients: "concurrency",
  pl: "concurrency",
  n_depth: "depth",
  max_tokens: "num_predict",
  n_predict: "num_predict"
};

/** Changes of these explain a difference too; recorded apart so that a missing value is a gap, not a setting. */
export const environmentKeys = [
  "gpu",
  "gpu_memory",
  "driver",
  "cuda",
  "cpu",
  "cores",
  "memory",
  "os",
  "python",
  "torch",
  "runtime",
  "host",
  "image",
  "background_load"
] as const;
