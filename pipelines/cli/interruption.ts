import {exitCodes} from "../../agents/contracts/errors.ts";

/** Time that a stopped command gets to tidy up. */
const patienceMs = 700;

/** Thrown through a command when the user presses Ctrl-C or the system asks it to end. */
export class Interruption extends Error {}

/**
 * Aborted by the first Ctrl-C: what runs stops, removes its temporary files and leaves what was there as it was. If that takes long, or at
 * the second Ctrl-C, the process ends at once.
 */
export function listenForInterruption(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    setTimeout(() => process.exit(exitCodes.interrupted), patienceMs).unref();
    controller.abort(new Interruption("interrupted"));
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return controller.signal;
}
