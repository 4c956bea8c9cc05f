import {Worker} from "node:worker_threads";
import type {ReportProgress} from "../make-report.ts";
import {SpecError} from "../../agents/contracts/index.ts";
import {isStage} from "../stage-names.ts";
import {fromThrown, type Task, type ThreadMessage} from "./task.ts";

/**
 * Does a task in a thread of its own. Whatever it or a library prints goes to stderr. @throws what the task throws; the signal's reason
 * as soon as it is aborted: the thread is stopped in the middle of what it does.
 */
export async function runInThread(task: Task, signal: AbortSignal, progress?: ReportProgress): Promise<unknown> {
  signal.throwIfAborted();
  const worker = new Worker(new URL("./chimera-thread.js", import.meta.url), {workerData: task, stdout: true});
  worker.stdout.pipe(process.stderr, {end: false});
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), {once: true});
      worker.on("error", error => reject(isOutOfMemory(error) ? outOfMemory(error) : error));
      worker.on("exit", code => reject(new Error(`the working thread ended with code ${code} and no result`)));
      worker.on("message", (message: ThreadMessage) => {
        if (message.kind === "done") resolve(message.value);
        else if (message.kind === "failed") reject(fromThrown(message.thrown));
        else if (message.kind === "file") progress?.file(message.done, message.total, message.path);
        else if (isStage(message.name)) progress?.stage(message.name, message.event);
      });
    });
  } finally {
    await worker.terminate();
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
