import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {benchHeading, type BenchStep, benchTable} from "./ollama-bench-steps.ts";

const header = "NAME,STEP,COUNT,NS_PER_COUNT,TOKEN_PER_SEC";

/** Ollama's `bench` tool in CSV, the twin of `ollama-bench-text`; `# Model:` lines between the records. Places are lines. */
export const ollamaBenchCsv: Reader = {
  format: "ollama-bench-csv",
  category: "inference",
  detect: ({text}) => text.trimStart().startsWith(header),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const steps: BenchStep[] = [];
    let labels: Labels = {};
    for (const [index, text] of lines.entries()) {
      labels = benchHeading(text) ?? labels;
      const [model = "", step = "", , nanoseconds = "", rate] = text.split(",");
      if (text.startsWith("#") || text.trim() === "" || text.trim() === header) continue;
      const tokensPerSecond = Number(rate) > 0 ? rate : undefined;
      steps.push({place: `L${index + 1}`, model, step, nanoseconds, tokensPerSecond, labels: labels["model"] === model ? labels : {}});
    }
    return {tables: benchTable(steps, path, problems), reported: [], session: {tool: "ollama-bench", environment: {}}, problems};
  }
};
