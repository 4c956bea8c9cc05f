import {type Evidence, evidenceSchema, handOff} from "../contracts/index.ts";
import type {ArtifactReading} from "./artifact-reading.ts";
import {type CollectedFile, collectFile} from "./collected-file.ts";
import type {ColumnFiles} from "./column-files.ts";
import {type ArtifactFiles, byCodePoint} from "./discover.ts";
import {evidenceOf} from "./evidence-of.ts";
import {genericReaders} from "./readers/generic.ts";
import {readers} from "./readers/index.ts";

export interface CollectOptions {
  /** Globs (`*`, `**`, `?`): paths that fit none of them are `ignored`. Empty: everything is taken. */
  include?: readonly string[];
  /** Globs: paths that fit one of them are `ignored`. */
  exclude?: readonly string[];
  /** Reserved: names of a user's own columns -> metric. */
  fields?: Readonly<Record<string, string>>;
}

export interface CollectEffects {
  files: ArtifactFiles;
  /** Found again by content: returns the stored reading (checked by `artifactReadingSchema`) or makes and stores it; `bytes`: of the file. */
  memo?: (key: string, make: () => Promise<ArtifactReading>, bytes: number) => Promise<ArtifactReading>;
  progress?: (done: number, total: number, path: string) => void;
  /** Where columns of more than 20,000 cells go; without it they stay in memory. */
  columns?: ColumnFiles;
  signal?: AbortSignal;
}

/**
 * Reads every file of the folder; equal bytes are measured once. The order of the listing has no influence.
 * @throws the signal's reason when aborted; Error with the path for a reader that breaks; ContractError when the result is none.
 */
export async function collect(options: CollectOptions, effects: CollectEffects): Promise<Evidence> {
  const entries = [...(await effects.files.list())].sort((a, b) => byCodePoint(a.path, b.path));
  const firstByHash = new Map<string, CollectedFile>();
  const files: CollectedFile[] = [];
  for (const [done, entry] of entries.entries()) {
    effects.signal?.throwIfAborted();
    effects.progress?.(done, entries.length, entry.path);
    files.push(await collectFile(entry, {options, effects, firstByHash, readers: {dedicated: readers, generic: genericReaders}}));
  }
  effects.signal?.throwIfAborted();
  effects.progress?.(entries.length, entries.length, "");
  return handOff("collector", evidenceSchema, evidenceOf(files));
}
