import type {Labels} from "../../contracts/index.ts";
import {modelName} from "../model-name.ts";
import type {Reader, Reading} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable} from "../table.ts";
import {hasGeneration} from "./llama-timings.ts";

const begin = /perplexity: calculating perplexity over (\d+) chunks(?:, n_ctx=(\d+))?(?:, batch_size=(\d+))?/;
const final = /Final estimate: PPL = (-?nan|-?inf|[\d.]+) \+\/- (\S+)/;
const running = /\[\d+\](-?nan|[\d.]+),/gi;

/**
 * Log of llama-perplexity: one reported perplexity per run with the tool's standard error. The running values `[1]4.17,[2]7.83,`
 * are no samples; where the final line is missing, the last of them stands in with a warning. `nan` is a failed attempt.
 */
export const llamaPerplexity: Reader = {
  format: "llama-perplexity",
  category: "quality",
  detect: ({text}) => (begin.test(text) || final.test(text)) && !/\|\s*t\/s\s*\|/.test(text) && !hasGeneration(text),
  read({path, lines}) {
    const reading: Reading = {tables: [], reported: [], session: {tool: "llama-perplexity", environment: {}}, problems: []};
    for (const run of runsOf(lines)) addRun(run, lines, path, reading);
    return reading;
  }
};

interface Run {
  /** Index of the line that states the settings; of the result where there is no such line. */
  start: number;
  end: number;
}

function runsOf(lines: readonly string[]): Run[] {
  const starts = lines.flatMap((line, index) => (begin.test(line) ? [index] : []));
  if (starts.length === 0) starts.push(0);
  return starts.map((start, index) => ({start, end: starts[index + 1] ?? lines.length}));
}

function addRun({start, end}: Run, lines: readonly string[], path: string, reading: Reading): void {
  const span = lines.slice(start, end);
  const finalIndex = span.findIndex(line => final.test(line));
  const runningIndex = span.findLastIndex(line => line.match(running) !== null);
  const index = finalIndex >= 0 ? finalIndex : runningIndex;
  if (index < 0) {
    reading.problems.push({code: "no-result", values: {}, source: {artifact: path, at: `L${start + 1}`}});
    return;
  }
  const line = span[index] ?? "";
  const at = `L${start + index + 1}`;
  const [, finalValue, error] = final.exec(line) ?? [];
  const values = [...line.matchAll(running)].map(match => match[1]);
  const value = Number(finalValue ?? values.at(-1));
  const labels = {...modelLabels(lines.slice(0, start + 1), path), ...settingsOf(lines.slice(0, start + 1))};
  if (!Number.isFinite(value)) {
    const failure = {reason: line.trim(), kind: "payload" as const};
    reading.tables.push(buildTable({part: at, columns: [], rows: [{place: at, values: {}, labels, failure}]}));
    return;
  }
  const chunks = Number(begin.exec(lines[start] ?? "")?.[1] ?? Number.NaN);
  reading.reported.push(
    buildReported({
      part: at,
      metric: "perplexity",
      labels,
      n: finalValue === undefined ? values.length : Number.isNaN(chunks) ? undefined : chunks,
      statistics: [
        {statistic: "value", value, at},
        {statistic: "stderr", value: Number.isFinite(Number(error)) ? Number(error) : null, at}
      ],
      warnings: finalValue === undefined ? [{code: "running-value", values: {}, source: {artifact: path, at}}] : []
    })
  );
}

/** The file named last before the run; otherwise the name of the log itself. */
function modelLabels(before: readonly string[], path: string): Labels {
  const named = before.map(line => /(?:loading model from|--model|-m|loaded meta data .* from) '?(\S+\.(?:gguf|bin))/.exec(line)?.[1]);
  const stem = (path.split("/").at(-1) ?? "").replace(/\.[^.]*$/, "").replace(/^(?:llama-)?perplexity[-_]/, "");
  const {model, quantization} = modelName(named.findLast(name => name !== undefined) ?? stem);
  return {...(model === "" ? {} : {model}), ...(quantization === undefined ? {} : {quantization})};
}

function settingsOf(before: readonly string[]): Labels {
  const [, chunks, context, batch] = begin.exec(before.at(-1) ?? "") ?? [];
  const earlier = before.map(line => /\bn_ctx\s*=\s*(\d+)/.exec(line)?.[1]).findLast(size => size !== undefined);
  const size = context ?? earlier;
  return {
    ...(size === undefined ? {} : {num_ctx: Number(size)}),
    ...(chunks === undefined ? {} : {chunks: Number(chunks)}),
    ...(batch === undefined ? {} : {batch: Number(batch)})
  };
}
