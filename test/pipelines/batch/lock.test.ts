import {readdirSync} from "node:fs";
import {describe, expect, it, vi} from "vitest";
import {type LockEffects, takeLock} from "../../../pipelines/batch/lock.ts";
import {realEffects} from "../../../pipelines/effects.ts";
import {temporaryFolder, writeFiles} from "../../support/temporary-folder.ts";

const effectsOf = (id: string, more: Partial<LockEffects> = {}): LockEffects => ({
  ...realEffects(),
  owner: {host: "here", pid: 1, id},
  isAlive: () => true,
  waits: () => {},
  ...more
});
const locks = (folder: string) => readdirSync(folder).filter(name => name.includes("lock"));
const held = (owner: object, beat = new Date().toISOString()) => JSON.stringify({version: 1, owner, since: beat, beat});

describe("takeLock", () => {
  it("lets the second wait for the first, and says for whom", async () => {
    const folder = temporaryFolder();
    const first = await takeLock(folder, effectsOf("a"));
    const waits = vi.fn();
    let hasSecond = false;
    const second = takeLock(folder, effectsOf("b", {waits})).then(lock => {
      hasSecond = true;
      return lock;
    });
    await new Promise(resolve => setTimeout(resolve, 400));
    expect([hasSecond, waits.mock.calls.length]).toEqual([false, 1]);
    expect(waits.mock.calls[0]?.[0]).toEqual({host: "here", pid: 1, id: "a"});
    await first.release();
    await (await second).release();
    expect(locks(folder)).toEqual([]);
  });

  it("never lets two have it, however many want it, also when one died with it", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, {"batch.lock": held({host: "here", pid: 99, id: "dead"})});
    let [inside, most] = [0, 0];
    await Promise.all(
      Array.from({length: 6}, async (_, index) => {
        const lock = await takeLock(folder, effectsOf(`o${index}`, {isAlive: pid => pid !== 99}));
        inside += 1;
        most = Math.max(most, inside);
        await new Promise(resolve => setTimeout(resolve, 20));
        inside -= 1;
        await lock.release();
      })
    );
    expect(most).toBe(1);
    expect(locks(folder)).toEqual([]);
  });

  it.each([
    ["whose process is gone", {"batch.lock": held({host: "here", pid: 99, id: "x"})}, 0],
    ["of another machine without a sign of life", {"batch.lock": held({host: "there", pid: 1, id: "x"}, "2020-01-01T00:00:00Z")}, 0],
    ["that was never written to its end", {"batch.lock": "{"}, 10_000],
    [
      "that another had begun to take over and died",
      {
        "batch.lock": held({host: "here", pid: 99, id: "x"}),
        "batch.lock.x.claim": held({host: "here", pid: 99, id: "y"})
      },
      0
    ]
  ])("takes over a lock %s", async (_, files, later) => {
    const folder = temporaryFolder();
    writeFiles(folder, files);
    const clock = {...realEffects().clock, now: () => new Date(Date.now() + later)};
    const lock = await takeLock(folder, effectsOf("me", {isAlive: pid => pid !== 99, clock}));
    await lock.release();
    expect(locks(folder)).toEqual([]);
  });

  it("leaves a lock alone that was taken over meanwhile", async () => {
    const folder = temporaryFolder();
    const lock = await takeLock(folder, effectsOf("slow"));
    writeFiles(folder, {"batch.lock": held({host: "there", pid: 1, id: "other"})});
    await lock.release();
    expect(locks(folder)).toEqual(["batch.lock"]);
  });

  it("stops waiting when interrupted, and says where it cannot write", async () => {
    const folder = temporaryFolder();
    const lock = await takeLock(folder, effectsOf("a"));
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("interrupted")), 50);
    await expect(takeLock(folder, effectsOf("b", {signal: controller.signal}))).rejects.toThrow("interrupted");
    await lock.release();
    writeFiles(folder, {file: ""});
    await expect(takeLock(`${folder}/file/x`, effectsOf("c"))).rejects.toMatchObject({code: "output-not-writable"});
  });
});
