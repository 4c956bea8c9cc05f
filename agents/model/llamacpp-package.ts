import {z} from "zod";

/** What is used of node-llama-cpp 3. https://node-llama-cpp.withcat.ai/api/functions/getLlama */
export interface LlamaPackage {
  getLlama: (options: Record<string, unknown>) => Promise<Llama>;
  LlamaChatSession: new (options: Record<string, unknown>) => Session;
}

interface Llama {
  loadModel: (options: Record<string, unknown>) => Promise<LlamaModel>;
  createGrammarForJsonSchema: (schema: Readonly<Record<string, unknown>>) => Promise<unknown>;
  dispose: () => Promise<void>;
}

export interface LlamaModel {
  createContext: (options: Record<string, unknown>) => Promise<LlamaContext>;
  tokenize: (text: string) => readonly number[];
  readonly trainContextSize?: number;
}

interface LlamaContext {
  readonly contextSize: number;
  getSequence: () => {clearHistory: () => Promise<void>};
}

export interface Session {
  promptWithMeta: (text: string, options: Record<string, unknown>) => Promise<{responseText: string; stopReason: string}>;
  dispose: () => void;
}

const isFunction = (value: unknown): boolean => typeof value === "function";

/** Checks the two entry points; what they return is the package's promise. */
export const packageSchema = z.looseObject({
  getLlama: z.custom<LlamaPackage["getLlama"]>(isFunction),
  LlamaChatSession: z.custom<LlamaPackage["LlamaChatSession"]>(isFunction)
});
