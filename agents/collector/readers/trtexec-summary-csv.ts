import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {Reader, ReaderInput} from "../reader.ts";
import {type StatedMetric, statedRecord} from "../stated-record.ts";
import {modelName} from "../model-name.ts";

const units: Readonly<Record<string, StatedMetric>> = {
  qps: {metric: "query_throughput"},
  ms: {metric: "latency", per: 1e3},
  us: {metric: "latency", per: 1e6},
  s: {metric: "latency"}
};

/** `Throughput`, `Latency(Mean)` as headings; what stands in front of the batch column has no name. */
const heading = /^[^\n,]*,\s*Throughput\s*,\s*Latency ?\(?(Mean|Median)?\)?/im;
const cell = /^([\d.]+) (qps|ms|us|s)\b/;

/**
 * Summary of trtexec runs as a CSV with a `key,value` preamble (`Format`, `Prototxt`, `Precision`, `Iteration`) and units inside the cells: `479.452 qps`, `2.06069
 * ms (end to end 2.07367 ms)`. Labels such as `Batch: 4` in the first column. Places are lines.
 */
export const trtexecSummaryCsv: Reader = {
  format: "trtexec-summary-csv",
  category: "inference",
  detect: ({text}) => heading.test(text) && /,[\d.]+ qps,[\d.]+ [mu]?s\b/.test(text),
  read(input) {
    const problems: NoteInput[] = [];
    const {lines, path} = input;
    const start = lines.findIndex(line => heading.test(line));
    const statistic = /median/i.test(heading.exec(lines[start] ?? "")?.[1] ?? "") ? ("p50" as const) : ("mean" as const);
    const preamble = preambleLabels(input, start);
    const reported = lines.slice(start + 1).flatMap((line, index) => {
      const place = `L${start + index + 2}`;
      const [name = "", ...cells] = line.split(",");
      const [, key, value] = /^\s*(\w+):\s*(\S+)\s*$/.exec(name) ?? [];
      const labels: Labels = key === undefined || value === undefined ? preamble : {...preamble, ...rowLabel(key, value)};
      return cells.flatMap((text, column) => {
        const [, raw, unit = ""] = cell.exec(text.trim()) ?? [];
        const metric = raw === undefined ? undefined : units[unit];
        if (metric === undefined) return [];
        const isRate = metric.metric === "query_throughput";
        return statedRecord(
          {...metric, part: `${place}:C${column + 2}`, labels, fields: [[isRate ? "value" : statistic, place, raw]]},
          path,
          problems
        );
      });
    });
    return {tables: [], reported, session: {tool: "trtexec", environment: {}}, problems};
  }
};

const rowLabel = (key: string, value: string): Labels => {
  const number = Number(value);
  return {[/^batch$/i.test(key) ? "batch" : `x.${key.toLowerCase()}`]: Number.isNaN(number) ? value : number};
};

function preambleLabels({lines}: ReaderInput, start: number): Labels {
  const labels: Labels = {};
  for (const line of lines.slice(0, start)) {
    const [name = "", value = ""] = line.split(",").map(part => part.trim());
    if (/^(?:prototxt|onnx|model|engine)$/i.test(name) && value !== "")
      labels["model"] = modelName(value).model.replace(/\.(?:onnx|prototxt|engine|plan|uff)$/i, "");
    else if (/^precision$/i.test(name)) labels["precision"] = value;
    else if (/^format$/i.test(name)) labels["format"] = value;
    else if (/^iterations?$/i.test(name) && Number(value) > 0) labels["runs"] = Number(value);
  }
  return labels;
}
