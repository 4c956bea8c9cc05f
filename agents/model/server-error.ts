import {z} from "zod";
import {shownAddress} from "./ollama-host.ts";
import {ModelUnavailableError, type UnavailableCode} from "./errors.ts";
import {nearestNames} from "./nearest-names.ts";

/** An answer with a status of 400 or more. */
export interface RefusedAnswer {
  status: number;
  body: string;
  /** `Retry-After` in seconds, where the server gives one. */
  retryAfter?: number;
}

/** What is known where the answer came from. */
export interface RefusedContext {
  baseUrl: string;
  model: string;
  /** Names that the server has; asked for only when the model is missing. */
  names: () => Promise<readonly string[]>;
}

/**
 * What a refusal means. A prompt over the window is known by the server's words, a missing model by status 404 with words about it; any other
 * 404, and a body without the server's `error`, come from something that is no model server.
 */
export async function serverError(answer: RefusedAnswer, context: RefusedContext): Promise<ModelUnavailableError> {
  const {status} = answer;
  const reason = errorText(answer.body);
  const address = shownAddress(context.baseUrl);
  const of = (code: UnavailableCode, message: string, more: Record<string, string> = {}): ModelUnavailableError =>
    new ModelUnavailableError(code, message, {
      values: {address, model: context.model, status: String(status), reason: reason ?? capped(answer.body), ...more}
    });
  if (reason === undefined && status !== 429 && status !== 503) {
    return of("model-server-other", `${address}: answers ${status} without a model server's error; is this the right address?`);
  }
  if (status === 404) return missingModel(context, address, of);
  if (status === 429 || status === 503) {
    const wait = answer.retryAfter === undefined ? {} : {retryAfter: String(answer.retryAfter)};
    return of("model-server-busy", `${address}: the server is busy (${status}); try again, or ask less at once`, wait);
  }
  if (status === 400 && tooLong.test(reason ?? "")) {
    return of("model-prompt-too-long", `${address}: the prompt is longer than the model's window; set a larger num_ctx`);
  }
  if (status < 500) return of("model-request-refused", `${address}: the server refuses the request (${status}): ${reason}`);
  return of("model-server-failed", `${address}: the server failed (${status}): ${reason}; see its log`);
}

/** The words of an error body: `{"error": "…"}` of Ollama, `{"error": {"message": "…"}}` of OpenAI-compatible servers. */
export function errorText(body: string): string | undefined {
  const parsed = errorSchema.safeParse(parsedJson(body));
  if (!parsed.success) return undefined;
  const {error} = parsed.data;
  return capped(typeof error === "string" ? error : error.message);
}

const tooLong = /exceeds?\b.{0,40}\bcontext (?:length|size|window)|maximum context length/i;

async function missingModel(
  {names, model}: RefusedContext,
  address: string,
  of: (code: UnavailableCode, message: string, more: Record<string, string>) => ModelUnavailableError
): Promise<ModelUnavailableError> {
  const known = await names();
  const nearest = nearestNames(model, known).join(", ");
  const advice = nearest === "" ? "the server holds no model" : `there are: ${nearest}`;
  return of("model-not-found", `${address}: no model ${model}; ${advice}`, {nearest: nearest === "" ? "none" : nearest});
}

const most = 300;

const capped = (text: string): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const errorSchema = z.looseObject({error: z.union([z.string(), z.looseObject({message: z.string()})])});
