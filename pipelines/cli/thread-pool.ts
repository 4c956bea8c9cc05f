import {openThread, type WorkingThread} from "./run-in-thread.ts";
import type {Task} from "./task.ts";

/** Threads that are kept from one task to the next: loading the libraries takes longer than most reports. */
export interface ThreadPool {
  /** In an idle thread or a new one; how many there are is up to how many tasks are asked for at once. */
  run: (task: Task, signal: AbortSignal) => Promise<unknown>;
  close: () => Promise<void>;
}

export function openThreadPool(): ThreadPool {
  const idle: WorkingThread[] = [];
  const all = new Set<WorkingThread>();
  return {
    run: async (task, signal) => {
      const thread = idle.pop() ?? openThread();
      all.add(thread);
      try {
        return await thread.run(task, signal);
      } finally {
        if (thread.isUsable()) idle.push(thread);
        else {
          all.delete(thread);
          await thread.close();
        }
      }
    },
    close: async () => {
      await Promise.all([...all].map(thread => thread.close()));
    }
  };
}
