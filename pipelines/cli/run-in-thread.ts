import {Worker} from "node:worker_threads";
import type {ReportProgress} from "../make-report.ts";
import {SpecError} from "../../agents/contracts/index.ts";
import {isStage} from "../stage-names.ts";
import {fromThrown, type Task, type ThreadMessage} from "./task.ts";

/** A thread that does one task after the other. */
export interface WorkingThread {
  /** @throws what the task throws; the signal's reason as soon as it is aborted. */
  run: (task: Task, signal: AbortSignal, progress?: ReportProgress) => Promise<unknown>;
  /** False when it ended, or is still busy with a task that nobody waits for any more. */
  isUsable: () => boolean;
  /** Stops it in the middle of what it does. */
  close: () => Promise<void>;
}

/** Whatever a task or a library prints goes to stderr. */
export function openThread(): WorkingThread {
  const worker = new Worker(new URL("./chimera-thread.js", import.meta.url), {stdout: true});
  worker.stdout.pipe(process.stderr, {end: false});
  let isUsable = true;
  return {
    run: async (task, signal, progress) => {
      signal.throwIfAborted();
      isUsable = false;
      const stopped = new AbortController();
      try {
        const ended = await new Promise<{value: unknown} | {error: Error}>((resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason), {signal: stopped.signal});
          worker.on("error", error => reject(isOutOfMemory(error) ? outOfMemory(error) : error));
          worker.on("exit", code => reject(new Error(`the working thread ended with code ${code} and no result`)));
          worker.on("message", (message: ThreadMessage) => {
            if (message.kind === "done") resolve({value: message.value});
            else if (message.kind === "failed") resolve({error: fromThrown(message.thrown)});
            else if (message.kind === "file") progress?.file(message.done, message.total, message.path);
            else if (isStage(message.name)) progress?.stage(message.name, message.event);
          });
          worker.postMessage(task);
        });
        isUsable = true;
        if ("error" in ended) throw ended.error;
        return ended.value;
      } finally {
        stopped.abort();
        for (const name of ["error", "exit", "message"]) worker.removeAllListeners(name);
      }
    },
    isUsable: () => isUsable,
    close: async () => {
      await worker.terminate();
    }
  };
}

/** Does a task in a thread of its own, which ends with it. @throws as `WorkingThread.run` does. */
export async function runInThread(task: Task, signal: AbortSignal, progress?: ReportProgress): Promise<unknown> {
  const thread = openThread();
  try {
    return await thread.run(task, signal, progress);
  } finally {
    await thread.close();
  }
}

const isOutOfMemory = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";

/** What a user can do about it: leave the largest files out, or give node more. */
const outOfMemory = (cause: unknown) =>
  new SpecError(
    "out-of-memory",
    "the artifacts need more memory than there is; leave large files out (--exclude) or raise NODE_OPTIONS=--max-old-space-size",
    {},
    cause
  );
