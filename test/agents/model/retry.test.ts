import {afterEach, describe, expect, it, vi} from "vitest";
import {ModelUnavailableError, type UnavailableCode} from "../../../agents/model/errors.ts";
import type {ModelRequest} from "../../../agents/model/port.ts";
import {realWait, retrying} from "../../../agents/model/retry.ts";
import {openScripted} from "../../../agents/model/scripted.ts";

const request: ModelRequest = {agent: "writer", attempt: 1, user: "x", maxTokens: 5};
const fault = (code: UnavailableCode, values: Record<string, string> = {}) => new ModelUnavailableError(code, code, {values});

function patient() {
  const pauses: number[] = [];
  return {pauses, wait: async (seconds: number) => void pauses.push(seconds)};
}

afterEach(() => {
  vi.useRealTimers();
});

describe("retrying", () => {
  it.each<UnavailableCode>(["model-server-busy", "model-server-gone"])("asks again after growing pauses on %s, and says so", async code => {
    const model = openScripted([fault(code), fault(code), "{}"]);
    const effects = patient();
    const reply = await retrying(model, effects).complete(request);
    expect(effects.pauses).toEqual([0.5, 1]);
    expect(reply.notes).toEqual([{code: "asked-again", values: {tries: 3}}]);
  });

  it("says nothing of a first try that worked", async () => {
    expect((await retrying(openScripted(["{}"]), patient()).complete(request)).notes).toEqual([]);
  });

  it("waits as long as a busy server asks for", async () => {
    const effects = patient();
    await retrying(openScripted([fault("model-server-busy", {retryAfter: "7"}), "{}"]), effects).complete(request);
    expect(effects.pauses).toEqual([7]);
  });

  it("does not wait for a server that asks for minutes", async () => {
    const model = openScripted([fault("model-server-busy", {retryAfter: "600"}), "{}"]);
    await expect(retrying(model, patient()).complete(request)).rejects.toThrow("model-server-busy");
    expect(model.requests).toHaveLength(1);
  });

  it("gives up after four tries", async () => {
    const model = openScripted([fault("model-server-busy")]);
    await expect(retrying(model, patient()).complete(request)).rejects.toThrow("model-server-busy");
    expect(model.requests).toHaveLength(4);
  });

  it.each<UnavailableCode>(["model-not-found", "model-request-refused", "model-prompt-too-long", "model-server-failed", "model-timeout"])(
    "asks only once on %s",
    async code => {
      const model = openScripted([fault(code)]);
      await expect(retrying(model, patient()).complete(request)).rejects.toThrow(code);
      expect(model.requests).toHaveLength(1);
    }
  );
});

describe("realWait", () => {
  it("ends a pause when aborted, with the reason", async () => {
    const controller = new AbortController();
    const waiting = realWait.wait(60, controller.signal);
    controller.abort(new Error("stop"));
    await expect(waiting).rejects.toThrow("stop");
    await expect(realWait.wait(60, controller.signal)).rejects.toThrow("stop");
  });

  it("resolves after the time", async () => {
    vi.useFakeTimers();
    const waiting = realWait.wait(60);
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(waiting).resolves.toBeUndefined();
  });
});
