import type {NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {csvRecords, hasColumns, hasPrompt, hasRuns, modelInPath, runsTable, startOf} from "./ollama-columns.ts";

/** Ollama prompts of one model (`prompt,ttft_s,tokens_s,load_s,…`); only the file name has the model. */
export const ollamaBaselineCsv: Reader = {
  format: "ollama-baseline-csv",
  category: "inference",
  detect: input => hasRuns(input) && hasPrompt(input) && !hasColumns(input, "model"),
  read(input) {
    const problems: NoteInput[] = [];
    const records = csvRecords(input, problems);
    const table = runsTable(records, {prefix: "", labels: modelInPath(input.path)}, input.path, problems);
    return {tables: [table], reported: [], session: {tool: "ollama", environment: {}, ...startOf(records)}, problems};
  }
};
