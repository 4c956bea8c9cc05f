import type {Call} from "../ollama-calls.ts";
import type {Draw} from "./draw.ts";

/** One request without any noise: seconds and tokens. What a report says of a folder is judged by these. */
export interface Request {
  model: string;
  quantization?: string;
  options: Record<string, number>;
  /** Number of the prompt, from 1. */
  prompt: number;
  promptTokens: number;
  tokens: number;
  load: number;
  prefill: number;
  decode: number;
  rest: number;
  cold?: true;
  /** Text of an error answer. */
  error?: string;
  /** An answer that never ended. */
  incomplete?: true;
  /** How many times longer than usual it took, once and for no recorded reason. */
  far?: number;
}

export const isSteady = ({cold, error, incomplete}: Request): boolean =>
  cold === undefined && error === undefined && incomplete === undefined;

/** How a machine differs from itself. */
interface Noise {
  /** Relative deviation of generation; that of prompt processing is half as large again. */
  jitter: number;
  /** Slow change of the whole machine over the session, in both directions. */
  drift: number;
  /** How much of what disturbed one request still disturbs the next. */
  memory: number;
}

const noiseOf = (draw: Draw): Noise => ({jitter: draw.between(0.008, 0.045), drift: draw.between(0, 0.015), memory: draw.between(0, 0.6)});

/**
 * What is measured of requests that are sent one after the other: log-normal jitter, in part shared by neighbours, a slow drift, a first
 * warm call that takes longer, and now and then a hiccup of up to a third.
 */
export function measured(requests: readonly Request[], draw: Draw): (Call & {prompt: number})[] {
  const noise = noiseOf(draw);
  const [period, start] = [draw.between(0.7, 2), draw.between(0, 1)];
  const warmed = new Set<string>();
  let shared = 1;
  return requests.map((request, index) => {
    const {cold, error, incomplete, far = 1, model} = request;
    const slow = noise.drift * Math.sin(2 * Math.PI * (start + index / (period * requests.length)));
    shared = shared ** noise.memory * draw.around(1, 0.5 * noise.jitter);
    const warmUp = warmed.has(model) || cold !== undefined ? 1 : draw.between(1.02, 1.15);
    if (cold === undefined) warmed.add(model);
    const hiccup = draw.chance(0.02) ? draw.between(1.08, 1.3) : 1;
    const factor = (1 + slow) * shared * warmUp * hiccup * far;
    return {
      model,
      prompt: request.prompt,
      ...(request.quantization === undefined ? {} : {quantization: request.quantization}),
      options: request.options,
      promptTokens: request.promptTokens,
      tokens: request.tokens,
      load: draw.around(request.load, cold === undefined ? 0.2 : 0.08),
      prefill: factor * draw.around(request.prefill, 1.5 * noise.jitter),
      decode: factor * draw.around(request.decode, noise.jitter),
      rest: draw.around(request.rest, 0.2),
      repeat: index + 1,
      phase: cold === undefined ? ("warm" as const) : ("cold" as const),
      ...(error === undefined ? {} : {failed: "status" as const, error}),
      ...(incomplete === undefined ? {} : {failed: "no-done" as const})
    };
  });
}

/** As such folders are: now and then the first call of a model loads it, and one or two attempts fail. */
export function withMishaps(requests: readonly Request[], draw: Draw): Request[] {
  const loads = new Map<string, number>();
  const isLoaded = draw.chance(0.5);
  const failing = new Set(draw.chance(0.2) ? [draw.whole(1, requests.length - 1), draw.whole(1, requests.length - 1)] : []);
  return requests.map((request, index) => {
    const isFirst = !loads.has(request.model);
    loads.set(request.model, index);
    if (isFirst && !isLoaded && request.cold === undefined) return {...request, cold: true as const, load: draw.between(1.5, 8)};
    return failing.has(index) && request.far === undefined
      ? {...request, error: "read tcp 127.0.0.1:11434: connection reset by peer"}
      : request;
  });
}

/** What one model does on one machine with one prompt, before anything is planted. */
export interface Ability {
  model: string;
  prefillRate: number;
  decodeRate: number;
  warmLoad: number;
  coldLoad: number;
  rest: number;
}

const names = ["toy:1b", "gemma3:1b", "qwen3:0.6b", "llama3.2:3b", "smollm2:360m", "phi4-mini:3.8b"];

/** Abilities of as many different models as asked for. */
export function abilities(draw: Draw, count: number): Ability[] {
  return draw
    .shuffled(names)
    .slice(0, count)
    .map(model => ({
      model,
      prefillRate: draw.between(250, 2000),
      decodeRate: draw.between(15, 120),
      warmLoad: draw.between(0.02, 0.12),
      coldLoad: draw.between(1.5, 8),
      rest: draw.between(0.005, 0.03)
    }));
}

/** A request to a model: how long it takes follows from tokens and rates. */
export function requestOf(
  ability: Ability,
  work: {prompt?: number; promptTokens: number; tokens: number},
  more: Partial<Request> = {}
): Request {
  const {model, prefillRate, decodeRate, warmLoad, coldLoad, rest} = ability;
  return {
    model,
    options: {},
    prompt: work.prompt ?? 1,
    promptTokens: work.promptTokens,
    tokens: work.tokens,
    load: more.cold === undefined ? warmLoad : coldLoad,
    prefill: work.promptTokens / prefillRate,
    decode: work.tokens / decodeRate,
    rest,
    ...more
  };
}
