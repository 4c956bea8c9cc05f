import type {Labels, NoteInput} from "../../contracts/index.ts";
import {measuredCell} from "../measured-value.ts";
import {modelName} from "../model-name.ts";
import type {DraftRow, Reader, ReaderInput} from "../reader.ts";
import {buildTable} from "../table.ts";
import {llamaPerplexity} from "./llama-perplexity.ts";
import {hasGeneration, hasTimings, type TimingBlock, timingBlocks} from "./llama-timings.ts";

const columns = [
  {metric: "load_time", field: "load time"},
  {metric: "prefill_time", field: "prompt eval time"},
  {metric: "prompt_tokens", field: "prompt eval time, tokens"},
  {metric: "prefill_throughput", field: "prompt eval time, per second"},
  {metric: "decode_time", field: "eval time"},
  {metric: "output_tokens", field: "eval time, runs"},
  {metric: "decode_throughput", field: "eval time, per second"},
  {metric: "total_time", field: "total time"}
] as const;

/**
 * Logs of llama.cpp programs and of `llama-server`: a row per block of timings, times in ms. `0.00 ms` and `inf tokens per second` were not measured;
 * `eval` is generation, its runs are the tokens after the first. A perplexity run in the same log is reported as `llama-perplexity` does.
 */
export const llamaCppLog: Reader = {
  format: "llama-cpp-log",
  category: "inference",
  detect: ({text}) =>
    hasTimings(text) && (hasGeneration(text) || !isPerplexity(text)) && !/"avg_ts"|"speed_tg"|\|\s*t\/s\s*\||\bS_TG t\/s/.test(text),
  read(input) {
    const problems: NoteInput[] = [];
    const contexts = contextsOf(input.lines);
    const rows = timingBlocks(input.lines).map(block => rowOf(block, contexts[block.first - 1] ?? {}, input.path, problems));
    const perplexity = isPerplexity(input.text) ? llamaPerplexity.read(input) : undefined;
    const runtime = runtimeOf(input);
    return {
      tables: [...(rows.length === 0 ? [] : [buildTable({columns: [...columns], rows})]), ...(perplexity?.tables ?? [])],
      reported: perplexity?.reported ?? [],
      session: {tool: "llama.cpp", environment: runtime === undefined ? {} : {runtime}},
      problems: [...problems, ...(perplexity?.problems ?? [])]
    };
  }
};

const isPerplexity = (text: string) => /perplexity: calculating perplexity over|Final estimate: PPL =/.test(text);

function rowOf({first, last, lines}: TimingBlock, labels: Labels, path: string, problems: NoteInput[]): DraftRow {
  const place = first === last ? `L${first}` : `L${first}-L${last}`;
  const values: Record<string, number | null> = {};
  const keep = (metric: string, field: string, raw: string | undefined, per: number) => {
    values[field] = measuredCell({metric, raw, per, at: `${place}:${field}`}, path, problems);
  };
  for (const {metric, field} of columns) {
    const [name = field, what] = field.split(", ");
    const line = lines.get(name);
    const isMeasured = line !== undefined && Number(line.milliseconds) > 0;
    if (what === undefined) keep(metric, field, line?.milliseconds, 1e3);
    else keep(metric, field, isMeasured ? (what === "per second" ? line.rate : line.count) : undefined, 1);
  }
  return {place, labels, values};
}

/** By line: what the lines above it say of model and settings. A new command line or model begins anew. */
function contextsOf(lines: readonly string[]): Labels[] {
  let labels: Labels = {};
  return lines.map(line => {
    const command =
      /(?:^|[\s/\\])(?:\.\/)?(?:build\/)?(?:bin\/)?((?:llama-)?(?:main|cli|server|perplexity|simple|run|completion|bench))\s+.*?-{1,2}\w/.exec(
        line
      );
    if (/^\s*(?:[+$>#]|\.\/)/.test(line) && command !== null) labels = {test: command[1] ?? ""};
    const file = /(?:loading model from|loaded meta data .* from|loading model|\s--model|\s-m)[ =]+'?"?([^\s'"]+\.(?:gguf|bin|ggml))/.exec(
      line
    )?.[1];
    if (file !== undefined) labels = {...labels, ...modelLabels(file)};
    const threads = /\bn_threads = (\d+)/.exec(line)?.[1];
    if (threads !== undefined) labels = {...labels, threads: Number(threads)};
    const generate = /\bn_ctx\s*= (\d+)(?:, n_batch = (\d+))?/.exec(line);
    if (generate !== null)
      labels = {...labels, num_ctx: Number(generate[1]), ...(generate[2] === undefined ? {} : {batch: Number(generate[2])})};
    const layers = /offloaded (\d+)\/\d+ layers to GPU/.exec(line)?.[1];
    if (layers !== undefined) labels = {...labels, num_gpu: Number(layers)};
    return labels;
  });
}

function modelLabels(file: string): Labels {
  const {model, quantization, parameters} = modelName(file);
  return {model, ...(quantization === undefined ? {} : {quantization}), ...(parameters === undefined ? {} : {parameters})};
}

function runtimeOf({text}: ReaderInput): string | undefined {
  const build = /\bbuild(?: = |: )(\d+) \([0-9a-f]+\)/.exec(text)?.[1];
  return build === undefined ? undefined : `llama.cpp b${build}`;
}
