import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {openModel} from "../agents/model/index.ts";
import {chimera} from "./support/chimera.ts";
import {askedItems, echoed, userOf} from "./support/echo-model.ts";
import type {ChatAnswer} from "./support/fake-ollama.ts";
import {openModelEffects} from "./support/model-effects.ts";
import {asking, fakeServer, goodModel, type Made, printedFacts, reportPlace, writers} from "./support/model-report.ts";
import {temporaryFolder, writeFiles} from "./support/temporary-folder.ts";

const said =
  (say: (text: string) => string) =>
  (_: number, body: Record<string, unknown>): ChatAnswer => ({
    kind: "reply",
    text: echoed(userOf(body), say)
  });

const samples = fileURLToPath(new URL("../data/samples", import.meta.url));

/** Codes of all faults that the manifest lists. */
const faultsIn = ({manifest}: Made): string[] =>
  manifest.calls.flatMap(({rejected}) => rejected.flatMap(({faults}) => faults.map(({code}) => code)));

/** The report over that model, and the one without. */
async function both(chat: Parameters<typeof fakeServer>[0]): Promise<[Made, Made]> {
  const place = reportPlace();
  const plain = await place.run({agent: "chimera"});
  return [await place.run(asking(await fakeServer(chat))), plain];
}

/** Faults that users of similar tools reported (issue trackers, by row of our list), each as a test of its kind. */
describe("reported faults: numbers that models make up", () => {
  it("row 1: a digit in a draft is refused; the manifest names sentence and token, the report keeps the value", async () => {
    const [made, plain] = await both(said(text => text.replace(/\[a\]/, "85 %")));
    expect(printedFacts(made.report)).toEqual(printedFacts(plain.report));
    const refused = made.manifest.calls.flatMap(({rejected}) => rejected);
    expect(refused[0]).toMatchObject({of: expect.any(Number), text: expect.stringContaining("85 %")});
    expect(refused.flatMap(({faults}) => faults)).toContainEqual({code: "digit", values: {word: "85"}});
    expect(made.outcome.exitCode).toBe(0);
    expect(made.markdown).toContain("число не из шаблона");
  });

  it("row 4: figures of a small model that are in no record never get in", async () => {
    const [made, plain] = await both(said(text => `${text} Это 42 токен/с, вдвое быстрее.`));
    expect(printedFacts(made.report)).toEqual(printedFacts(plain.report));
    expect(made.markdown).not.toMatch(/42 токен|вдвое/);
    expect([...writers(made.report).values()].flat().filter(by => by === "model").length).toBeLessThanOrEqual(5);
  });

  it("row 5: a reference to what is not there is refused", async () => {
    const [made, plain] = await both(said(text => text.replace(/\[a\]/, "[z]")));
    expect(faultsIn(made)).toContain("letter");
    expect(made.markdown).not.toContain("[z]");
    expect(printedFacts(made.report)).toEqual(printedFacts(plain.report));
  });
});

describe("reported faults: servers and libraries", () => {
  it.each([
    ["row 37: a long prompt that comes back cut", 1024],
    ["rows 38 and 39: a server that uses half of the window", 60]
  ])("%s is noticed, and the reply not used", async (_, counted) => {
    const [made, plain] = await both((_index, body) => ({
      kind: "reply",
      text: echoed(userOf(body), text => text.replace(": ", " — ")),
      last: {prompt_eval_count: counted}
    }));
    expect(made.manifest.calls.map(({error}) => error?.code)).toContain("reply-prompt-truncated");
    expect(printedFacts(made.report)).toEqual(printedFacts(plain.report));
  });

  it("row 37: what does not fit a small window is split into calls that do", async () => {
    const callsIn = async (window: number) => {
      const server = await fakeServer(goodModel);
      await reportPlace().run(asking(server, {artifacts: samples, set: [`num_ctx=${window}`]}));
      return server.chats().map(({body}) => body);
    };
    const [large, small] = [await callsIn(1024), await callsIn(560)];
    expect(small.length).toBeGreaterThan(large.length);
    for (const body of small) {
      const characters = (body["messages"] as {content: string}[]).reduce((sum, {content}) => sum + content.length, 0);
      expect(characters / 2.8 + Number(Reflect.get(body["options"] as object, "num_predict"))).toBeLessThan(560);
    }
  });

  it("row 40: every option goes over the wire", async () => {
    const server = await fakeServer(goodModel);
    await reportPlace().run(asking(server, {set: ["top_k=7", "seed=3", "num_ctx=2048"]}));
    for (const {body} of server.chats())
      expect(body["options"]).toMatchObject({top_k: 7, seed: 3, num_ctx: 2048, num_gpu: 60, temperature: 0.6});
  });

  it("rows 41 and 42: a schema that is ignored is said in one line, and thinking is left alone", async () => {
    const server = await fakeServer(() => ({kind: "reply", text: "Sure, here is prose."}));
    const {outcome} = await reportPlace().run(asking(server));
    expect(outcome.warnings.map(({cause}) => cause?.code)).toEqual(["reply-prose"]);
    for (const {body} of server.chats()) expect(body).not.toHaveProperty("think");
  });

  it("row 44: thinking in the reply never reaches the report", async () => {
    const [made] = await both((_, body) => ({
      kind: "reply",
      text: `<think>дайте подумать</think>${echoed(userOf(body), text => text.replace(": ", " — "))}`
    }));
    expect(made.markdown).not.toMatch(/think|подумать/);
    expect(made.manifest.calls[0]?.notes).toEqual([{code: "thinking-stripped", values: {}}]);
    expect(writers(made.report).get("summary")).toContain("model");
  });

  it("row 45: JSON in a fence is read when the fence wraps all of it", async () => {
    const [made] = await both((_, body) => ({kind: "reply", text: `\`\`\`json\n${echoed(userOf(body))}\n\`\`\``}));
    expect(made.manifest.calls[0]?.notes).toEqual([{code: "fence-stripped", values: {}}]);
    expect(faultsIn(made)).toEqual([]);
  });

  it("rows 46, 49 and 52: the schema on the wire is an object with properties, no pattern, no tools", async () => {
    const server = await fakeServer(goodModel);
    await reportPlace().run(asking(server));
    for (const {body} of server.chats()) {
      expect(body["format"]).toMatchObject({type: "object", properties: expect.objectContaining({}), required: [expect.any(String)]});
      expect(JSON.stringify(body["format"])).not.toMatch(/\$ref|"pattern"|anyOf|\$schema/);
      expect(body["tools"] ?? []).toEqual([]);
    }
  });

  it("rows 48 and 77: a reply that its limit cut is an error, not a sentence", async () => {
    const [made, plain] = await both((_, body) => ({
      kind: "reply",
      text: echoed(userOf(body)).slice(0, 40),
      last: {done_reason: "length"}
    }));
    expect(made.manifest.calls[0]).toMatchObject({doneReason: "length", error: {code: "reply-cut"}});
    expect(printedFacts(made.report)).toEqual(printedFacts(plain.report));
  });

  it("rows 51 and 53: a reply that cannot be parsed is asked for again, then kept in the manifest beside its error", async () => {
    const [made] = await both(() => ({kind: "reply", text: '{"sentences": [{"of": "first"}]}'}));
    const [first, second] = made.manifest.calls.filter(({agent}) => agent === "writer");
    expect(first).toMatchObject({attempt: 1, error: {code: "reply-wrong-shape"}, raw: '{"sentences": [{"of": "first"}]}'});
    expect(second).toMatchObject({attempt: 2, error: {code: "reply-wrong-shape"}});
  });

  it("row 56: all agents of a run load the model once", async () => {
    const server = await fakeServer(goodModel);
    await reportPlace().run(asking(server));
    const loads = server.requests.filter(({path, body}) => path === "/api/chat" && (body["messages"] as unknown[]).length === 0);
    expect(loads).toHaveLength(1);
  });

  it("row 57: where requests wait for one another, fewer are sent at once", async () => {
    let running = 0;
    const most: number[] = [];
    let turn = Promise.resolve();
    const server = await fakeServer((_, body) => {
      running += 1;
      most.push(running);
      const before = turn;
      turn = before.then(() => new Promise(resolve => setTimeout(resolve, 5)));
      void turn.then(() => (running -= 1));
      return {
        kind: "reply",
        text: echoed(userOf(body)),
        pauseMs: 3,
        last: {load_duration: 0, prompt_eval_duration: 1e6, eval_duration: 1e6}
      };
    });
    await reportPlace().run(asking(server));
    expect(Math.max(...most)).toBeLessThanOrEqual(3);
  });

  it("row 60: a host that is not there is an error with a hint within ten seconds", async () => {
    const cwd = temporaryFolder();
    writeFiles(cwd, {"runs/a.csv": "run,latency_ms\n1,11000\n"});
    const ended = await chimera(["report", "runs", "--provider", "ollama", "--model", "m", "--quiet"], {
      cwd,
      env: {OLLAMA_HOST: "192.0.2.1"}
    });
    expect(ended).toMatchObject({code: 4, stderr: expect.stringMatching(/192\.0\.2\.1:11434: no server answers.*--base-url/)});
    expect(ended.seconds).toBeLessThan(10);
  });

  it("row 61: twenty calls with different options at once do not mix", async () => {
    const server = await fakeServer((_, body) => ({
      kind: "reply",
      text: JSON.stringify({seen: Reflect.get(body["options"] as object, "seed")})
    }));
    const seeds = Array.from({length: 20}, (_, index) => index + 1);
    const replies = await Promise.all(
      seeds.map(async seed => {
        const {port} = await openModel(
          {provider: "ollama", model: "gemma3:270m", baseUrl: server.url, options: {seed}, timeoutSeconds: 20},
          openModelEffects()
        );
        const {text} = await port.complete({agent: "writer", attempt: 1, user: `seed ${seed}`, maxTokens: 20});
        await port.close();
        return JSON.parse(text).seen as number;
      })
    );
    expect(replies).toEqual(seeds);
    for (const {body} of server.chats()) expect(userOf(body)).toBe(`seed ${Reflect.get(body["options"] as object, "seed")}`);
  });

  it("rows 62, 63 and 75: what was read and analyzed before the model failed is not done again", async () => {
    const place = reportPlace();
    let isBroken = true;
    const server = await fakeServer((index, body) => (isBroken ? {kind: "reset"} : goodModel(index, body)));
    await place.run(asking(server));
    isBroken = false;
    const {manifest} = await place.run(asking(server));
    expect(manifest.timings).toMatchObject({collect: 0, analyze: 0});
    expect(manifest.timings["reword"]).toBeGreaterThan(0);
  });

  it("row 84: the second try is asked for in the words of the language's files", async () => {
    const server = await fakeServer((_, body) => ({kind: "reply", text: echoed(userOf(body), () => "Это 5.")}));
    await reportPlace().run(asking(server));
    const repairs = server
      .chats()
      .map(({body}) => userOf(body))
      .filter(user => user.includes("\n- "));
    expect(repairs.length).toBeGreaterThan(0);
    for (const user of repairs.filter(one => askedItems(one).length === 1)) expect(user).toMatch(/\n- [а-яё «»,.:;0-9()[\]a-z-]+/i);
  });
});
