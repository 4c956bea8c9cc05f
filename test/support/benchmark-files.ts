import {readFileSync} from "node:fs";

const read = (path: string): string => readFileSync(new URL(`../fixtures/artifacts/${path}`, import.meta.url), "utf8");

/** A small folder of artifacts from which something can be measured: relative path -> text. */
export const benchmarkFiles = (): Record<string, string> => ({
  "bench/threads.csv": read("llama-bench-csv/threads.csv"),
  "bench/quantizations.json": read("llama-bench-json/quantizations.json"),
  "calls/baseline.json": read("ollama-baseline-json/smollm2_135m_baseline.json"),
  "README.md": "# Notes\n\nThese are the notes of the benchmark, in words only.\n"
});
