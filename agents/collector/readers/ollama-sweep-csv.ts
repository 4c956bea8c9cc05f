import type {NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {csvRecords, hasColumns, hasPrompt, hasRuns, hasSettings, modelInPath, runsTable, startOf} from "./ollama-columns.ts";

/** Ollama runs over settings (`num_gpu,num_ctx,temperature,ttft_s,tokens_s,…`), a record per combination; without a `model` column the file name has it. */
export const ollamaSweepCsv: Reader = {
  format: "ollama-sweep-csv",
  category: "inference",
  detect: input => hasRuns(input) && hasSettings(input) && !hasPrompt(input),
  read(input) {
    const problems: NoteInput[] = [];
    const records = csvRecords(input, problems);
    const table = runsTable(records, {prefix: "", labels: hasColumns(input, "model") ? {} : modelInPath(input.path)}, input.path, problems);
    return {tables: [table], reported: [], session: {tool: "ollama", environment: {}, ...startOf(records)}, problems};
  }
};
