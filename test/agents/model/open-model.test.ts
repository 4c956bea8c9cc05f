import {Socket} from "node:net";
import {afterEach, describe, expect, it, vi} from "vitest";
import {ModelUnavailableError} from "../../../agents/model/errors.ts";
import {type OpenModelSpec, openModel} from "../../../agents/model/open-model.ts";
import {type FakeOllama, startFakeOllama} from "../../support/fake-ollama.ts";
import {openModelEffects} from "../../support/model-effects.ts";

const open: {close: () => Promise<void>}[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map(one => one.close()));
});

async function fake(chat: Parameters<typeof startFakeOllama>[0]["chat"] = () => ({kind: "reply", text: "{}"})): Promise<FakeOllama> {
  const server = await startFakeOllama({chat});
  open.push(server);
  return server;
}

const spec = (more: Partial<OpenModelSpec>): OpenModelSpec => ({
  provider: "auto",
  model: "gemma3:270m",
  options: {num_ctx: 1024},
  timeoutSeconds: 5,
  ...more
});
const request = {agent: "writer", attempt: 1, user: "x", maxTokens: 5} as const;
const nobody = "http://127.0.0.1:59999";

describe("openModel", () => {
  it("takes Ollama at OLLAMA_HOST and says so", async () => {
    const server = await fake();
    const {port, description, notes} = await openModel(spec({}), openModelEffects({OLLAMA_HOST: server.url.replace("http://", "")}));
    open.push(port);
    expect(description).toMatchObject({provider: "ollama", server: server.url});
    expect(notes).toEqual([{code: "provider-chosen", values: {provider: "ollama", model: "gemma3:270m"}}]);
  });

  it("lists what it tried when nothing answers", async () => {
    const error = await openModel(spec({}), openModelEffects({OLLAMA_HOST: nobody})).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ModelUnavailableError);
    expect(error).toMatchObject({code: "model-none-answers", values: {tried: "ollama"}, exitCode: 4});
  });

  it("tries an OpenAI-compatible server only where an address is given", async () => {
    const error = await openModel(spec({baseUrl: nobody}), openModelEffects()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({code: "model-none-answers", values: {tried: "ollama, openai"}});
  });

  it("says itself why the provider that was named does not work", async () => {
    await expect(openModel(spec({provider: "ollama", baseUrl: nobody}), openModelEffects())).rejects.toMatchObject({
      code: "model-server-unreachable"
    });
    await expect(openModel(spec({provider: "none"}), openModelEffects())).rejects.toMatchObject({code: "model-off"});
  });

  it.each([
    ["llamacpp", "weights.gguf", "npm install node-llama-cpp@3.21.1"],
    ["openai", "m", "npm install @langchain/openai@1.5.8"]
  ] as const)("gives the install command of the package that %s needs", async (provider, model, command) => {
    const error = await openModel(spec({provider, model}), openModelEffects()).catch((thrown: unknown) => thrown);
    if (error instanceof ModelUnavailableError && error.code !== "model-package-missing") return;
    expect(error).toMatchObject({code: "model-package-missing", values: {command}});
  });

  it("runs weights in this process when the model is a GGUF file", async () => {
    const error = await openModel(spec({model: "weights.gguf"}), openModelEffects({OLLAMA_HOST: nobody})).catch(
      (thrown: unknown) => thrown
    );
    expect(error).toMatchObject({values: {tried: "llamacpp"}});
  });

  it("asks a busy server again", async () => {
    const server = await fake(index =>
      index < 2 ? {kind: "recording", name: "ollama-0.24.0/queue-full-503"} : {kind: "reply", text: "{}"}
    );
    const {port} = await openModel(spec({provider: "ollama", baseUrl: server.url}), openModelEffects());
    open.push(port);
    expect((await port.complete(request)).notes).toEqual([{code: "asked-again", values: {tries: 3}}]);
  });

  it("asks a missing model only once", async () => {
    const server = await fake(() => ({kind: "recording", name: "ollama-0.24.0/chat-404-unknown-model"}));
    const {port} = await openModel(spec({provider: "ollama", baseUrl: server.url}), openModelEffects());
    open.push(port);
    await expect(port.complete(request)).rejects.toMatchObject({code: "model-not-found"});
    expect(server.chats()).toHaveLength(1);
  });
});

describe("privacy", () => {
  const switches = {
    LANGSMITH_TRACING: "true",
    LANGSMITH_TRACING_V2: "true",
    LANGCHAIN_TRACING: "true",
    LANGCHAIN_TRACING_V2: "true",
    LANGSMITH_API_KEY: "key",
    LANGCHAIN_API_KEY: "key"
  };

  it("connects to the configured server only, with tracing switched on in the user's shell", async () => {
    const server = await fake();
    const targets = new Set<string>();
    const connect = Socket.prototype.connect;
    vi.spyOn(Socket.prototype, "connect").mockImplementation(function watched(this: Socket, ...args: unknown[]) {
      const [options] = Array.isArray(args[0]) ? args[0] : args;
      targets.add(typeof options === "object" ? `${options?.host}:${options?.port}` : String(options));
      return Reflect.apply(connect, this, args) as Socket;
    });
    for (const [name, value] of Object.entries(switches)) vi.stubEnv(name, value);
    try {
      const {port} = await openModel(spec({provider: "ollama", baseUrl: server.url}), openModelEffects(process.env));
      open.push(port);
      await port.load();
      await Promise.all([port.complete(request), port.complete(request)]);
      await new Promise(resolve => setTimeout(resolve, 300));
    } finally {
      vi.unstubAllEnvs();
    }
    expect([...targets]).toEqual([new URL(server.url).host]);
  });
});
