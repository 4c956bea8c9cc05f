import {readFileSync} from "node:fs";
import {afterEach, describe, expect, it} from "vitest";
import {type Manifest, manifestSchema, type Report, reportSchema} from "../../agents/contracts/index.ts";
import {openModel} from "../../agents/model/index.ts";
import {spansOf, unboundDigits} from "../../agents/writer/index.ts";
import {realEffects} from "../../pipelines/effects.ts";
import {makeReport} from "../../pipelines/make-report.ts";
import {type ReportOutcome, report} from "../../pipelines/report.ts";
import {planReport, type ReportSpec} from "../../pipelines/spec.ts";
import {benchmarkFiles} from "../support/benchmark-files.ts";
import {echoed, userOf} from "../support/echo-model.ts";
import {type ChatAnswer, type FakeOllama, startFakeOllama} from "../support/fake-ollama.ts";
import {openModelEffects} from "../support/model-effects.ts";
import {temporaryFolder, writeFiles} from "../support/temporary-folder.ts";

const open: FakeOllama[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(server => server.close()));
});

type Chat = (index: number, body: Record<string, unknown>) => ChatAnswer;

async function fake(chat: Chat, answers: Record<string, string> = {}): Promise<FakeOllama> {
  const server = await startFakeOllama({chat, answers});
  open.push(server);
  return server;
}

interface Made {
  outcome: ReportOutcome;
  manifest: Manifest;
  report: Report;
  markdown: string;
  seconds: number;
}

interface Place {
  run: (spec?: Partial<ReportSpec>) => Promise<Made>;
  /** How often the stages were run. */
  made: () => number;
}

/** Of one call to a server that breaks; long enough for a busy machine otherwise. */
const timeoutSeconds = 0.5;

/** A folder of artifacts whose reports may ask a model; pauses between tries end at once. */
function place(): Place {
  const folder = temporaryFolder();
  writeFiles(`${folder}/runs`, benchmarkFiles());
  let times = 0;
  const models = {open: (spec: Parameters<typeof openModel>[0], signal?: AbortSignal) => openModel(spec, openModelEffects(), signal)};
  const context = {
    resolve: (path: string) => (path.startsWith("/") ? path : `${folder}/${path}`),
    locales: ["en", "ru"],
    agents: ["baseline", "chimera"],
    today: "2026-11-25"
  };
  return {
    made: () => times,
    run: async (spec = {}) => {
      const start = performance.now();
      const outcome = await report(planReport({artifacts: "runs", lang: "ru", timeout: "20", ...spec}, context), {
        ...realEffects(),
        models,
        make: async (prepared, rest) => {
          times += 1;
          return await makeReport(prepared, rest);
        }
      });
      const seconds = (performance.now() - start) / 1000;
      const text = (name: string): string => readFileSync(`${outcome.path}/${name}`, "utf8");
      return {
        outcome,
        seconds,
        manifest: manifestSchema.parse(JSON.parse(text("manifest.json"))),
        report: reportSchema.parse(JSON.parse(text("report.json"))),
        markdown: text("report.md")
      };
    }
  };
}

const asking = (server: FakeOllama, spec: Partial<ReportSpec> = {}): Partial<ReportSpec> => ({
  provider: "ollama",
  model: "gemma3:270m",
  baseUrl: server.url,
  agent: "chimera",
  ...spec
});

/** The echo with another mark: a rewording that says the same. */
const reworded = (text: string): string => text.replace(": ", " — ");
const good: Chat = (_, body) => ({kind: "reply", text: echoed(userOf(body), reworded)});
const reply = (text: string, last: Record<string, unknown> = {}): ChatAnswer => ({kind: "reply", text, last});
const recording = (name: string): ChatAnswer => ({kind: "recording", name: `ollama-0.24.0/${name}`});

const bySections = ({sections}: Report): Map<string, string[]> =>
  new Map(
    sections.map(section => [section.id, section.blocks.flatMap(block => ("by" in block && block.by !== undefined ? [block.by] : []))])
  );

/** Values and names that a report prints, section by section: what code put there. */
const printed = (one: Report): string[] =>
  one.sections
    .filter(({id}) => id !== "limitations")
    .flatMap(section => spansOf({...one, title: [], header: [], sections: [section]}))
    .flatMap(({fact, text}) => (fact === undefined ? [] : [`${fact} ${text}`]))
    .sort();

describe("report with a model", () => {
  it("rewords the sections, supposes causes, and says in header, limitations and manifest what the model did", async () => {
    const server = await fake(good);
    const {outcome, manifest, report: made, markdown} = await place().run(asking(server));
    expect(outcome).toMatchObject({exitCode: 0, warnings: []});
    const by = bySections(made);
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
    const server = await fake(good);
    const {run} = place();
    const plain = await run();
    const withModel = await run(asking(server));
    const own = new Set(printed(plain.report));
    expect(printed(withModel.report).filter(one => !own.has(one))).toEqual([]);
    const suppositionless = withModel.report.sections.map(section => ({
      ...section,
      blocks: section.blocks.filter(block => block.type !== "paragraph" || block.supposition !== true)
    }));
    expect(printed({...withModel.report, sections: suppositionless})).toEqual(printed(plain.report));
  });

  it("asks nothing again for an unchanged report, and only anew what was not said", async () => {
    const server = await fake(good);
    const {run, made} = place();
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
    const server = await fake(good);
    const {run} = place();
    await run(asking(server));
    const asked = server.chats().length;
    await run(asking(server, spec));
    expect(server.chats().length).toBeGreaterThan(asked);
  });

  it("asks the writer only where the pack says so", async () => {
    const server = await fake(good);
    const {manifest} = await place().run(asking(server, {agent: "baseline"}));
    expect(new Set(manifest.calls.map(({agent}) => agent))).toEqual(new Set(["writer"]));
  });

  it("sends one window for all agents, forbids cutting, limits every reply", async () => {
    const server = await fake(good);
    await place().run(asking(server));
    const bodies = server.requests.filter(({path}) => path === "/api/chat").map(({body}) => body);
    expect(new Set(bodies.map(body => Reflect.get(body["options"] as object, "num_ctx")))).toEqual(new Set([1024]));
    for (const {body} of server.chats()) {
      expect(body).toMatchObject({truncate: false, shift: false});
      expect(Reflect.get(body["options"] as object, "num_predict")).toBeGreaterThan(0);
    }
  });

  it("shows the effective value where the server's differs", async () => {
    const server = await fake(good, {"/api/ps": "ollama-0.24.0/ps-gemma3-num-ctx-2048"});
    const {markdown, manifest} = await place().run(asking(server));
    expect(manifest.model?.effective).toEqual({num_ctx: 2048});
    expect(markdown).toContain("действующее значение на сервере: `num_ctx=2048`");
  });

  it("sends no name and no value of the data", async () => {
    const server = await fake(good);
    await place().run(asking(server));
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
    known ??= place().run({agent});
    return known;
  };

  it.each(faults)("survives %s", async (_, chat, code) => {
    const plain = await withoutModel();
    const server = await fake(() => chat);
    const {
      outcome,
      manifest,
      report: made,
      markdown,
      seconds
    } = await place().run(asking(server, {agent, timeout: String(timeoutSeconds)}));
    expect(outcome.exitCode).toBe(0);
    expect(outcome.warnings).toContainEqual(expect.objectContaining({code: "model-failed", cause: expect.objectContaining({code})}));
    expect(printed(made)).toEqual(printed(plain.report));
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
      const server = await fake((_, body) => reply(echoed(userOf(body), () => text, `${text} `)));
      const {manifest, report: made, markdown} = await place().run(asking(server, {agent}));
      expect(printed(made)).toEqual(printed(plain.report));
      expect([...bySections(made).values()].flat()).not.toContain("model");
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
      async () => asking(await fake(good, {"/api/show": "ollama-0.24.0/show-404"}), {model: "gemma3:271m"})
    ],
    [
      "a package that it needs",
      expect.stringMatching(/^model-package/) as string,
      async () => ({provider: "llamacpp", model: "nowhere.gguf"})
    ],
    ["no name", "model-not-named", async () => ({provider: "auto"})]
  ])("writes the report without %s and ends with 4", async (_, code, spec) => {
    const {outcome, manifest, markdown} = await place().run(await spec());
    expect(outcome).toMatchObject({exitCode: 4, warnings: [{code: "model-not-used", cause: {code}}]});
    expect(manifest).toMatchObject({calls: []});
    expect(manifest.model).toBeUndefined();
    expect(markdown).toContain("недоступна, текст составлен по шаблонам");
    expect(markdown).toContain("Модель, которую просили использовать, недоступна");
  });

  it("offers the nearest names", async () => {
    const server = await fake(good, {"/api/show": "ollama-0.24.0/show-404"});
    const {outcome} = await place().run(asking(server, {model: "gemma3:271m"}));
    expect(outcome.warnings[0]?.cause?.values).toMatchObject({nearest: expect.stringMatching(/^gemma3:270m/)});
  });

  it("makes the report anew when the model is there again", async () => {
    const {run, made} = place();
    const server = await fake(good);
    await run(asking(server, {baseUrl: "http://127.0.0.1:59999"}));
    expect((await run(asking(server))).outcome).toMatchObject({exitCode: 0, warnings: []});
    expect(made()).toBe(2);
  });

  it("asks again what a broken server did not answer", async () => {
    const {run} = place();
    let broken = true;
    const server = await fake((index, body) => (broken ? {kind: "reset"} : good(index, body)));
    expect((await run(asking(server))).outcome.warnings).not.toEqual([]);
    broken = false;
    const {outcome, report: made} = await run(asking(server));
    expect(outcome.warnings).toEqual([]);
    expect(bySections(made).get("summary")).toContain("model");
  });
});
