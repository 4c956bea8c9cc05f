import {compareConfigSchema} from "./compare/compare-config.ts";
import type {Effects} from "./effects.ts";
import {errorCode} from "./error-code.ts";
import {readStarterFiles} from "./prompt-files.ts";

/** What `init` did, by paths relative to the folder. */
export interface Started {
  created: string[];
  /** Were there; not touched. */
  kept: string[];
}

/** Writes a commented configuration, a comparison with its schema and a prompt pack to edit. Nothing that is there is changed. */
export async function init(folder: string, language: string, {disk}: Pick<Effects, "disk">): Promise<Started> {
  const files = {...readStarterFiles(language), "compare.schema.json": `${JSON.stringify(compareConfigSchema(), null, 2)}\n`};
  const started: Started = {created: [], kept: []};
  for (const [path, text] of Object.entries(files)) {
    const target = `${folder}/${path}`;
    await disk.makeFolder(target.slice(0, target.lastIndexOf("/")));
    try {
      await disk.create(target, text, {sync: false});
      started.created.push(path);
    } catch (error) {
      if (errorCode(error) !== "EEXIST") throw error;
      started.kept.push(path);
    }
  }
  return started;
}
