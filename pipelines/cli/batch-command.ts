import {randomBytes} from "node:crypto";
import {setMaxListeners} from "node:events";
import {writeFile} from "node:fs/promises";
import {availableParallelism, hostname} from "node:os";
import {resolve, sep} from "node:path";
import {gateOf} from "../../agents/analyst/index.ts";
import type {ExitCode, Gate} from "../../agents/contracts/index.ts";
import {loadLocale, type Locale} from "../../agents/locale/index.ts";
import {type BatchEffects, batch} from "../batch/batch.ts";
import type {BatchResult} from "../batch/batch-result.ts";
import {junitOf} from "../batch/junit.ts";
import {type BatchPlan, type BatchSpec, planBatch} from "../batch/plan-batch.ts";
import {readConfig} from "../config.ts";
import {writable} from "../destination.ts";
import {realEffects} from "../effects.ts";
import {errorCode} from "../error-code.ts";
import {agentNames, localeNames, readLocaleFiles} from "../prompt-files.ts";
import {batchProgress} from "./batch-progress.ts";
import {batchExit, batchJson, batchText} from "./batch-text.ts";
import {localDay} from "./local-day.ts";
import {messageLanguage} from "./messages.ts";
import type {CommandContext} from "./run-command.ts";
import {openThreadPool, type ThreadPool} from "./thread-pool.ts";

export type BatchFlags = Omit<BatchSpec, "root"> & {json?: boolean; junit?: string; quiet?: boolean; gate?: string[]};

/** `batch <folder>`: counts, failures and conditions on stdout, or one JSON document; everything else on stderr. */
export async function batchCommand(root: string, flags: BatchFlags, {signal}: CommandContext): Promise<ExitCode> {
  const {json = false, quiet = false, junit, gate = [], ...spec} = flags;
  setMaxListeners(0, signal);
  const gates = gate.flatMap(text => text.split(",")).map(gateOf);
  const plan = await planFrom(root, spec);
  const locale = batchLocale();
  const progress = batchProgress(locale, {isTerminal: process.stderr.isTTY, isDryRun: plan.dryRun});
  const threads = openThreadPool();
  try {
    const effects = batchEffects(threads, signal);
    return await round(plan, gates, {...effects, ...(quiet ? {} : {listener: progress})}, async (result, index) => {
      if (!quiet) progress.close();
      if (junit !== undefined) await writable(junit, () => writeFile(junit, junitOf(plan, result, locale())));
      process.stdout.write(json ? batchJson(plan, result, index) : batchText(plan, result, index, locale()));
    });
  } finally {
    await threads.close();
  }
}

/** One pass over the runs, its index page and what is printed of it. */
async function round(
  plan: BatchPlan,
  gates: readonly Gate[],
  effects: BatchEffects,
  print: (result: BatchResult, index: string | undefined) => Promise<void>
): Promise<ExitCode> {
  const result = await batch(plan, gates, effects);
  await print(result, plan.dryRun ? undefined : `${plan.report.out}/index.md`);
  return batchExit(result);
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

/** Messages about batches; loaded when the first is needed. */
function batchLocale(): () => Locale {
  let loaded: Locale | undefined;
  return () => {
    if (loaded !== undefined) return loaded;
    const names = ["locale.yaml", "cli.yaml", "batch.yaml", "history.yaml"];
    const {name, texts} = readLocaleFiles(messageLanguage(process.env, localeNames()), names);
    loaded = loadLocale(name, texts);
    return loaded;
  };
}

function batchEffects(threads: ThreadPool, signal: AbortSignal): BatchEffects {
  const id = randomBytes(8).toString("hex");
  return {
    ...realEffects(),
    owner: {host: hostname(), pid: process.pid, id},
    isAlive,
    signal,
    work: (work, stopped = signal) => threads.run({kind: "batch", work}, stopped)
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
}
