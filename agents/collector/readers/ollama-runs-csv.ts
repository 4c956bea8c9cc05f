import type {NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {csvRecords, hasColumns, hasPrompt, hasRuns, runsTable, startOf} from "./ollama-columns.ts";

/** Ollama prompt suite, a record per model and prompt (`timestamp,model,prompt_index,prompt_text,ttft_s,tokens_s,…,error,options`). */
export const ollamaRunsCsv: Reader = {
  format: "ollama-runs-csv",
  category: "inference",
  detect: input => hasRuns(input) && hasColumns(input, "model") && hasPrompt(input) && !hasColumns(input, "tag"),
  read(input) {
    const problems: NoteInput[] = [];
    const records = csvRecords(input, problems);
    const table = runsTable(records, {prefix: ""}, input.path, problems);
    return {tables: [table], reported: [], session: {tool: "ollama", environment: {}, ...startOf(records)}, problems};
  }
};
