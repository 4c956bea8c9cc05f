import {describe, expect, it} from "vitest";
import {rewordingSchema} from "../../../agents/contracts/index.ts";
import {estimatedPrompt, TokenMeter} from "../../../agents/model/budget.ts";
import {ModelOutputError, ModelUnavailableError} from "../../../agents/model/errors.ts";
import type {ModelRequest, ModelWindow} from "../../../agents/model/port.ts";
import {openScripted, type Script} from "../../../agents/model/scripted.ts";
import {ask, type ModelCall} from "../../../agents/model/structured.ts";

const good = '{"sentences":[{"of":1,"text":"Загрузка длится [a]."}]}';
const request: Omit<ModelRequest, "schema"> = {
  agent: "writer",
  section: "summary",
  attempt: 1,
  user: "1. Загрузка занимает [a].",
  maxTokens: 100
};

function setUp(script: Script, window?: ModelWindow) {
  const port = openScripted(script, window === undefined ? {} : {window});
  const calls: ModelCall[] = [];
  const context = {
    port,
    meter: new TokenMeter(),
    record: (call: ModelCall) => void calls.push(call),
    clock: {seconds: () => 0},
    repair: ({user, issues}: {user: string; issues: readonly string[]}) => `${user}\nISSUES ${issues.join("|")}`
  };
  return {port, calls, context};
}

async function failure(promise: Promise<unknown>): Promise<ModelUnavailableError | ModelOutputError> {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (error instanceof ModelUnavailableError || error instanceof ModelOutputError) return error;
  throw new Error("expected an error of the model layer", {cause: error});
}

describe("ask", () => {
  it("gives the checked value and records the call", async () => {
    const {context, calls, port} = setUp([good]);
    expect(await ask(rewordingSchema, request, context)).toEqual({sentences: [{of: 1, text: "Загрузка длится [a]."}]});
    expect(calls).toEqual([
      {agent: "writer", section: "summary", attempt: 1, seconds: 0, promptTokens: 33, outputTokens: 24, doneReason: "stop"}
    ]);
    expect(port.requests[0]?.schema).toMatchObject({type: "object", properties: {sentences: {type: "array"}}});
  });

  it("notes what was taken off a reply", async () => {
    const {context, calls} = setUp([`<think>x</think>${good}`]);
    await ask(rewordingSchema, request, context);
    expect(calls[0]?.notes).toEqual([{code: "thinking-stripped", values: {}}]);
  });

  it.each<[string, string, RegExp, string]>([
    ["a wrong shape", '{"sentences":[{"of":"1"}]}', /ISSUES sentences\.0\.of: .*\|sentences\.0\.text: /, "reply-wrong-shape"],
    ["what is no JSON", "{broken", /ISSUES the reply is no JSON/, "reply-not-json"],
    ["prose", "I am sorry.", /ISSUES the model answered in prose/, "reply-prose"]
  ])("asks once more after %s, with the issues", async (_, reply, repaired, code) => {
    const {context, calls, port} = setUp([reply, good]);
    expect(await ask(rewordingSchema, request, context)).toMatchObject({sentences: [{of: 1}]});
    expect(port.requests[1]?.user).toMatch(repaired);
    expect(calls.map(call => [call.attempt, call.error?.code])).toEqual([
      [1, code],
      [2, undefined]
    ]);
  });

  it("gives up after one repair, with the raw text", async () => {
    const {context, port} = setUp(["{broken", "{broken again"]);
    expect(await failure(ask(rewordingSchema, request, context))).toMatchObject({code: "reply-not-json", raw: "{broken again"});
    expect(port.requests).toHaveLength(2);
  });

  it.each<[string, Script, string]>([
    ["a cut reply", [{text: good, doneReason: "length"}], "reply-cut"],
    ["an empty reply", [""], "reply-empty"],
    ["thinking only", [{text: "", thinkingCharacters: 9}], "reply-only-thinking"],
    ["a server in trouble", [new ModelUnavailableError("model-server-failed", "x")], "model-server-failed"]
  ])("does not repair %s", async (_, script, code) => {
    const {context, calls, port} = setUp(script);
    expect((await failure(ask(rewordingSchema, request, context))).code).toBe(code);
    expect(port.requests).toHaveLength(1);
    expect(calls.map(({error}) => error?.code)).toEqual([code]);
  });

  it("never sends what does not fit the smaller of the window asked for and the real one", async () => {
    const {context, calls, port} = setUp([good], {asked: 1024, effective: 2048});
    const error = await failure(ask(rewordingSchema, {...request, user: "а".repeat(2800)}, context));
    expect(error).toMatchObject({code: "model-prompt-too-long", values: {window: "1024"}});
    expect(port.requests).toEqual([]);
    expect(calls[0]?.error?.code).toBe("model-prompt-too-long");
  });

  it("learns from the server's count how much fits", async () => {
    const user = "а".repeat(1400);
    const {context, port} = setUp(asked => ({text: good, promptTokens: Math.round(estimatedPrompt(asked) * 1.5)}), {asked: 1024});
    await ask(rewordingSchema, {...request, user}, context);
    await failure(ask(rewordingSchema, {...request, user: user + user.slice(0, 700)}, context));
    expect(port.requests).toHaveLength(1);
  });

  it("learns from a refusal of the server", async () => {
    const tooLong = new ModelUnavailableError("model-prompt-too-long", "x", {values: {status: "400"}});
    const {context, port} = setUp([tooLong], {asked: 1024});
    const long = {...request, user: "а".repeat(1400)};
    await failure(ask(rewordingSchema, long, context));
    await failure(ask(rewordingSchema, long, context));
    expect(port.requests).toHaveLength(1);
  });

  it.each<[string, number]>([
    ["exactly the window", 1024],
    ["far fewer tokens than the prompt has", 214]
  ])("refuses a reply to a prompt of which the server counted %s", async (_, promptTokens) => {
    const {context} = setUp([{text: good, promptTokens}], {asked: 1024, effective: 1024});
    expect((await failure(ask(rewordingSchema, {...request, user: "а".repeat(1680)}, context))).code).toBe("reply-prompt-truncated");
  });

  it("refuses more tokens than the window has: it slid", async () => {
    const {context} = setUp([{text: good, promptTokens: 30, outputTokens: 1100}], {asked: 1024, effective: 1024});
    expect(await failure(ask(rewordingSchema, request, context))).toMatchObject({code: "reply-impossible-counts", values: {count: "1130"}});
  });

  it("takes a reply without counts", async () => {
    const {context, calls} = setUp(() => {
      const {promptTokens: _, ...rest} = {text: good, promptTokens: undefined};
      return rest;
    });
    await ask(rewordingSchema, request, context);
    expect(calls).toHaveLength(1);
  });

  it("throws the reason of an abort and records nothing", async () => {
    const {context, calls} = setUp([good]);
    await expect(ask(rewordingSchema, {...request, signal: AbortSignal.abort(new Error("stop"))}, context)).rejects.toThrow("stop");
    expect(calls).toEqual([]);
  });
});
