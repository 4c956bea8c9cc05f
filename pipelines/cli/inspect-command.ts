import {resolve, sep} from "node:path";
import {evidenceSchema, type ExitCode, exitCodes} from "../../agents/contracts/index.ts";
import {inspectionText} from "./inspection-text.ts";
import type {CommandContext} from "./run-command.ts";
import {runInThread} from "./run-in-thread.ts";

export interface InspectFlags {
  json?: boolean;
  include?: string[];
  exclude?: string[];
}

/** `inspect <path>`: what was read from which file, for people or as Evidence in JSON. */
export async function inspectCommand(path: string, flags: InspectFlags, {messages, signal}: CommandContext): Promise<ExitCode> {
  const options = {artifacts: resolve(path).replaceAll(sep, "/"), include: flags.include ?? [], exclude: flags.exclude ?? []};
  const evidence = evidenceSchema.parse(await runInThread({kind: "inspect", options}, signal));
  process.stdout.write(flags.json === true ? `${JSON.stringify(evidence)}\n` : `${inspectionText(evidence, messages())}\n`);
  return evidence.measurements.length + evidence.reported.length > 0 ? exitCodes.done : exitCodes.nothingMeasurable;
}
