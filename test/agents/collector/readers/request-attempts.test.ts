import {describe, expect, it} from "vitest";
import {fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";

describe("requestAttempts", () => {
  const reading = readWith("request-attempts", fixtureText("request-attempts/attempts.jsonl"));

  it("keeps one row per attempt, failed ones with kind and reason and without values", () => {
    expect(reading.tables[0]?.rows).toBe(13);
    expect(reading.tables[0]?.failures).toEqual([
      {row: 1, kind: "status", reason: "model 'llama3.2:3b' not found"},
      {row: 5, kind: "timeout", reason: "timeout after 1500 ms"},
      {row: 6, kind: "status", reason: "the input length exceeds the context length"},
      {row: 7, kind: "status", reason: 'option "num_ctx" must be of type integer'},
      {row: 8, kind: "timeout", reason: "timeout after 800 ms"},
      {row: 12, kind: "error", reason: "ECONNREFUSED"}
    ]);
    expect(valuesOf(reading, "e2e_latency").slice(0, 2)).toEqual([1.310893, null]);
    expect(valuesOf(reading, "decode_time")[0]).toBe(0.333132438);
  });

  it("uses the attempt's name to pair, not as what was measured", () => {
    expect(reading.tables[0]?.factors.find(({key}) => key === "attempt")?.role).toBe("pairing");
    expect(labelsOfRow(reading, 1)).toEqual({model: "llama3.2:3b", attempt: "unknown-model"});
  });

  it("calls a failure without any word missing", () => {
    const line = {attempt: "a", ok: false, model: "m", http_status: null, error: null};
    expect(readWith("request-attempts", JSON.stringify(line)).tables[0]?.failures).toEqual([{row: 0, kind: "missing", reason: ""}]);
  });

  it("rejects a line of another shape with its place", () => {
    const line = JSON.stringify({attempt: "a", ok: true, model: "m"});
    const text = `${`${line}\n`.repeat(25)}{"attempt": "a"}\n`;
    expect(readWith("request-attempts", text, "a.jsonl").problems).toEqual([
      {code: "unknown-record", values: {}, source: {artifact: "a.jsonl", at: "#26"}}
    ]);
  });
});
