import {afterAll, describe, expect, it} from "vitest";
import {z} from "zod";
import {TokenMeter} from "../../../agents/model/budget.ts";
import {isModelError} from "../../../agents/model/errors.ts";
import {openLlamaCpp} from "../../../agents/model/llamacpp.ts";
import {importPackage} from "../../../agents/model/optional-package.ts";
import type {ModelPort} from "../../../agents/model/port.ts";
import {ask, type ModelCall} from "../../../agents/model/structured.ts";
import {ggufDigest} from "../../../pipelines/gguf-digest.ts";

const weights = process.env["CHIMERA_LIVE_GGUF"] ?? "";
/** Entry of node-llama-cpp, where it is not among the program's own packages. */
const entry = process.env["CHIMERA_LLAMACPP_PACKAGE"];
const clock = {seconds: () => performance.now() / 1000};
let port: ModelPort | undefined;

afterAll(async () => {
  await port?.close();
});

describe.skipIf(weights === "")("llamacpp with real weights (needs CHIMERA_LIVE_GGUF, a path, and node-llama-cpp)", () => {
  const spec = {model: weights, options: {num_ctx: 512, num_gpu: 0, num_thread: 1, temperature: 0, seed: 7}, timeoutSeconds: 60};
  const opened = () => {
    port ??= openLlamaCpp(spec, {clock, digest: ggufDigest}, entry === undefined ? importPackage : () => import(entry));
    return port;
  };

  it("describes and loads them", {timeout: 90_000}, async () => {
    const description = await opened().load();
    expect(description).toMatchObject({provider: "llamacpp", window: {asked: 512, effective: 512}});
    expect(description.digest).toMatch(/^sampled:[0-9a-f]{64}$/);
    expect(description.window.maximum).toBeGreaterThan(512);
  });

  it("writes what the schema allows, or is refused with a reason", {timeout: 90_000}, async () => {
    const calls: ModelCall[] = [];
    const schema = z.strictObject({answer: z.enum(["river", "boat"])});
    const context = {
      port: opened(),
      meter: new TokenMeter(),
      record: (call: ModelCall) => void calls.push(call),
      clock,
      repair: () => "Again."
    };
    const outcome = await ask(schema, {agent: "writer", attempt: 1, user: "Name one: river or boat.", maxTokens: 40}, context).catch(
      (error: unknown) => error
    );
    expect(schema.safeParse(outcome).success || isModelError(outcome)).toBe(true);
    expect(calls[0]?.promptTokens).toBeGreaterThan(3);
  });

  it("stops within a second when aborted", {timeout: 90_000}, async () => {
    const controller = new AbortController();
    const call = opened().complete({agent: "writer", attempt: 1, user: "Tell a long story.", maxTokens: 400, signal: controller.signal});
    setTimeout(() => controller.abort(new Error("stop")), 300);
    const start = clock.seconds();
    await expect(call).rejects.toThrow("stop");
    expect(clock.seconds() - start).toBeLessThan(1.5);
  });

  it("answers again after an abort", {timeout: 90_000}, async () => {
    const reply = await opened().complete({agent: "writer", attempt: 1, user: "Hello", maxTokens: 8});
    expect(reply.outputTokens).toBeLessThanOrEqual(9);
  });
});
