import type {ArtifactFiles, FileEntry} from "../../agents/collector/index.ts";

/** Artifact files that exist only in memory, listed in the order given. Text is UTF-8. */
export function memoryFiles(files: Readonly<Record<string, string | Uint8Array>>): ArtifactFiles {
  const bytes = new Map(
    Object.entries(files).map(([path, content]) => [path, typeof content === "string" ? Buffer.from(content) : content])
  );
  const list = [...bytes].map(([path, content]): FileEntry => ({path, bytes: content.byteLength, kind: "file"}));
  return {
    list: async () => list,
    read: async path => {
      const found = bytes.get(path);
      if (found === undefined) throw Object.assign(new Error(`no file ${path}`), {code: "ENOENT"});
      return found;
    }
  };
}
