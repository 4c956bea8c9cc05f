import {ModelUnavailableError} from "./errors.ts";
import type {ModelPort} from "./port.ts";

/** No model: whoever asks it anyway is told so. @throws ModelUnavailableError `model-off` from every call. */
export const openNone = (): ModelPort =>
  failingPort(new ModelUnavailableError("model-off", "no model is used; give --provider or --model"));

/** A model that cannot be had: every call throws why. */
export function failingPort(error: Error): ModelPort {
  const refuse = (): Promise<never> => Promise.reject(error);
  return {describe: refuse, load: refuse, complete: refuse, close: async () => undefined};
}
