import type {Measurement} from "../contracts/index.ts";

type FailureKind = Measurement["failures"][number]["kind"];

/** Kind of a failure from what the client wrote down: its words win over the status, as a 504 says less than "timed out". */
export function failureKind(reason: string, status: number | undefined): FailureKind {
  if (/time[d\s-]*out|deadline exceeded/i.test(reason)) return "timeout";
  if (status !== undefined && status >= 400) return "status";
  return reason === "" ? "missing" : "error";
}
