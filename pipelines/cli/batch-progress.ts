import {type Locale, plain} from "../../agents/locale/index.ts";
import type {BatchProgress} from "../batch/batch.ts";
import {actionSpans} from "../batch/batch-words.ts";
import {oneLine} from "./one-line.ts";

/** Progress of a batch on stderr: one moving line on a terminal, else a line for every report that was not simply kept. */
export function batchProgress(locale: () => Locale, options: {isTerminal: boolean; isDryRun: boolean}): BatchProgress & {close: () => void} {
  const {isTerminal, isDryRun} = options;
  const write = (line: string, isLasting: boolean) => {
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
      const {run, lang, why} = result;
      const action = plain(actionSpans(result, isDryRun, locale()));
      const line = locale().text("batch.ends", {done, total, run, lang, action, why: locale().text(`batch.why.${why}`)});
      write(line, result.action === "failed");
    },
    close: () => {
      if (isTerminal) process.stderr.write("\r\u001b[K");
    }
  };
}
