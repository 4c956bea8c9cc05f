import type {ChatOllama} from "@langchain/ollama";
import {z} from "zod";
import {type Connection, networkError, openConnection} from "./connection.ts";
import {type Deadline, deadline} from "./deadline.ts";
import {ModelOutputError, ModelUnavailableError} from "./errors.ts";
import {forbidTracing, messagesOf} from "./langchain.ts";
import {ollamaHost, shownAddress} from "./ollama-host.ts";
import {isSameModel, type ListedModel, type OllamaServer, ollamaServer} from "./ollama-server.ts";
import {
  type ModelDescription,
  type ModelEffects,
  type ModelPort,
  type ModelReply,
  type ModelRequest,
  type ModelSpec,
  optionsOf
} from "./port.ts";
import {type StreamLine, type StreamRecord, watchedReply} from "./reply-stream.ts";
import {serverError} from "./server-error.ts";

export interface OllamaSpec extends ModelSpec {
  /** `--base-url`; absent: OLLAMA_HOST, else this machine. */
  baseUrl?: string;
}

/** Ollama runs models with vision at no smaller window, whatever is asked. https://github.com/ollama/ollama/blob/main/server/sched.go */
const visionMinimum = 2048;

/** A model on an Ollama server, through ChatOllama with a fetch of our own. @throws ModelUnavailableError for an address that is none. */
export function openOllama(spec: OllamaSpec, effects: ModelEffects): ModelPort {
  const connection = openConnection(ollamaHost(spec.baseUrl, effects.environment), effects.wireLog);
  const server = ollamaServer(connection, spec.timeoutSeconds);
  let loading: Promise<ModelDescription> | undefined;
  return {
    describe: signal => describeModel(spec, connection, server, signal),
    load: signal => {
      loading ??= loadModel(spec, connection, server, effects, signal).catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      return loading;
    },
    complete: request => complete(spec, connection, server, effects, request),
    close: () => connection.close()
  };
}

async function describeModel(
  {model, options}: OllamaSpec,
  {baseUrl}: Connection,
  server: OllamaServer,
  signal?: AbortSignal
): Promise<ModelDescription> {
  const serverVersion = await server.version(signal);
  const [{capabilities, maximum}, models] = await Promise.all([server.show(model, signal), server.models(signal)]);
  const listed: Partial<ListedModel> = models.find(({name}) => isSameModel(name, model)) ?? {};
  const {name: _name, window: _window, ...known} = listed;
  const asked = options["num_ctx"];
  return {
    provider: "ollama",
    server: shownAddress(baseUrl),
    serverVersion,
    model,
    ...known,
    capabilities,
    window: {
      ...(asked === undefined ? {} : {asked}),
      ...(maximum === undefined ? {} : {maximum}),
      ...(capabilities.includes("vision") ? {visionMinimum} : {})
    },
    asked: options,
    effective: {},
    ignored: [],
    notes: []
  };
}

/** A chat without messages only loads the model; `/api/ps` then has the window it runs with. */
async function loadModel(
  spec: OllamaSpec,
  connection: Connection,
  server: OllamaServer,
  effects: ModelEffects,
  signal?: AbortSignal
): Promise<ModelDescription> {
  const description = await describeModel(spec, connection, server, signal);
  const limit = deadline(spec.timeoutSeconds, {}, "load", signal);
  const start = effects.clock.seconds();
  try {
    const body = JSON.stringify({model: spec.model, messages: [], stream: false, options: spec.options});
    const response = await chat(connection, server, spec.model, body, limit);
    await response.text();
  } finally {
    limit.clear();
  }
  const loadSeconds = effects.clock.seconds() - start;
  const effective = (await server.loaded(signal)).find(({name}) => isSameModel(name, spec.model))?.window;
  if (effective === undefined) return {...description, loadSeconds};
  return {...description, loadSeconds, window: {...description.window, effective}, effective: {num_ctx: effective}};
}

async function complete(
  spec: OllamaSpec,
  connection: Connection,
  server: OllamaServer,
  effects: ModelEffects,
  request: ModelRequest
): Promise<ModelReply> {
  forbidTracing(effects.environment);
  // Loading the library is no part of the server's time.
  const {ChatOllama: Client} = await import("@langchain/ollama");
  const limit = deadline(spec.timeoutSeconds, request, "answer", request.signal);
  const start = effects.clock.seconds();
  try {
    const {client, watched} = clientOf(Client, spec, connection, server, request, limit);
    await ended(limit, client.invoke(messagesOf(request), request.schema === undefined ? {} : {format: {...request.schema}})).catch(
      (error: unknown) => {
        throw limit.signal.aborted ? limit.signal.reason : (watched()?.outcome.failure ?? failureIn(error));
      }
    );
    const record = watched()?.record;
    if (record === undefined) throw new Error("ChatOllama replied without asking the server");
    effects.wireLog?.({direction: "received", path: "/api/chat", status: 200, text: record.text});
    return replyOf(record, effects.clock.seconds() - start);
  } finally {
    limit.clear();
  }
}

/** One client per call: aborting one ends all of its calls. Everything that the client leaves out or cannot say is added in its fetch. */
function clientOf(
  Client: typeof ChatOllama,
  spec: OllamaSpec,
  connection: Connection,
  server: OllamaServer,
  request: ModelRequest,
  limit: Deadline
): {client: ChatOllama; watched: () => ReturnType<typeof watchedReply> | undefined} {
  let watched: ReturnType<typeof watchedReply> | undefined;
  const ownFetch: typeof globalThis.fetch = async (_, init) => {
    const body = sentSchema.parse(JSON.parse(String(init?.body)));
    const sent = JSON.stringify({...body, options: optionsOf(spec.options, request), truncate: false, shift: false});
    const response = await chat(connection, server, spec.model, sent, limit);
    watched = watchedReply(
      response,
      (error, raw) => brokenReply(error, raw, connection, limit),
      () => limit.waitFor("reply")
    );
    return new Response(watched.body, {status: 200, headers: {"content-type": "application/x-ndjson"}});
  };
  const client = new Client({model: spec.model, baseUrl: connection.baseUrl, fetch: ownFetch, maxRetries: 0});
  return {client, watched: () => watched};
}

/** POST /api/chat. @throws ModelUnavailableError for every status that is not 200. */
async function chat(connection: Connection, server: OllamaServer, model: string, body: string, {signal}: Deadline) {
  const headers = {"content-type": "application/json"};
  const response = await connection.request("/api/chat", {method: "POST", body, headers, signal});
  if (response.status === 200) return response;
  const text = await response.text().catch(() => "");
  const wait = Number(response.headers.get("retry-after") ?? Number.NaN);
  const refused = {status: response.status, body: text, ...(Number.isFinite(wait) ? {retryAfter: wait} : {})};
  throw await serverError(refused, {
    baseUrl: connection.baseUrl,
    model,
    names: async () => (await server.models()).map(({name}) => name)
  });
}

/** Rejects as soon as the deadline aborts, whether or not the client notices. */
function ended<T>({signal}: Deadline, call: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), {once: true});
    call.then(resolve, reject);
  });
}

/** LangChain wraps some errors. */
function failureIn(error: unknown): unknown {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof ModelUnavailableError || current instanceof ModelOutputError) return current;
  }
  return error;
}

function brokenReply(error: unknown, raw: string, {baseUrl}: Connection, {signal}: Deadline): unknown {
  const network = networkError(error, baseUrl, signal);
  if (!(network instanceof ModelUnavailableError)) return network;
  const {address = "", reason = ""} = network.values;
  return new ModelOutputError("reply-connection-cut", `${address}: the connection broke in the middle of a reply (${reason})`, raw, {
    values: {address, reason},
    cause: error
  });
}

function replyOf({text, thinkingCharacters, last}: StreamRecord, seconds: number): ModelReply {
  const times = {load: last.load_duration, prompt: last.prompt_eval_duration, output: last.eval_duration};
  checkCounts(last, text);
  return {
    text,
    thinkingCharacters,
    ...(last.prompt_eval_count === undefined ? {} : {promptTokens: last.prompt_eval_count}),
    ...(last.eval_count === undefined ? {} : {outputTokens: last.eval_count}),
    ...(last.done_reason === undefined ? {} : {doneReason: last.done_reason}),
    seconds,
    times: Object.fromEntries(Object.entries(times).flatMap(([name, ns]) => (ns === undefined ? [] : [[name, ns / 1e9]]))),
    notes: []
  };
}

/** Ollama sends -9223372036854775808 where nothing was measured: a sign of a prompt that it cut. */
function checkCounts(last: StreamLine, text: string): void {
  const counts = [last.prompt_eval_count, last.eval_count];
  const durations = [last.load_duration, last.prompt_eval_duration, last.eval_duration];
  const wrong = [...counts, ...durations].find(
    (value, index) => value !== undefined && (value < 0 || !Number.isFinite(value) || (index < counts.length && !Number.isInteger(value)))
  );
  if (wrong === undefined) return;
  throw new ModelOutputError("reply-impossible-counts", `the server states an impossible number: ${wrong}; the reply is not used`, text, {
    values: {count: String(wrong)}
  });
}

/** What ChatOllama sends: our own client's words, kept as they are. */
const sentSchema = z.record(z.string(), z.unknown());
