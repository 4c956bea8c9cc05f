import {describe, expect, it} from "vitest";
import {analyzeFolder, factValue, ofKind} from "../../../support/folder.ts";
import {noise} from "../../../support/ollama-calls.ts";

/** Bursts of 1 to 16 clients, `repeats` of each, at the given overall speed. */
function bursts(speedAt: (clients: number) => number, repeats = 4): string {
  const jitter = noise(1, 0.01);
  const lines = [1, 2, 4, 8, 16].flatMap(concurrency =>
    Array.from({length: repeats}, (_, repeat) => {
      const wall = (1000 * 64 * concurrency) / jitter(speedAt(concurrency));
      const client = {model: "toy:1b", concurrency, repeat, status: 200, ttft_ms: 0.2 * wall, itl_ms: [1], e2e_ms: wall, output_tokens: 64};
      return Array.from({length: concurrency}, (__, index) => JSON.stringify({...client, client: index, group_wall_ms: wall}));
    }).flat()
  );
  return lines.join("\n");
}

const limits = async (text: string) => {
  const analysis = await analyzeFolder({"load.jsonl": text});
  return ofKind(analysis, "scaling_limit").map(({variant, facts, confidence}) => ({
    variant,
    confidence,
    ...(facts.knee === undefined ? {} : {knee: factValue(analysis, facts.knee)})
  }));
};

describe("scaling limit", () => {
  it("is the number of clients beyond which the throughput no longer grows", async () => {
    expect(await limits(bursts(clients => 50 * Math.min(clients, 4)))).toEqual([{variant: "knee", knee: 4, confidence: "medium"}]);
    expect(await limits(bursts(clients => 50 * Math.min(clients, 2), 6))).toEqual([{variant: "knee", knee: 2, confidence: "high"}]);
  });

  it("is flat where one client already has it all", async () => {
    expect(await limits(bursts(() => 50))).toEqual([{variant: "flat", confidence: "medium"}]);
  });

  it("is none where every client brings more, or the last ones still bring a fifth", async () => {
    expect(await limits(bursts(clients => 50 * clients ** 0.9))).toEqual([]);
    expect(await limits(bursts(clients => 50 * (clients <= 4 ? clients : 4 + (clients - 4) / 5)))).toEqual([]);
  });

  it("is not told from one repeat", async () => {
    expect(await limits(bursts(clients => 50 * Math.min(clients, 4), 1))).toEqual([]);
  });
});
