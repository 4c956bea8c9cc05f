import {type ChildProcess, spawn, spawnSync} from "node:child_process";
import {createServer} from "node:net";
import {onTestFinished} from "vitest";
import {bundle} from "./chimera.ts";
import {temporaryFolder} from "./temporary-folder.ts";

/** Debian: `apt-get install redis-server`. */
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

/** A Redis of this test alone, kept in memory; its address. */
export async function startRedis(): Promise<string> {
  const port = await freePort();
  const server = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", temporaryFolder()], {
    stdio: ["ignore", "pipe", "ignore"]
  });
  onTestFinished(() => void server.kill("SIGKILL"));
  await new Promise<void>(resolve => {
    let text = "";
    server.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (text.includes("Ready to accept connections")) resolve();
    });
  });
  return `redis://127.0.0.1:${port}`;
}

export interface RunningWorker {
  process: ChildProcess;
  /** What it said so far. */
  said: () => string;
  /** Ends when it said something that fits. */
  says: (pattern: RegExp) => Promise<void>;
}

/** A `chimera worker` of this test alone, ready for work. */
export async function startWorker(url: string): Promise<RunningWorker> {
  const child = spawn(process.execPath, [bundle, "worker", "--queue", url, "--concurrency", "1"], {
    env: {PATH: process.env["PATH"] ?? "", CHIMERA_LANG: "en"},
    stdio: ["ignore", "ignore", "pipe"]
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  const worker: RunningWorker = {
    process: child,
    said: () => text,
    says: async pattern => {
      while (!pattern.test(text)) await new Promise(resolve => setTimeout(resolve, 20));
    }
  };
  await worker.says(/Waiting for work/);
  return worker;
}
