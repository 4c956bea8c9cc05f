import {z} from "zod";
import type {Connection} from "./connection.ts";
import {deadline} from "./deadline.ts";
import {ModelUnavailableError} from "./errors.ts";
import {shownAddress} from "./ollama-host.ts";
import {type RefusedContext, serverError} from "./server-error.ts";

/** A model as `/api/tags` and `/api/ps` list it. */
export interface ListedModel {
  name: string;
  digest?: string;
  quantization?: string;
  parameters?: string;
  family?: string;
  /** Only of a loaded model: its window in tokens. */
  window?: number;
}

/** What `/api/show` says of a model. */
export interface ShownModel {
  capabilities: readonly string[];
  /** Tokens it was trained for. */
  maximum?: number;
}

/** Questions to an Ollama server beside chat. All throw ModelUnavailableError; each has a few seconds. */
export interface OllamaServer {
  version: (signal?: AbortSignal) => Promise<string>;
  models: (signal?: AbortSignal) => Promise<ListedModel[]>;
  loaded: (signal?: AbortSignal) => Promise<ListedModel[]>;
  show: (model: string, signal?: AbortSignal) => Promise<ShownModel>;
}

const probeSeconds = 8;

/** @param seconds limit of one question, when shorter than the usual one. */
export function ollamaServer(connection: Connection, seconds = probeSeconds): OllamaServer {
  const ask = async <S extends z.ZodType>(
    path: string,
    schema: S,
    signal: AbortSignal | undefined,
    model?: string
  ): Promise<z.output<S>> => {
    const limit = deadline(Math.min(seconds, probeSeconds), {}, "probe", signal);
    try {
      const body = model === undefined ? {} : {method: "POST" as const, body: JSON.stringify({model})};
      const response = await connection.request(path, {...body, signal: limit.signal});
      const text = await response.text();
      if (response.status >= 400) throw await serverError({status: response.status, body: text}, context(model ?? ""));
      return answer(schema, text, connection.baseUrl);
    } finally {
      limit.clear();
    }
  };
  const list = async (path: string, signal?: AbortSignal) => (await ask(path, modelsSchema, signal)).models?.map(listed) ?? [];
  const context = (model: string): RefusedContext => ({
    baseUrl: connection.baseUrl,
    model,
    names: async () => (await list("/api/tags")).map(({name}) => name)
  });
  return {
    version: async signal => (await ask("/api/version", versionSchema, signal)).version,
    models: signal => list("/api/tags", signal),
    loaded: signal => list("/api/ps", signal),
    show: async (model, signal) => shown(await ask("/api/show", showSchema, signal, model))
  };
}

/** Whether `listed` is what Ollama takes `asked` for: without a tag it adds `:latest`. */
export function isSameModel(listed: string, asked: string): boolean {
  const full = (name: string): string => (/:[^/]*$/.test(name) ? name : `${name}:latest`);
  return full(listed).toLowerCase() === full(asked).toLowerCase();
}

function answer<S extends z.ZodType>(schema: S, text: string, baseUrl: string): z.output<S> {
  const parsed = schema.safeParse(parsedJson(text));
  if (parsed.success) return parsed.data;
  const address = shownAddress(baseUrl);
  throw new ModelUnavailableError("model-server-other", `${address}: does not answer as Ollama does; is this the right address?`, {
    values: {address, status: "200", reason: text.slice(0, 80)}
  });
}

function listed({name, digest, details, context_length: window}: z.output<typeof modelSchema>): ListedModel {
  const {quantization_level: quantization, parameter_size: parameters, family} = details ?? {};
  return definedOnly({name, digest, quantization, parameters, family, window});
}

function shown({capabilities, model_info: info}: z.output<typeof showSchema>): ShownModel {
  const maximum = Object.entries(info ?? {}).find(([key]) => key.endsWith(".context_length"))?.[1];
  return {capabilities: capabilities ?? [], ...(typeof maximum === "number" ? {maximum} : {})};
}

/** Without the keys that are undefined or empty. */
function definedOnly(model: {[K in keyof ListedModel]: ListedModel[K] | undefined} & {name: string}): ListedModel {
  const {name, ...rest} = model;
  return {name, ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== ""))};
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** https://github.com/ollama/ollama/blob/main/docs/api.md */
const versionSchema = z.looseObject({version: z.string()});
const modelSchema = z.looseObject({
  name: z.string(),
  digest: z.string().optional(),
  details: z
    .looseObject({quantization_level: z.string().optional(), parameter_size: z.string().optional(), family: z.string().optional()})
    .optional(),
  context_length: z.number().optional()
});
const modelsSchema = z.looseObject({models: z.array(modelSchema).nullable()});
const showSchema = z.looseObject({
  capabilities: z.array(z.string()).nullish(),
  model_info: z.record(z.string(), z.unknown()).nullish()
});
