import type {Reader} from "../reader.ts";
import {readBench} from "./ollama-bench-steps.ts";

const line = /^BenchmarkModel\/name=(\S+)\/step=(\w+)\s+\d+\s+([\d.e+]+) ns\/(?:token|op)(?:\s+([\d.e+]+) token\/sec)?/;

/**
 * Ollama's `bench` tool in the format of Go's benchmarks: `BenchmarkModel/name=gemma3:270m/step=prefill 1 2454040.31 ns/token 407.49 token/sec`. A row
 * per epoch. https://github.com/ollama/ollama/tree/main/cmd/bench
 */
export const ollamaBenchText: Reader = {
  format: "ollama-bench-text",
  category: "inference",
  detect: ({text}) => /^BenchmarkModel\/name=\S+\/step=\w+\s+\d/m.test(text),
  read: input => readBench(input, stepOf)
};

function stepOf(text: string) {
  const [, model, step, nanoseconds, tokensPerSecond] = line.exec(text) ?? [];
  if (model === undefined || step === undefined || nanoseconds === undefined) return undefined;
  return {model, step, nanoseconds, tokensPerSecond};
}
