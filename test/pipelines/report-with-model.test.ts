import {describe, expect, it} from "vitest";
import {unboundDigits} from "../../agents/writer/index.ts";
import type {ReportSpec} from "../../pipelines/spec.ts";
import {echoed, userOf} from "../support/echo-model.ts";
import type {ChatAnswer} from "../support/fake-ollama.ts";
import {asking, fakeServer, goodModel, type Made, printedFacts, reportPlace, writers} from "../support/model-report.ts";

/** Of one call to a server that breaks; long enough for a busy machine otherwise. */
const timeoutSeconds = 0.5;

const reply = (text: string, last: Record<string, unknown> = {}): ChatAnswer => ({kind: "reply", text, last});
const recording = (name: string): ChatAnswer => ({kind: "recording", name: `ollama-0.24.0/${name}`});

describe("report with a model", () => {
  it("rewords the sections, supposes causes, and says in header, limitations and manifest what the model did", async () => {
    const server = await fakeServer(goodModel);
    const {outcome, manifest, report: made, markdown} = await reportPlace().run(asking(server));
    expect(outcome).toMatchObject({exitCode: 0, warnings: []});
    const by = writers(made);
    for (const section of ["summary", "bottlenecks"]) expect(by.get(section), section).toContain("model");
    for (const section of ["data", "next_steps", "appendix"]) expect(by.get(section), section).not.toContain("model");
    expect(unboundDigits(made)).toEqual([]);
    expect(markdown).toMatch(/\*\*Модель:\*\* `gemma3:270m` \(`ollama`, дайджест `[0-9a-f]{12}`\)/);
    expect(markdown).toContain("num_gpu=60, num_ctx=1024, temp=0.6");
    expect(markdown).toContain("Текст частично составлен моделью `gemma3:270m`");
    expect(markdown).toMatch(/\*Предположение модели, данными не проверено:\* Возможно, /);
    expect(manifest.model).toMatchObject({provider: "ollama", name: "gemma3:270m", asked: {num_ctx: 1024}, effective: {num_ctx: 1024}});
    expect(new Set(manifest.calls.map(({agent}) => agent))).toEqual(new Set(["analyst", "writer"]));
    expect(manifest.calls.every(({promptTokens, outputTokens}) => promptTokens !== undefined && outputTokens !== undefined)).toBe(true);
    expect(Object.keys(manifest.timings).sort()).toEqual(["analyze", "collect", "explain", "export", "reword", "write"]);
  });

  it("gives every value that the report without a model has, and no other", async () => {
    const server = await fakeServer(goodModel);
    const {run} = reportPlace();
    const plain = await run();
    const withModel = await run(asking(server));
    const own = new Set(printedFacts(plain.report));
    expect(printedFacts(withModel.report).filter(one => !own.has(one))).toEqual([]);
    const suppositionless = withModel.report.sections.map(section => ({
      ...section,
      blocks: section.blocks.filter(block => block.type !== "paragraph" || block.supposition !== true)
    }));
    expect(printedFacts({...withModel.report, sections: suppositionless})).toEqual(printedFacts(plain.report));
  });

  it("asks nothing again for an unchanged report, and only anew what was not said", async () => {
    const server = await fakeServer(goodModel);
    const {run, made} = reportPlace();
    const first = await run(asking(server));
    const asked = server.chats().length;
    const second = await run(asking(server));
    expect([second.markdown, made(), server.chats().length]).toEqual([first.markdown, 1, asked]);
    await run(asking(server, {date: "2026-11-24"}));
    expect([made(), server.chats().length]).toEqual([2, asked]);
  });

  it.each<[string, Partial<ReportSpec>]>([
    ["option", {set: ["temperature=0"]}],
    ["window", {set: ["num_ctx=2048"]}],
    ["language", {lang: "en"}]
  ])("asks anew for another %s", async (_, spec) => {
    const server = await fakeServer(goodModel);
    const {run} = reportPlace();
    await run(asking(server));
    const asked = server.chats().length;
    await run(asking(server, spec));
    expect(server.chats().length).toBeGreaterThan(asked);
  });

  it("asks the writer only where the pack says so", async () => {
    const server = await fakeServer(goodModel);
    const {manifest} = await reportPlace().run(asking(server, {agent: "baseline"}));
    expect(new Set(manifest.calls.map(({agent}) => agent))).toEqual(new Set(["writer"]));
  });

  it("sends one window for all agents, forbids cutting, limits every reply", async () => {
    const server = await fakeServer(goodModel);
    await reportPlace().run(asking(server));
    const bodies = server.requests.filter(({path}) => path === "/api/chat").map(({body}) => body);
    expect(new Set(bodies.map(body => Reflect.get(body["options"] as object, "num_ctx")))).toEqual(new Set([1024]));
    for (const {body} of server.chats()) {
      expect(body).toMatchObject({truncate: false, shift: false});
      expect(Reflect.get(body["options"] as object, "num_predict")).toBeGreaterThan(0);
    }
  });

  it("shows the effective value where the server's differs", async () => {
    const server = await fakeServer(goodModel, {"/api/ps": "ollama-0.24.0/ps-gemma3-num-ctx-2048"});
    const {markdown, manifest} = await reportPlace().run(asking(server));
    expect(manifest.model?.effective).toEqual({num_ctx: 2048});
    expect(markdown).toContain("действующее значение на сервере: `num_ctx=2048`");
  });

  it("sends no name and no value of the data", async () => {
    const server = await fakeServer(goodModel);
    await reportPlace().run(asking(server));
    for (const {body} of server.chats()) {
      const items = userOf(body)
        .split("\n")
        .filter(line => /^\d+\. /.test(line));
      expect(items.length).toBeGreaterThan(0);
      for (const item of items) expect(item.replace(/^\d+\. /, "")).not.toMatch(/\d|num_thread|csv/);
    }
  });
});

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
  ["a model that is gone", recording("chat-404-unknown-model"), "model-not-found"],
  ["a busy server", recording("queue-full-503"), "model-server-busy"],
  ["too many requests", {kind: "raw", status: 429, body: '{"error":"slow down"}'}, "model-server-busy"],
  ["a runner that died", recording("runner-killed-non-stream"), "model-server-failed"],
  ["a refused request", {kind: "raw", status: 400, body: '{"error":"no"}'}, "model-request-refused"],
  ["prompts always too long", recording("context-gemma3-truncate-false-stream"), "model-prompt-too-long"],
  ["another server", recording("unknown-path"), "model-server-other"],
  ["a hang", {kind: "hang"}, "model-timeout"],
  ["a hang in the middle", {kind: "hang-after", text: '{"sen'}, "model-timeout"],
  ["a low prompt count", reply('{"sentences": []}', {prompt_eval_count: 20}), "reply-prompt-truncated"],
  ["a prompt count of the whole window", reply('{"sentences": []}', {prompt_eval_count: 1024}), "reply-prompt-truncated"],
  ["a window that slid", reply('{"sentences": []}', {eval_count: 1500}), "reply-impossible-counts"],
  ["impossible counts", reply('{"sentences": []}', {eval_count: -1}), "reply-impossible-counts"],
  ["impossible durations", reply('{"sentences": []}', {eval_duration: -(2 ** 63)}), "reply-impossible-counts"]
];

describe.each(["baseline", "chimera"])("%s over a server that breaks", agent => {
  let known: Promise<Made> | undefined;
  const withoutModel = (): Promise<Made> => {
    known ??= reportPlace().run({agent});
    return known;
  };

  it.each(faults)("survives %s", async (_, chat, code) => {
    const plain = await withoutModel();
    const server = await fakeServer(() => chat);
    const {
      outcome,
      manifest,
      report: made,
      markdown,
      seconds
    } = await reportPlace().run(asking(server, {agent, timeout: String(timeoutSeconds)}));
    expect(outcome.exitCode).toBe(0);
    expect(outcome.warnings).toContainEqual(expect.objectContaining({code: "model-failed", cause: expect.objectContaining({code})}));
    expect(printedFacts(made)).toEqual(printedFacts(plain.report));
    expect(unboundDigits(made)).toEqual([]);
    expect(made.sections.map(({id}) => id)).toEqual(plain.report.sections.map(({id}) => id));
    expect(markdown).toContain("Не принято предложений модели");
    expect(manifest.calls.map(({error}) => error?.code)).toContain(code);
    expect(seconds).toBeLessThan(plain.seconds + 10 * timeoutSeconds);
  });

  it.each(["модель — чат", "Хорошо, вот переписанное предложение: 42.", "[a] [a] [b]", "<b>x</b>"])(
    "refuses what a model adds (%s) and counts it with reasons",
    async text => {
      const plain = await withoutModel();
      const server = await fakeServer((_, body) => reply(echoed(userOf(body), () => text, `${text} `)));
      const {manifest, report: made, markdown} = await reportPlace().run(asking(server, {agent}));
      expect(printedFacts(made)).toEqual(printedFacts(plain.report));
      expect([...writers(made).values()].flat()).not.toContain("model");
      expect(markdown).toMatch(/Не принято предложений модели: (\d+) из \1; .* Причины: [^.]+ — \d+/);
      expect(manifest.calls.flatMap(({rejected}) => rejected.flatMap(one => one.faults)).length).toBeGreaterThan(0);
    }
  );
});

describe("a model that is not there", () => {
  it.each<[string, string, () => Promise<Partial<ReportSpec>>]>([
    [
      "a server that does not answer",
      "model-server-unreachable",
      async () => ({provider: "ollama", model: "m", baseUrl: "http://127.0.0.1:59999"})
    ],
    [
      "a model that the server lacks",
      "model-not-found",
      async () => asking(await fakeServer(goodModel, {"/api/show": "ollama-0.24.0/show-404"}), {model: "gemma3:271m"})
    ],
    [
      "a package that it needs",
      expect.stringMatching(/^model-package/) as string,
      async () => ({provider: "llamacpp", model: "nowhere.gguf"})
    ],
    ["no name", "model-not-named", async () => ({provider: "auto"})]
  ])("writes the report without %s and ends with 4", async (_, code, spec) => {
    const {outcome, manifest, markdown} = await reportPlace().run(await spec());
    expect(outcome).toMatchObject({exitCode: 4, warnings: [{code: "model-not-used", cause: {code}}]});
    expect(manifest).toMatchObject({calls: []});
    expect(manifest.model).toBeUndefined();
    expect(markdown).toContain("недоступна, текст составлен по шаблонам");
    expect(markdown).toContain("Модель, которую просили использовать, недоступна");
  });

  it("offers the nearest names", async () => {
    const server = await fakeServer(goodModel, {"/api/show": "ollama-0.24.0/show-404"});
    const {outcome} = await reportPlace().run(asking(server, {model: "gemma3:271m"}));
    expect(outcome.warnings[0]?.cause?.values).toMatchObject({nearest: expect.stringMatching(/^gemma3:270m/)});
  });

  it("makes the report anew when the model is there again", async () => {
    const {run, made} = reportPlace();
    const server = await fakeServer(goodModel);
    await run(asking(server, {baseUrl: "http://127.0.0.1:59999"}));
    expect((await run(asking(server))).outcome).toMatchObject({exitCode: 0, warnings: []});
    expect(made()).toBe(2);
  });

  it("asks again what a broken server did not answer", async () => {
    const {run} = reportPlace();
    let broken = true;
    const server = await fakeServer((index, body) => (broken ? {kind: "reset"} : goodModel(index, body)));
    expect((await run(asking(server))).outcome.warnings).not.toEqual([]);
    broken = false;
    const {outcome, report: made} = await run(asking(server));
    expect(outcome.warnings).toEqual([]);
    expect(writers(made).get("summary")).toContain("model");
  });
});
