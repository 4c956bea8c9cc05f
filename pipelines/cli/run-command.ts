import {CommanderError} from "commander";
import {type ExitCode, exitCodes} from "../../agents/contracts/errors.ts";
import type {Locale} from "../../agents/locale/index.ts";
import {loadMessages} from "./messages.ts";
import {programOf} from "./program.ts";
import {usageError} from "./usage-error.ts";

/** What every command gets. Messages are loaded when the first one is needed: a report that is there needs none. */
export interface CommandContext {
  messages: () => Locale;
  signal: AbortSignal;
}

/** Does what the words of the command line ask and returns the exit code; prints what goes wrong. */
export async function runCommand(words: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  const context: CommandContext = {messages: once(() => loadMessages(process.env)), signal};
  let exitCode: ExitCode = exitCodes.done;
  try {
    const program = programOf(asksForHelp(words) ? context.messages() : undefined, {
      report: async (folder, flags) => {
        const {reportCommand} = await import("./report-command.ts");
        exitCode = await reportCommand(folder, flags, context);
      },
      inspect: async (path, flags) => {
        const {inspectCommand} = await import("./inspect-command.ts");
        exitCode = await inspectCommand(path, flags, context);
      },
      compare: async (folder, flags) => {
        const {compareCommand} = await import("./compare-command.ts");
        exitCode = await compareCommand(folder, flags, context);
      },
      init: async folder => {
        const {initCommand} = await import("./init-command.ts");
        exitCode = await initCommand(folder, context);
      },
      doctor: async flags => {
        const {doctorCommand} = await import("./doctor-command.ts");
        exitCode = await doctorCommand(flags, context);
      },
      prompts: async (action, names) => {
        const {promptsCommand} = await import("./prompts-command.ts");
        exitCode = await promptsCommand(action, names, context);
      },
      batch: async (folder, flags) => {
        const {batchCommand} = await import("./batch-command.ts");
        exitCode = await batchCommand(folder, flags, context);
      },
      worker: async flags => {
        const {workerCommand} = await import("./worker-command.ts");
        exitCode = await workerCommand(flags, context);
      },
      diff: async (before, after, flags) => {
        const {diffCommand} = await import("./diff-command.ts");
        exitCode = await diffCommand(before, after, flags, context);
      }
    });
    if (words.length === 0) program.help({error: true});
    try {
      await program.parseAsync(words, {from: "user"});
    } catch (error) {
      throw error instanceof CommanderError ? usageError(error, program, words) : error;
    }
    return exitCode;
  } catch (error) {
    return await printed(error, context);
  }
}

async function printed(error: unknown, {messages, signal}: CommandContext): Promise<ExitCode> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (signal.aborted) {
    process.stderr.write(`${messages().text("cli.interrupted")}\n`);
    return exitCodes.interrupted;
  }
  const {describeError} = await import("./describe-error.ts");
  const {text, exitCode} = describeError(error, messages, process.env["CHIMERA_DEBUG"] === "1");
  process.stderr.write(`${text}\n`);
  return exitCode;
}

const asksForHelp = (words: readonly string[]): boolean => words.length === 0 || words.includes("--help") || words.includes("-h");

function once<T>(make: () => T): () => T {
  let made: {value: T} | undefined;
  return () => {
    made ??= {value: make()};
    return made.value;
  };
}
