import {z} from "zod";
import type {Disk, FileStamp} from "./disk.ts";
import type {Store} from "./store.ts";

/** A clock may stand still this long between two writes of a file; younger hashes are not kept, as git does with its index. */
const racyMs = 2000;

/** Name, stamp, hash. Pairs, not a record: a file may be called `__proto__`. */
const indexSchema = z.strictObject({version: z.literal(1), files: z.array(z.tuple([z.string(), z.string(), z.string()]))});

/** Hashes of files that did not change since they were last hashed. Only a cache: without it everything is hashed again. */
export interface FileIndex {
  /** Hex sha256 of the file, from the index when `stamp` is the one it was hashed under. `name` is unique within the index. */
  sha256: (name: string, path: string, stamp: FileStamp) => Promise<string>;
  /** Stores what was hashed and drops what was not asked for, when anything changed. */
  save: () => Promise<void>;
}

interface IndexEffects {
  disk: Pick<Disk, "sha256">;
  clock: {now: () => Date};
}

/** The index stored under `key`; an empty one when there is none. */
export async function openFileIndex(store: Store, key: string, effects: IndexEffects, signal?: AbortSignal): Promise<FileIndex> {
  const stored = (await store.read("index", key, indexSchema))?.files ?? [];
  const known = new Map(stored.map(([name, stamp, hash]) => [name, {stamp, hash}]));
  const current = new Map<string, {stamp: string; hash: string}>();
  let isChanged = false;
  return {
    sha256: async (name, path, stamp) => {
      const entry = known.get(name);
      if (entry?.stamp === stamp.stamp) {
        current.set(name, entry);
        return entry.hash;
      }
      isChanged = true;
      const startedMs = effects.clock.now().getTime();
      const hash = await effects.disk.sha256(path, signal);
      if (stamp.changedMs < startedMs - racyMs) current.set(name, {stamp: stamp.stamp, hash});
      return hash;
    },
    save: async () => {
      if (!isChanged && known.size === current.size) return;
      const files = [...current].map(([name, {stamp, hash}]): [string, string, string] => [name, stamp, hash]);
      await store.write("index", key, indexSchema, {version: 1, files}, {sync: false});
    }
  };
}
