import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import {namedModel} from "../model-name.ts";
import type {Reader} from "../reader.ts";
import {type OllamaRecord, runsTable} from "./ollama-columns.ts";

/** Ollama prompts of one model as JSON (`{"model": …, "results": [{"prompt": …, "ttft_s": …}]}`), the twin of `ollama-baseline-csv`. */
export const ollamaBaselineJson: Reader = {
  format: "ollama-baseline-json",
  category: "inference",
  detect: ({documents}) => documents.length === 1 && baselineSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const problems: NoteInput[] = [];
    const {model, results} = baselineSchema.parse(documents[0]?.value);
    const records = results.map((result, index): OllamaRecord => {
      const place = `/results/${index}`;
      return {place, at: name => `${place}/${name}`, names: Object.keys(result), get: name => result[name]};
    });
    const labels = namedModel(model);
    const table = runsTable(records, {prefix: "/", labels}, path, problems);
    return {tables: [table], reported: [], session: {tool: "ollama", environment: {}}, problems};
  }
};

const baselineSchema = z.looseObject({
  model: z.string(),
  results: z.array(z.looseObject({ttft_s: z.number().nullable(), tokens_s: z.number().nullable()})).min(1)
});
