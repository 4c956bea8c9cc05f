import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {z} from "zod";
import {realEffects} from "../../pipelines/effects.ts";
import {hashOf, openStore, type StoreEffects, stageKey} from "../../pipelines/store.ts";
import {temporaryFolder} from "../support/temporary-folder.ts";

const schema = z.strictObject({value: z.number().nullable(), extra: z.string().optional()});
const stage = {name: "measure", codeVersion: "1", inputKeys: ["a", "b"], schema};

const filesIn = (folder: string): string[] => readdirSync(folder, {recursive: true, encoding: "utf8"}).filter(name => name.includes("."));
const onlyEntry = (folder: string): string => join(folder, filesIn(folder)[0] ?? "");

/** A maker that counts how often it is asked. */
function maker(value: z.input<typeof schema> = {value: 1}) {
  const made = {
    times: 0,
    make: async () => {
      made.times += 1;
      return value;
    }
  };
  return made;
}

describe("openStore", () => {
  it("makes an output once and finds it again, in another store object too", async () => {
    const folder = temporaryFolder();
    const made = maker();
    const first = await openStore(folder, realEffects()).stage(stage, made.make);
    const second = await openStore(folder, realEffects()).stage(stage, made.make);
    expect([first.found, second.found, made.times]).toEqual([false, true, 1]);
    expect(second.value).toEqual(first.value);
  });

  it("gives the same value when made as when found", async () => {
    const store = openStore(temporaryFolder(), realEffects());
    const make = async () => ({value: -0, extra: undefined});
    const first = await store.stage(stage, make);
    expect(Object.is(first.value.value, 0)).toBe(true);
    expect(Object.keys(first.value)).toEqual(["value"]);
    expect((await store.stage(stage, make)).value).toStrictEqual(first.value);
  });

  it("refuses a value that breaks the schema and stores nothing", async () => {
    const folder = temporaryFolder();
    const broken = openStore(folder, realEffects()).stage(stage, async () => JSON.parse('{"value":"fast"}'));
    await expect(broken).rejects.toThrow('measure: value: found "fast"');
    expect(filesIn(folder)).toEqual([]);
  });

  it.each([
    ["is cut short", (text: string) => text.slice(0, -5)],
    ["is empty", () => ""],
    ["has another value than its checksum says", (text: string) => text.replace('"value":1', '"value":2')],
    ["is no JSON", () => "\u0000\u0001"]
  ])("makes an entry again that %s", async (_, damage) => {
    const folder = temporaryFolder();
    const store = openStore(folder, realEffects());
    const made = maker();
    await store.stage(stage, made.make);
    const path = onlyEntry(folder);
    const whole = readFileSync(path, "utf8");
    writeFileSync(path, damage(whole));
    expect(await store.stage(stage, made.make)).toMatchObject({found: false, value: {value: 1}});
    expect(made.times).toBe(2);
    expect(readFileSync(path, "utf8")).toBe(whole);
  });

  it("makes an entry again that the schema no longer allows", async () => {
    const store = openStore(temporaryFolder(), realEffects());
    await store.stage(stage, maker().make);
    const text = z.strictObject({value: z.string()});
    const second = await store.stage({...stage, schema: text}, async () => ({value: "fast"}));
    expect(second).toMatchObject({found: false, value: {value: "fast"}});
  });

  it("keeps nothing when the process dies between writing and renaming", async () => {
    const folder = temporaryFolder();
    const real = realEffects();
    const dies = async () => {
      throw new Error("killed");
    };
    const dying: StoreEffects = {...real, disk: {...real.disk, rename: dies, remove: dies}};
    await expect(openStore(folder, dying).stage(stage, maker().make)).rejects.toThrow("killed");
    expect(filesIn(folder)).toEqual([expect.stringMatching(/\.tmp$/)]);
    const made = maker();
    expect(await openStore(folder, real).stage(stage, made.make)).toMatchObject({found: false, value: {value: 1}});
    expect(made.times).toBe(1);
  });

  it("leaves no temporary file behind when renaming is refused", async () => {
    const folder = temporaryFolder();
    const real = realEffects();
    const refused = async () => {
      throw new Error("refused");
    };
    await expect(openStore(folder, {...real, disk: {...real.disk, rename: refused}}).stage(stage, maker().make)).rejects.toThrow("refused");
    expect(filesIn(folder)).toEqual([]);
  });

  it("lets many write the same entry at once and keeps one that is whole", async () => {
    const folder = temporaryFolder();
    const values = await Promise.all(
      Array.from({length: 20}, () => openStore(folder, realEffects()).stage(stage, async () => ({value: 7, extra: "x".repeat(100_000)})))
    );
    expect(new Set(values.map(({value}) => value.value))).toEqual(new Set([7]));
    expect(filesIn(folder)).toEqual([expect.stringMatching(/[0-9a-f]{64}\.json$/)]);
    expect(await openStore(folder, realEffects()).stage(stage, maker().make)).toMatchObject({found: true});
  });
});

describe("stageKey", () => {
  const {schema: _, ...key} = stage;

  it.each([
    ["the name", {...key, name: "other"}],
    ["the code's version", {...key, codeVersion: "2"}],
    ["one input", {...key, inputKeys: ["a", "c"]}],
    ["the number of inputs", {...key, inputKeys: ["a", "b", ""]}],
    ["their order", {...key, inputKeys: ["b", "a"]}],
    ["where one input ends", {...key, inputKeys: ["ab"]}]
  ])("changes with %s", (_, other) => {
    expect(stageKey(other)).not.toBe(stageKey(key));
  });

  it("is the same for the same parts", () => {
    expect(stageKey({...key})).toBe(stageKey(key));
  });
});

describe("hashOf", () => {
  it("tells lists apart that have the same text", () => {
    expect(hashOf(["ab"])).not.toBe(hashOf(["a", "b"]));
  });
});
