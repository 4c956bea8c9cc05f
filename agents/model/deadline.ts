import {ModelUnavailableError} from "./errors.ts";
import type {Asker} from "./port.ts";

/** What a call waits for. */
export type Waiting = "answer" | "reply" | "load" | "probe";

export interface Deadline {
  /** Aborted by the caller or by the time. */
  signal: AbortSignal;
  /** Names what is waited for from now on. */
  waitFor: (waiting: Waiting) => void;
  /** Ends the timer; without it the process would wait for it. */
  clear: () => void;
}

/**
 * A signal for one call. Aborts with the caller's reason, or after `seconds` with a ModelUnavailableError `model-timeout` that names who
 * asked and what was waited for. Built by hand: `AbortSignal.any` of Node 20 can lose a source to garbage collection.
 */
export function deadline(seconds: number, asker: Partial<Asker>, waiting: Waiting, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  let current = waiting;
  const abort = (): void => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(timeoutError(seconds, asker, current)), seconds * 1000);
  if (outer?.aborted === true) abort();
  else outer?.addEventListener("abort", abort, {once: true});
  return {
    signal: controller.signal,
    waitFor: next => {
      current = next;
    },
    clear: () => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", abort);
    }
  };
}

function timeoutError(seconds: number, {agent, section}: Partial<Asker>, waiting: Waiting): ModelUnavailableError {
  const stage = [agent, section].filter(part => part !== undefined).join("/");
  return new ModelUnavailableError(
    "model-timeout",
    `${stage === "" ? "model" : stage}: no ${waiting} within ${seconds} s; give it more time with --timeout, or name a smaller model`,
    {values: {stage: stage === "" ? "none" : stage, waiting, seconds: String(seconds)}}
  );
}
