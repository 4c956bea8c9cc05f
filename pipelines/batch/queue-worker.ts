import {fromJob, openQueuePackages, type JobAnswer, jobLockMs, mostLosses, type QueueJob, type QueueWork, queueName} from "./queue-job.ts";
import {outcomeSchema} from "../outcome.ts";
import {stageKey} from "../store.ts";
import {failureOf} from "./failure.ts";
import {openJournal} from "./journal.ts";
import {type InPlaceEffects, makeInPlace} from "./make-in-place.ts";
import type {BatchWork} from "./work.ts";

export interface WorkerEffects extends Omit<InPlaceEffects, "make" | "signal"> {
  /** Does what takes long, in another thread. */
  work: (work: BatchWork, signal: AbortSignal) => Promise<unknown>;
  /** Aborted: it stops, and what it was at is taken by another worker. */
  signal: AbortSignal;
  events: {
    ready: () => void;
    begins: (run: string, lang: string) => void;
    ends: (run: string, lang: string, isDone: boolean) => void;
  };
}

/**
 * Takes work from the queue until the signal is aborted. @throws SpecError when the packages are missing or no Redis answers; the signal's
 * reason at the end.
 */
export async function runWorker(url: string, concurrency: number, effects: WorkerEffects): Promise<never> {
  const {bullmq, connection} = await openQueuePackages(url);
  const {signal, events} = effects;
  const worker = new bullmq.Worker<QueueJob, JobAnswer>(
    queueName,
    async (job, token = "") => {
      await job.updateProgress({host: effects.owner.host, pid: effects.owner.pid});
      const work = fromJob(job.data);
      const {name, lang} = work.prepared.plan;
      if (work.kind === "report") events.begins(name, lang);
      const answer = await answerTo(work, effects, async () => {
        // Who slept while another took the job must not replace what that one made.
        await job.extendLock(token, jobLockMs);
      });
      if (signal.aborted) {
        await job.moveToWait(token);
        throw new bullmq.WaitingError();
      }
      if (work.kind === "report") events.ends(name, lang, answer.kind !== "failed");
      return answer;
    },
    {connection, concurrency, lockDuration: jobLockMs, stalledInterval: jobLockMs / 2, maxStalledCount: mostLosses}
  );
  worker.on("error", () => {});
  try {
    await worker.waitUntilReady();
    events.ready();
    await new Promise((_, reject) => {
      const stop = () => reject(signal.reason);
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, {once: true});
    });
    throw signal.reason;
  } finally {
    await Promise.race([worker.close(), new Promise(resolve => setTimeout(resolve, 500))]);
    connection.disconnect();
  }
}

async function answerTo(work: QueueWork, effects: WorkerEffects, beforePublishing: () => Promise<void>): Promise<JobAnswer> {
  const {signal} = effects;
  try {
    if (work.kind === "series") {
      await effects.work(work, signal);
      return {kind: "series"};
    }
    const {prepared} = work;
    const {folder} = prepared.destination;
    const cut = folder.lastIndexOf("/");
    // The place of unfinished parts is this worker's own: another may have died in the one that came with the job.
    const temporary = `${folder.slice(0, cut)}/.${folder.slice(cut + 1)}.${effects.unique()}.new`;
    const own = {...prepared, destination: {...prepared.destination, temporary}};
    await openJournal(prepared.plan.out, effects).sweep();
    const outcome = await makeInPlace(own, {
      ...effects,
      make: async one => {
        const made = outcomeSchema.parse(await effects.work({kind: "report", prepared: one}, signal));
        await beforePublishing();
        return made;
      }
    });
    return {kind: "report", key: stageKey(prepared.keys.export), outcome};
  } catch (error) {
    return {kind: "failed", failure: failureOf(error)};
  }
}
