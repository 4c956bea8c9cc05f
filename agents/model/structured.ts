import type {z} from "zod";
import {type Call, type NoteInput, noteSchema} from "../contracts/index.ts";
import {estimatedPrompt, type TokenMeter, usableWindow} from "./budget.ts";
import {isModelError, ModelOutputError, ModelUnavailableError} from "./errors.ts";
import {loweredSchema} from "./lowered-schema.ts";
import type {ModelPort, ModelReply, ModelRequest} from "./port.ts";
import {replyJson} from "./reply-json.ts";

/** One call for the manifest; the agent adds what it rejected of the answer. */
export type ModelCall = Omit<Call, "rejected">;

/** What a call needs beside the request. */
export interface AskContext {
  port: ModelPort;
  /** Of this model, shared by all calls to it. */
  meter: TokenMeter;
  /** Called once for every exchange, also for one that failed. */
  record: (call: ModelCall) => void;
  clock: {seconds: () => number};
  /** The user message of the second try, from the pack's `repair.hbs`. */
  repair: (fault: {user: string; reply: string; issues: readonly string[]}) => string;
}

/** Issues that a repair lists at most, and characters of a reply that it and the manifest repeat. */
const mostIssues = 6;
const mostRepeated = 800;

/**
 * Asks for a value of `schema`: checks that prompt and reply fit the window before anything is sent, sends the lowered schema, parses,
 * validates, and asks once more with the issues when the reply is no such value.
 * @throws ModelUnavailableError, ModelOutputError (the second one, when the repair failed too); the signal's reason when aborted.
 */
export async function ask<S extends z.ZodType>(
  schema: S,
  request: Omit<ModelRequest, "schema">,
  context: AskContext
): Promise<z.output<S>> {
  const whole = {...request, schema: loweredSchema(schema)};
  try {
    return await once(schema, whole, context);
  } catch (error) {
    if (!(error instanceof UnfitReply)) throw error;
    const {fault, issues} = error;
    const user = context.repair({user: request.user, reply: fault.raw.slice(0, mostRepeated), issues: issues.slice(0, mostIssues)});
    try {
      return await once(schema, {...whole, user, attempt: request.attempt + 1}, context);
    } catch (second) {
      if (second instanceof UnfitReply) throw second.fault;
      throw second instanceof ModelUnavailableError && second.code === "model-prompt-too-long" ? fault : second;
    }
  }
}

/** A reply that a repair may mend. */
class UnfitReply extends Error {
  readonly fault: ModelOutputError;
  readonly issues: readonly string[];

  constructor(fault: ModelOutputError, issues: readonly string[]) {
    super(fault.message, {cause: fault});
    this.fault = fault;
    this.issues = issues;
  }
}

async function once<S extends z.ZodType>(schema: S, request: ModelRequest, context: AskContext): Promise<z.output<S>> {
  const start = context.clock.seconds();
  let reply: ModelReply | undefined;
  let window = Number.POSITIVE_INFINITY;
  try {
    window = await fittingWindow(request, context);
    reply = await context.port.complete(request);
    checkPrompt(request, reply, window, context.meter);
    const {value, notes} = replyJson(reply);
    const checked = schema.safeParse(value);
    if (!checked.success) throw wrongShape(checked.error, reply);
    context.record(callOf(request, context.clock.seconds() - start, reply, [...reply.notes, ...notes]));
    return checked.data;
  } catch (error) {
    const fault = error instanceof UnfitReply ? error.fault : error;
    if (isRefusedByServer(fault)) context.meter.observeTooLong(estimatedPrompt(request), window);
    if (isModelError(fault)) {
      context.record(callOf(request, context.clock.seconds() - start, reply, reply?.notes ?? [], fault));
    }
    throw fault instanceof ModelOutputError && mendable.has(fault.code) ? asUnfit(error, fault) : error;
  }
}

const mendable: ReadonlySet<string> = new Set(["reply-prose", "reply-not-json", "reply-wrong-shape"]);

const asUnfit = (error: unknown, fault: ModelOutputError): UnfitReply =>
  error instanceof UnfitReply ? error : new UnfitReply(fault, [fault.message]);

/** The estimate was too low: the server counted more. */
const isRefusedByServer = (error: unknown): boolean =>
  error instanceof ModelUnavailableError && error.code === "model-prompt-too-long" && error.values["status"] !== undefined;

/** The window that the server runs with. @throws ModelUnavailableError `model-prompt-too-long`: the prompt never leaves the machine. */
async function fittingWindow(request: ModelRequest, {port, meter}: AskContext): Promise<number> {
  const {window: known} = await port.load(request.signal);
  const window = usableWindow(known);
  const needed = meter.tokens(estimatedPrompt(request)) + request.maxTokens;
  if (needed <= window) return known.effective ?? known.asked ?? known.maximum ?? Number.POSITIVE_INFINITY;
  throw new ModelUnavailableError(
    "model-prompt-too-long",
    `prompt and reply need ${needed} tokens, the window has ${window}; set a larger num_ctx`,
    {
      values: {needed: String(needed), window: String(window)}
    }
  );
}

/** @throws ModelOutputError when the counts show that the prompt was cut or the window slid. */
function checkPrompt(request: ModelRequest, {text, promptTokens, outputTokens = 0}: ModelReply, window: number, meter: TokenMeter): void {
  if (promptTokens === undefined) return;
  const estimate = estimatedPrompt(request);
  if (promptTokens >= window || meter.isTruncated(estimate, promptTokens)) {
    const values = {counted: String(promptTokens), expected: String(estimate)};
    const message = `the server counted ${promptTokens} tokens of a prompt of about ${estimate}: it cut the prompt; the reply is not used`;
    throw new ModelOutputError("reply-prompt-truncated", message, text, {values});
  }
  // One engine counts the last token twice.
  if (promptTokens + outputTokens > window + 1) {
    const count = String(promptTokens + outputTokens);
    throw new ModelOutputError(
      "reply-impossible-counts",
      `${count} tokens in a window of ${window}: the server let the window slide`,
      text,
      {
        values: {count}
      }
    );
  }
  meter.observe(estimate, promptTokens);
}

function wrongShape(error: z.ZodError, {text}: ModelReply): UnfitReply {
  const issues = error.issues.map(({path, message}) => `${path.join(".") || "(root)"}: ${message}`);
  const reason = issues[0] ?? "";
  return new UnfitReply(
    new ModelOutputError("reply-wrong-shape", `the reply is not what was asked for: ${reason}; name another model`, text, {
      values: {reason}
    }),
    issues
  );
}

function callOf(
  {agent, section, attempt}: ModelRequest,
  seconds: number,
  reply?: ModelReply,
  notes: NoteInput[] = [],
  fault?: ModelOutputError | ModelUnavailableError
): ModelCall {
  return {
    agent,
    ...(section === undefined ? {} : {section}),
    attempt,
    seconds: reply?.seconds ?? seconds,
    ...(reply?.promptTokens === undefined ? {} : {promptTokens: reply.promptTokens}),
    ...(reply?.outputTokens === undefined ? {} : {outputTokens: reply.outputTokens}),
    ...(reply?.doneReason === undefined ? {} : {doneReason: reply.doneReason}),
    ...(reply === undefined || Object.keys(reply.times).length === 0 ? {} : {times: reply.times}),
    ...(notes.length === 0 ? {} : {notes: notes.map(note => noteSchema.parse(note))}),
    ...(fault === undefined ? {} : {error: noteSchema.parse({code: fault.code, values: {...fault.values}})}),
    ...(fault instanceof ModelOutputError && fault.raw !== "" ? {raw: fault.raw.slice(0, mostRepeated)} : {})
  };
}
