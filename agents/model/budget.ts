import type {ModelWindow} from "./port.ts";

/** Characters per token: measured on gemma3 (LIBRARIES, tokens). Other models differ; `TokenMeter` learns by how much. */
const charactersPerToken = {prose: 2.8, json: 2.3};

/** Tokens that a chat template adds around the messages. */
const templateTokens = 24;

/** Window that is reckoned with where neither the user nor the server names one. */
export const unknownWindow = 2048;

/** Tokens of a text by its length, before calibration; JSON is denser than prose. */
export function estimatedTokens(text: string, kind: "prose" | "json" = "prose"): number {
  // A hair less, so that 115 / 2.3 is 50.
  return Math.ceil(text.length / charactersPerToken[kind] - 1e-9);
}

/** Tokens of a whole prompt by its length, before calibration. */
export function estimatedPrompt({system = "", user}: {system?: string; user: string}): number {
  return estimatedTokens(system) + estimatedTokens(user) + templateTokens;
}

/** Tokens that may be used: the smaller of what was asked for and what the server runs with. */
export function usableWindow({asked, effective, maximum}: ModelWindow): number {
  const known = [asked, effective, maximum].filter(value => value !== undefined);
  return known.length === 0 ? unknownWindow : Math.min(...known);
}

/** How many tokens one model counts for one estimated; shared by all calls to it. */
export class TokenMeter {
  #highest: number | undefined;
  #lowest: number | undefined;

  /** Calibrated tokens of an estimate: the most that this model has counted for its like, a tenth more while nothing is known. */
  tokens(estimate: number): number {
    return Math.ceil(estimate * (this.#highest ?? 1.1));
  }

  /** The server counted a whole prompt. */
  observe(estimate: number, counted: number): void {
    const ratio = counted / estimate;
    this.#highest = Math.max(ratio, this.#highest ?? ratio);
    this.#lowest = Math.min(ratio, this.#lowest ?? ratio);
  }

  /** The server refused as too long what was thought to fit in `window`. */
  observeTooLong(estimate: number, window: number): void {
    if (Number.isFinite(window)) this.#highest = Math.max((window / estimate) * 1.1, this.#highest ?? 0);
  }

  /**
   * Whether the server counted so few tokens that it must have cut the prompt: well under the least seen for its length, or, for a first
   * call, under what any tokenizer needs (6 characters a token).
   */
  isTruncated(estimate: number, counted: number): boolean {
    return counted < estimate * (this.#lowest === undefined ? 0.45 : Math.min(this.#lowest, 1) * 0.7);
  }
}

/** One item to be asked about, with its tokens in the prompt and in the reply, before calibration. */
export interface Costed<T> {
  item: T;
  prompt: number;
  reply: number;
}

export interface CallPlan<T> {
  /** Items of each call, in the order given. */
  calls: T[][];
  /** Items that no call has room for, or that come after the last call allowed. */
  dropped: T[];
}

/**
 * Splits items, most important first, into calls that fit: each holds at most `most` items whose prompt and reply, together with
 * `fixed` tokens, stay within `window`. What fits nowhere is left out; with `mostCalls`, the least important are.
 */
export function planCalls<T>(
  items: readonly Costed<T>[],
  {
    window,
    fixed,
    most,
    mostCalls = Number.POSITIVE_INFINITY,
    meter
  }: {window: number; fixed: number; most: number; mostCalls?: number; meter: TokenMeter}
): CallPlan<T> {
  const plan: CallPlan<T> = {calls: [], dropped: []};
  let current: T[] = [];
  let used = meter.tokens(fixed);
  for (const {item, prompt, reply} of items) {
    const cost = meter.tokens(prompt + reply);
    const startsCall = current.length === 0 || current.length >= most || used + cost > window;
    const fits = meter.tokens(fixed) + cost <= window;
    if (!fits || (startsCall && plan.calls.length >= mostCalls)) {
      plan.dropped.push(item);
      continue;
    }
    if (startsCall) {
      current = [];
      plan.calls.push(current);
      used = meter.tokens(fixed);
    }
    current.push(item);
    used += cost;
  }
  return plan;
}
