import {existsSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {realEffects} from "../../pipelines/effects.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const {disk} = realEffects();

describe("makeFolder", () => {
  it("makes a folder with its parents, also when many ask for neighbours at once", async () => {
    const folder = temporaryFolder();
    const paths = Array.from({length: 40}, (_, index) => join(folder, `a/b/c/${index % 8}/${index}`));
    await Promise.all(paths.map(path => disk.makeFolder(path)));
    expect(paths.every(path => existsSync(path))).toBe(true);
    await disk.makeFolder(folder);
  });

  it("throws the system's error where a file is in the way", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    await expect(disk.makeFolder(join(folder, "file"))).rejects.toMatchObject({code: "EEXIST"});
    await expect(disk.makeFolder(join(folder, "file/below/it"))).rejects.toMatchObject({code: "ENOTDIR"});
  });

  it.runIf(existsSync("/proc/self"))(
    "says that it may not, and does not try for ever, where a folder refuses every child as absent (Linux)",
    async () => {
      await expect(disk.makeFolder("/proc/chimera/below")).rejects.toMatchObject({code: "EPERM"});
    }
  );
});
