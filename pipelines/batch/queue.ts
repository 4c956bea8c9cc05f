import type {StoredOutcome} from "../outcome.ts";
import type {PreparedReport} from "../prepare-report.ts";
import {hashOf, stageKey} from "../store.ts";
import {FailedElsewhere} from "./failure.ts";
import {
  type JobAnswer,
  jobAnswerSchema,
  jobLockMs,
  jobProgressSchema,
  openQueuePackages,
  type QueueJob,
  type QueueWork,
  queueName,
  toJob
} from "./queue-job.ts";
import type {BatchWork} from "./work.ts";

/** Work done by workers on any machine that shares the folders. */
export interface WorkQueue {
  /** Reads what a run measured into the store. */
  read: (work: Extract<BatchWork, {kind: "series"}>, signal: AbortSignal | undefined) => Promise<void>;
  /** Makes a report and puts it in its place. */
  make: (prepared: PreparedReport, signal: AbortSignal | undefined) => Promise<StoredOutcome>;
  close: () => Promise<void>;
}

export interface QueueEvents {
  /** A worker took the report of a run. */
  begins: (run: string, lang: string, worker: {host: string; pid: number}) => void;
  /** There is work and nobody to do it. */
  noWorkers: () => void;
}

/** How often a report is asked for when others keep asking for the same one with other files. */
const mostAsked = 5;

/** How long a caller waits before it says that no worker is there. */
const workersMs = 3_000;

/** @throws SpecError when the packages are missing or no Redis answers. */
export async function openQueue(url: string, events: QueueEvents): Promise<WorkQueue> {
  const {bullmq, connection} = await openQueuePackages(url);
  const queue = new bullmq.Queue<QueueJob, JobAnswer>(queueName, {connection});
  const listener = new bullmq.QueueEvents(queueName, {connection: connection.duplicate()});
  // A connection that breaks is made again by the library; what waits goes on waiting.
  queue.on("error", () => {});
  listener.on("error", () => {});
  const asked = new Map<string, PreparedReport["plan"]>();
  listener.on("progress", ({jobId, data}) => {
    const plan = asked.get(jobId);
    const worker = jobProgressSchema.safeParse(data);
    if (plan !== undefined && worker.success) events.begins(plan.name, plan.lang, worker.data);
  });
  await listener.waitUntilReady();
  const timer = setTimeout(async () => {
    if ((await queue.getWorkersCount().catch(() => 1)) === 0) events.noWorkers();
  }, workersMs);
  timer.unref();

  const ask = async (work: QueueWork, signal: AbortSignal | undefined): Promise<JobAnswer> => {
    signal?.throwIfAborted();
    const id = hashOf([work.kind, work.prepared.destination.folder]).slice(0, 32);
    // Of two that ask for the same report at once only one gets a job; both wait for it.
    const options = {deduplication: {id}, removeOnComplete: {age: 600}, removeOnFail: {age: 600}, attempts: 1};
    const job = await queue.add(work.kind, toJob(work), options);
    if (job.id !== undefined && work.kind === "report") asked.set(job.id, work.prepared.plan);
    try {
      return jobAnswerSchema.parse(await unlessAborted(job.waitUntilFinished(listener), signal));
    } catch (error) {
      if (signal?.aborted === true) await job.remove().catch(() => {});
      signal?.throwIfAborted();
      const message = error instanceof Error ? error.message : String(error);
      throw new FailedElsewhere({code: "worker-lost", message: `no worker could do it: ${message}`, values: {reason: message}});
    }
  };

  return {
    read: async (work, signal) => {
      const answer = await ask(work, signal);
      if (answer.kind === "failed") throw new FailedElsewhere(answer.failure);
    },
    make: async (prepared, signal) => {
      for (let attempt = 0; attempt < mostAsked; attempt += 1) {
        const answer = await ask({kind: "report", prepared}, signal);
        if (answer.kind === "failed") throw new FailedElsewhere(answer.failure);
        if (answer.kind === "report" && answer.key === stageKey(prepared.keys.export)) return answer.outcome;
      }
      throw new FailedElsewhere({
        code: "worker-lost",
        message: "others keep asking for this report with other files",
        values: {reason: "other files"}
      });
    },
    close: async () => {
      clearTimeout(timer);
      await Promise.race([Promise.all([listener.close(), queue.close()]), new Promise(resolve => setTimeout(resolve, jobLockMs / 20))]);
      connection.disconnect();
    }
  };
}

async function unlessAborted<T>(wanted: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await wanted;
  wanted.catch(() => {});
  const stop = new AbortController();
  try {
    return await Promise.race([
      wanted,
      new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), {signal: stop.signal}))
    ]);
  } finally {
    stop.abort();
  }
}
