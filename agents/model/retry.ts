import {ModelUnavailableError} from "./errors.ts";
import type {ModelPort, ModelReply, ModelRequest} from "./port.ts";

export interface RetryEffects {
  /** Resolves after so many seconds; rejects with the signal's reason when aborted. */
  wait: (seconds: number, signal?: AbortSignal) => Promise<void>;
}

/** Tries in all, and the first pause; each pause after is twice as long. */
export interface RetryPlan {
  tries: number;
  firstPauseSeconds: number;
}

const usual: RetryPlan = {tries: 4, firstPauseSeconds: 0.5};

/** A server that asks for a longer pause than this is as good as away. */
const longestPauseSeconds = 30;

/**
 * The same model, asked again with a growing pause when the server is busy (429, 503; its `Retry-After` counts) or the connection was reset
 * before a reply began. Nothing else is tried again: a missing model and a refused request stay what they are. A reply that took more than
 * one try says so in its notes.
 */
export function retrying(port: ModelPort, effects: RetryEffects, plan: RetryPlan = usual): ModelPort {
  return {...port, complete: request => withRetries(port, effects, plan, request)};
}

/** `RetryEffects` of the real clock. */
export const realWait: RetryEffects = {
  wait: (seconds, signal) =>
    new Promise((resolve, reject) => {
      const abort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", abort);
        resolve();
      }, seconds * 1000);
      if (signal?.aborted === true) abort();
      else signal?.addEventListener("abort", abort, {once: true});
    })
};

async function withRetries(
  port: ModelPort,
  {wait}: RetryEffects,
  {tries, firstPauseSeconds}: RetryPlan,
  request: ModelRequest
): Promise<ModelReply> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const reply = await port.complete(request);
      return attempt === 1 ? reply : {...reply, notes: [...reply.notes, {code: "asked-again", values: {tries: attempt}}]};
    } catch (error) {
      const pause = pauseAfter(error, firstPauseSeconds * 2 ** (attempt - 1));
      if (attempt >= tries || pause === undefined) throw error;
      await wait(pause, request.signal);
    }
  }
}

function pauseAfter(error: unknown, usualPause: number): number | undefined {
  if (!(error instanceof ModelUnavailableError)) return undefined;
  if (error.code !== "model-server-busy" && error.code !== "model-server-gone") return undefined;
  const asked = Number(error.values["retryAfter"] ?? 0);
  return asked > longestPauseSeconds ? undefined : Math.max(asked, usualPause);
}
