import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, describe, expect, it} from "vitest";
import {ggufDigest} from "../../pipelines/gguf-digest.ts";

const folder = mkdtempSync(join(tmpdir(), "gguf-"));
afterAll(() => rmSync(folder, {recursive: true}));

async function digestOf(bytes: Uint8Array): Promise<string> {
  const path = join(folder, "weights.gguf");
  writeFileSync(path, bytes);
  return await ggufDigest(path);
}

describe("ggufDigest", () => {
  it("is the same for the same bytes and another for another start, end or size", async () => {
    const bytes = new Uint8Array(3 << 20);
    const first = await digestOf(bytes);
    expect(first).toMatch(/^sampled:[0-9a-f]{64}$/);
    expect(await digestOf(bytes)).toBe(first);
    const others = [0, bytes.length - 1].map(index => bytes.with(index, 1));
    const digests = [await digestOf(others[0]!), await digestOf(others[1]!), await digestOf(bytes.subarray(1))];
    expect(new Set([first, ...digests]).size).toBe(4);
  });

  it("takes a file smaller than a sample", async () => {
    expect(await digestOf(new Uint8Array(3))).toMatch(/^sampled:/);
  });

  it("names a file that is not there", async () => {
    await expect(ggufDigest(join(folder, "none.gguf"))).rejects.toMatchObject({code: "model-file-unreadable"});
  });
});
