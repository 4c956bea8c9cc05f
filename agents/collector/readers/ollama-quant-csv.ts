import type {NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {csvRecords, hasColumns, hasPrompt, hasRuns, runsTable, startOf} from "./ollama-columns.ts";

/** Ollama runs over quantizations (`timestamp,model,tag,prompt_index,…`): a `tag` that names the quantization of its model becomes that label. */
export const ollamaQuantCsv: Reader = {
  format: "ollama-quant-csv",
  category: "inference",
  detect: input => hasRuns(input) && hasColumns(input, "model", "tag") && hasPrompt(input),
  read(input) {
    const problems: NoteInput[] = [];
    const records = csvRecords(input, problems);
    const table = runsTable(records, {prefix: ""}, input.path, problems);
    return {tables: [table], reported: [], session: {tool: "ollama", environment: {}, ...startOf(records)}, problems};
  }
};
