import type {Reader} from "../reader.ts";
import {modelName} from "../model-name.ts";
import {buildTable} from "../table.ts";
import {llamaBenchCsv} from "./llama-bench-csv.ts";
import {llamaBenchJson} from "./llama-bench-json.ts";
import {llamaBenchMarkdown} from "./llama-bench-markdown.ts";
import {llamaBenchSql} from "./llama-bench-sql.ts";

const errorLine = /^(?:llama[_-]bench: error: |(?:\w+: )?error: failed to (?:load model|create context with model)\b)/;

/** Output of a llama-bench that ended with an error before its first result: one failed attempt, reason as printed. */
export const llamaBenchFailed: Reader = {
  format: "llama-bench-failed",
  category: "inference",
  detect: input =>
    /^(?:llama[_-]bench: error: |(?:\w+: )?error: failed to (?:load model|create context with model)\b)/m.test(input.text) &&
    ![llamaBenchJson, llamaBenchCsv, llamaBenchSql, llamaBenchMarkdown].some(({detect}) => detect(input)),
  read({lines}) {
    const index = lines.findIndex(line => errorLine.test(line));
    const reason = (lines[index] ?? "").trim();
    const quoted = /'([^']+)'/.exec(reason)?.[1];
    const {model, quantization} = modelName(quoted ?? "");
    const labels = {...(model === "" ? {} : {model}), ...(quantization === undefined ? {} : {quantization})};
    const failure = {reason: withoutFolders(reason), kind: "error" as const};
    return {
      tables: [buildTable({columns: [], rows: [{place: `L${index + 1}`, values: {}, labels, failure}]})],
      reported: [],
      session: {tool: "llama-bench", environment: {}},
      problems: []
    };
  }
};

/** Folders of a machine say nothing about the failure. */
const withoutFolders = (reason: string) => reason.replace(/'(?:[^']*[/\\])([^'/\\]+)'/g, "'$1'");
