import {type ArtifactFiles, discover, type FileEntry, type FolderEffects, largestArtifact, matchesGlob} from "../agents/collector/index.ts";
import type {Disk} from "./disk.ts";
import type {FileIndex} from "./file-index.ts";
import {hashOf} from "./store.ts";

/** The files of an artifact folder as they were when a report was begun. Plain data: it can be handed to another thread. */
export interface Listing {
  entries: FileEntry[];
  /** Path -> sha256, of the files that the collector opens. */
  hashes: ReadonlyMap<string, string>;
  /** Changes with every file that is added, removed, renamed or changed, and with nothing else. */
  key: string;
}

export interface ListingOptions {
  /** Absolute path where reports go. Those in it are left out of the list, lest a report change by being written. */
  out: string;
  include: readonly string[];
  exclude: readonly string[];
}

interface ListingEffects {
  folder: FolderEffects;
  disk: Pick<Disk, "stamp">;
}

/** Lists `root`, a folder or a file, and hashes what `index` does not know. @throws the system's error when `root` cannot be listed. */
export async function listArtifacts(root: string, options: ListingOptions, index: FileIndex, effects: ListingEffects): Promise<Listing> {
  const files = await discover(root, effects.folder);
  const entries = (await files.list()).filter(
    ({path, reason}) => reason !== "own-report" || !`${root}/${path}/`.startsWith(`${options.out}/`)
  );
  const hashes = new Map<string, string>();
  for (const entry of entries) {
    if (!isOpened(entry, options)) continue;
    const path = files.locate(entry.path);
    if (entry.bytes > largestArtifact && (await isBinary(entry.path, files))) continue;
    const hash = await hashIfReadable(entry.path, path, index, effects);
    if (hash !== undefined) hashes.set(entry.path, hash);
  }
  const facts = entries.map(({path, kind, reason, bytes}) => [path, kind, reason ?? "", hashes.get(path) ?? String(bytes)]);
  return {entries, hashes, key: hashOf(facts.flat())};
}

/** The same files again, for the collector: what is listed is what was hashed. */
export async function listedFiles(root: string, listing: Listing, folder: FolderEffects): Promise<ArtifactFiles> {
  const files = await discover(root, folder);
  return {...files, list: async () => listing.entries};
}

function isOpened({kind, path}: FileEntry, {include, exclude}: Pick<ListingOptions, "include" | "exclude">): boolean {
  if (kind !== "file" || matchesGlob(exclude, path)) return false;
  return include.length === 0 || matchesGlob(include, path);
}

/** Weights of a model and other large files that the collector does not read: hashing them takes longer than all the rest. */
async function isBinary(path: string, files: ArtifactFiles): Promise<boolean> {
  try {
    for await (const chunk of files.chunks?.(path) ?? []) return chunk.subarray(0, 65_536).includes(0);
  } catch {
    return true;
  }
  return true;
}

/** Undefined for a file that cannot be opened: the collector finds out why and says so. */
async function hashIfReadable(name: string, path: string, index: FileIndex, {disk}: ListingEffects): Promise<string | undefined> {
  try {
    const stamp = await disk.stamp(path);
    return stamp === undefined ? undefined : await index.sha256(name, path, stamp);
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") throw error;
    return undefined;
  }
}
