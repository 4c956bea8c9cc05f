import {readdir, readFile, realpath, stat} from "node:fs/promises";
import {fileURLToPath} from "node:url";
import {type ArtifactFiles, discover} from "../../agents/collector/index.ts";

/** The artifact files of a real folder. */
export async function folderFiles(folder: URL): Promise<ArtifactFiles> {
  return discover(fileURLToPath(folder).replace(/\/$/, ""), {
    readDirectory: async path =>
      (await readdir(path, {withFileTypes: true})).map(entry => ({
        name: entry.name,
        kind: entry.isFile() ? "file" : entry.isDirectory() ? "directory" : entry.isSymbolicLink() ? "link" : "other"
      })),
    stat: async path => {
      const found = await stat(path);
      return {kind: found.isFile() ? "file" : found.isDirectory() ? "directory" : "other", bytes: found.size};
    },
    realPath: path => realpath(path),
    readFile: path => readFile(path)
  });
}
