import {SpecError} from "../agents/contracts/index.ts";
import type {Effects} from "./effects.ts";
import {errorCode} from "./error-code.ts";

/** Real path of an artifact folder or file. @throws SpecError `artifacts-missing`, `artifacts-not-readable` */
export async function realArtifacts(artifacts: string, {disk, folder}: Pick<Effects, "disk" | "folder">): Promise<string> {
  try {
    const real = await disk.realPath(artifacts);
    const {kind} = await folder.stat(real);
    if (kind === "directory") await folder.readDirectory(real);
    if (kind !== "other") return real;
  } catch (error) {
    const reason = errorCode(error);
    if (reason === undefined) throw error;
    const code = reason === "ENOENT" || reason === "ENOTDIR" ? "artifacts-missing" : "artifacts-not-readable";
    throw new SpecError(code, `${artifacts}: cannot be opened (${reason}); give a folder of artifacts`, {path: artifacts, reason}, error);
  }
  throw new SpecError("artifacts-not-readable", `${artifacts}: neither a folder nor a file; give a folder of artifacts`, {
    path: artifacts,
    reason: "special"
  });
}
