/** Exit codes of the command line; several at once: 130 > 1 > 2 > 5 > 6 > 4 > 3. */
export const exitCodes = {
  done: 0,
  bug: 1,
  usage: 2,
  nothingMeasurable: 3,
  noModel: 4,
  someFailed: 5,
  claimsFail: 6,
  interrupted: 130
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * A failure that a user can fix. `code` and `values` are worded by the locale (`error.<code>` of the messages); `message` is
 * English: *where: what was found, what was expected; what to do.*
 */
export class ReportError extends Error {
  readonly code: string;
  readonly values: Readonly<Record<string, string>>;
  readonly exitCode: ExitCode;

  constructor(code: string, message: string, options: {values?: Record<string, string>; exitCode: ExitCode; cause?: unknown}) {
    super(message, options.cause === undefined ? undefined : {cause: options.cause});
    this.name = new.target.name;
    this.code = code;
    this.values = options.values ?? {};
    this.exitCode = options.exitCode;
  }
}

/** The command, an option or the configuration is wrong: fix the command. */
export class SpecError extends ReportError {
  constructor(code: string, message: string, values: Record<string, string> = {}, cause?: unknown) {
    super(code, message, {values, exitCode: exitCodes.usage, cause});
  }
}

/** The structure of an artifact cannot be read: fix the file. Thrown by readers, caught by the collector, listed in the report. */
export class ArtifactError extends ReportError {
  /** Place inside the artifact, in the grammar of `sourceSchema`. */
  readonly at: string;

  constructor(code: string, at: string, message: string, values: Record<string, string> = {}) {
    super(code, message, {values, exitCode: exitCodes.nothingMeasurable});
    this.at = at;
  }
}

/** A stage produced something that its contract does not allow. Ours to fix; the run stops and the stage before stays saved. */
export class ContractError extends ReportError {
  readonly stage: string;
  readonly path: string;

  constructor(stage: string, path: string, value: string, expected: string) {
    super("contract", `${stage}: ${path === "" ? "(root)" : path}: found ${value}, ${expected}`, {
      values: {stage, path, value, expected},
      exitCode: exitCodes.bug
    });
    this.stage = stage;
    this.path = path;
  }
}
