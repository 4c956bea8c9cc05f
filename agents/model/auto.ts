import type {NoteInput} from "../contracts/index.ts";
import {ModelUnavailableError} from "./errors.ts";
import type {ModelDescription, ModelPort} from "./port.ts";

/** A provider that may be there. */
export interface Candidate {
  provider: string;
  /** Opened only when its turn comes. May throw ModelUnavailableError. */
  open: () => ModelPort;
}

export interface Chosen {
  port: ModelPort;
  description: ModelDescription;
  /** `provider-chosen`, and before it `provider-passed-over` with the code of the reason, for each that did not answer. */
  notes: NoteInput[];
}

/**
 * The first provider that answers and has the model.
 * @throws ModelUnavailableError `model-none-answers` with the reason of each; the signal's reason when aborted.
 */
export async function openFirst(candidates: readonly Candidate[], signal?: AbortSignal): Promise<Chosen> {
  const notes: NoteInput[] = [];
  const reasons: string[] = [];
  for (const {provider, open} of candidates) {
    let port: ModelPort | undefined;
    try {
      port = open();
      const description = await port.describe(signal);
      notes.push({code: "provider-chosen", values: {provider, model: description.model}});
      return {port, description, notes};
    } catch (error) {
      await port?.close();
      if (!(error instanceof ModelUnavailableError)) throw error;
      notes.push({code: "provider-passed-over", values: {...error.values, provider, error: error.code}});
      reasons.push(`${provider}: ${error.message}`);
    }
  }
  const tried = candidates.map(({provider}) => provider).join(", ");
  throw new ModelUnavailableError("model-none-answers", `no provider answers (${reasons.join("; ")}); start one or use --provider none`, {
    values: {tried},
    passedOver: notes
  });
}
