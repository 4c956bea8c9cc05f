import type {NoteInput, Statistic} from "../../contracts/index.ts";
import {measuredCell, measuredValue} from "../measured-value.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {csvRecords, hasColumns, type OllamaRecord, recordLabels, textIn} from "./ollama-columns.ts";

const statistics: readonly {metric: string; name: string; statistic: Statistic}[] = [
  {metric: "decode_throughput", name: "decode_tok_s_median", statistic: "p50"},
  {metric: "prefill_throughput", name: "prefill_tok_s_median", statistic: "p50"},
  {metric: "load_time", name: "load_s_median", statistic: "p50"},
  {metric: "total_time", name: "total_s_median", statistic: "p50"},
  {metric: "output_tokens", name: "output_tokens_total", statistic: "sum"}
];

/**
 * Medians per model, settings and phase (`model,num_ctx,…,phase,n,incomplete,decode_tok_s_median,…`), over `n` whole answers;
 * `incomplete` ones failed and are counted in the first record of a line. The phase is the setting `x.phase`.
 */
export const ollamaGridSummaryCsv: Reader = {
  format: "ollama-grid-summary-csv",
  category: "inference",
  detect: input => input.text.slice(0, 4000).includes("decode_tok_s_median") && hasColumns(input, "model", "n", "decode_tok_s_median"),
  read(input) {
    const problems: NoteInput[] = [];
    const reported = csvRecords(input, problems).flatMap(record => recordsOf(record, input.path, problems));
    return {tables: [], reported, session: {tool: "ollama", environment: {}}, problems};
  }
};

function recordsOf(record: OllamaRecord, path: string, problems: NoteInput[]): ReportedDraft[] {
  const phase = textIn(record, "phase");
  const labels = {...recordLabels(record), ...(phase === undefined ? {} : {"x.phase": phase})};
  const n = measuredValue("attempts", record.get("n")).value ?? undefined;
  const failed = measuredValue("failed_attempts", record.get("incomplete")).value;
  return statistics.flatMap(({metric, name, statistic}, index) => {
    const raw = record.get(name);
    const value = measuredCell({metric, raw, at: record.at(name)}, path, problems);
    const counted = index === 0 && failed !== null ? {failed} : {};
    if (value === null && !("failed" in counted)) return [];
    const values = [{statistic, value, at: record.at(name)}];
    return [buildReported({part: record.place, metric, labels, over: "samples", n, ...counted, statistics: values})];
  });
}
