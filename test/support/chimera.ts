import {type ChildProcess, spawn} from "node:child_process";
import {fileURLToPath} from "node:url";

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  seconds: number;
}

export interface RunOptions {
  cwd: string;
  /** On top of a bare environment: messages in English unless it says otherwise. */
  env?: Record<string, string>;
  /** Called with the running process. */
  during?: (process: ChildProcess) => void;
}

/** The built command. */
export const bundle = fileURLToPath(new URL("../../dist/chimera.js", import.meta.url));

/** Runs the built command as a user does and waits for its end. */
export async function chimera(words: readonly string[], {cwd, env = {}, during}: RunOptions): Promise<Ended> {
  const failure = process.env["CHIMERA_BUILD_FAILED"];
  if (failure !== undefined) throw new Error(`the bundle could not be built: ${failure}`);
  const started = performance.now();
  const child = spawn(process.execPath, [bundle, ...words], {
    cwd,
    env: {PATH: process.env["PATH"] ?? "", CHIMERA_LANG: "en", ...env},
    stdio: ["ignore", "pipe", "pipe"]
  });
  const output = {stdout: "", stderr: ""};
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  during?.(child);
  const code = await new Promise<number | null>(resolve => child.on("close", resolve));
  return {code, ...output, seconds: (performance.now() - started) / 1000};
}
