import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {benchHeading, type BenchStep, benchTable} from "./ollama-bench-steps.ts";

const line = /^BenchmarkModel\/name=(\S+)\/step=(\w+)\s+\d+\s+([\d.e+]+) ns\/(?:token|op)(?:\s+([\d.e+]+) token\/sec)?/;

/**
 * Ollama's `bench` tool in the format of Go's benchmarks: `BenchmarkModel/name=gemma3:270m/step=prefill 1 2454040.31 ns/token 407.49 token/sec`. A row
 * per epoch. https://github.com/ollama/ollama/tree/main/cmd/bench
 */
export const ollamaBenchText: Reader = {
  format: "ollama-bench-text",
  category: "inference",
  detect: ({text}) => /^BenchmarkModel\/name=\S+\/step=\w+\s+\d/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const steps: BenchStep[] = [];
    let labels: Labels = {};
    for (const [index, text] of lines.entries()) {
      labels = benchHeading(text) ?? labels;
      const [, model, step, nanoseconds, tokensPerSecond] = line.exec(text) ?? [];
      if (model === undefined || step === undefined || nanoseconds === undefined) continue;
      steps.push({place: `L${index + 1}`, model, step, nanoseconds, tokensPerSecond, labels: labels["model"] === model ? labels : {}});
    }
    return {tables: benchTable(steps, path, problems), reported: [], session: {tool: "ollama-bench", environment: {}}, problems};
  }
};
