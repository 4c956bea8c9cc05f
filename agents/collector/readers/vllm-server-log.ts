import type {Labels} from "../../contracts/index.ts";
import {measuredValue} from "../measured-value.ts";
import {modelName} from "../model-name.ts";
import {plainLine} from "../plain-line.ts";
import type {DraftRow, Reader, TableDraft} from "../reader.ts";
import {buildTable} from "../table.ts";

const columns = [
  {metric: "input_throughput", field: "Avg prompt throughput", per: 1},
  {metric: "output_throughput", field: "Avg generation throughput", per: 1},
  {metric: "request_concurrency", field: "Running", per: 1},
  {metric: "queued_requests", field: "Waiting", per: 1},
  {metric: "kv_cache_utilization", field: "GPU KV cache usage", per: 100},
  {metric: "prefix_cache_hit_rate", field: "Prefix cache hit rate", per: 100}
] as const;

const failed = /(?:RuntimeError: )?Engine (?:core|process|loop)[\w ]* (?:failed|died)[^\n]*|^(?:\w+\.)*\w*(?:Error|Exception): .*/;

/**
 * Log of a vLLM server: its `Avg prompt throughput: … tokens/s, Avg generation throughput: …` lines are samples over windows of 10 s, idle windows
 * (0.0) are not measured; the time has no year and is not taken. A start that failed is a failed attempt. https://docs.vllm.ai
 */
export const vllmServerLog: Reader = {
  format: "vllm-server-log",
  category: "log",
  detect: ({text}) =>
    /Avg generation throughput: [\d.]+ tokens\/s|vLLM API server version|Initializing (?:a V\d LLM|an LLM) engine/.test(text),
  read({lines}) {
    const plain = lines.map(plainLine);
    const labels = labelsOf(plain);
    const rows = plain.flatMap((line, index) => rowOf(line, `L${index + 1}`));
    const version = plain.map(line => /vLLM API server version (\S+)/.exec(line)?.[1]).find(found => found !== undefined);
    return {
      tables:
        rows.length > 0
          ? [buildTable({row: "sample", labels, columns: columns.map(({metric, field}) => ({metric, field})), rows})]
          : failedStart(plain, labels),
      reported: [],
      session: {tool: "vllm", environment: version === undefined ? {} : {runtime: `vllm ${version}`}},
      problems: []
    };
  }
};

function rowOf(line: string, place: string): DraftRow[] {
  if (!line.includes("Avg generation throughput:")) return [];
  const values = columns.map(({metric, field, per}): [string, number | null] => {
    const raw = new RegExp(`${field}: ([\\d.]+)`).exec(line)?.[1];
    return [field, measuredValue(metric, raw, per).value];
  });
  return [{place, values: Object.fromEntries(values)}];
}

/** The last error that the log ends with. */
function failedStart(lines: readonly string[], labels: Labels): TableDraft[] {
  const index = lines.findLastIndex(line => failed.test(withoutPrefix(line)));
  if (index < 0) return [];
  const reason = failed.exec(withoutPrefix(lines[index] ?? ""))?.[0] ?? "";
  return [buildTable({labels, columns: [], rows: [{place: `L${index + 1}`, values: {}, failure: {reason, kind: "error"}}]})];
}

const withoutPrefix = (line: string) => line.replace(/^\([^)]*\)\s*/, "").trim();

function labelsOf(lines: readonly string[]): Labels {
  const text = lines.find(line => /non-default args:|Initializing an? .*engine|\bargs: Namespace\(/.test(line)) ?? "";
  const model = /'model': '([^']+)'|\bmodel='([^']+)'/.exec(text);
  const name = model?.[1] ?? model?.[2];
  const quantization = /'quantization': '([^']+)'/.exec(text)?.[1] ?? (name === undefined ? undefined : modelName(name).quantization);
  const parallel = /'tensor_parallel_size': (\d+)|tensor_parallel_size=(\d+)/.exec(text);
  const context = /'max_model_len': (\d+)/.exec(text)?.[1];
  return {
    ...(name === undefined ? {} : {model: name}),
    ...(quantization === undefined ? {} : {quantization}),
    ...(parallel === null ? {} : {"x.tensor_parallel_size": Number(parallel[1] ?? parallel[2])}),
    ...(context === undefined ? {} : {num_ctx: Number(context)})
  };
}
