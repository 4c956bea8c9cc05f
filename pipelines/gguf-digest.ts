import {createHash} from "node:crypto";
import {open} from "node:fs/promises";
import {ModelUnavailableError} from "../agents/model/index.ts";

const sampleBytes = 1 << 20;

/**
 * Identity of a file of weights: a hash of its size, its first and its last MiB. The whole of several GB would take longer than a report.
 * @throws ModelUnavailableError when it cannot be read.
 */
export async function ggufDigest(path: string): Promise<string> {
  const file = await open(path, "r").catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelUnavailableError("model-file-unreadable", `${path}: cannot be read (${reason}); give the path of a GGUF file`, {
      values: {model: path, reason},
      cause: error
    });
  });
  try {
    const {size} = await file.stat();
    const hash = createHash("sha256").update(String(size));
    for (const position of [0, Math.max(0, size - sampleBytes)]) {
      const {buffer, bytesRead} = await file.read({buffer: Buffer.alloc(sampleBytes), position});
      hash.update(buffer.subarray(0, bytesRead));
    }
    return `sampled:${hash.digest("hex")}`;
  } finally {
    await file.close();
  }
}
