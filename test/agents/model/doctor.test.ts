import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {parse} from "yaml";
import {type DoctorPrompts, examine} from "../../../agents/model/doctor.ts";
import {ModelUnavailableError} from "../../../agents/model/errors.ts";
import type {ModelRequest, ModelWindow} from "../../../agents/model/port.ts";
import {openScripted, type ScriptedReply} from "../../../agents/model/scripted.ts";
import {localeOf} from "../../support/locales.ts";

const prompts = parse(readFileSync(new URL("../../../prompts/chimera/doctor.yaml", import.meta.url), "utf8")) as DoctorPrompts;
const window: ModelWindow = {asked: 1024, effective: 1024, maximum: 32768};
const tooLong = new ModelUnavailableError("model-prompt-too-long", "too long");

/** A model without faults; `faulty` says otherwise for a request. */
function model(faulty: (request: ModelRequest) => ScriptedReply | undefined = () => undefined, its = window) {
  const script = (request: ModelRequest): ScriptedReply => {
    const fault = faulty(request);
    if (fault !== undefined) return fault;
    if (request.user.length > 3000) return tooLong;
    const text = request.schema === undefined ? "A river." : '{"text": "Река течёт к морю."}';
    return {text, promptTokens: 40, outputTokens: 30, times: {prompt: 0.2, output: 1.5}};
  };
  return openScripted(script, {window: its});
}

/** Each look at the clock is a second later, so that two calls at once take as long as one. */
function clock() {
  let now = 0;
  return {seconds: () => (now += 1)};
}

const codesOf = async (port: ReturnType<typeof model>) => {
  const found = await examine(port, prompts, {clock: clock()});
  for (const {code, values = {}} of found.advice) {
    const text = localeOf("ru").text(code.startsWith("model-") || code.startsWith("reply-") ? `error.${code}` : `doctor.${code}`, {
      address: "a",
      reason: "r",
      ...Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]))
    });
    expect(text).toMatch(/[а-я]/);
  }
  return found.advice.map(({code}) => code);
};

describe("examine", () => {
  it("measures a good model and has no advice", async () => {
    expect(await examine(model(), prompts, {clock: clock()})).toMatchObject({
      isFormatEnforced: true,
      isTruncationSilent: false,
      prefillTokensPerSecond: 200,
      decodeTokensPerSecond: 20,
      parallelGain: 2,
      validReplies: {valid: 5, tries: 5},
      cyrillicShare: 1,
      advice: [],
      exitCode: 0
    });
  });

  it("finds a schema that is ignored", async () => {
    expect(await codesOf(model(({schema}) => (schema === undefined ? undefined : "Once upon a time")))).toEqual([
      "format-ignored",
      "few-valid-replies"
    ]);
  });

  it("finds a prompt that is cut in silence", async () => {
    expect(await codesOf(model(({user}) => (user.length > 3000 ? "ok" : undefined)))).toEqual(["truncation-silent"]);
  });

  it("finds replies in another language", async () => {
    expect(await codesOf(model(({schema}) => (schema === undefined ? undefined : '{"text": "A river flows."}')))).toEqual(["not-russian"]);
  });

  it("finds a slow model", async () => {
    expect(
      await codesOf(model(({user}) => (user.length > 3000 ? undefined : {text: '{"text": "Река."}', outputTokens: 10, times: {output: 5}})))
    ).toContain("slow");
  });

  it.each<[string, ModelWindow, string[]]>([
    ["a window that the server raised", {asked: 1024, effective: 2048, visionMinimum: 2048}, ["window-raised"]],
    ["a window over the training length", {asked: 100_000, effective: 8192, maximum: 8192}, ["window-lowered", "window-over-training"]],
    ["a window that is not told", {}, ["window-unknown"]]
  ])("finds %s", async (_, its, codes) => {
    const port = model(({user}) => (user.length > 3000 ? tooLong : undefined), its);
    expect(await codesOf(port)).toEqual(codes);
  });

  it("does not measure two calls at once where there is only one at a time", async () => {
    const its = model();
    const port = {...its, load: async () => ({...(await its.load()), mostParallel: 1})};
    expect(await examine(port, prompts, {clock: clock()})).not.toHaveProperty("parallelGain");
  });

  it("finds two calls at once that gain nothing", async () => {
    let now = 0;
    const its = model();
    const slow = {
      ...its,
      complete: async (request: ModelRequest) => {
        now += 1;
        return await its.complete(request);
      }
    };
    const found = await examine(slow, prompts, {clock: {seconds: () => now}});
    expect(found.advice.map(({code}) => code)).toEqual(["no-parallel-gain"]);
  });

  it("is exit code 4 when the model cannot be loaded, with the reason as advice", async () => {
    const port = {
      ...model(),
      load: async () => {
        throw new ModelUnavailableError("model-server-unreachable", "no server", {values: {address: "a", reason: "ECONNREFUSED"}});
      }
    };
    const found = await examine(port, prompts, {clock: clock()});
    expect(found).toMatchObject({exitCode: 4, advice: [{code: "model-server-unreachable"}]});
  });

  it("is exit code 4 when no reply comes at all, each reason once", async () => {
    const found = await examine(
      model(() => new ModelUnavailableError("model-server-failed", "x", {values: {address: "a", status: "500", reason: "r"}})),
      prompts,
      {clock: clock()}
    );
    expect(found).toMatchObject({exitCode: 4, validReplies: {valid: 0, tries: 5}});
    expect(found.advice.filter(({code}) => code === "model-server-failed")).toHaveLength(1);
  });

  it("throws the reason when aborted", async () => {
    await expect(examine(model(), prompts, {clock: clock(), signal: AbortSignal.abort(new Error("stop"))})).rejects.toThrow("stop");
  });
});
