import {z} from "zod";
import {SpecError} from "../../agents/contracts/index.ts";
import {writable} from "../destination.ts";
import type {Disk} from "../disk.ts";
import {errorCode} from "../error-code.ts";
import {isGone, type Owner, type OwnerEffects, ownerSchema} from "./owner.ts";

export interface LockEffects extends OwnerEffects {
  disk: Disk;
  unique: () => string;
  signal?: AbortSignal;
  /** Called once when another batch has to end first. */
  waits: (owner: Owner, since: string) => void;
}

export interface Lock {
  /** Aborted with a SpecError when another process took the lock over: this one slept too long. */
  lost: AbortSignal;
  release: () => Promise<void>;
}

const lockSchema = z.strictObject({version: z.literal(1), owner: ownerSchema, since: z.string(), beat: z.string()});
type Held = z.infer<typeof lockSchema>;

/** How often the owner gives a sign of life, and after how long without one it counts as gone. */
const beatMs = 5_000;
const staleMs = 60_000;

/** A lock without content is one whose owner was killed in the moment of writing it. */
const tornMs = 3_000;

/** How long one who waits looks away. */
const waitMs = 250;

/**
 * The right to work on a folder of reports, for one batch at a time: a second one waits. The lock of a process that is gone, or gave no sign
 * of life for a minute, is taken over. @throws SpecError when nothing can be written there; the signal's reason.
 */
export async function takeLock(folder: string, effects: LockEffects): Promise<Lock> {
  const path = `${folder}/batch.lock`;
  const held: Held = {version: 1, owner: effects.owner, since: now(effects), beat: now(effects)};
  let isAnnounced = false;
  await writable(folder, () => effects.disk.makeFolder(folder));
  for (;;) {
    effects.signal?.throwIfAborted();
    if (await writable(path, () => created(path, held, effects))) return keep(path, held, effects);
    const other = await readLock(path, effects);
    if (other !== undefined && isGone(other.owner, Date.parse(other.beat), staleMs, effects)) await takeOver(path, other, effects);
    else if (other !== undefined && !isAnnounced) {
      effects.waits(other.owner, other.since);
      isAnnounced = true;
    }
    if (await effects.disk.stamp(path)) await pause(waitMs, effects.signal);
  }
}

const now = ({clock}: OwnerEffects): string => clock.now().toISOString();

/** False when somebody holds it. */
async function created(path: string, held: Held, {disk}: LockEffects): Promise<boolean> {
  try {
    await disk.create(path, `${JSON.stringify(held)}\n`, {sync: true});
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Undefined when there is none. */
async function readLock(path: string, {disk}: LockEffects): Promise<Held | undefined> {
  try {
    return lockSchema.parse(JSON.parse(await disk.readText(path)));
  } catch (error) {
    if (errorCode(error) !== undefined) return undefined;
    const stamp = await disk.stamp(path);
    if (stamp === undefined) return undefined;
    const time = new Date(stamp.changedMs + tornMs - staleMs).toISOString();
    return {version: 1, owner: {host: "", pid: 0, id: `torn-${stamp.stamp}`}, since: time, beat: time};
  }
}

/** Only who gets the claim on that owner's lock may remove it: two that find it stale would else remove each other's new one. */
async function takeOver(path: string, stale: Held, effects: LockEffects): Promise<void> {
  const claim = `${path}.${stale.owner.id}.claim`;
  const mine: Held = {version: 1, owner: effects.owner, since: now(effects), beat: now(effects)};
  if (!(await created(claim, mine, effects))) {
    const other = await readLock(claim, effects);
    if (other !== undefined && isGone(other.owner, Date.parse(other.beat), staleMs, effects)) await effects.disk.remove(claim);
    return;
  }
  const current = await readLock(path, effects);
  if (current?.owner.id === stale.owner.id) await effects.disk.remove(path);
  await effects.disk.remove(claim);
}

function keep(path: string, held: Held, effects: LockEffects): Lock {
  const lost = new AbortController();
  const timer = setInterval(() => {
    beat(path, held, effects).catch(error => lost.abort(error));
  }, beatMs);
  timer.unref();
  return {
    lost: lost.signal,
    release: async () => {
      clearInterval(timer);
      if ((await readLock(path, effects))?.owner.id === held.owner.id) await effects.disk.remove(path);
    }
  };
}

async function beat(path: string, held: Held, effects: LockEffects): Promise<void> {
  const current = await readLock(path, effects);
  if (current?.owner.id !== held.owner.id) {
    throw new SpecError("batch-taken-over", `${path}: another batch went on with this folder; run again`, {path});
  }
  const temporary = `${path}.${effects.unique()}.tmp`;
  await effects.disk.create(temporary, `${JSON.stringify({...held, beat: now(effects)})}\n`, {sync: false});
  await effects.disk.rename(temporary, path);
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, {once: true});
  });
}
