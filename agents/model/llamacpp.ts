import {basename} from "node:path";
import {z} from "zod";
import {deadline} from "./deadline.ts";
import {ModelOutputError, ModelUnavailableError} from "./errors.ts";
import {type LlamaModel, type LlamaPackage, packageSchema, type Session} from "./llamacpp-package.ts";
import {importPackage, type LoadPackage, optionalPackage} from "./optional-package.ts";
import {
  type ModelDescription,
  type ModelEffects,
  type ModelOptions,
  type ModelPort,
  type ModelReply,
  type ModelRequest,
  type ModelSpec,
  optionsOf
} from "./port.ts";

/** Newer ones fail `npm ci` on Node 20 (LIBRARIES). */
const install = "node-llama-cpp@3.21.1";

/** A window that any machine holds, where none is asked for: the package would take all memory there is. */
const usualWindow = 2048;

export interface LlamaCppEffects extends Pick<ModelEffects, "clock"> {
  /** Identity of the weights, for keys: a hash of the file. @throws ModelUnavailableError when it cannot be read. */
  digest: (path: string) => Promise<string>;
}

interface Loaded {
  model: LlamaModel;
  session: (system: string | undefined) => {session: Session; end: () => Promise<void>};
  grammar: (schema: Readonly<Record<string, unknown>>) => Promise<unknown>;
  window: number;
  seconds: number;
  dispose: () => Promise<void>;
}

/**
 * Weights in a GGUF file (`model` is its path), run in this process by the optional node-llama-cpp. One call at a time: they share a
 * context and take turns.
 */
export function openLlamaCpp(spec: ModelSpec, effects: LlamaCppEffects, load: LoadPackage = importPackage): ModelPort {
  let loading: Promise<Loaded> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const loaded = (signal?: AbortSignal): Promise<Loaded> => {
    loading ??= loadWeights(spec, effects, load, signal).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return {
    describe: () => describeFile(spec, effects, load),
    load: async signal => {
      const [description, {model, window, seconds}] = [await describeFile(spec, effects, load), await loaded(signal)];
      const maximum = model.trainContextSize;
      return {
        ...description,
        window: {...description.window, effective: window, ...(maximum === undefined ? {} : {maximum})},
        effective: {num_ctx: window},
        loadSeconds: seconds
      };
    },
    complete: request => {
      const mine = turn.then(async () => complete(spec, await loaded(request.signal), effects, request));
      turn = mine.catch(() => undefined);
      return mine;
    },
    close: async () => {
      await turn;
      await (await loading?.catch(() => undefined))?.dispose();
    }
  };
}

async function describeFile({model, options}: ModelSpec, {digest}: LlamaCppEffects, load: LoadPackage): Promise<ModelDescription> {
  await optionalPackage("node-llama-cpp", install, packageSchema, load);
  const name = basename(model);
  const quantization = /[-.](I?Q\d[A-Z0-9_]*|BF16|F16|F32)\.gguf$/i.exec(name)?.[1]?.toUpperCase();
  const asked = options["num_ctx"];
  return {
    provider: "llamacpp",
    model: name,
    digest: await digest(model),
    ...(quantization === undefined ? {} : {quantization}),
    capabilities: [],
    mostParallel: 1,
    window: asked === undefined ? {} : {asked},
    asked: options,
    effective: {},
    ignored: Object.keys(options).filter(option => option === "num_keep"),
    notes: []
  };
}

async function loadWeights(
  {model: path, options}: ModelSpec,
  {clock}: LlamaCppEffects,
  load: LoadPackage,
  signal?: AbortSignal
): Promise<Loaded> {
  const start = clock.seconds();
  const {getLlama, LlamaChatSession}: LlamaPackage = await optionalPackage("node-llama-cpp", install, packageSchema, load);
  const gpuLayers = options["num_gpu"];
  try {
    const llama = await getLlama({
      gpu: gpuLayers === 0 ? false : "auto",
      build: "never",
      skipDownload: true,
      progressLogs: false,
      logLevel: "error"
    });
    const abort = signal === undefined ? {} : {loadSignal: signal};
    const isGpuSet = gpuLayers !== undefined && gpuLayers > 0;
    const model = await llama.loadModel({modelPath: path, ...(isGpuSet ? {gpuLayers: {max: gpuLayers}} : {}), ...abort});
    const context = await model.createContext({
      contextSize: Math.min(options["num_ctx"] ?? usualWindow, model.trainContextSize ?? Number.POSITIVE_INFINITY),
      ...(options["num_thread"] === undefined ? {} : {threads: options["num_thread"]}),
      ...(options["num_batch"] === undefined ? {} : {batchSize: options["num_batch"]})
    });
    const sequence = context.getSequence();
    return {
      model,
      window: context.contextSize,
      grammar: schema => llama.createGrammarForJsonSchema(schema),
      session: system => {
        const session = new LlamaChatSession({
          contextSequence: sequence,
          autoDisposeSequence: false,
          ...(system === undefined ? {} : {systemPrompt: system})
        });
        return {
          session,
          end: async () => {
            session.dispose();
            await sequence.clearHistory();
          }
        };
      },
      seconds: clock.seconds() - start,
      dispose: () => llama.dispose()
    };
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new ModelUnavailableError("model-file-unreadable", `${path}: cannot be loaded as GGUF weights: ${reason}`, {
      values: {model: basename(path), reason},
      cause: error
    });
  }
}

async function complete(spec: ModelSpec, loaded: Loaded, {clock}: LlamaCppEffects, request: ModelRequest): Promise<ModelReply> {
  const options = optionsOf(spec.options, request);
  const promptTokens = loaded.model.tokenize(`${request.system ?? ""}\n${request.user}`).length;
  checkRoom(promptTokens, request.maxTokens, loaded.window);
  const limit = deadline(spec.timeoutSeconds, request, "reply", request.signal);
  const start = clock.seconds();
  const {session, end} = loaded.session(request.system);
  try {
    limit.signal.throwIfAborted();
    const grammar = request.schema === undefined ? {} : {grammar: await loaded.grammar(request.schema)};
    const {responseText: text, stopReason} = await session
      .promptWithMeta(request.user, {...sampling(options), ...grammar, signal: limit.signal, stopOnAbortSignal: false})
      .catch((error: unknown) => {
        if (limit.signal.aborted) throw limit.signal.reason;
        const reason = error instanceof Error ? error.message : String(error);
        throw new ModelOutputError("reply-error-body", `node-llama-cpp: ${reason}`, "", {values: {reason}, cause: error});
      });
    return {
      text,
      thinkingCharacters: 0,
      promptTokens,
      outputTokens: loaded.model.tokenize(text).length,
      doneReason: stopReason === "maxTokens" ? "length" : "stop",
      seconds: clock.seconds() - start,
      times: {},
      notes: []
    };
  } finally {
    limit.clear();
    await end();
  }
}

/** The package would let the window slide. @throws ModelUnavailableError `model-prompt-too-long`. */
function checkRoom(promptTokens: number, maxTokens: number, window: number): void {
  const needed = promptTokens + templateTokens + maxTokens;
  if (needed <= window) return;
  throw new ModelUnavailableError(
    "model-prompt-too-long",
    `prompt and reply need ${needed} tokens, the window has ${window}; set a larger num_ctx`,
    {
      values: {needed: String(needed), window: String(window)}
    }
  );
}

const templateTokens = 16;

function sampling(options: ModelOptions): Record<string, unknown> {
  const {num_predict: maxTokens, temperature, top_p: topP, top_k: topK, min_p: minP, seed} = options;
  const {
    repeat_penalty: penalty,
    repeat_last_n: lastTokens,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty
  } = options;
  const repeat = defined({penalty, lastTokens, presencePenalty, frequencyPenalty});
  return {
    ...defined({maxTokens, temperature, topP, topK, minP, seed}),
    ...(Object.keys(repeat).length === 0 ? {} : {repeatPenalty: repeat})
  };
}

const defined = (values: Record<string, number | undefined>): Record<string, number> =>
  z.record(z.string(), z.number()).parse(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
