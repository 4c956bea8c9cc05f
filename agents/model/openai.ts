import {z} from "zod";
import {type Connection, openConnection} from "./connection.ts";
import {type Deadline, deadline} from "./deadline.ts";
import {ModelOutputError, ModelUnavailableError} from "./errors.ts";
import {forbidTracing, messagesOf} from "./langchain.ts";
import {shownAddress} from "./ollama-host.ts";
import {checkBody, replyOf} from "./openai-answer.ts";
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
import {serverError} from "./server-error.ts";

export interface OpenAiSpec extends ModelSpec {
  /** Address of the server, with or without `/v1`. */
  baseUrl: string;
}

/** Version that works on Node 20 (LIBRARIES). */
const install = "@langchain/openai@1.5.8";

/** Options that only the one who starts such a server can set. */
const startOptions: readonly string[] = ["num_ctx", "num_gpu", "num_batch", "num_thread", "num_keep"];

/** Ours -> the field of a chat request; servers that do not know the lower ones ignore them. */
const fields: Readonly<Record<string, string>> = {
  num_predict: "max_tokens",
  temperature: "temperature",
  top_p: "top_p",
  seed: "seed",
  presence_penalty: "presence_penalty",
  frequency_penalty: "frequency_penalty",
  top_k: "top_k",
  min_p: "min_p",
  repeat_penalty: "repeat_penalty"
};

/**
 * A model on any OpenAI-compatible server (vLLM, llama-server, LM Studio), through the optional @langchain/openai. The key is
 * OPENAI_API_KEY, sent to this server only. @throws ModelUnavailableError for an address that is none.
 */
export function openOpenAi(spec: OpenAiSpec, effects: ModelEffects, load: LoadPackage = importPackage): ModelPort {
  const connection = openConnection(apiBase(spec.baseUrl), effects.wireLog);
  const client = () => optionalPackage("@langchain/openai", install, packageSchema, load);
  const describe = async (signal?: AbortSignal) => {
    await client();
    return await describeModel(spec, connection, effects, signal);
  };
  return {
    describe,
    load: describe,
    complete: request => complete(spec, connection, effects, client, request),
    close: () => connection.close()
  };
}

function apiBase(asked: string): string {
  const text = /^https?:\/\//i.test(asked) ? asked : `http://${asked}`;
  if (!URL.canParse(text)) {
    throw new ModelUnavailableError("model-host-not-valid", `${asked}: no address of a server; expected such as http://127.0.0.1:8000/v1`, {
      values: {address: asked}
    });
  }
  const base = new URL(text).href.replace(/\/+$/, "");
  return /\/v\d+$/.test(base) ? base : `${base}/v1`;
}

async function describeModel(
  {model, options}: OpenAiSpec,
  connection: Connection,
  effects: ModelEffects,
  signal?: AbortSignal
): Promise<ModelDescription> {
  const limit = deadline(8, {}, "probe", signal);
  try {
    const response = await connection.request("/models", {signal: limit.signal, headers: keyHeader(effects)});
    const body = await response.text();
    const list = modelsSchema.safeParse(parsedJson(body));
    if (response.status >= 400 || !list.success) throw await refusal(response.status, body, connection, model);
    const models = list.data.data ?? [];
    const found = models.find(({id}) => id === model);
    if (found === undefined)
      throw await refusal(
        404,
        '{"error":"no such model"}',
        connection,
        model,
        models.map(({id}) => id)
      );
    const effective = found.max_model_len ?? found.meta?.n_ctx;
    const maximum = found.meta?.n_ctx_train;
    const asked = options["num_ctx"];
    return {
      provider: "openai",
      server: shownAddress(connection.baseUrl),
      model,
      capabilities: [],
      window: {
        ...(asked === undefined ? {} : {asked}),
        ...(effective === undefined ? {} : {effective}),
        ...(maximum === undefined ? {} : {maximum})
      },
      asked: options,
      effective: effective === undefined ? {} : {num_ctx: effective},
      ignored: Object.keys(options).filter(name => startOptions.includes(name) || fields[name] === undefined),
      notes: []
    };
  } finally {
    limit.clear();
  }
}

async function complete(
  spec: OpenAiSpec,
  connection: Connection,
  effects: ModelEffects,
  load: () => Promise<z.output<typeof packageSchema>>,
  request: ModelRequest
): Promise<ModelReply> {
  const {ChatOpenAI} = await load();
  forbidTracing(effects.environment);
  const limit = deadline(spec.timeoutSeconds, request, "answer", request.signal);
  const start = effects.clock.seconds();
  let answer: string | undefined;
  let failure: unknown;
  const ownFetch: typeof globalThis.fetch = async (_, init) => {
    try {
      answer = await exchange(spec, connection, effects, request, limit, String(init?.body));
      return new Response(answer, {status: 200, headers: {"content-type": "application/json"}});
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  const client = new ChatOpenAI({
    model: spec.model,
    apiKey: effects.environment["OPENAI_API_KEY"] ?? "none",
    maxRetries: 0,
    useResponsesApi: false,
    configuration: {baseURL: connection.baseUrl, fetch: ownFetch}
  });
  try {
    await client.invoke(messagesOf(request));
  } catch (error) {
    throw failure ?? error;
  } finally {
    limit.clear();
  }
  effects.wireLog?.({direction: "received", path: "/chat/completions", status: 200, text: answer ?? ""});
  return replyOf(answer ?? "", effects.clock.seconds() - start);
}

/** The package writes messages and model; options and schema are ours, so that every server is asked the same way. */
async function exchange(
  spec: OpenAiSpec,
  connection: Connection,
  effects: ModelEffects,
  request: ModelRequest,
  {signal}: Deadline,
  written: string
): Promise<string> {
  const sent = z.record(z.string(), z.unknown()).parse(JSON.parse(written));
  const format = request.schema === undefined ? {} : {response_format: responseFormat(request.schema)};
  const body = JSON.stringify({...sent, ...translated(optionsOf(spec.options, request)), ...format, stream: false});
  const headers = {"content-type": "application/json", ...keyHeader(effects)};
  const response = await connection.request("/chat/completions", {method: "POST", body, headers, signal});
  const text = await response.text().catch((error: unknown) => {
    if (!(error instanceof ModelUnavailableError)) throw error;
    throw new ModelOutputError("reply-connection-cut", error.message, "", {values: {...error.values}, cause: error});
  });
  if (response.status !== 200) {
    const wait = Number(response.headers.get("retry-after") ?? Number.NaN);
    throw await refusal(response.status, text, connection, spec.model, [], wait);
  }
  checkBody(text);
  return text;
}

const responseFormat = (schema: ModelRequest["schema"]) => ({type: "json_schema", json_schema: {name: "reply", strict: true, schema}});

const translated = (options: ModelOptions): Record<string, number> =>
  Object.fromEntries(Object.entries(options).flatMap(([name, value]) => (fields[name] === undefined ? [] : [[fields[name], value]])));

function keyHeader({environment}: ModelEffects): Record<string, string> {
  const key = environment["OPENAI_API_KEY"];
  return key === undefined || key === "" ? {} : {authorization: `Bearer ${key}`};
}

function refusal(status: number, body: string, {baseUrl}: Connection, model: string, names: readonly string[] = [], wait = Number.NaN) {
  const refused = {status, body, ...(Number.isFinite(wait) ? {retryAfter: wait} : {})};
  return serverError(refused, {baseUrl, model, names: async () => names});
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is used of @langchain/openai. */
interface ChatClient {
  invoke: (messages: ["system" | "human", string][]) => Promise<unknown>;
}
const packageSchema = z.looseObject({
  ChatOpenAI: z.custom<new (options: Record<string, unknown>) => ChatClient>(value => typeof value === "function")
});

/** `max_model_len` is vLLM's, `meta` llama-server's. Ollama writes `data: null` when it has none. */
const modelsSchema = z.looseObject({
  data: z
    .array(
      z.looseObject({
        id: z.string(),
        max_model_len: z.number().optional(),
        meta: z
          .looseObject({n_ctx: z.number().optional(), n_ctx_train: z.number().optional()})
          .nullish()
          .transform(meta => meta ?? undefined)
      })
    )
    .nullable()
});
