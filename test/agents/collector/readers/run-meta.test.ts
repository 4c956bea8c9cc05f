import {describe, expect, it} from "vitest";
import {fixtureText, readWith} from "../../../support/read-artifact.ts";

describe("runMeta", () => {
  it("hands settings, quantizations and environment to the session and measures nothing", () => {
    const reading = readWith("run-meta", fixtureText("run-meta/meta.json"));
    expect(reading).toMatchObject({tables: [], reported: [], remarks: []});
    expect(reading.session).toEqual({
      tool: "ollama",
      startedAt: {text: "2026-11-25T02:45:11.692Z", utc: "2026-11-25T02:45:11.692Z"},
      endedAt: {text: "2026-11-25T02:46:03.756Z", utc: "2026-11-25T02:46:03.756Z"},
      environment: {
        runtime: "ollama 0.24.0",
        cpu: "AMD EPYC (virtual machine)",
        cores: 2,
        memory: 23.5 * 1024 ** 3,
        gpu: "none",
        background_load: "another process was busy for 30 of every 100 ms on one core for the whole run"
      },
      settings: {num_ctx: 2048, num_thread: 2, temperature: 0, seed: 1, num_predict: 64},
      models: {"smollm2:135m": {quantization: "Q4_1"}, "gemma3:270m": {quantization: "Q4_K_M"}}
    });
  });

  it("remarks that a run was aborted, with the reason as a quote", () => {
    const reading = readWith("run-meta", fixtureText("run-meta/aborted.json"), "runs/c0/meta.json");
    expect(reading.session.endedAt).toBeUndefined();
    expect(reading.remarks).toMatchObject([
      {
        code: "run-aborted",
        values: {reason: expect.stringContaining("busy loop")},
        source: {artifact: "runs/c0/meta.json", at: "/abort_reason"}
      }
    ]);
  });
});
