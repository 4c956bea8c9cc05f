import {resolve, sep} from "node:path";
import {type ExitCode, exitCodes} from "../../agents/contracts/index.ts";
import {writable} from "../destination.ts";
import {realEffects} from "../effects.ts";
import {init} from "../init.ts";
import {oneLine} from "./one-line.ts";
import type {CommandContext} from "./run-command.ts";

/** `init [folder]`: starter files, in the language of the messages; their paths on stdout. */
export async function initCommand(folder: string | undefined, {messages}: CommandContext): Promise<ExitCode> {
  const target = resolve(folder ?? ".").replaceAll(sep, "/");
  const {created, kept} = await writable(target, () => init(target, messages().name, realEffects()));
  for (const path of created) process.stdout.write(`${oneLine(`${target}/${path}`)}\n`);
  for (const path of kept) process.stderr.write(`${messages().text("cli.init.kept", {path: oneLine(path)})}\n`);
  return exitCodes.done;
}
