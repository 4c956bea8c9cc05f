import {tmpdir} from "node:os";
import {collect, discover} from "../agents/collector/index.ts";
import type {Evidence} from "../agents/contracts/index.ts";
import {realArtifacts} from "./artifacts.ts";
import {columnFolder} from "./column-folder.ts";
import type {Effects} from "./effects.ts";

export interface InspectOptions {
  /** Absolute path of a folder or a file. */
  artifacts: string;
  include: readonly string[];
  exclude: readonly string[];
}

type InspectEffects = Pick<Effects, "disk" | "folder" | "unique">;

/** What can be read from a folder or a file. Nothing is stored: files of long columns are gone when it returns. @throws SpecError when it is not there or cannot be listed. */
export async function inspect({artifacts, include, exclude}: InspectOptions, effects: InspectEffects): Promise<Evidence> {
  await realArtifacts(artifacts, effects);
  const folder = `${tmpdir()}/chimera-${effects.unique()}`;
  const columns = columnFolder(folder, effects.unique);
  try {
    return await collect({include, exclude}, {files: await discover(artifacts, effects.folder), columns});
  } finally {
    columns.close();
    await effects.disk.remove(folder);
  }
}
