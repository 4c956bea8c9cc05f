import {ollamaLines} from "../ollama-calls.ts";
import type {Draw} from "./draw.ts";
import type {Expected, Folder} from "./folder.ts";
import {type Form, quantCsv, runsCsv, sweepCsv} from "./forms.ts";
import {abilities, type Ability, measured, type Request, requestOf, withMishaps} from "./requests.ts";
import type {Plant} from "./plant.ts";

type Options = Record<string, number>;
type Work = {promptTokens: number; tokens: number};

const workOf = (draw: Draw, {prefillRate, decodeRate}: Ability): Work => {
  const promptTokens = draw.whole(150, 900);
  return {promptTokens, tokens: Math.max(8, Math.round((draw.between(0.6, 4) * promptTokens * decodeRate) / prefillRate))};
};

/** All combinations of the levels. */
function combinations(levels: Readonly<Record<string, readonly number[]>>): Options[] {
  return Object.entries(levels).reduce<Options[]>(
    (known, [key, values]) => known.flatMap(options => values.map(value => ({...options, [key]: value}))),
    [{}]
  );
}

/** Each combination measured `repeats` times: all combinations in each round, in a new random order, or the repeats of each together. */
function sweep(draw: Draw, models: readonly Ability[], levels: Readonly<Record<string, readonly number[]>>, repeats: number): Request[] {
  const isTogether = draw.chance(0.4);
  return models.flatMap(ability => {
    const work = workOf(draw, ability);
    const all = combinations(levels);
    if (isTogether) return all.flatMap(options => Array.from({length: repeats}, () => requestOf(ability, work, {options})));
    return Array.from({length: repeats}, () => draw.shuffled(all).map(options => requestOf(ability, work, {options}))).flat();
  });
}

function folderOf(draw: Draw, form: Form, planned: readonly Request[], expected?: Expected): Folder {
  const requests = withMishaps(planned, draw);
  const calls = measured(requests, draw);
  const file = form === "jsonl" ? {"sweep/results.jsonl": ollamaLines(calls)} : {"sweep/sweep_runs.csv": sweepCsv(calls)};
  return {files: file, requests, ...(expected === undefined ? {} : {expected})};
}

/** Multiplies what a request costs where its setting has the level. */
const slower = (request: Request, factor: string, level: number, times: {prefill?: number; decode?: number}): Request =>
  request.options[factor] === level
    ? {...request, prefill: request.prefill * (times.prefill ?? 1), decode: request.decode * (times.decode ?? 1)}
    : request;

const settings: Readonly<Record<string, readonly number[]>> = {
  num_ctx: [2048, 8192],
  num_gpu: [0, 99],
  num_batch: [128, 512],
  temperature: [0, 0.7],
  top_k: [20, 40]
};

/** One setting of several slows or speeds up every request by a seventh to double. */
export const settingMatters: Plant = (draw, form) => {
  const [factor, other] = [draw.pick(["num_ctx", "num_gpu", "num_batch"]), draw.pick(["temperature", "top_k"])];
  const levels = {[factor]: settings[factor]!, [other]: settings[other]!};
  const slow = draw.pick(settings[factor]!);
  const times = draw.between(1.15, 2);
  const planned = sweep(draw, abilities(draw, draw.whole(1, 2)), levels, draw.whole(6, 10));
  const slowed = draw.pick([{prefill: times, decode: times}, {prefill: 1 + 2 * (times - 1)}, {decode: 1 + 2 * (times - 1)}]);
  const requests = planned.map(request => slower(request, factor, slow, slowed));
  const better = settings[factor]!.find(level => level !== slow)!;
  return folderOf(draw, form, requests, {kind: "factor_matters", words: {factor, better: String(better)}});
};

/** Two to four thread counts: generation scales less and less, prompt processing better. */
export const threadsMatter: Plant = (draw, form) => {
  const counts = draw.pick([
    [1, 2],
    [2, 4],
    [1, 2, 4],
    [1, 2, 4, 8]
  ]);
  const [decodeGain, prefillGain] = [draw.between(0.35, 0.8), draw.between(0.6, 0.95)];
  const other = draw.pick([{temperature: [0, 0.7]}, {temperature: [0]}, {num_ctx: [1024, 2048, 4096], temperature: [0, 0.7]}]);
  const levels = {num_thread: counts, ...(other as Record<string, number[]>)};
  const requests = sweep(draw, abilities(draw, draw.whole(1, 2)), levels, draw.whole(6, 9)).map(request => {
    const more = (request.options.num_thread ?? 1) / counts[0]!;
    return {...request, prefill: request.prefill / more ** prefillGain, decode: request.decode / more ** decodeGain};
  });
  return folderOf(draw, form, requests, {kind: "factor_matters", words: {factor: "num_thread", better: String(counts.at(-1))}});
};

/** A setting was tried, and changes nothing. */
export const settingDoesNothing: Plant = (draw, form) => {
  const [factor, other] = [draw.pick(["num_ctx", "num_batch"]), draw.pick(["temperature", "top_k"])];
  const levels = {[factor]: settings[factor]!, [other]: settings[other]!};
  const requests = sweep(draw, abilities(draw, draw.whole(1, 2)), levels, draw.whole(6, 10));
  return folderOf(draw, form, requests, {kind: "no_effect_shown", words: {factor}});
};

/**
 * A larger context is slower and was measured in one block after the other, each begun by a cold call (`order`); or every call at the larger
 * one was cold, so that nothing can be said of the setting itself.
 */
export const confounded: Plant = (draw, form) => {
  const [ability] = abilities(draw, 1);
  const work = workOf(draw, ability!);
  const times = draw.between(1.2, 2);
  const [small, large] = settings.num_ctx!;
  const isAlwaysCold = draw.chance(0.3);
  const block = (num_ctx: number, cold: (index: number) => boolean) =>
    Array.from({length: draw.whole(12, 20)}, (_, index) =>
      requestOf(ability!, work, {options: {num_ctx, top_k: 40}, ...(cold(index) ? {cold: true as const} : {})})
    ).map(request => slower(request, "num_ctx", large!, {prefill: times, decode: times}));
  const colds = draw.whole(2, 5);
  const requests = [...block(small!, index => index === 0), ...block(large!, index => isAlwaysCold || index < colds)];
  const expected: Expected = isAlwaysCold
    ? {kind: "cold_start"}
    : {kind: "factor_matters", words: {factor: "num_ctx", better: String(small)}, atMost: "medium"};
  return folderOf(draw, form, requests, expected);
};

const variants = ["Q4_K_M", "Q8_0", "F16"] as const;

/** Two or three quantizations of one model; each step up generates more slowly. */
export function quantized(draw: Draw, count: number, times?: number): {requests: Request[]; slower: string} {
  const [ability] = abilities(draw, 1);
  const work = workOf(draw, ability!);
  const step = times ?? draw.between(1.2, 1.6);
  const chosen = variants.slice(0, count);
  const requests = chosen.flatMap((quantization, index) =>
    Array.from({length: draw.whole(10, 16)}, () => requestOf(ability!, work, {quantization})).map(request => ({
      ...request,
      model: `${request.model}-${quantization.toLowerCase()}`,
      decode: request.decode * step ** index
    }))
  );
  return {requests, slower: chosen.at(-1)!};
}

export const quantizationMatters: Plant = (draw, form) => {
  const {requests: planned, slower: slowest} = quantized(draw, draw.whole(2, 3));
  const requests = withMishaps(planned, draw);
  const calls = measured(requests, draw);
  const files = form === "jsonl" ? {"quant/results.jsonl": ollamaLines(calls)} : {"quant/quant_runs.csv": quantCsv(calls)};
  return {
    files,
    requests,
    expected: {kind: "factor_matters", words: {factor: "quantization", from: "Q4_K_M"}, subject: {quantization: slowest}}
  };
};

/** Quantizations that are equally fast. */
export const nothingInVariants: Plant = (draw, form) => {
  const {requests: planned} = quantized(draw, draw.whole(2, 3), 1);
  const requests = withMishaps(planned, draw).map(request => ({...request, decode: request.prefill}));
  const calls = measured(requests, draw);
  return {files: form === "jsonl" ? {"quant/results.jsonl": ollamaLines(calls)} : {"quant/quant_runs.csv": quantCsv(calls)}, requests};
};

/** Two models answer the same prompts; one generates 1.4 to 3 times as fast. */
export const modelMatters: Plant = (draw, form) => {
  const [fast, slow] = abilities(draw, 2);
  const work = workOf(draw, fast!);
  const times = draw.between(1.4, 3);
  const same = {...slow!, prefillRate: fast!.prefillRate / times, decodeRate: fast!.decodeRate / times};
  const planned = draw.shuffled([fast!, same]).flatMap(ability => Array.from({length: draw.whole(10, 20)}, () => requestOf(ability, work)));
  const requests = withMishaps(planned, draw);
  const calls = measured(requests, draw);
  const files = form === "jsonl" ? {"models/results.jsonl": ollamaLines(calls)} : {"models/models_runs.csv": runsCsv(calls)};
  return {files, requests, expected: {kind: "models-compared", words: {fast: fast!.model, slow: slow!.model}}};
};

/** Settings were varied and sessions repeated, and none of it changes anything; the phases take equally long. */
export const nothingInSweep: Plant = (draw, form) => {
  const levels = draw.pick([
    {num_ctx: [2048, 8192], temperature: [0, 0.7]},
    {num_ctx: [1024, 2048, 4096], top_k: [20, 40]},
    {num_batch: [128, 256, 512], temperature: [0, 0.4, 0.8]},
    {num_thread: [2, 4], num_ctx: [2048, 4096], temperature: [0, 1]}
  ]);
  const requests = sweep(draw, abilities(draw, draw.whole(1, 2)), levels as Record<string, number[]>, draw.whole(5, 8)).map(request => ({
    ...request,
    decode: request.prefill
  }));
  return folderOf(draw, form, requests);
};
