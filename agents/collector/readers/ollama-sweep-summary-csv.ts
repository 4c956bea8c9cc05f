import type {NoteInput} from "../../contracts/index.ts";
import {measuredCell} from "../measured-value.ts";
import type {Reader} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {csvRecords, hasColumns, hasSettings, modelInPath, recordLabels} from "./ollama-columns.ts";

/** `ttft_s` is `load_s + prompt_eval_s` in this family of files. */
const means = [
  {metric: "decode_throughput", name: "mean_tokens_s"},
  {metric: "ttft", name: "mean_ttft_s", definition: "load+prefill"},
  {metric: "load_time", name: "mean_load_s"},
  {metric: "prefill_time", name: "prompt_eval"},
  {metric: "decode_time", name: "eval_s_mean"}
] as const;

/** Means per combination of settings (`num_gpu,num_ctx,temperature,mean_tokens_s,mean_ttft_s,mean_load_s`); of how many runs is not said. */
export const ollamaSweepSummaryCsv: Reader = {
  format: "ollama-sweep-summary-csv",
  category: "inference",
  detect: input =>
    input.text.slice(0, 4000).includes("mean_tokens_s") &&
    hasColumns(input, "mean_tokens_s") &&
    hasSettings(input) &&
    !hasColumns(input, "ttft_s"),
  read(input) {
    const problems: NoteInput[] = [];
    const ofFile = hasColumns(input, "model") ? {} : modelInPath(input.path);
    const reported = csvRecords(input, problems).flatMap(record => {
      const labels = {...ofFile, ...recordLabels(record)};
      return means.flatMap(({metric, name, ...rest}) => {
        const raw = record.get(name);
        const value = measuredCell({metric, raw, at: record.at(name)}, input.path, problems);
        const statistics = [{statistic: "mean" as const, value, at: record.at(name)}];
        return value === null ? [] : [buildReported({part: record.place, metric, ...rest, labels, statistics})];
      });
    });
    return {tables: [], reported, session: {tool: "ollama", environment: {}}, problems};
  }
};
