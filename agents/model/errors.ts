import {exitCodes, type NoteInput, ReportError} from "../contracts/index.ts";

/** What makes a model unusable, by what the user does next. Words: `error.<code>` of the locale. */
export type UnavailableCode =
  | "model-server-unreachable"
  | "model-server-gone"
  | "model-server-busy"
  | "model-server-failed"
  | "model-server-other"
  | "model-server-redirects"
  | "model-not-found"
  | "model-timeout"
  | "model-request-refused"
  | "model-prompt-too-long"
  | "model-package-missing"
  | "model-package-other"
  | "model-file-unreadable"
  | "model-none-answers"
  | "model-host-not-valid"
  | "model-off";

/** What is wrong with a reply that came. Words: `error.<code>` of the locale. */
export type OutputCode =
  | "reply-cut"
  | "reply-unfinished"
  | "reply-empty"
  | "reply-only-thinking"
  | "reply-endless-space"
  | "reply-error-body"
  | "reply-error-line"
  | "reply-no-json-body"
  | "reply-connection-cut"
  | "reply-impossible-counts"
  | "reply-prompt-truncated"
  | "reply-prose"
  | "reply-not-json"
  | "reply-wrong-shape";

interface Details {
  values?: Record<string, string>;
  cause?: unknown;
  passedOver?: readonly NoteInput[];
}

/** No reply can be had: start the server, name another model, wait. Values: names, addresses, times as text. */
export class ModelUnavailableError extends ReportError {
  declare readonly code: UnavailableCode;
  /** Of `model-none-answers`: a note for each provider that was tried. */
  readonly passedOver: readonly NoteInput[];

  constructor(code: UnavailableCode, message: string, {values = {}, cause, passedOver = []}: Details = {}) {
    super(code, message, {values, exitCode: exitCodes.noModel, cause});
    this.passedOver = passedOver;
  }
}

/** A reply came and cannot be used: change model or prompt. Caught by the agent, which falls back on its own text. */
export class ModelOutputError extends ReportError {
  declare readonly code: OutputCode;
  /** What the model or the server said, as it came; capped by the provider, never shown in a report. */
  readonly raw: string;

  constructor(code: OutputCode, message: string, raw: string, {values = {}, cause}: Details = {}) {
    super(code, message, {values, exitCode: exitCodes.noModel, cause});
    this.raw = raw;
  }
}

/** Whether an error is one of the two that an agent falls back from. */
export const isModelError = (error: unknown): error is ModelUnavailableError | ModelOutputError =>
  error instanceof ModelUnavailableError || error instanceof ModelOutputError;
