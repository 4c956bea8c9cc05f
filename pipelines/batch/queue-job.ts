import {z} from "zod";
import {handOff, noteSchema, SpecError, timeSchema} from "../../agents/contracts/index.ts";
import {buildId} from "../build-id.ts";
import {errorCode} from "../error-code.ts";
import {outcomeSchema} from "../outcome.ts";
import {planSchema} from "../spec.ts";
import {hashOf} from "../store.ts";
import {failureSchema} from "./failure.ts";
import type {BatchWork} from "./work.ts";

const stageKeySchema = z.strictObject({name: z.string(), codeVersion: z.string(), inputKeys: z.array(z.string())});

const foundModelSchema = z.strictObject({
  spec: z.strictObject({
    provider: planSchema.shape.provider.exclude(["none"]),
    model: z.string(),
    options: z.record(z.string(), z.number()),
    timeoutSeconds: z.number(),
    baseUrl: z.string().exactOptional()
  }),
  provider: z.string(),
  name: z.string(),
  digest: z.string().exactOptional(),
  key: z.string(),
  notes: z.array(noteSchema)
});
const missingModelSchema = z.strictObject({error: noteSchema, notes: z.array(noteSchema)});

/** A prepared report as text: a map does not survive JSON, its pairs do. */
const preparedSchema = z.strictObject({
  plan: planSchema,
  listing: z.strictObject({
    entries: z.array(
      z.strictObject({
        path: z.string(),
        bytes: z.number(),
        kind: z.enum(["file", "unreadable", "link", "ignored"]),
        reason: z.string().exactOptional()
      })
    ),
    hashes: z.array(z.tuple([z.string(), z.string()])).transform(pairs => new Map(pairs)),
    key: z.string()
  }),
  keys: z.strictObject({evidence: stageKeySchema, analysis: stageKeySchema, report: stageKeySchema, export: stageKeySchema}),
  packKey: z.string(),
  model: z.union([foundModelSchema, missingModelSchema]).exactOptional(),
  destination: z.strictObject({folder: z.string(), temporary: z.string(), artifacts: z.string()}),
  history: z.strictObject({key: z.string(), series: z.array(z.string()), order: z.literal("given").exactOptional()}).exactOptional()
});

/** What a worker is asked to do: to read a run, or to make its report and put it in its place. */
const jobSchema = z.strictObject({
  version: z.literal(1),
  work: z.discriminatedUnion("kind", [
    z.strictObject({kind: z.literal("series"), prepared: preparedSchema, run: z.string(), time: timeSchema.exactOptional()}),
    z.strictObject({kind: z.literal("report"), prepared: preparedSchema})
  ])
});
export type QueueWork = Exclude<BatchWork, {kind: "history"}>;

/** What the queue carries. */
export interface QueueJob {
  /** JSON of `jobSchema`. */
  text: string;
}

export function toJob(work: QueueWork): QueueJob {
  const {prepared} = work;
  const {listing} = prepared;
  const wire = {...prepared, listing: {...listing, hashes: [...listing.hashes]}};
  return {text: JSON.stringify({version: 1, work: {...work, prepared: wire}})};
}

/** @throws ContractError for a job that is none of ours. */
export const fromJob = ({text}: QueueJob): QueueWork => handOff("queue", jobSchema, JSON.parse(text)).work;

/** What a worker answers. A failure is an answer, too: the same files fail the same way elsewhere. */
export const jobAnswerSchema = z.union([
  z.strictObject({kind: z.literal("series")}),
  z.strictObject({
    kind: z.literal("report"),
    /** Of the report that was made: another caller may have asked for it before, with other files. */
    key: z.string(),
    outcome: outcomeSchema
  }),
  z.strictObject({kind: z.literal("failed"), failure: failureSchema})
]);
export type JobAnswer = z.infer<typeof jobAnswerSchema>;

/** Which worker is at a job. */
export const jobProgressSchema = z.strictObject({host: z.string(), pid: z.int()});

/** Callers and workers of one build share a queue: another build would make another report. */
export const queueName = `chimera-${hashOf([buildId]).slice(0, 12)}`;

/** A worker that gives no sign of life for so long has lost its job to another. */
export const jobLockMs = 10_000;

/** A job that kills every worker that takes it is given up after so many. */
export const mostLosses = 4;

const install = "bullmq@6.7.0 ioredis@6.0.0";

export interface QueuePackages {
  bullmq: typeof import("bullmq");
  /** A connection that keeps trying once it was there. */
  connection: import("ioredis").Redis;
}

/**
 * The optional packages, and a connection that answered.
 * @throws SpecError `queue-not-valid`, `queue-missing-package`, `queue-not-reachable`
 */
export async function openQueuePackages(url: string): Promise<QueuePackages> {
  if (!/^rediss?:\/\/[^\s/]+(\/\d+)?$/.test(url)) {
    throw new SpecError("queue-not-valid", `--queue ${url}: expected an address such as redis://127.0.0.1:6379`, {queue: shown(url)});
  }
  const bullmq: typeof import("bullmq") = await optional("bullmq");
  const ioredis: typeof import("ioredis") = await optional("ioredis");
  let wasThere = false;
  const connection = new ioredis.Redis(url, {
    maxRetriesPerRequest: null,
    lazyConnect: true,
    connectTimeout: 3_000,
    retryStrategy: attempt => (wasThere ? Math.min(attempt * 200, 5_000) : null)
  });
  let reason = "";
  connection.on("error", error => {
    reason = errorCode(error) ?? String(error);
  });
  try {
    await connection.connect();
    await connection.ping();
  } catch (error) {
    connection.disconnect();
    const why = reason === "" ? (error instanceof Error ? error.message : String(error)) : reason;
    throw new SpecError("queue-not-reachable", `${shown(url)}: no Redis answers (${why}); start one, or leave --queue out`, {
      queue: shown(url),
      reason: why
    });
  }
  wasThere = true;
  return {bullmq, connection};
}

/** Without the password. */
export const shown = (url: string): string => url.replace(/\/\/[^@/]*@/, "//");

/** The name is a variable, so that no bundler looks for a package that need not be there. */
async function optional(name: string) {
  try {
    return await import(name);
  } catch (error) {
    if (errorCode(error) !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new SpecError(
      "queue-missing-package",
      `the package ${name} is not installed: npm install ${install}`,
      {packages: install},
      error
    );
  }
}
