import {afterEach, describe, expect, it} from "vitest";
import {rewordingSchema} from "../../../agents/contracts/index.ts";
import {type AskContext, ask, isModelError, type ModelCall, openModel, TokenMeter} from "../../../agents/model/index.ts";
import {loadPack} from "../../../pipelines/packs.ts";
import {type ChatAnswer, type FakeOllama, startFakeOllama} from "../../support/fake-ollama.ts";
import {openModelEffects} from "../../support/model-effects.ts";

const open: {close: () => Promise<void>}[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(one => one.close()));
});

const pack = loadPack("chimera");
const sentences = [{number: 1, text: "Дольше всего длится загрузка: [a] у [b]."}];
const request = {
  agent: "writer" as const,
  section: "summary",
  attempt: 1,
  maxTokens: 120,
  ...pack.prompts.writer.render({language: "Russian", section: "summary", sentences})
};
const good = '{"sentences": [{"of": 1, "text": "У [b] дольше всего длится загрузка: [a]."}]}';
const timeoutSeconds = 0.5;

async function setUp(chat: (index: number) => ChatAnswer): Promise<{server: FakeOllama; context: AskContext; calls: ModelCall[]}> {
  const server = await startFakeOllama({chat});
  const spec = {provider: "ollama", baseUrl: server.url, model: "gemma3:270m", options: pack.options, timeoutSeconds} as const;
  const {port} = await openModel(spec, openModelEffects());
  open.push(port, server);
  const calls: ModelCall[] = [];
  const context: AskContext = {
    port,
    meter: new TokenMeter(),
    record: call => void calls.push(call),
    clock: {seconds: () => performance.now() / 1000},
    repair: fault => pack.prompts.repair.render(fault).user
  };
  return {server, context, calls};
}

const reply = (text: string, last: Record<string, unknown> = {}): ChatAnswer => ({kind: "reply", text, last});
const recording = (name: string): ChatAnswer => ({kind: "recording", name: `ollama-0.24.0/${name}`});

const faults: [string, ChatAnswer, string][] = [
  ["a cut reply", reply('{"sentences": [', {done_reason: "length"}), "reply-cut"],
  ["done:false", recording("token-repeat-gemma3-chat"), "reply-unfinished"],
  ["empty content", reply(""), "reply-empty"],
  ["everything in thinking", {kind: "reply", text: "", thinking: "Let me see"}, "reply-only-thinking"],
  ["thinking that never ends", reply('<think>{"sentences": []}'), "reply-only-thinking"],
  ["endless white space", {kind: "endless", text: "  \n   \n"}, "reply-endless-space"],
  ["an error body with status 200", {kind: "lines", lines: ['{"error":"oom"}']}, "reply-error-body"],
  ["an error as the last line", recording("runner-killed-mid-stream"), "reply-error-line"],
  ["a body that is no JSON", {kind: "lines", lines: ["Bad gateway"]}, "reply-no-json-body"],
  ["a wrong schema", reply('{"sentences": [{"of": "first"}]}'), "reply-wrong-shape"],
  ["a refusal in prose", reply("I cannot help with that."), "reply-prose"],
  ["broken JSON", reply('{"sentences": [}'), "reply-not-json"],
  ["a stream cut in the middle", {kind: "cut", text: '{"sen'}, "reply-connection-cut"],
  ["a server killed in the middle", recording("server-killed-mid-stream"), "reply-connection-cut"],
  ["a reset", {kind: "reset"}, "model-server-gone"],
  ["a server killed before", recording("server-killed-non-stream"), "model-server-gone"],
  ["a missing model", recording("chat-404-unknown-model"), "model-not-found"],
  ["a busy server", recording("queue-full-503"), "model-server-busy"],
  ["too many requests", {kind: "raw", status: 429, body: '{"error":"slow down"}'}, "model-server-busy"],
  ["a runner that died", recording("runner-killed-non-stream"), "model-server-failed"],
  ["a refused request", {kind: "raw", status: 400, body: '{"error":"no"}'}, "model-request-refused"],
  ["a prompt too long", recording("context-gemma3-truncate-false-stream"), "model-prompt-too-long"],
  ["another server", recording("unknown-path"), "model-server-other"],
  ["a hang", {kind: "hang"}, "model-timeout"],
  ["a hang in the middle", {kind: "hang-after", text: '{"sen'}, "model-timeout"],
  ["a low prompt count", reply(good, {prompt_eval_count: 60}), "reply-prompt-truncated"],
  ["a prompt count of the whole window", reply(good, {prompt_eval_count: 1024}), "reply-prompt-truncated"],
  ["a window that slid", reply(good, {eval_count: 1500}), "reply-impossible-counts"],
  ["impossible counts", reply(good, {eval_count: -1}), "reply-impossible-counts"],
  ["impossible durations", reply(good, {eval_duration: -(2 ** 63)}), "reply-impossible-counts"]
];

describe("ask over the wire", () => {
  it.each(faults)("survives %s: a typed error with advice, recorded, in time", async (_, chat, code) => {
    const {context, calls} = await setUp(() => chat);
    const start = performance.now();
    const error = await ask(rewordingSchema, request, context).catch((thrown: unknown) => thrown);
    expect(performance.now() - start).toBeLessThan(timeoutSeconds * 1000 + 1000);
    expect(isModelError(error)).toBe(true);
    expect(error).toMatchObject({code});
    expect(calls.at(-1)).toMatchObject({agent: "writer", section: "summary", error: {code}});
  });

  it.each<[string, string, string[]]>([
    ["thinking left in", `<think>hm</think>\n${good}`, ["thinking-stripped"]],
    ["a fence around all", `\`\`\`json\n${good}\n\`\`\``, ["fence-stripped"]],
    ["white space after it", `${good}\n\n`, []]
  ])("takes a reply with %s", async (_, text, codes) => {
    const {context, calls} = await setUp(() => reply(text));
    expect(await ask(rewordingSchema, request, context)).toEqual(JSON.parse(good));
    expect(calls[0]?.notes?.map(note => note.code) ?? []).toEqual(codes);
  });

  it("leaves a fence inside a string of the reply alone", async () => {
    const {context} = await setUp(() => reply('{"sentences": [{"of": 1, "text": "```x```"}]}'));
    expect(await ask(rewordingSchema, request, context)).toEqual({sentences: [{of: 1, text: "```x```"}]});
  });

  it("repairs once, with the issues and the same system message", async () => {
    const {context, server} = await setUp(index => reply(index === 0 ? '{"sentences": 5}' : good));
    expect(await ask(rewordingSchema, request, context)).toEqual(JSON.parse(good));
    const [first, second] = server.chats().map(({body}) => body["messages"] as {role: string; content: string}[]);
    expect(second?.[0]).toEqual(first?.[0]);
    expect(second?.[1]?.content).toContain("- sentences: ");
    expect(second?.[1]?.content).toContain('{"sentences": 5}');
  });

  it("sends nothing of a prompt that is over the window", async () => {
    const {context, server} = await setUp(() => reply(good));
    await expect(ask(rewordingSchema, {...request, user: "Река ".repeat(900)}, context)).rejects.toMatchObject({
      code: "model-prompt-too-long"
    });
    expect(server.chats()).toEqual([]);
  });

  it("sends one num_ctx, whoever asks", async () => {
    const {context, server} = await setUp(() => reply(good));
    for (const agent of ["writer", "analyst", "collector"] as const)
      await ask(rewordingSchema, {...request, agent, options: {num_ctx: 4096}}, context);
    const windows = server.requests
      .filter(({path}) => path === "/api/chat")
      .map(({body}) => (body["options"] as {num_ctx: number}).num_ctx);
    expect(new Set(windows)).toEqual(new Set([1024]));
  });
});
