import {collect, discover} from "../agents/collector/index.ts";
import type {Evidence} from "../agents/contracts/index.ts";
import {realArtifacts} from "./artifacts.ts";
import type {Effects} from "./effects.ts";

export interface InspectOptions {
  /** Absolute path of a folder or a file. */
  artifacts: string;
  include: readonly string[];
  exclude: readonly string[];
}

/** What can be read from a folder or a file. Nothing is stored. @throws SpecError when it is not there or cannot be listed. */
export async function inspect({artifacts, include, exclude}: InspectOptions, effects: Pick<Effects, "disk" | "folder">): Promise<Evidence> {
  await realArtifacts(artifacts, effects);
  return await collect({include, exclude}, {files: await discover(artifacts, effects.folder)});
}
