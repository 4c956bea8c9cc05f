import {ollamaLines} from "../ollama-calls.ts";
import type {Draw} from "./draw.ts";
import type {Expected, Folder} from "./folder.ts";
import {type Form, runsCsv} from "./forms.ts";
import type {Plant} from "./plant.ts";
import {abilities, type Ability, measured, type Request, requestOf, withMishaps} from "./requests.ts";

interface Work {
  promptTokens: number;
  tokens: number;
}

/** Prompts like each other within a third. */
function promptsOf(draw: Draw, {promptTokens, tokens}: Work): (Work & {prompt: number})[] {
  return Array.from({length: draw.whole(1, 5)}, (_, index) => ({
    prompt: index + 1,
    promptTokens: Math.round(promptTokens * draw.between(0.85, 1.15)),
    tokens: Math.round(tokens * draw.between(0.85, 1.15))
  }));
}

/** Warm requests of each model, one model after the other as such suites run. */
function suite(draw: Draw, models: readonly Ability[], work: (ability: Ability) => Work): Request[] {
  return models.flatMap(ability => {
    const prompts = promptsOf(draw, work(ability));
    const repeats = Math.ceil(draw.whole(14, 24) / prompts.length);
    return Array.from({length: repeats}, () => prompts.map(prompt => requestOf(ability, prompt))).flat();
  });
}

function folderOf(draw: Draw, form: Form, planned: readonly Request[], expected?: Expected): Folder {
  const requests = planned.some(({cold}) => cold) ? planned : withMishaps(planned, draw);
  const calls = measured(requests, draw);
  const files = form === "jsonl" ? {"bench/results.jsonl": ollamaLines(calls)} : {"bench/suite_runs.csv": runsCsv(calls)};
  return {files, requests, ...(expected === undefined ? {} : {expected})};
}

/** Work in which generation takes `times` as long as prompt processing. */
const workWith = (draw: Draw, times: number) => {
  const promptTokens = draw.whole(150, 900);
  return ({prefillRate, decodeRate}: Ability): Work => ({
    promptTokens,
    tokens: Math.max(8, Math.round((times * promptTokens * decodeRate) / prefillRate))
  });
};

export const dominantDecode: Plant = (draw, form) => {
  const requests = suite(draw, abilities(draw, draw.whole(1, 2)), workWith(draw, draw.between(2, 8)));
  return folderOf(draw, form, requests, {kind: "dominant_phase", words: {phase: "decode"}});
};

export const dominantPrefill: Plant = (draw, form) => {
  const models = abilities(draw, draw.whole(1, 2)).map(ability => ({...ability, prefillRate: draw.between(100, 300)}));
  const promptTokens = draw.whole(600, 2000);
  const tokens = (ability: Ability) =>
    Math.max(4, Math.round((promptTokens * ability.decodeRate) / ability.prefillRate / draw.between(2, 6)));
  const requests = suite(draw, models, ability => ({promptTokens, tokens: tokens(ability)}));
  return folderOf(draw, form, requests, {kind: "dominant_phase", words: {phase: "prefill"}});
};

/** Three to eight of the calls wait for the model, which was unloaded in between. */
export const coldStart: Plant = (draw, form) => {
  const requests = suite(draw, abilities(draw, draw.whole(1, 2)), workWith(draw, draw.between(0.5, 4)));
  const cold = requests.map(request => makeCold(request, draw.between(1.5, 8)));
  const places = new Set(byModel(requests).flatMap(own => [own[0]!, ...draw.shuffled(own.slice(1)).slice(0, draw.whole(2, 4))]));
  const all = requests.map((request, index) => (places.has(index) ? cold[index]! : request));
  return folderOf(draw, form, sameLoads(all), {kind: "cold_start"});
};

/** The model is unloaded after every call. */
export const alwaysCold: Plant = (draw, form) => {
  const [ability] = abilities(draw, 1);
  const requests = suite(draw, [ability!], workWith(draw, draw.between(0.5, 4)));
  const seconds = Math.max(...requests.map(({prefill, decode}) => prefill + decode));
  const all = requests.map(request => makeCold(request, Math.max(2, seconds * 1.2)));
  return folderOf(draw, form, all, {kind: form === "jsonl" ? "cold_start" : "dominant_phase"});
};

const byModel = (requests: readonly Request[]): number[][] =>
  [...new Set(requests.map(({model}) => model))].map(model =>
    requests.flatMap((request, index) => (request.model === model ? [index] : []))
  );

const makeCold = (request: Request, load: number): Request => ({...request, cold: true, load});

/** A model takes the same time to load whenever it is loaded. */
function sameLoads(requests: readonly Request[]): Request[] {
  const loads = new Map<string, number>();
  return requests.map(request => {
    if (request.cold === undefined) return request;
    const load = loads.get(request.model) ?? request.load;
    loads.set(request.model, load);
    return {...request, load};
  });
}

const reasons = [
  "timed out waiting for llama runner to start",
  "model runner has unexpectedly stopped, this may be due to resource limitations",
  "cudaMalloc failed: out of memory",
  "read tcp 127.0.0.1:11434: connection reset by peer"
];

export const failures: Plant = (draw, form) => {
  const requests = suite(draw, abilities(draw, draw.whole(1, 2)), workWith(draw, draw.between(0.5, 4)));
  const failing = new Set(draw.shuffled(requests.map((_, index) => index)).slice(0, draw.whole(3, 8)));
  const all = requests.map((request, index) => (failing.has(index) ? {...request, error: draw.pick(reasons)} : request));
  return folderOf(draw, form, all, {kind: "failures", variants: ["attempts"]});
};

/** One to three attempts in twenty and more take 2 to 5 times as long, for no recorded reason. */
export const outliers: Plant = (draw, form) => {
  const [ability] = abilities(draw, 1);
  const work = workWith(draw, draw.between(0.5, 4))(ability!);
  const requests = Array.from({length: draw.whole(20, 40)}, () => requestOf(ability!, work));
  const far = new Set(draw.shuffled(requests.map((_, index) => index).slice(1)).slice(0, draw.whole(1, 3)));
  const all = requests.map((request, index) => (far.has(index) ? {...request, far: draw.between(2, 5)} : request));
  return folderOf(draw, form, all, {kind: "spread"});
};

/** Prompts are answered at as much length as the model likes; generation takes exactly as long as prompt processing. */
export const unevenAnswers: Plant = (draw, form) => {
  const requests = suite(draw, abilities(draw, draw.whole(1, 2)), workWith(draw, 1)).map(request => {
    const length = draw.around(1, 0.3);
    const promptTokens = Math.round(request.promptTokens * length);
    const prefill = (request.prefill * promptTokens) / request.promptTokens;
    return {...request, promptTokens, prefill, decode: prefill, tokens: Math.max(4, Math.round(request.tokens * length))};
  });
  return folderOf(draw, form, requests);
};

/** Generation takes exactly as long as prompt processing, and nothing else was planted. */
export const balanced: Plant = (draw, form) => {
  const models = abilities(draw, draw.whole(1, 2));
  const requests = suite(draw, models, workWith(draw, 1)).map(request => ({...request, decode: request.prefill}));
  return folderOf(draw, form, requests);
};
