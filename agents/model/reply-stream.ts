import {z} from "zod";
import type {Answer} from "./connection.ts";
import {ModelOutputError} from "./errors.ts";

/** What a stream of Ollama's NDJSON has said so far. */
export interface StreamRecord {
  text: string;
  thinkingCharacters: number;
  /** The last line, `done: true` when the reply is whole. */
  last: StreamLine;
  lines: number;
}

/** Characters of white space in a row that no pretty-printed reply holds; a model in a loop of it never ends by itself. */
const endlessSpace = 400;

/** Characters of a line that no model server writes; what follows is not read. */
const longestLine = 1 << 22;

/** Characters kept of what came, for messages. */
const keptRaw = 4000;

/**
 * Passes the lines of a reply on and watches them, so that each way to break off is told apart: the client behind it prints what it cannot
 * parse and calls every end the same.
 * @param broken makes the error of a connection that breaks inside the body.
 * @param onFirst called when the first line is there.
 * The stream fails with ModelOutputError; `failure` keeps it, as clients wrap what they are given.
 */
export function watchedReply(response: Answer, broken: (error: unknown, raw: string) => unknown, onFirst: () => void) {
  const record: StreamRecord = {text: "", thinkingCharacters: 0, last: {}, lines: 0};
  const outcome: {failure?: unknown} = {};
  const lines = bodyLines(response);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await lines.next().catch((error: unknown) => {
          throw broken(error, record.text.slice(0, keptRaw));
        });
        if (next.done === true) {
          checkEnd(record);
          controller.close();
          return;
        }
        if (record.lines === 0) onFirst();
        addLine(record, next.value);
        controller.enqueue(encoder.encode(`${next.value}\n`));
      } catch (error) {
        outcome.failure = error;
        await lines.return(undefined).catch(() => undefined);
        controller.error(error);
      }
    },
    async cancel() {
      await lines.return(undefined);
    }
  });
  return {body, record, outcome};
}

async function* bodyLines(response: Answer): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of response.body ?? []) {
    rest += decoder.decode(chunk, {stream: true});
    const parts = rest.split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) if (part.trim() !== "") yield part;
    if (rest.length > longestLine) break;
  }
  rest += decoder.decode();
  if (rest.trim() !== "") yield rest;
}

function addLine(record: StreamRecord, line: string): void {
  const parsed = lineSchema.safeParse(parsedJson(line));
  if (!parsed.success) {
    const start = line.slice(0, 80);
    throw new ModelOutputError(
      "reply-no-json-body",
      `the server's answer is no JSON: ${start}; is this an Ollama server?`,
      line.slice(0, keptRaw),
      {
        values: {start}
      }
    );
  }
  const {error, message} = parsed.data;
  if (error !== undefined) throw errorIn(record, error);
  record.text += message?.content ?? "";
  record.thinkingCharacters += message?.thinking?.length ?? 0;
  record.last = parsed.data;
  record.lines += 1;
  if (record.text.length >= endlessSpace && record.text.slice(-endlessSpace).trim() === "") {
    throw new ModelOutputError(
      "reply-endless-space",
      "the model writes nothing but white space; name another model",
      record.text.slice(0, keptRaw)
    );
  }
}

function errorIn({lines, text}: StreamRecord, reason: string): ModelOutputError {
  const code = lines === 0 ? "reply-error-body" : "reply-error-line";
  const where = lines === 0 ? "with status 200" : "in the middle of a reply";
  return new ModelOutputError(code, `the server reports an error ${where}: ${reason}; see its log`, text.slice(0, keptRaw), {
    values: {reason}
  });
}

/** A server that stops a model in a loop, or whose runner dies, ends the body cleanly. */
function checkEnd({last, lines, text}: StreamRecord): void {
  if (last.done === true) return;
  const code = lines === 0 ? "reply-empty" : "reply-unfinished";
  const message =
    lines === 0
      ? "the server's answer is empty; see its log"
      : "the server ended the reply before it was done: it stops a model that repeats itself; name another model or raise repeat_penalty";
  throw new ModelOutputError(code, message, text.slice(0, keptRaw));
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** https://github.com/ollama/ollama/blob/main/docs/api.md: a line of /api/chat. */
const lineSchema = z.looseObject({
  message: z.looseObject({content: z.string().optional(), thinking: z.string().optional()}).optional(),
  done: z.boolean().optional(),
  done_reason: z.string().optional(),
  load_duration: z.number().optional(),
  prompt_eval_count: z.number().optional(),
  prompt_eval_duration: z.number().optional(),
  eval_count: z.number().optional(),
  eval_duration: z.number().optional(),
  error: z.string().optional()
});
export type StreamLine = z.infer<typeof lineSchema>;
