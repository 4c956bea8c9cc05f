import {describe, expect, it} from "vitest";
import {openLlamaCpp} from "../../../agents/model/llamacpp.ts";
import type {ModelRequest} from "../../../agents/model/port.ts";

interface Played {
  text?: string;
  stopReason?: string;
  hangs?: boolean;
  brokenFile?: boolean;
}

/** What we use of node-llama-cpp, writing down what it was asked. */
function fakePackage({text = "{}", stopReason = "eogToken", hangs = false, brokenFile = false}: Played = {}) {
  const asked: {
    model?: unknown;
    context?: unknown;
    prompts: [string, Record<string, unknown>][];
    schemas: unknown[];
    running: number;
    most: number;
  } = {
    prompts: [],
    schemas: [],
    running: 0,
    most: 0
  };
  class LlamaChatSession {
    async promptWithMeta(user: string, options: Record<string, unknown>) {
      asked.prompts.push([user, options]);
      asked.running += 1;
      asked.most = Math.max(asked.most, asked.running);
      const signal = options["signal"] as AbortSignal;
      await new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("AbortError")));
        if (!hangs) setTimeout(resolve, 5);
      });
      asked.running -= 1;
      return {responseText: text, stopReason};
    }
    dispose() {}
  }
  const getLlama = async () => ({
    loadModel: async (options: unknown) => {
      if (brokenFile) throw new Error("invalid magic");
      asked.model = options;
      return {
        trainContextSize: 32_768,
        tokenize: (words: string) => Array.from(words.split(/\s+/).filter(Boolean), (_, index) => index),
        createContext: async (context: {contextSize: number}) => {
          asked.context = context;
          return {contextSize: context.contextSize, getSequence: () => ({clearHistory: async () => undefined})};
        }
      };
    },
    createGrammarForJsonSchema: async (schema: unknown) => {
      asked.schemas.push(schema);
      return "grammar";
    },
    dispose: async () => undefined
  });
  return {asked, load: async () => ({getLlama, LlamaChatSession})};
}

const effects = {clock: {seconds: () => 0}, digest: async () => "sampled:1"};
const spec = {
  model: "/models/gemma-3-4b-it-Q4_K_M.gguf",
  options: {num_ctx: 512, num_thread: 2, temperature: 0, seed: 7},
  timeoutSeconds: 0.3
};
const request: ModelRequest = {agent: "writer", attempt: 1, system: "Reword.", user: "one two", maxTokens: 20};

describe("openLlamaCpp", () => {
  it("loads once with window and threads, and asks with grammar, seed and limit", async () => {
    const {asked, load} = fakePackage();
    const port = openLlamaCpp(spec, effects, load);
    const schema = {type: "object"};
    expect(await port.complete({...request, schema})).toMatchObject({text: "{}", promptTokens: 3, outputTokens: 1, doneReason: "stop"});
    expect(asked.context).toMatchObject({contextSize: 512, threads: 2});
    expect(asked.schemas).toEqual([schema]);
    expect(asked.prompts[0]).toEqual(["one two", expect.objectContaining({grammar: "grammar", seed: 7, temperature: 0, maxTokens: 20})]);
  });

  it("describes the file: quantization by its name, a digest, no path", async () => {
    const {load} = fakePackage();
    const description = await openLlamaCpp(spec, effects, load).load();
    expect(description).toMatchObject({
      model: "gemma-3-4b-it-Q4_K_M.gguf",
      quantization: "Q4_K_M",
      digest: "sampled:1",
      window: {asked: 512, effective: 512, maximum: 32_768}
    });
    expect(JSON.stringify(description)).not.toContain("/models");
  });

  it("runs one call after the other", async () => {
    const {asked, load} = fakePackage();
    const port = openLlamaCpp(spec, effects, load);
    await Promise.all([port.complete(request), port.complete(request), port.complete(request)]);
    expect(asked.most).toBe(1);
    expect(asked.prompts).toHaveLength(3);
  });

  it("says when the reply was cut", async () => {
    const {load} = fakePackage({stopReason: "maxTokens"});
    expect(await openLlamaCpp(spec, effects, load).complete(request)).toMatchObject({doneReason: "length"});
  });

  it("asks nothing that does not fit: the package would let the window slide", async () => {
    const {asked, load} = fakePackage();
    const long = {...request, user: "word ".repeat(500)};
    await expect(openLlamaCpp(spec, effects, load).complete(long)).rejects.toMatchObject({
      code: "model-prompt-too-long",
      values: {window: "512"}
    });
    expect(asked.prompts).toEqual([]);
  });

  it("ends a call in time, and goes on with the next", async () => {
    const {load} = fakePackage({hangs: true});
    const port = openLlamaCpp(spec, effects, load);
    const calls = [port.complete(request), port.complete(request)].map(call => call.catch((error: unknown) => error));
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({code: "model-timeout", values: {stage: "writer"}});
  });

  it("throws the reason of an abort", async () => {
    const {load} = fakePackage({hangs: true});
    const controller = new AbortController();
    const call = openLlamaCpp(spec, effects, load).complete({...request, signal: controller.signal});
    setTimeout(() => controller.abort(new Error("stop")), 20);
    await expect(call).rejects.toThrow("stop");
  });

  it("says when the file holds no weights", async () => {
    const {load} = fakePackage({brokenFile: true});
    await expect(openLlamaCpp(spec, effects, load).load()).rejects.toMatchObject({
      code: "model-file-unreadable",
      values: {reason: "invalid magic"}
    });
  });

  it.each<[string, () => Promise<unknown>, string]>([
    [
      "missing",
      () => Promise.reject(Object.assign(new Error("Cannot find package"), {code: "ERR_MODULE_NOT_FOUND"})),
      "model-package-missing"
    ],
    ["broken", () => Promise.reject(new Error("no native build")), "model-package-other"],
    ["another version", () => Promise.resolve({getLlama: 5}), "model-package-other"]
  ])("gives the install command when the package is %s", async (_, load, code) => {
    const error = openLlamaCpp(spec, effects, load).describe();
    await expect(error).rejects.toMatchObject({code, values: {command: "npm install node-llama-cpp@3.21.1"}});
  });
});
