import {ModelUnavailableError} from "./errors.ts";
import type {ModelPort} from "./port.ts";

/** No model: whoever asks it anyway is told so. @throws ModelUnavailableError `model-off` from every call. */
export function openNone(): ModelPort {
  const refuse = async (): Promise<never> => {
    throw new ModelUnavailableError("model-off", "no model is used; give --provider or --model");
  };
  return {describe: refuse, load: refuse, complete: refuse, close: async () => undefined};
}
