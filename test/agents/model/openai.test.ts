import {createServer, type IncomingHttpHeaders, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {afterEach, describe, expect, it} from "vitest";
import {openOpenAi} from "../../../agents/model/openai.ts";
import type {ModelRequest} from "../../../agents/model/port.ts";
import {modelEffects} from "../../support/model-effects.ts";
import {recorded} from "../../support/wire-recording.ts";

/** What we use of the optional package; CHIMERA_OPENAI_PACKAGE (path of its entry) tries the real one. */
class FakeChatOpenAI {
  readonly #options: {model: string; configuration: {baseURL: string; fetch: typeof fetch}};
  constructor(options: never) {
    this.#options = options;
  }
  async invoke(messages: [string, string][]) {
    const {model, configuration} = this.#options;
    const sent = {model, messages: messages.map(([role, content]) => ({role: role === "human" ? "user" : role, content})), stream: false};
    const response = await configuration.fetch(`${configuration.baseURL}/chat/completions`, {method: "POST", body: JSON.stringify(sent)});
    return await response.json();
  }
}
const real = process.env["CHIMERA_OPENAI_PACKAGE"];
const load = () => (real === undefined ? Promise.resolve({ChatOpenAI: FakeChatOpenAI}) : import(real));

interface Seen {
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

const open: {close: () => Promise<void>}[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(one => one.close()));
});

async function setUp(
  chat: (response: ServerResponse) => void,
  more: {options?: Record<string, number>; model?: string; key?: string; models?: string} = {}
) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    seen.push({path: request.url ?? "", headers: request.headers, body: text === "" ? {} : JSON.parse(text)});
    if (request.url === "/v1/models") response.end(more.models ?? recorded("ollama-0.24.0/v1-models").chunks.join(""));
    else chat(response);
  });
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const port = openOpenAi(
    {
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      model: more.model ?? "gemma3:270m",
      options: more.options ?? {num_ctx: 1024, temperature: 0.6},
      timeoutSeconds: 1
    },
    modelEffects(more.key === undefined ? {} : {OPENAI_API_KEY: more.key}),
    load
  );
  open.push(port, {
    close: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(() => resolve()));
    }
  });
  return {port, seen};
}

function playing(name: string) {
  return (response: ServerResponse) => {
    const {status, headers, chunks} = recorded(`ollama-0.24.0/${name}`);
    response.writeHead(status ?? 500, headers).end(chunks.join(""));
  };
}

const answer =
  (body: string, status = 200) =>
  (response: ServerResponse) =>
    void response.writeHead(status, {"content-type": "application/json"}).end(body);
const request: ModelRequest = {agent: "writer", section: "summary", attempt: 1, system: "Reword.", user: "x", maxTokens: 50};

describe("openOpenAi", () => {
  it("sends messages, options, limit and the schema in response_format", async () => {
    const {port, seen} = await setUp(playing("v1-chat-json-schema"), {options: {num_ctx: 1024, temperature: 0.6, top_k: 5}, key: "secret"});
    const schema = {type: "object", properties: {items: {type: "array"}}, required: ["items"]};
    const reply = await port.complete({...request, schema, options: {seed: 3}});
    expect(reply).toMatchObject({promptTokens: 15, outputTokens: 111, doneReason: "stop"});
    expect(reply.text).toContain('"items"');
    expect(seen[0]).toMatchObject({
      path: "/v1/chat/completions",
      body: {
        model: "gemma3:270m",
        messages: [
          {role: "system", content: "Reword."},
          {role: "user", content: "x"}
        ],
        max_tokens: 50,
        temperature: 0.6,
        top_k: 5,
        seed: 3,
        response_format: {type: "json_schema", json_schema: {strict: true, schema}}
      }
    });
    expect(seen[0]?.body).not.toHaveProperty("num_ctx");
    expect(seen[0]?.headers.authorization).toBe("Bearer secret");
  });

  it("sends no key where there is none", async () => {
    const {port, seen} = await setUp(playing("v1-chat"));
    await port.complete(request);
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });

  it("says when a reply was cut", async () => {
    const {port} = await setUp(playing("v1-chat-json-schema-cut"));
    expect(await port.complete(request)).toMatchObject({doneReason: "length", outputTokens: 10});
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    ["a missing model", playing("v1-chat-404"), "model-not-found"],
    ["a busy server", answer('{"error":{"message":"overloaded"}}', 503), "model-server-busy"],
    [
      "a prompt too long",
      answer('{"error":{"message":"This model\'s maximum context length is 1024 tokens"}}', 400),
      "model-prompt-too-long"
    ],
    ["a refused request", answer('{"error":{"message":"temperature must be a number"}}', 400), "model-request-refused"],
    ["a page of something else", answer("<html>", 404), "model-server-other"],
    ["an error with status 200", answer('{"error":{"message":"out of memory"}}'), "reply-error-body"],
    ["what is no chat completion", answer("<html>"), "reply-no-json-body"],
    ["an end without a reason", answer('{"choices":[{"message":{"content":"- - -"},"finish_reason":null}]}'), "reply-unfinished"],
    [
      "impossible counts",
      answer('{"choices":[{"message":{"content":"{}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":-1,"completion_tokens":1}}'),
      "reply-impossible-counts"
    ],
    ["a connection that breaks", response => void response.socket?.destroy(), "model-server-gone"],
    [
      "a connection that breaks in the middle",
      response => void response.writeHead(200).write('{"choi', () => response.socket?.destroy()),
      "reply-connection-cut"
    ],
    ["a hang", () => undefined, "model-timeout"]
  ])("names %s", async (_, chat, code) => {
    const {port} = await setUp(chat);
    await expect(port.complete(request)).rejects.toMatchObject({code});
  });

  it("throws the reason of an abort", async () => {
    const {port} = await setUp(() => undefined);
    const controller = new AbortController();
    const call = port.complete({...request, signal: controller.signal});
    setTimeout(() => controller.abort(new Error("stop")), 50);
    await expect(call).rejects.toThrow("stop");
  });

  it("describes the model and names the options that it cannot set", async () => {
    const models = '{"data":[{"id":"qwen","max_model_len":4096},{"id":"other"}]}';
    const {port} = await setUp(playing("v1-chat"), {models, model: "qwen", options: {num_ctx: 1024, num_gpu: 60, temperature: 0}});
    expect(await port.load()).toMatchObject({
      provider: "openai",
      window: {asked: 1024, effective: 4096},
      ignored: ["num_ctx", "num_gpu"],
      effective: {num_ctx: 4096}
    });
  });

  it("offers the names there are when the model is not served", async () => {
    const {port} = await setUp(playing("v1-chat"), {model: "gemma"});
    await expect(port.describe()).rejects.toMatchObject({code: "model-not-found", values: {nearest: "gemma3:270m, smollm2:135m"}});
  });

  it("refuses an address that is none", () => {
    expect(() => openOpenAi({baseUrl: "a b", model: "m", options: {}, timeoutSeconds: 1}, modelEffects(), load)).toThrow("a b: no address");
  });
});
