import {setMaxListeners} from "node:events";
import {availableParallelism} from "node:os";
import type {ExitCode} from "../../agents/contracts/index.ts";
import {concurrencyOf} from "../batch/plan-batch.ts";
import {shown} from "../batch/queue-job.ts";
import {runWorker} from "../batch/queue-worker.ts";
import {realEffects} from "../effects.ts";
import {batchLocale} from "./batch-locale.ts";
import {oneLine} from "./one-line.ts";
import {ownerEffects} from "./owner-effects.ts";
import type {CommandContext} from "./run-command.ts";
import {openThreadPool} from "./thread-pool.ts";

export interface WorkerFlags {
  queue: string;
  concurrency?: string;
  quiet?: boolean;
}

/** `worker --queue <url>`: makes reports that batches ask for, until Ctrl-C. What it is at then is taken by another worker. */
export async function workerCommand({queue, concurrency: asked, quiet = false}: WorkerFlags, {signal}: CommandContext): Promise<ExitCode> {
  setMaxListeners(0, signal);
  const concurrency = concurrencyOf(asked) ?? Math.min(4, availableParallelism());
  const locale = batchLocale();
  const say = (key: string, values: Record<string, string | number>) => {
    if (!quiet) process.stderr.write(`${oneLine(locale().text(`batch.${key}`, values))}\n`);
  };
  const threads = openThreadPool();
  try {
    return await runWorker(queue, concurrency, {
      ...realEffects(),
      ...ownerEffects(),
      signal,
      work: (work, stopped) => threads.run({kind: "batch", work}, stopped),
      events: {
        ready: () => say("worker-ready", {queue: shown(queue), concurrency}),
        begins: (run, lang) => say("worker-begins", {run, lang}),
        ends: (run, lang, isDone) => say("worker-ends", {run, lang, ending: isDone ? "done" : "failed"})
      }
    });
  } finally {
    await threads.close();
  }
}
