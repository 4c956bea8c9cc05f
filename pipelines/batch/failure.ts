import {z} from "zod";
import {exitCodes, ReportError} from "../../agents/contracts/index.ts";

/** Why a run has no report, as data: words come from the locale (`error.<code>`). */
export const failureSchema = z.strictObject({
  code: z.string(),
  /** English; printed where the locale has no words. */
  message: z.string(),
  values: z.record(z.string(), z.string())
});
export type Failure = z.infer<typeof failureSchema>;

/** A failure that comes from another process. */
export class FailedElsewhere extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Of whatever was thrown. A bug of ours costs one run, too: its message is kept. */
export function failureOf(error: unknown): Failure {
  if (error instanceof FailedElsewhere) return error.failure;
  if (error instanceof ReportError && error.exitCode !== exitCodes.bug)
    return {code: error.code, message: error.message, values: {...error.values}};
  const message = error instanceof Error ? error.message : String(error);
  return {code: "run-broke-us", message, values: {message}};
}

/** Whether trying again with the same files will end the same way: what the disk or another process was to blame for may be over. */
export const isLasting = ({code}: Failure): boolean => code === "run-broke-us" || code === "out-of-memory";
