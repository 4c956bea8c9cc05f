import {describe, expect, it} from "vitest";
import {type Call, rewordingSchema} from "../../../agents/contracts/index.ts";
import {ModelOutputError, ModelUnavailableError} from "../../../agents/model/errors.ts";
import type {ModelPort} from "../../../agents/model/port.ts";
import {openScripted, type Script} from "../../../agents/model/scripted.ts";
import {type Asked, openSession} from "../../../agents/model/session.ts";

const good = '{"sentences": [{"of": 1, "text": "x"}]}';
const gone = new ModelUnavailableError("model-server-gone", "gone");
const clock = {seconds: () => 0};

function sessionOf(script: Script, {port, signal}: {port?: Partial<ModelPort>; signal?: AbortSignal} = {}) {
  const scripted = openScripted(script);
  const session = openSession({...scripted, ...port}, {clock, repair: () => "repair", ...(signal === undefined ? {} : {signal})});
  return {session, requests: scripted.requests};
}

const question = (calls: Call[]) => ({agent: "writer" as const, section: "summary", user: "x", maxTokens: 50, attempt: 1, calls});
const items = (count: number, length = 60): Asked<number>[] =>
  Array.from({length: count}, (_, index) => ({item: index + 1, text: "a".repeat(length), reply: "a".repeat(length)}));

describe("openSession", () => {
  it("answers, notes the call, and notes there what is rejected", async () => {
    const calls: Call[] = [];
    const {session} = sessionOf([good]);
    const answer = await session.ask(rewordingSchema, question(calls));
    expect(answer).toMatchObject({kind: "answered", value: {sentences: [{of: 1, text: "x"}]}});
    if (answer.kind === "answered") answer.reject(1, "x", [{code: "word", values: {word: "x"}}]);
    expect(calls).toEqual([
      expect.objectContaining({
        agent: "writer",
        section: "summary",
        rejected: [{of: 1, text: "x", faults: [{code: "word", values: {word: "x"}}]}]
      })
    ]);
  });

  it("asks nothing more after an outage", async () => {
    const {session, requests} = sessionOf([gone]);
    const calls: Call[] = [];
    for (let times = 0; times < 3; times += 1)
      expect(await session.ask(rewordingSchema, question(calls))).toMatchObject({
        kind: "failed",
        isOutage: true,
        error: {code: "model-server-gone"}
      });
    expect(requests).toHaveLength(1);
    expect(calls).toHaveLength(1);
  });

  it("goes on after a bad reply", async () => {
    const {session} = sessionOf(["", good]);
    expect(await session.ask(rewordingSchema, question([]))).toMatchObject({kind: "failed", isOutage: false, error: {code: "reply-empty"}});
    expect(await session.ask(rewordingSchema, question([]))).toMatchObject({kind: "answered"});
  });

  it("takes a broken connection for a fault of the server, and still asks again", async () => {
    const {session} = sessionOf([new ModelOutputError("reply-connection-cut", "cut", ""), good]);
    expect(await session.ask(rewordingSchema, question([]))).toMatchObject({kind: "failed", isOutage: true});
    expect(await session.ask(rewordingSchema, question([]))).toMatchObject({kind: "answered"});
  });

  it("throws when aborted, and whatever is a bug", async () => {
    const {session} = sessionOf([good], {signal: AbortSignal.abort(new Error("stop"))});
    await expect(session.ask(rewordingSchema, question([]))).rejects.toThrow("stop");
    await expect(sessionOf([new Error("bug")]).session.ask(rewordingSchema, question([]))).rejects.toThrow("bug");
  });

  it("plans the first call: as many items as are allowed and fit, with room for their replies", async () => {
    const {session} = sessionOf([good]);
    const planned = await session.plan(items(20), {user: ""}, 8);
    expect(planned).toMatchObject({kind: "planned", call: {items: [1, 2, 3, 4, 5, 6, 7, 8]}, dropped: []});
    const long = await session.plan(items(20, 600), {user: ""}, 8);
    expect(long).toMatchObject({kind: "planned", call: {items: [1]}});
    if (long.kind === "planned") expect(long.call?.maxTokens).toBeGreaterThan(600 / 2.3);
    expect(await session.plan(items(1, 6000), {user: ""}, 8)).toMatchObject({kind: "planned", call: undefined, dropped: [1]});
  });

  it("asks about all items, also where one call is not enough", async () => {
    const {session} = sessionOf([good]);
    const seen: number[][] = [];
    const all = await session.askAll(items(20), {user: ""}, 8, async some => {
      seen.push([...some]);
      return undefined;
    });
    expect(seen.map(some => some.length)).toEqual([8, 8, 4]);
    expect(all).toEqual({left: [], isWhole: true});
  });

  it("plans anew when a prompt was too long, and gives up in the end", async () => {
    const {session} = sessionOf([good]);
    const tooLong = {kind: "failed", error: {code: "model-prompt-too-long", values: {}}, isOutage: false, isTooLong: true} as const;
    let times = 0;
    const all = await session.askAll(items(2), {user: ""}, 8, async () => {
      times += 1;
      return tooLong;
    });
    expect(times).toBe(5);
    expect(all).toEqual({left: [1, 2].map(item => ({item, code: "model-prompt-too-long"})), isWhole: true});
  });

  it("leaves what has no room, and what comes after an outage", async () => {
    const {session} = sessionOf([good]);
    const outage = {kind: "failed", error: {code: "model-timeout", values: {}}, isOutage: true, isTooLong: false} as const;
    const long = {item: 9, text: "a".repeat(6000), reply: ""};
    expect(await session.askAll([long, ...items(2)], {user: ""}, 8, async () => outage)).toEqual({
      left: [
        {item: 9, code: "sentences-dropped"},
        {item: 1, code: "model-timeout"},
        {item: 2, code: "model-timeout"}
      ],
      isWhole: false
    });
  });

  it("is not whole when the model cannot even be loaded", async () => {
    const {session} = sessionOf([good], {port: {load: () => Promise.reject(gone)}});
    expect(await session.askAll(items(1), {user: ""}, 8, async () => undefined)).toEqual({
      left: [{item: 1, code: "model-server-gone"}],
      isWhole: false
    });
  });
});
