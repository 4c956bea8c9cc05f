import type {ExitCode} from "../../agents/contracts/index.ts";
import type {CommandContext} from "./run-command.ts";

export interface WorkerFlags {
  queue: string;
  concurrency?: string;
  quiet?: boolean;
}

export async function workerCommand(_flags: WorkerFlags, _context: CommandContext): Promise<ExitCode> {
  return 0;
}
