import type {StatedMetric} from "../stated-record.ts";
import type {Labels} from "../../contracts/index.ts";

const latencies: Readonly<Record<string, string>> = {
  load: "load_time",
  load_model: "load_time",
  load_from_hub: "load_time",
  prefill: "prefill_time",
  decode: "decode_time",
  per_token: "tpot"
};

/** Metric of the latencies of a phase; a forward pass, a call, a training step and the like are told apart by `test`. */
export const latencyOf = (phase: string): {metric: string; labels: Labels} =>
  Object.hasOwn(latencies, phase) ? {metric: latencies[phase] ?? "latency", labels: {}} : {metric: "latency", labels: {test: phase}};

/** Metric of a phase's throughput by its unit: prefill is stated in samples/s or tokens/s. */
export function throughputOf(phase: string, unit: string): StatedMetric | undefined {
  if (unit === "samples/s") return {metric: "sample_throughput"};
  if (unit === "steps/s") return {metric: "step_throughput"};
  if (unit !== "tokens/s") return undefined;
  if (phase === "prefill") return {metric: "prefill_throughput"};
  return {metric: phase === "decode" || phase === "per_token" ? "decode_throughput" : "output_throughput"};
}

/** Memory is stated in MB of 1,000,000 bytes; every kind is a peak. */
export const memories: readonly (StatedMetric & {name: string})[] = [
  {name: "max_ram", metric: "memory_used"},
  {name: "max_global_vram", metric: "gpu_memory_used", definition: "device"},
  {name: "max_process_vram", metric: "gpu_memory_used", definition: "process"},
  {name: "max_reserved", metric: "gpu_memory_used", definition: "reserved"},
  {name: "max_allocated", metric: "gpu_memory_used", definition: "allocated"}
];
