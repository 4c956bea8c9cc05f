import {createHash} from "node:crypto";
import type {z} from "zod";
import {handOff} from "../agents/contracts/index.ts";
import {buildId} from "./build-id.ts";
import type {Disk} from "./disk.ts";

export interface StoreEffects {
  disk: Pick<Disk, "readText" | "create" | "rename" | "remove" | "makeFolder">;
  unique: () => string;
}

/** What a stage's output depends on. */
export interface StageKey {
  name: string;
  /** Raised by the stage's owner when the same input gives another output. The bundle's own hash is always part of the key too. */
  codeVersion: string;
  /** Keys of the stages before, content hashes, options: everything else the output depends on. */
  inputKeys: readonly string[];
}

export interface Stage<S extends z.ZodType> extends StageKey {
  schema: S;
  /** The maker hands its output over by `handOff` with this schema: it need not be parsed a second time. */
  isHandedOff?: boolean;
}

export interface Stored<T> {
  key: string;
  value: T;
  /** Taken from the store. */
  found: boolean;
}

export interface StoreOptions {
  /** Written to the disk before it counts as stored. Off for what is cheap to make again: a torn entry is noticed by its checksum. */
  sync?: boolean;
  isHandedOff?: boolean;
}

/**
 * Outputs of stages in `folder`, found again by the hash of what they depend on. An entry is one JSON file with the checksum of
 * its value; it is written in `tmp` and renamed, so that it is whole or absent, and two processes may write the same one.
 */
export interface Store {
  /** Reads the entry of `key`; undefined when it is absent, torn, or not what `schema` asks for. */
  read: <S extends z.ZodType>(name: string, key: string, schema: S) => Promise<z.output<S> | undefined>;
  /** @throws ContractError when the value does not fit `schema`; nothing is written then. */
  write: <S extends z.ZodType>(name: string, key: string, schema: S, value: z.input<S>, options?: StoreOptions) => Promise<z.output<S>>;
  /** The stored output, or `make`'s, stored. What comes back always went through the JSON text, made now or found: no -0, no undefined. */
  stage: <S extends z.ZodType>(stage: Stage<S>, make: () => Promise<z.input<S>>, options?: StoreOptions) => Promise<Stored<z.output<S>>>;
}

export function openStore(folder: string, effects: StoreEffects): Store {
  const store: Store = {
    read: async (name, key, schema) => {
      const json = await readEntry(entryPath(folder, name, key), effects);
      const parsed = json === undefined ? undefined : schema.safeParse(json.value);
      return parsed?.success === true ? parsed.data : undefined;
    },
    write: async (name, key, schema, value, {sync = true, isHandedOff = false} = {}) => {
      const json = JSON.stringify(value);
      const output = isHandedOff ? JSON.parse(json) : handOff(name, schema, JSON.parse(json));
      await writeEntry({path: entryPath(folder, name, key), temporary: `${folder}/tmp/${effects.unique()}.tmp`}, json, sync, effects);
      return output;
    },
    stage: async (stage, make, options) => {
      const {name, schema, isHandedOff = false} = stage;
      const key = stageKey(stage);
      const stored = await store.read(name, key, schema);
      if (stored !== undefined) return {key, value: stored, found: true};
      return {key, value: await store.write(name, key, schema, await make(), {...options, isHandedOff}), found: false};
    }
  };
  return store;
}

/** Hex sha256 over everything the output depends on; a change of one part alone changes it. */
export function stageKey({name, codeVersion, inputKeys}: StageKey): string {
  return hashOf([buildId, name, codeVersion, ...inputKeys]);
}

/** Hex sha256 of a list of texts; `["ab"]` and `["a", "b"]` differ. */
export function hashOf(parts: readonly string[]): string {
  return sha256(JSON.stringify(parts));
}

/** Hex. */
export const sha256 = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("hex");

function entryPath(folder: string, name: string, key: string): string {
  return `${folder}/${name}/${key.slice(0, 2)}/${key}.json`;
}

const entryHead = (json: string): string => `{"sha256":"${sha256(json)}","value":`;
const headLength = entryHead("").length;

async function readEntry(path: string, {disk}: StoreEffects): Promise<{value: unknown} | undefined> {
  try {
    const text = await disk.readText(path);
    const json = text.slice(headLength, -1);
    return text.startsWith(entryHead(json)) && text.endsWith("}") ? {value: JSON.parse(json)} : undefined;
  } catch {
    return undefined;
  }
}

async function writeEntry(
  {path, temporary}: {path: string; temporary: string},
  json: string,
  sync: boolean,
  {disk}: StoreEffects
): Promise<void> {
  for (const place of [path, temporary]) await disk.makeFolder(place.slice(0, place.lastIndexOf("/")));
  try {
    await disk.create(temporary, `${entryHead(json)}${json}}`, {sync});
    await disk.rename(temporary, path);
  } catch (error) {
    await disk.remove(temporary);
    throw error;
  }
}

/** Unfinished entries are of no use after this time: no write takes as long. */
const staleMs = 3600 * 1000;

/** Removes what killed processes left unfinished in a store, and what this one did when it was stopped (`own`: how its names begin). */
export async function sweepStore(
  folder: string,
  {disk, clock, own}: {disk: Pick<Disk, "names" | "stamp" | "remove">; clock: {now: () => Date}; own?: string}
): Promise<void> {
  for (const name of await disk.names(`${folder}/tmp`)) {
    const path = `${folder}/tmp/${name}`;
    const changedMs = (await disk.stamp(path))?.changedMs ?? 0;
    if ((own !== undefined && name.startsWith(own)) || changedMs < clock.now().getTime() - staleMs) await disk.remove(path);
  }
}
