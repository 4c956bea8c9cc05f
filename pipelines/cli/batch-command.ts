import {setMaxListeners} from "node:events";
import {writeFile} from "node:fs/promises";
import {availableParallelism} from "node:os";
import {resolve, sep} from "node:path";
import {gateOf} from "../../agents/analyst/index.ts";
import {type ExitCode, ReportError} from "../../agents/contracts/index.ts";
import type {Locale} from "../../agents/locale/index.ts";
import {type BatchEffects, batch} from "../batch/batch.ts";
import {junitOf} from "../batch/junit.ts";
import {type BatchPlan, type BatchSpec, planBatch} from "../batch/plan-batch.ts";
import {shown} from "../batch/queue-job.ts";
import {readConfig} from "../config.ts";
import {writable} from "../destination.ts";
import {realEffects} from "../effects.ts";
import {agentNames, localeNames} from "../prompt-files.ts";
import {sweepStore} from "../store.ts";
import {batchLocale} from "./batch-locale.ts";
import {batchProgress} from "./batch-progress.ts";
import {batchExit, batchJson, batchText} from "./batch-text.ts";
import {describeError} from "./describe-error.ts";
import {localDay} from "./local-day.ts";
import {oneLine} from "./one-line.ts";
import {ownerEffects} from "./owner-effects.ts";
import type {CommandContext} from "./run-command.ts";
import {openThreadPool, type ThreadPool} from "./thread-pool.ts";

export type BatchFlags = Omit<BatchSpec, "root"> & {json?: boolean; junit?: string; quiet?: boolean; gate?: string[]; queue?: string};

/** `batch <folder>`: counts, failures and conditions on stdout, or one JSON document; everything else on stderr. */
export async function batchCommand(root: string, flags: BatchFlags, {signal}: CommandContext): Promise<ExitCode> {
  const {json = false, quiet = false, junit, gate = [], queue: url, ...spec} = flags;
  setMaxListeners(0, signal);
  const gates = gate.flatMap(text => text.split(",")).map(gateOf);
  const plan = await planFrom(root, spec);
  const locale = batchLocale();
  const progress = batchProgress(locale, {
    isTerminal: process.stderr.isTTY,
    isQuiet: quiet,
    plan,
    ...(url === undefined ? {} : {queue: shown(url)})
  });
  const threads = openThreadPool();
  const queue = url === undefined || plan.dryRun ? undefined : await (await import("../batch/queue.ts")).openQueue(url, progress);
  try {
    const effects = {...batchEffects(threads, signal), listener: progress, ...(queue === undefined ? {} : {queue})};
    const pass = async (isStill: BatchEffects["isStill"] = () => true): Promise<ExitCode> => {
      const result = await batch(plan, gates, {...effects, isStill});
      progress.close();
      if (junit !== undefined) await writable(junit, () => writeFile(junit, junitOf(plan, result, locale())));
      const index = plan.dryRun ? undefined : `${plan.report.out}/index.md`;
      process.stdout.write(json ? batchJson(plan, result, index) : batchText(plan, result, index, locale()));
      return batchExit(result);
    };
    return plan.watch ? await stay(plan, pass, {locale, signal, quiet}) : await pass();
  } finally {
    await Promise.all([threads.close(), queue?.close()]);
    // A thread that was stopped in the middle of a write leaves a piece of it.
    if (signal.aborted) await sweepStore(`${plan.report.out}/.chimera`, {...realEffects(), own: `${process.pid}-`});
  }
}

/** Passes until Ctrl-C. What goes wrong in a later pass is said, and may be over in the next. */
async function stay(
  plan: BatchPlan,
  pass: (isStill: BatchEffects["isStill"]) => Promise<ExitCode>,
  {locale, signal, quiet}: {locale: () => Locale; signal: AbortSignal; quiet: boolean}
): Promise<never> {
  const {watchRuns} = await import("../batch/watch.ts");
  if (!quiet) process.stderr.write(`${oneLine(locale().text("batch.watching", {path: plan.root}))}\n`);
  let isFirst = true;
  const options = {paths: [plan.root], out: plan.report.out, signal, now: () => Date.now()};
  return await watchRuns(options, async isStill => {
    try {
      await pass(isStill);
    } catch (error) {
      if (isFirst || signal.aborted || !(error instanceof ReportError)) throw error;
      process.stderr.write(`${describeError(error, locale, false).text}\n`);
    }
    isFirst = false;
  });
}

async function planFrom(root: string, spec: Omit<BatchSpec, "root">): Promise<BatchPlan> {
  const {name: _, ...config} = await readConfig(process.cwd());
  return planBatch(
    {...config, ...spec, root},
    {
      resolve: path => resolve(path).replaceAll(sep, "/"),
      locales: localeNames(),
      agents: agentNames(),
      today: localDay(new Date()),
      processors: availableParallelism()
    }
  );
}

function batchEffects(threads: ThreadPool, signal: AbortSignal): BatchEffects {
  return {
    ...realEffects(),
    ...ownerEffects(),
    signal,
    work: (work, stopped = signal) => threads.run({kind: "batch", work}, stopped)
  };
}
