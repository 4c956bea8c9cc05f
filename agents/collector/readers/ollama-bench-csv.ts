import type {Reader} from "../reader.ts";
import {readBench} from "./ollama-bench-steps.ts";

const header = "NAME,STEP,COUNT,NS_PER_COUNT,TOKEN_PER_SEC";

/** Ollama's `bench` tool in CSV, the twin of `ollama-bench-text`; `# Model:` lines between the records. Places are lines. */
export const ollamaBenchCsv: Reader = {
  format: "ollama-bench-csv",
  category: "inference",
  detect: ({text}) => text.trimStart().startsWith(header),
  read: input => readBench(input, stepOf)
};

function stepOf(text: string) {
  if (text.startsWith("#") || text.trim() === "" || text.trim() === header) return undefined;
  const [model = "", step = "", , nanoseconds = "", rate] = text.split(",");
  return {model, step, nanoseconds, tokensPerSecond: Number(rate) > 0 ? rate : undefined};
}
