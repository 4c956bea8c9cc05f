import {random} from "../../agents/analyst/statistics/random.ts";

/** One invented call; seconds and tokens. */
export interface Call {
  model?: string;
  quantization?: string;
  options?: Record<string, number>;
  load?: number;
  promptTokens?: number;
  prefill?: number;
  tokens?: number;
  decode?: number;
  rest?: number;
  phase?: "cold" | "warm";
  repeat?: number;
  failed?: "no-done" | "status" | "timeout";
  /** What the server answers with the status 500. */
  error?: string;
}

/** JSON Lines as a sweep program writes them: wrapper with options and phase, the answer of the server under `response`. */
export function ollamaLines(calls: readonly Call[], startedAt = Date.UTC(2026, 0, 5, 10)): string {
  let clock = startedAt;
  return calls
    .map(call => {
      const {load = 0.1, prefill = 0.4, decode = 1, rest = 0.05} = call;
      const total = load + prefill + decode + rest;
      const started = new Date(clock).toISOString();
      clock += total * 1000;
      return JSON.stringify({
        model: call.model ?? "toy:1b",
        ...(call.quantization === undefined ? {} : {quantization: call.quantization}),
        options: call.options ?? {num_ctx: 2048},
        ...(call.phase === undefined ? {} : {phase: call.phase}),
        repeat: call.repeat ?? 1,
        started,
        http_status: call.failed === "status" ? 500 : 200,
        wall_ms: total * 1000,
        response: responseOf(call, {load, prefill, decode, total}, new Date(clock).toISOString())
      });
    })
    .join("\n");
}

function responseOf(
  call: Call,
  {load, prefill, decode, total}: {load: number; prefill: number; decode: number; total: number},
  at: string
) {
  const ns = (seconds: number) => Math.round(seconds * 1e9);
  const head = {model: call.model ?? "toy:1b", created_at: at, message: {role: "assistant", content: "words"}};
  if (call.failed === "status") return {error: call.error ?? "model runner has unexpectedly stopped"};
  if (call.failed !== undefined) return {...head, done: false};
  return {
    ...head,
    done: true,
    done_reason: "stop",
    total_duration: ns(total),
    load_duration: ns(load),
    prompt_eval_count: call.promptTokens ?? 200,
    prompt_eval_duration: ns(prefill),
    eval_count: call.tokens ?? 64,
    eval_duration: ns(decode)
  };
}

/** Multiplies by noise of the given relative standard deviation (log-normal), reproducible by seed. */
export function noise(seed: number, deviation: number): (value: number) => number {
  const next = random(seed);
  return value => value * Math.exp(deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()));
}
