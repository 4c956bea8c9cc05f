import type {Labels, NoteInput, Statistic} from "../../contracts/index.ts";
import {plainLine} from "../plain-line.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {percentileStatistic, type StatedField, type StatedMetric, statedRecord} from "../stated-record.ts";

const title = /=+ (?:Offline |Online )?Serving Benchmark Result =+/;

const overall: Readonly<Record<string, StatedMetric & {statistic?: Statistic}>> = {
  "successful requests": {metric: "completed_requests"},
  "benchmark duration (s)": {metric: "wall_time"},
  "total input tokens": {metric: "prompt_tokens", statistic: "sum"},
  "total generated tokens": {metric: "output_tokens", statistic: "sum"},
  "request throughput (req/s)": {metric: "request_throughput"},
  "request goodput (req/s)": {metric: "request_throughput", definition: "goodput"},
  "output token throughput (tok/s)": {metric: "output_throughput"},
  "peak output token throughput (tok/s)": {metric: "output_throughput", statistic: "max"},
  "input token throughput (tok/s)": {metric: "input_throughput"},
  "total token throughput (tok/s)": {metric: "total_throughput"},
  concurrency: {metric: "request_concurrency", statistic: "mean"}
};

const times: Readonly<Record<string, string>> = {
  ttft: "ttft",
  tpot: "tpot",
  itl: "itl",
  e2el: "e2e_latency",
  "e2e latency": "e2e_latency"
};
const words: Readonly<Record<string, Statistic>> = {mean: "mean", median: "p50", std: "std", min: "min", max: "max"};

/**
 * Console of `vllm bench serve` and of SGLang's `bench_serving`: `=== Serving Benchmark Result ===`, then `Mean TTFT (ms): 45.04` a line, also pasted into
 * notes; several results are told apart by `x.block` where the command above does not. Rounded copies of the JSON result.
 */
export const servingConsole: Reader = {
  format: "serving-console",
  category: "serving",
  detect: ({text}) => title.test(text) && /^[^\S\r\n]*Request throughput \(req\/s\):\s+[\d.]+/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const blocks = blocksOf(lines.map(plainLine));
    return {
      tables: [],
      reported: blocks.flatMap((block, index) => recordsOf(block, blocks.length > 1 ? {"x.block": index + 1} : {}, path, problems)),
      session: {tool: "bench-serving", environment: {}},
      problems
    };
  }
};

interface Block {
  labels: Labels;
  entries: {place: string; name: string; value: string}[];
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let labels: Labels = {};
  let open: Block | undefined;
  for (const [index, line] of lines.entries()) {
    if (title.test(line)) {
      open = {labels, entries: []};
      blocks.push(open);
      continue;
    }
    if (/^\s*=+\s*$/.test(line)) open = undefined;
    const [, name = "", value = ""] = /^\s*([A-Za-z0-9][^:]*?):\s+([\d.,]+|inf)\s*$/.exec(line) ?? [];
    if (open !== undefined && name !== "")
      open.entries.push({place: `L${index + 1}`, name: name.toLowerCase(), value: value.replaceAll(",", "")});
    else if (open === undefined) labels = {...labels, ...commandLabels(line)};
  }
  return blocks;
}

function commandLabels(line: string): Labels {
  const option = (name: string) =>
    new RegExp(`--${name}[ =]+["']?([^\\s"'\\\\]+)`).exec(line)?.[1] ??
    new RegExp(`\\b${name.replaceAll("-", "_")}='?([^,')]+)`).exec(line)?.[1];
  const isCommand = /bench_serving|benchmark_serving|vllm bench|Namespace\(/.test(line);
  const [model, backend, rate, concurrency] = isCommand ? ["model", "backend", "request-rate", "max-concurrency"].map(option) : [];
  const number = (text: string) => (Number.isNaN(Number(text)) ? text : Number(text));
  return {
    ...(model === undefined ? {} : {model}),
    ...(backend === undefined ? {} : {backend}),
    ...(rate === undefined ? {} : {request_rate: number(rate)}),
    ...(concurrency === undefined || concurrency === "None" ? {} : {concurrency: number(concurrency)})
  };
}

function recordsOf({labels, entries}: Block, own: Labels, path: string, problems: NoteInput[]): ReportedDraft[] {
  const all = {...labels, ...own};
  const count = Number(entries.find(({name}) => name === "successful requests")?.value);
  const n = count > 0 ? count : undefined;
  const failed = Number(entries.find(({name}) => name === "failed requests")?.value);
  const ofAll = entries.flatMap(({place, name, value}) => {
    const known = Object.hasOwn(overall, name) ? overall[name] : undefined;
    if (known === undefined) return [];
    const {statistic = "value", ...metric} = known;
    return statedRecord({...metric, part: place, labels: all, n, fields: [[statistic, place, value]]}, path, problems);
  });
  const groups = new Map<string, StatedField[]>();
  for (const {place, name, value} of entries) {
    const [, word = "", what = ""] = /^(mean|median|std|min|max|p[\d.]+) (ttft|tpot|itl|e2el|e2e latency) \(ms\)$/.exec(name) ?? [];
    const statistic = words[word] ?? percentileStatistic(word.slice(1));
    const metric = times[what];
    if (metric === undefined || statistic === undefined) continue;
    groups.set(metric, [...(groups.get(metric) ?? []), [statistic, place, value]]);
  }
  const ofTimes = [...groups].flatMap(([metric, fields]) =>
    statedRecord({metric, per: 1e3, part: fields[0]?.[1] ?? "", labels: all, over: "samples", n, fields}, path, problems)
  );
  return [...ofAll, ...ofTimes].map((record, index) => (index === 0 && Number.isInteger(failed) ? {...record, failed} : record));
}
