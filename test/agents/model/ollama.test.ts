import {afterEach, describe, expect, it} from "vitest";
import {ModelOutputError, ModelUnavailableError} from "../../../agents/model/errors.ts";
import {openOllama} from "../../../agents/model/ollama.ts";
import type {ModelEffects, ModelPort, ModelRequest, WireEntry} from "../../../agents/model/port.ts";
import {type ChatAnswer, type FakeOllama, startFakeOllama} from "../../support/fake-ollama.ts";

const open: {close: () => Promise<void>}[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(one => one.close()));
});

interface Setup {
  chat?: ChatAnswer | ((index: number) => ChatAnswer);
  answers?: Record<string, string>;
  options?: Record<string, number>;
  model?: string;
  timeoutSeconds?: number;
  effects?: Partial<ModelEffects>;
}

const good: ChatAnswer = {kind: "reply", text: '{"sentences": []}'};

async function setUp(setup: Setup = {}): Promise<{server: FakeOllama; port: ModelPort}> {
  const {chat = good} = setup;
  const server = await startFakeOllama({chat: typeof chat === "function" ? chat : () => chat, answers: setup.answers ?? {}});
  const port = openOllama(
    {
      baseUrl: server.url,
      model: setup.model ?? "gemma3:270m",
      options: setup.options ?? {num_ctx: 1024, num_gpu: 60, temperature: 0.6},
      timeoutSeconds: setup.timeoutSeconds ?? 5
    },
    {clock: {seconds: () => performance.now() / 1000}, environment: {}, ...setup.effects}
  );
  open.push(port, server);
  return {server, port};
}

const request: ModelRequest = {agent: "writer", section: "summary", attempt: 1, system: "Reword.", user: "Один файл.", maxTokens: 50};

async function failure(promise: Promise<unknown>): Promise<ModelUnavailableError | ModelOutputError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown
  );
  if (error instanceof ModelUnavailableError || error instanceof ModelOutputError) return error;
  throw new Error(`expected an error of the model layer, got ${String(error)}`, {cause: error});
}

describe("openOllama: complete", () => {
  it("sends every option, the schema, num_predict, truncate:false and shift:false", async () => {
    const {server, port} = await setUp({options: {num_ctx: 1024, num_gpu: 60, temperature: 0.6, min_p: 0.05}});
    const schema = {type: "object", properties: {sentences: {type: "array"}}, required: ["sentences"]};
    await port.complete({...request, schema, options: {seed: 7, num_ctx: 4096}});
    expect(server.chats()[0]?.body).toMatchObject({
      model: "gemma3:270m",
      messages: [
        {role: "system", content: "Reword."},
        {role: "user", content: "Один файл."}
      ],
      format: schema,
      stream: true,
      truncate: false,
      shift: false,
      options: {num_ctx: 1024, num_gpu: 60, temperature: 0.6, min_p: 0.05, seed: 7, num_predict: 50}
    });
    expect(server.chats()[0]?.body).not.toHaveProperty("think");
  });

  it("returns text, counts, times and the reason of the end", async () => {
    const {port} = await setUp({chat: {kind: "recording", name: "ollama-0.24.0/format-schema-stream"}});
    expect(await port.complete(request)).toMatchObject({
      text: '{\n  "name": "John",\n  "age": 30\n}',
      promptTokens: 20,
      outputTokens: 18,
      doneReason: "stop",
      thinkingCharacters: 0,
      times: {load: 0.035766274, prompt: 0.052823991, output: 0.213571263}
    });
  });

  it("keeps Cyrillic text whole", async () => {
    const {port} = await setUp({chat: {kind: "recording", name: "ollama-0.24.0/chat-gemma3-stream-cyrillic"}});
    const {text} = await port.complete(request);
    expect(text).toMatch(/[а-я]/i);
    expect(text).not.toContain("\ufffd");
  });

  it("takes the smaller of a num_predict of the options and the request's limit", async () => {
    const {server, port} = await setUp({options: {num_predict: 20}});
    await port.complete(request);
    expect(server.chats()[0]?.body["options"]).toEqual({num_predict: 20});
  });

  it("serves calls in parallel without mixing them", async () => {
    const {server, port} = await setUp({chat: {kind: "reply", text: "{}", pauseMs: 10}});
    await Promise.all(Array.from({length: 8}, (_, index) => port.complete({...request, user: `user ${index}`, options: {seed: index}})));
    const pairs = server
      .chats()
      .map(({body}) => [(body["messages"] as {content: string}[])[1]?.content, (body["options"] as {seed: number}).seed]);
    expect(pairs.toSorted()).toEqual(Array.from({length: 8}, (_, index) => [`user ${index}`, index]));
  });

  it("sends user and password of the address as basic authorization and shows neither", async () => {
    const {server} = await setUp();
    const port = openOllama(
      {baseUrl: server.url.replace("http://", "http://me:sec%20ret@"), model: "gemma3:270m", options: {}, timeoutSeconds: 5},
      {clock: {seconds: () => 0}, environment: {}}
    );
    open.push(port);
    await port.complete(request);
    expect(server.chats()[0]?.headers.authorization).toBe(`Basic ${Buffer.from("me:sec ret").toString("base64")}`);
    expect((await port.describe()).server).toBe(server.url);
  });

  it("writes a wire log only when asked", async () => {
    const entries: WireEntry[] = [];
    const {port} = await setUp({effects: {wireLog: entry => entries.push(entry)}});
    await port.complete(request);
    expect(entries.map(({direction, path}) => `${direction} ${path}`)).toEqual(["sent /api/chat", "received /api/chat"]);
    expect(entries[0]?.text).toContain("Один файл.");
  });
});

describe("openOllama: what goes wrong", () => {
  const cases: [string, ChatAnswer, string, RegExp][] = [
    [
      "a missing model, with the nearest names",
      {kind: "recording", name: "ollama-0.24.0/chat-404-unknown-model"},
      "model-not-found",
      /gemma3:270m, smollm2:135m/
    ],
    [
      "a prompt that the server finds too long",
      {kind: "recording", name: "ollama-0.24.0/context-gemma3-truncate-false-stream"},
      "model-prompt-too-long",
      /num_ctx/
    ],
    ["a busy server (503)", {kind: "recording", name: "ollama-0.24.0/queue-full-503"}, "model-server-busy", /busy \(503\)/],
    [
      "too many requests (429)",
      {kind: "raw", status: 429, body: '{"error":"slow down"}', headers: {"retry-after": "2"}},
      "model-server-busy",
      /429/
    ],
    [
      "an option of a wrong type (500)",
      {kind: "recording", name: "ollama-0.24.0/chat-500-options-type"},
      "model-server-failed",
      /must be of type integer/
    ],
    [
      "a runner that died before the reply",
      {kind: "recording", name: "ollama-0.24.0/runner-killed-non-stream"},
      "model-server-failed",
      /unexpected EOF/
    ],
    [
      "a refused request (400)",
      {kind: "raw", status: 400, body: '{"error":"does not support tools"}'},
      "model-request-refused",
      /does not support tools/
    ],
    ["another server's 404", {kind: "recording", name: "ollama-0.24.0/unknown-path"}, "model-server-other", /right address/],
    [
      "a server that died before the reply",
      {kind: "recording", name: "ollama-0.24.0/server-killed-non-stream"},
      "model-server-gone",
      /connection broke/
    ],
    ["a reset", {kind: "reset"}, "model-server-gone", /ECONNRESET/],
    [
      "a redirect, which is not followed",
      {kind: "raw", status: 302, body: "", headers: {location: "http://192.0.2.1/"}},
      "model-server-redirects",
      /elsewhere \(status 302\)/
    ],
    [
      "a server that died in the middle",
      {kind: "recording", name: "ollama-0.24.0/server-killed-mid-stream"},
      "reply-connection-cut",
      /middle of a reply/
    ],
    ["a stream cut in the middle", {kind: "cut", text: '{"sent'}, "reply-connection-cut", /middle of a reply/],
    [
      "a runner that died in the middle: an error as the last line",
      {kind: "recording", name: "ollama-0.24.0/runner-killed-mid-stream"},
      "reply-error-line",
      /unexpected EOF/
    ],
    ["an error body with status 200", {kind: "lines", lines: ['{"error":"out of memory"}']}, "reply-error-body", /out of memory/],
    [
      "done:false with status 200",
      {kind: "recording", name: "ollama-0.24.0/token-repeat-gemma3-chat"},
      "reply-unfinished",
      /repeats itself/
    ],
    ["a body that is no JSON", {kind: "lines", lines: ["<html>proxy</html>"]}, "reply-no-json-body", /<html>/],
    ["a body without an end of line", {kind: "endless-line"}, "reply-no-json-body", /no JSON/],
    ["an empty body", {kind: "lines", lines: []}, "reply-empty", /empty/],
    ["endless white space", {kind: "endless", text: "\n   \t  "}, "reply-endless-space", /white space/],
    [
      "impossible durations",
      {kind: "recording", name: "ollama-0.24.0/context-gemma3-truncated-shift-false"},
      "reply-impossible-counts",
      /-9223372036854776000/
    ],
    ["impossible counts", {kind: "reply", text: "{}", last: {eval_count: -3}}, "reply-impossible-counts", /-3/]
  ];
  it.each(cases)("names %s", async (_, chat, code, message) => {
    const {port} = await setUp({chat});
    const error = await failure(port.complete(request));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.exitCode).toBe(4);
  });

  it("keeps what had come of a reply that broke off", async () => {
    const {port} = await setUp({chat: {kind: "cut", text: '{"sent'}});
    expect(await failure(port.complete(request))).toMatchObject({raw: '{"sent'});
  });

  it("passes on how long a busy server wants to be left alone", async () => {
    const {port} = await setUp({chat: {kind: "raw", status: 503, body: "busy", headers: {"retry-after": "2"}}});
    expect((await failure(port.complete(request))).values).toMatchObject({retryAfter: "2"});
  });

  it.each<[string, ChatAnswer, string]>([
    ["before the reply", {kind: "hang"}, "writer/summary: no answer within 0.3 s"],
    ["in the middle of it", {kind: "hang-after", text: "{"}, "writer/summary: no reply within 0.3 s"]
  ])("ends a hang %s in time and names the stage", async (_, chat, message) => {
    const {server, port} = await setUp({chat, timeoutSeconds: 0.3});
    const start = performance.now();
    const error = await failure(port.complete(request));
    expect(performance.now() - start).toBeLessThan(1500);
    expect(error).toMatchObject({code: "model-timeout", values: {stage: "writer/summary"}});
    expect(error.message).toContain(message);
    await expect.poll(() => server.chats()[0]?.closedAfterMs).toBeLessThan(1500);
  });

  it("says at once that no server listens", async () => {
    const {server, port} = await setUp();
    await server.close();
    const error = await failure(port.describe());
    expect(error).toMatchObject({code: "model-server-unreachable", values: {reason: "ECONNREFUSED"}});
  });

  it("names a server that goes away between two calls", async () => {
    const {server, port} = await setUp();
    await port.complete(request);
    await server.close();
    expect(["model-server-unreachable", "model-server-gone"]).toContain((await failure(port.complete(request))).code);
  });

  it("gives up an address that nobody answers in less than ten seconds", {timeout: 12_000}, async () => {
    const port = openOllama(
      {baseUrl: "192.0.2.1", model: "m", options: {}, timeoutSeconds: 60},
      {clock: {seconds: () => 0}, environment: {}}
    );
    open.push(port);
    const start = performance.now();
    expect((await failure(port.describe())).code).toBe("model-server-unreachable");
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe("openOllama: aborting", () => {
  it.each<[string, ChatAnswer]>([
    ["prefill", {kind: "hang"}],
    ["generation", {kind: "endless", text: "word "}]
  ])("closes the socket within a second during %s", async (_, chat) => {
    const {server, port} = await setUp({chat, timeoutSeconds: 20});
    const controller = new AbortController();
    const reason = new Error("interrupted");
    const call = port.complete({...request, signal: controller.signal});
    await expect.poll(() => server.chats().length).toBe(1);
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await expect.poll(() => server.chats()[0]?.closedAfterMs, {timeout: 1000}).toBeDefined();
  });

  it("sends nothing when aborted before", async () => {
    const {server, port} = await setUp();
    await expect(port.complete({...request, signal: AbortSignal.abort(new Error("no"))})).rejects.toThrow("no");
    expect(server.requests).toEqual([]);
  });

  it("leaves other calls alone", async () => {
    const {server, port} = await setUp({chat: index => (index === 0 ? {kind: "hang"} : {kind: "reply", text: "{}", pauseMs: 50})});
    const controller = new AbortController();
    const first = port.complete({...request, signal: controller.signal});
    await expect.poll(() => server.chats().length).toBe(1);
    const second = port.complete(request);
    controller.abort(new Error("stop"));
    await expect(first).rejects.toThrow("stop");
    expect((await second).text).toBe("{}");
  });
});

describe("openOllama: describe and load", () => {
  it("knows server, digest, quantization and windows without loading", async () => {
    const {server, port} = await setUp();
    expect(await port.describe()).toMatchObject({
      provider: "ollama",
      server: server.url,
      serverVersion: "0.24.0",
      model: "gemma3:270m",
      digest: "b2ebe56ec44622c6803e005884f5304782a4dd63f853a2f2f5b97c151ee9c4e7",
      quantization: "Q4_K_M",
      parameters: "268.10M",
      window: {asked: 1024, maximum: 32768},
      asked: {num_ctx: 1024, num_gpu: 60, temperature: 0.6}
    });
    expect(server.requests.map(({path}) => path)).not.toContain("/api/chat");
  });

  it("loads once, with the options of the run, and measures the window", async () => {
    const {server, port} = await setUp({answers: {"/api/ps": "ollama-0.24.0/ps-gemma3-num-ctx-2048"}});
    const [description] = await Promise.all([port.load(), port.load()]);
    expect(description).toMatchObject({window: {asked: 1024, effective: 2048, maximum: 32768}, effective: {num_ctx: 2048}});
    expect(description.loadSeconds).toBeGreaterThan(0);
    const loads = server.requests.filter(({path}) => path === "/api/chat");
    expect(loads.map(({body}) => body["options"])).toEqual([{num_ctx: 1024, num_gpu: 60, temperature: 0.6}]);
  });

  it("knows that a model with vision runs at no less than 2048", async () => {
    const {port} = await setUp({answers: {"/api/show": "written/show-gemma3-vision"}});
    expect((await port.describe()).window).toEqual({asked: 1024, maximum: 131072, visionMinimum: 2048});
  });

  it("ends loading when aborted, and can be asked to load again", async () => {
    const {port} = await setUp();
    await expect(port.load(AbortSignal.abort(new Error("stop")))).rejects.toThrow("stop");
    expect((await port.load()).window.effective).toBe(1024);
  });

  it("says when the model is not there", async () => {
    const {port} = await setUp({answers: {"/api/show": "ollama-0.24.0/show-404"}, model: "gema3"});
    const error = await failure(port.describe());
    expect(error).toMatchObject({code: "model-not-found", values: {nearest: "gemma3:270m, smollm2:135m"}});
  });

  it("says when the server holds no model at all", async () => {
    const {port} = await setUp({answers: {"/api/show": "ollama-0.24.0/show-404", "/api/tags": "ollama-0.24.0/tags-empty"}});
    expect((await failure(port.describe())).message).toContain("the server holds no model");
  });

  it("says when something else than Ollama answers", async () => {
    const {port} = await setUp({answers: {"/api/version": "ollama-0.24.0/root"}});
    expect((await failure(port.describe())).code).toBe("model-server-other");
  });
});
