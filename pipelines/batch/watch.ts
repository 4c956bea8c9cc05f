import {watch} from "chokidar";
import type {Run} from "./find-runs.ts";

/** How long nothing may have changed in a run before its report is made. */
export const quietMs = 3_000;

export interface WatchOptions {
  /** Absolute paths of what is watched, and where reports go: what happens there is our own doing. */
  paths: readonly string[];
  out: string;
  signal: AbortSignal;
  now: () => number;
}

/**
 * Calls `pass` at once, and again each time when something changed and has been still for a while; never twice at once. A run whose files are
 * still arriving is not still. @throws what the first pass throws; the signal's reason; an Error when the system cannot watch so much.
 */
export async function watchRuns(
  {paths, out, signal, now}: WatchOptions,
  pass: (isStill: (run: Run) => boolean) => Promise<void>
): Promise<never> {
  /** Folder -> when something in it, or it, was last touched. */
  const touched = new Map<string, number>();
  const waiting: {wake: () => void} = {wake: () => {}};
  const isOurs = (path: string) => path === out || path.startsWith(`${out}/`);
  const watcher = watch([...paths], {
    alwaysStat: true,
    ignored: path => isOurs(path) || /\/(node_modules|\.[^/]*)(\/|$)/.test(path.slice(shortest(paths, path).length))
  });
  const touch = (folder: string, ms: number) => {
    touched.set(folder, Math.max(ms, touched.get(folder) ?? 0));
    waiting.wake();
  };
  const {failed, ready} = eventsOf(watcher, touch, now);
  try {
    await until(ready, failed, signal);
    for (;;) {
      const begun = now();
      for (const [path, ms] of touched) if (begun - ms >= quietMs) touched.delete(path);
      const arriving = [...touched.keys()];
      await pass(({path}) => !arriving.some(one => one === path || one.startsWith(`${path}/`)));
      await until(stillness(touched, waiting, now), failed, signal);
    }
  } finally {
    await watcher.close();
  }
}

/** The watched path that `path` lies in. */
const shortest = (paths: readonly string[], path: string): string => paths.find(one => path.startsWith(one)) ?? "";

function eventsOf(watcher: ReturnType<typeof watch>, touch: (folder: string, ms: number) => void, now: () => number) {
  let isReady = false;
  const ready = new Promise<void>(resolve => {
    watcher.on("ready", () => {
      isReady = true;
      resolve();
    });
  });
  watcher.on("all", (event, path, stats) => {
    // What is there from the start counts as touched when it last changed.
    const ms = isReady || stats === undefined ? now() : stats.ctimeMs;
    if (isReady || now() - ms < quietMs) touch(event.endsWith("Dir") ? path : path.slice(0, path.lastIndexOf("/")), ms);
  });
  const failed = new Promise<never>((_, reject) => {
    watcher.on("error", reject);
  });
  failed.catch(() => {});
  return {ready, failed};
}

/** Ends when some of what was touched has been still long enough. */
async function stillness(touched: ReadonlyMap<string, number>, waiting: {wake: () => void}, now: () => number): Promise<void> {
  for (;;) {
    const left = Math.min(...touched.values()) + quietMs - now();
    if (left <= 0) return;
    await new Promise<void>(resolve => {
      const timer = Number.isFinite(left) ? setTimeout(resolve, left) : undefined;
      waiting.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function until<T>(wanted: Promise<T>, failed: Promise<never>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const stop = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), {signal: stop.signal});
  });
  try {
    return await Promise.race([wanted, failed, aborted]);
  } finally {
    stop.abort();
  }
}
