import type {Labels, NoteInput, Statistic} from "../../contracts/index.ts";
import {modelName} from "../model-name.ts";
import type {Reader, ReportedDraft, TableDraft} from "../reader.ts";
import {percentileStatistic, type StatedField, type StatedMetric, statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";

/** Times of TensorRT 7 stand below a heading, those of 8 and later behind it. */
const times: Readonly<Record<string, StatedMetric>> = {
  "host latency": {metric: "latency", definition: "host"},
  latency: {metric: "latency", definition: "host"},
  "end-to-end host latency": {metric: "latency", definition: "end-to-end"},
  "enqueue time": {metric: "latency", definition: "enqueue"},
  "gpu compute": {metric: "latency", definition: "gpu-compute"},
  "gpu compute time": {metric: "latency", definition: "gpu-compute"}
};

const words: Readonly<Record<string, Statistic>> = {min: "min", max: "max", mean: "mean", median: "p50"};

/**
 * Log of trtexec, one run between `&&&& RUNNING` and `&&&& PASSED` or `FAILED`, several in a row: throughput in queries per second (images with an implicit
 * batch), latencies in ms. Host latency holds the transfers, GPU compute does not. https://github.com/NVIDIA/TensorRT/tree/main/samples/trtexec
 */
export const trtexecLog: Reader = {
  format: "trtexec-log",
  category: "inference",
  detect: ({text}) => /^&&&& (?:RUNNING|PASSED|FAILED) TensorRT\.trtexec/m.test(text) || /\[I\] Throughput: [\d.]+ qps/.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const runs = runsOf(lines).map(run => readRun(run, lines, path, problems));
    const environment = environmentOf(lines);
    return {
      tables: runs.flatMap(({tables}) => tables),
      reported: runs.flatMap(({reported}) => reported),
      session: {tool: "trtexec", environment},
      problems
    };
  }
};

interface Run {
  /** Indices into the lines. */
  start: number;
  end: number;
}

/** Where a log was pasted without its first line, the command line above it begins a run. */
const command = /(?:^|[\s/$])trtexec\s+--\w/;

function runsOf(lines: readonly string[]): Run[] {
  const indexesOf = (pattern: RegExp) => lines.flatMap((line, index) => (pattern.test(line) ? [index] : []));
  const starts = [/^&&&& RUNNING/, command, /=== Performance summary ===/].map(indexesOf).find(found => found.length > 0) ?? [0];
  return starts.map((start, index) => ({start, end: starts[index + 1] ?? lines.length}));
}

function readRun(
  {start, end}: Run,
  all: readonly string[],
  path: string,
  problems: NoteInput[]
): {tables: TableDraft[]; reported: ReportedDraft[]} {
  const lines = all.slice(start, end).map(line => line.replace(/^\s*\[[^\]]*\] \[[A-Z]\] ?/, ""));
  const labels = labelsOf(lines);
  const failed = lines.findIndex(line => line.startsWith("&&&& FAILED"));
  if (failed >= 0) {
    const error = all.slice(start, end).findLast(line => /\[E\]/.test(line));
    const reason = (error ?? lines[failed] ?? "")
      .replace(/^\[[^\]]*\] /, "")
      .replace(/#.*/, "")
      .trim();
    const place = `L${start + failed + 1}`;
    return {
      tables: [buildTable({part: place, labels, columns: [], rows: [{place, values: {}, failure: {reason, kind: "error"}}]})],
      reported: []
    };
  }
  const queries = Number(lines.map(line => /^Timing trace has (\d+) queries/.exec(line)?.[1]).find(found => found !== undefined));
  const n = queries > 0 ? queries : undefined;
  const reported: ReportedDraft[] = [];
  for (const [index, line] of lines.entries()) {
    const place = `L${start + index + 1}`;
    const rate = /^throughput: ([\d.]+) qps/i.exec(line)?.[1];
    if (rate !== undefined)
      reported.push(
        ...statedRecord({metric: "query_throughput", part: place, labels, n, fields: [["value", place, rate]]}, path, problems)
      );
    const [, name = "", inline] = /^([A-Za-z][A-Za-z -]*?)(?::\s*(min = .*))?$/.exec(line) ?? [];
    const metric = Object.hasOwn(times, name.toLowerCase()) ? times[name.toLowerCase()] : undefined;
    if (metric === undefined) continue;
    const fields = inline === undefined ? below(lines, index, start) : behind(inline, place);
    if (fields.length > 0)
      reported.push(...statedRecord({...metric, per: 1e3, part: place, labels, over: "samples", n, fields}, path, problems));
  }
  return {tables: [], reported};
}

/** `mean: 2.06069 ms (end to end 2.07367 ms)`, `percentile: 2.53 ms at 99%`, one a line. */
function below(lines: readonly string[], heading: number, start: number): StatedField[] {
  const fields: StatedField[] = [];
  for (let index = heading + 1; index < lines.length; index += 1) {
    const [, word = "", raw, percent] =
      /^(min|max|mean|median|percentile): ([\d.]+) ms(?: .*?at ([\d.]+)%)?/.exec(lines[index] ?? "") ?? [];
    if (word === "") return fields;
    const statistic = word === "percentile" ? percentileStatistic(percent ?? "") : words[word];
    if (statistic !== undefined) fields.push([statistic, `L${start + index + 1}`, raw]);
  }
  return fields;
}

/** `min = 1.1 ms, max = 2.2 ms, mean = 1.5 ms, median = 1.4 ms, percentile(99%) = 2.1 ms`. */
function behind(text: string, place: string): StatedField[] {
  return [...text.matchAll(/(min|max|mean|median|percentile)(?:\(([\d.]+)%\))? = ([\d.]+) ms/g)].flatMap(
    ([, word = "", percent, raw]): StatedField[] => {
      const statistic = word === "percentile" ? percentileStatistic(percent ?? "") : words[word];
      return statistic === undefined ? [] : [[statistic, place, raw]];
    }
  );
}

function labelsOf(lines: readonly string[]): Labels {
  const written = lines.find(line => line.startsWith("&&&&") || command.test(line)) ?? "";
  const option = (name: string) => new RegExp(`--${name}=(\\S+)`).exec(written)?.[1];
  const file = option("onnx") ?? option("deploy") ?? option("loadEngine") ?? option("uff") ?? option("model");
  const precision = lines.map(line => /^Precision: (\S+)/.exec(line)?.[1]).find(found => found !== undefined) ?? precisionOf(written);
  const numbers = {batch: option("batch"), "x.streams": option("streams")};
  const shapes = option("shapes");
  const dla = option("useDLACore");
  return {
    ...(file === undefined ? {} : {model: modelName(file).model.replace(/\.(?:onnx|prototxt|engine|plan|uff|trt|caffemodel)$/i, "")}),
    ...(precision === undefined ? {} : {precision}),
    ...(dla === undefined ? {} : {device: `DLA ${dla}`}),
    ...Object.fromEntries(Object.entries(numbers).flatMap(([key, value]) => (value === undefined ? [] : [[key, Number(value)]]))),
    ...(shapes === undefined ? {} : {"x.shapes": shapes}),
    ...(written.includes("--useCudaGraph") ? {"x.cuda_graph": true} : {})
  };
}

function precisionOf(command: string): string | undefined {
  const found = ["fp16", "bf16", "int8", "fp8", "int4", "best"].filter(name => new RegExp(`--${name}\\b`).test(command));
  return found.length === 0 ? undefined : found.join("+");
}

function environmentOf(lines: readonly string[]): Labels {
  const stated = (pattern: RegExp) => lines.map(line => pattern.exec(line)?.[1]).find(found => found !== undefined);
  const version = stated(/TensorRT version: (\S+)/);
  const gpu = stated(/Selected Device: (.+?)\s*$/);
  return {...(version === undefined ? {} : {runtime: `TensorRT ${version}`}), ...(gpu === undefined ? {} : {gpu})};
}
