import type {ModelReply} from "./port.ts";

/** Lets so many calls run at once as the server really serves. */
export interface Gate {
  /** Waits for a turn; the function ends it. */
  enter: () => Promise<() => void>;
  /** A reply came: the limit follows what it shows. */
  observe: (reply: Pick<ModelReply, "seconds" | "times">) => void;
  limit: () => number;
}

const mostAtOnce = 8;

/** Share of the own work of a call that may pass unexplained before it counts as waiting for another. */
const waitingShare = 0.5;

/**
 * Measured, not assumed: a reply whose time the server explains (load, prompt, output) while others ran beside it raises the limit by one, a
 * reply that spent more than half of its own work in the server's queue lowers it by one. @param known limit that the server states: kept.
 */
export function openGate(known?: number): Gate {
  const waiting: (() => void)[] = [];
  let limit = known ?? 2;
  let running = 0;
  const admit = (): void => {
    while (running < limit && waiting.length > 0) {
      running += 1;
      waiting.shift()?.();
    }
  };
  const leave = (): void => {
    running -= 1;
    admit();
  };
  return {
    enter: async () => {
      await new Promise<void>(resolve => {
        waiting.push(resolve);
        admit();
      });
      return leave;
    },
    observe: ({seconds, times: {load = 0, prompt, output}}) => {
      if (known !== undefined || running < 2 || prompt === undefined || output === undefined) return;
      const queued = seconds - load - prompt - output;
      limit = queued > waitingShare * (prompt + output) ? Math.max(1, limit - 1) : Math.min(mostAtOnce, limit + 1);
      admit();
    },
    limit: () => limit
  };
}
