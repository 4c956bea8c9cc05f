import {type Locale, plain} from "../../agents/locale/index.ts";
import type {BatchProgress} from "../batch/batch.ts";
import type {BatchPlan} from "../batch/plan-batch.ts";
import type {QueueEvents} from "../batch/queue.ts";
import {actionSpans, failureText} from "../batch/batch-words.ts";
import {oneLine} from "./one-line.ts";

export interface ProgressOptions {
  isTerminal: boolean;
  isQuiet: boolean;
  plan: BatchPlan;
  /** Address of the queue. */
  queue?: string;
}

/** Progress of a batch on stderr: one moving line on a terminal, else a line for every report that was not simply kept. */
export function batchProgress(locale: () => Locale, options: ProgressOptions): BatchProgress & QueueEvents & {close: () => void} {
  const {isTerminal, isQuiet, plan, queue = ""} = options;
  const write = (line: string, isLasting: boolean) => {
    if (isQuiet) return;
    if (isTerminal) process.stderr.write(`\r\u001b[K${oneLine(line).slice(0, (process.stderr.columns ?? 80) - 1)}${isLasting ? "\n" : ""}`);
    else if (isLasting) process.stderr.write(`${oneLine(line)}\n`);
  };
  return {
    waits: ({host, pid}, since) => write(locale().text("batch.waits-for-lock", {host, pid: String(pid), since}), true),
    reads: (done, total, run) => {
      if (isTerminal) write(locale().text("batch.reads", {done, total, run}), false);
    },
    ends: (result, done, total) => {
      if (result.action === "kept" && !isTerminal) return;
      const {run, lang, failure} = result;
      const action = plain(actionSpans(result, plan.dryRun, locale()));
      const why = failure === undefined ? locale().text(`batch.why.${result.why}`) : failureText(failure, plan, locale());
      const line = locale().text("batch.ends", {done, total, run, lang, action, why});
      write(line, !isTerminal || result.action === "failed");
    },
    begins: (run, lang, {host, pid}) => write(locale().text("batch.begins", {run, lang, host, pid: String(pid)}), true),
    noWorkers: () => write(locale().text("batch.no-workers", {queue}), true),
    close: () => {
      if (isTerminal && !isQuiet) process.stderr.write("\r\u001b[K");
    }
  };
}
