import type {Call} from "../ollama-calls.ts";

/** Both forms in which clients of Ollama keep their results. */
export const forms = ["jsonl", "csv"] as const;
export type Form = (typeof forms)[number];

const startedAt = Date.UTC(2026, 1, 3, 9);

/** Prompt suite as CSV (`timestamp,model,prompt_index,…,error,options`): settings as JSON in one column. No phase is stated. */
export function runsCsv(calls: readonly (Call & {prompt: number})[], start?: number): string {
  const labels = ({prompt, options = {}}: Call & {prompt: number}) => ({
    prompt_index: prompt,
    prompt_text: `Question ${prompt}`,
    ...(Object.keys(options).length === 0 ? {} : {options: JSON.stringify(options)})
  });
  return table(calls, labels, start);
}

/** Sweep as CSV: every setting in a column of its own. No phase is stated. */
export const sweepCsv = (calls: readonly Call[]): string => table(calls, ({options = {}}) => options);

/** Quantizations as CSV, named by `tag`. */
export const quantCsv = (calls: readonly (Call & {prompt: number})[]): string =>
  table(calls, ({quantization = "", prompt}) => ({tag: quantization, prompt_index: prompt, prompt_text: `Question ${prompt}`}));

function table<T extends Call>(calls: readonly T[], labels: (call: T) => Record<string, string | number>, start = startedAt): string {
  let clock = start;
  const rows = calls.map(call => {
    const {load = 0, prefill = 0, decode = 1, rest = 0, failed, error} = call;
    const timestamp = new Date(clock).toISOString();
    clock += 1000 * (load + prefill + decode + rest);
    const {promptTokens = 0, tokens = 0} = call;
    const values: Record<string, string | number> =
      failed === undefined
        ? {
            ttft_s: (load + prefill).toFixed(6),
            tokens_s: (tokens / decode).toFixed(4),
            load_s: load.toFixed(6),
            prompt_eval_s: prefill.toFixed(6),
            eval_s: decode.toFixed(6),
            prompt_eval_count: promptTokens,
            eval_count: tokens,
            error: ""
          }
        : {
            ttft_s: "",
            tokens_s: "",
            load_s: "",
            prompt_eval_s: "",
            eval_s: "",
            prompt_eval_count: "",
            eval_count: "",
            error: error ?? "incomplete"
          };
    return {timestamp, model: call.model ?? "", ...labels(call), ...values};
  });
  return csv(rows);
}

/** Columns in order of first appearance. */
export function csv(rows: readonly Record<string, string | number>[]): string {
  const names = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const cell = (value: string | number | undefined) => {
    const text = String(value ?? "");
    return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [names.join(","), ...rows.map(row => names.map(name => cell(row[name])).join(","))].join("\n");
}
