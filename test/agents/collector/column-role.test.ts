import {describe, expect, it} from "vitest";
import type {NamedColumn} from "../../../agents/collector/column-numbers.ts";
import {columnRole} from "../../../agents/collector/column-role.ts";

const role = (name: string, cells: NamedColumn["cells"], rest: Partial<NamedColumn> = {}) =>
  columnRole({name, field: name, cells, ...rest});

describe("columnRole", () => {
  it.each([
    ["an empty column", role("ttft_ms", ["", "N/A", null]), {role: "nothing"}],
    ["error texts", role("error", ["", "timeout", ""]), {role: "failure"}],
    ["a number of errors", role("errors", [0, 2, 1]), {role: "metric", metric: "failed_attempts", unit: "1"}],
    ["JSON in cells", role("options", ['{"num_ctx": 1}', '{"num_ctx": 2}']), {role: "settings"}],
    ["a clock with zone", role("started", ["2026-11-25T01:00:00Z"]), {role: "time", values: [1795568400]}],
    ["a clock without zone", role("started", ["2026-11-25 01:00:00"]), {role: "time", values: [null]}],
    [
      "an epoch under a name that says so",
      role("timestamp", [1795568400123, 1795568401123]),
      {role: "time", values: [1795568400.123, 1795568401.123]}
    ],
    ["an epoch-like number under another name", role("bytes_read", [1795568400, 1795568401]), {role: "metric"}],
    ["a status by name", role("success", [true, false]), {role: "status"}],
    ["a status by its words", role("outcome", ["pass", "fail_accuracy", "timeout"]), {role: "status"}],
    ["switches", role("flash_attn", [true, false]), {role: "label"}],
    ["targets", role("expected_latency_ms", [5, 6]), {role: "metric", isTarget: true, metric: "x.expected_latency", unit: "s"}],
    ["units in cells", role("power", ["22.5 W", "23 W"]), {role: "metric", metric: "power", unit: "W", values: [22.5, 23]}],
    ["mixed units of one kind", role("latency", ["900 ms", "1.5 s"]), {role: "metric", metric: "latency", unit: "s", values: [0.9, 1.5]}],
    ["parameters that look like bytes", role("model", ["7B", "13B"]), {role: "label", key: "model", values: ["7B", "13B"]}],
    ["the temperature of a sampler", role("temperature", [0, 0.7]), {role: "label", key: "temperature"}],
    ["the temperature of a GPU", role("temperature", [48, 63]), {role: "metric", metric: "gpu_temperature", unit: "unknown"}],
    ["a setting by another name", role("n_gpu_layers", [0, 99]), {role: "label", key: "num_gpu", values: [0, 99]}],
    [
      "a metric of the vocabulary",
      role("prompt_eval_duration_ms", [1, 2]),
      {role: "metric", metric: "prefill_time", unit: "s", values: [0.001, 0.002]}
    ],
    ["repeats", role("run", [1, 2, 3]), {role: "label", key: "run", as: "repeat"}],
    ["a subject by another name", role("dtype", ["f16", "q8"]), {role: "label", key: "precision"}],
    ["a bare statistic", role("p99", [1.5, 2.5]), {role: "metric", metric: "x.value", statistic: "p99", unit: "unknown"}],
    ["counts", role("layer_count", [3, 0, 1]), {role: "metric", metric: "x.layer_count", unit: "1"}],
    ["one number throughout", role("lanes", [4, 4, 4]), {role: "label", key: "x.lanes", values: [4, 4, 4]}],
    ["the balanced levels of a design", role("lanes", [1, 2, 1, 2, 1, 2]), {role: "label", key: "x.lanes"}],
    ["any other number", role("score", [1.5, 2.5, 7]), {role: "metric", metric: "x.score", unit: "unknown"}],
    ["long texts", role("remark", ["one two three four five six seven"]), {role: "nothing"}],
    ["other texts", role("flavour", ["plain", "fused"]), {role: "label", key: "x.flavour"}],
    ["answers", role("response", ["yes", "no idea"]), {role: "nothing"}],
    ["a limit that is a setting", role("max_tokens", [128, 256]), {role: "label", key: "num_predict"}],
    ["a maximum of something measured", role("max_latency_ms", [128, 256]), {role: "metric", statistic: "max", metric: "latency"}],
    ["a condition with a unit", role("warmup_ms", [100, 200]), {role: "label", key: "x.warmup_ms"}],
    ["a share outside 0..1 without a percent sign", role("accuracy", [71.2, 80.1]), {role: "metric", metric: "accuracy", unit: "unknown"}],
    [
      "a share in percent",
      role("accuracy_percent", [71.5, 80]),
      {role: "metric", metric: "accuracy", unit: "fraction", values: [0.715, 0.8]}
    ]
  ])("sees %s", (_, found, expected) => {
    expect(found).toMatchObject(expected);
  });

  it("numbers prompts by their first appearance and keeps their text out", () => {
    expect(role("prompt", ["tell me", "why", "tell me"])).toEqual({role: "label", key: "prompt", as: "pairing", values: [1, 2, 1]});
    expect(role("system", ["you are mine"], {isConfiguration: true})).toEqual({role: "nothing"});
  });

  it("rejects single cells of a column of numbers, and takes a column of many such cells for text", () => {
    expect(role("latency_ms", ["1", "2", "3", "4", "fast"])).toMatchObject({
      role: "metric",
      values: [0.001, 0.002, 0.003, 0.004, null],
      rejected: [4]
    });
    expect(role("latency_ms", ["1", "fast", "slow"])).toMatchObject({role: "label"});
  });

  it("takes numbers under options for settings, even unknown ones", () => {
    expect(role("mirostat", [2], {isConfiguration: true, prefix: ""})).toMatchObject({role: "label", key: "x.mirostat"});
    expect(role("batch_size", [4], {isConfiguration: true, prefix: "model"})).toMatchObject({role: "label", key: "batch"});
  });
});
