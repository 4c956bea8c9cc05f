import {type Candidate, type Chosen, openFirst} from "./auto.ts";
import {openLlamaCpp, type LlamaCppEffects} from "./llamacpp.ts";
import {openNone} from "./none.ts";
import {openOllama} from "./ollama.ts";
import {openOpenAi} from "./openai.ts";
import type {ModelEffects, ModelPort, ModelSpec} from "./port.ts";
import {type RetryEffects, retrying} from "./retry.ts";

export type ProviderName = "none" | "auto" | "ollama" | "llamacpp" | "openai";

export interface OpenModelSpec extends ModelSpec {
  provider: ProviderName;
  /** `--base-url`. */
  baseUrl?: string;
}

export type OpenModelEffects = ModelEffects & LlamaCppEffects & RetryEffects;

/** Where an OpenAI-compatible server is looked for when none is named: the port of vLLM. */
const usualOpenAi = "http://127.0.0.1:8000/v1";

/**
 * The model that was asked for, described, with retries. `auto` takes the first that answers: weights in this process when `model` is a
 * GGUF file; else Ollama, then, where a base URL is given, an OpenAI-compatible server there.
 * @throws ModelUnavailableError.
 */
export async function openModel(spec: OpenModelSpec, effects: OpenModelEffects, signal?: AbortSignal): Promise<Chosen> {
  const chosen =
    spec.provider === "auto" ? await openFirst(candidates(spec, effects), signal) : await openNamed(spec.provider, spec, effects, signal);
  return {...chosen, port: retrying(chosen.port, effects)};
}

async function openNamed(provider: Named, spec: OpenModelSpec, effects: OpenModelEffects, signal?: AbortSignal): Promise<Chosen> {
  const port = openers(spec, effects)[provider]();
  try {
    return {port, description: await port.describe(signal), notes: []};
  } catch (error) {
    await port.close();
    throw error;
  }
}

function candidates(spec: OpenModelSpec, effects: OpenModelEffects): Candidate[] {
  const {llamacpp, ollama, openai} = openers(spec, effects);
  if (/\.gguf$/i.test(spec.model)) return [{provider: "llamacpp", open: llamacpp}];
  return [{provider: "ollama", open: ollama}, ...(spec.baseUrl === undefined ? [] : [{provider: "openai", open: openai}])];
}

type Named = Exclude<ProviderName, "auto">;

function openers(spec: OpenModelSpec, effects: OpenModelEffects): Record<Named, () => ModelPort> {
  return {
    none: openNone,
    ollama: () => openOllama(spec, effects),
    llamacpp: () => openLlamaCpp(spec, effects),
    openai: () => openOpenAi({...spec, baseUrl: spec.baseUrl ?? usualOpenAi}, effects)
  };
}
