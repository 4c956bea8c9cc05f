import type {Effects} from "./effects.ts";

/** Name and content. */
export type WrittenFile = [string, string | Uint8Array];

/** A new folder with these files, all on the disk when it returns. */
export async function writeFolder(folder: string, files: readonly WrittenFile[], {disk}: Pick<Effects, "disk">): Promise<void> {
  await disk.makeFolder(folder);
  for (const [name, content] of files) await disk.create(`${folder}/${name}`, content, {sync: true});
  await disk.syncFolder(folder);
}
