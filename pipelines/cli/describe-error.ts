import {type ExitCode, exitCodes, ReportError} from "../../agents/contracts/index.ts";
import type {Locale} from "../../agents/locale/index.ts";
import {oneLine} from "./one-line.ts";

/** How an error ends the command: what to print and the code. A fault of the user's is one line; a bug of ours keeps its stack. */
export function describeError(error: unknown, messages: () => Locale, isDebug: boolean): {text: string; exitCode: ExitCode} {
  if (error instanceof ReportError && error.exitCode !== exitCodes.bug) {
    return {text: isDebug ? (error.stack ?? error.message) : oneLine(worded(error, messages())), exitCode: error.exitCode};
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {text: `${bugTitle(messages)}\n${stack}`, exitCode: exitCodes.bug};
}

function worded({code, message, values}: ReportError, messages: Locale): string {
  const key = `error.${code}`;
  return messages.has(key) ? messages.text(key, values) : message;
}

/** The messages themselves may be what is broken. */
function bugTitle(messages: () => Locale): string {
  try {
    return messages().text("cli.bug");
  } catch {
    return "This is a bug of chimera:";
  }
}
