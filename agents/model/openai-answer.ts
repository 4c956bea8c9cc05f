import {z} from "zod";
import {ModelOutputError} from "./errors.ts";
import type {ModelReply} from "./port.ts";
import {errorText} from "./server-error.ts";

/** @throws ModelOutputError for an answer that is none although its status is 200. */
export function checkBody(text: string): void {
  if (answerSchema.safeParse(parsedJson(text)).success) return;
  const reason = errorText(text);
  throw reason === undefined
    ? new ModelOutputError("reply-no-json-body", `the server's answer is no chat completion: ${text.slice(0, 80)}`, text.slice(0, 4000), {
        values: {start: text.slice(0, 80)}
      })
    : new ModelOutputError("reply-error-body", `the server reports an error with status 200: ${reason}`, text.slice(0, 4000), {
        values: {reason}
      });
}

/** The reply in a body that passed `checkBody`. @throws ModelOutputError when there is no reason for the end: Ollama's way to stop a model that repeats itself. */
export function replyOf(body: string, seconds: number): ModelReply {
  const {choices, usage} = answerSchema.parse(parsedJson(body));
  const {message, finish_reason: doneReason} = choices[0];
  const text = message.content ?? "";
  if (doneReason === null || doneReason === undefined) {
    throw new ModelOutputError("reply-unfinished", "the server ended the reply without a reason; name another model", text);
  }
  const counts = [usage?.prompt_tokens, usage?.completion_tokens];
  const wrong = counts.find(count => count !== undefined && (!Number.isInteger(count) || count < 0));
  if (wrong !== undefined) {
    throw new ModelOutputError("reply-impossible-counts", `the server states an impossible number: ${wrong}; the reply is not used`, text, {
      values: {count: String(wrong)}
    });
  }
  const [promptTokens, outputTokens] = counts;
  return {
    text,
    thinkingCharacters: (message.reasoning_content ?? message.reasoning ?? "").length,
    ...(promptTokens === undefined || promptTokens === 0 ? {} : {promptTokens}),
    ...(outputTokens === undefined || outputTokens === 0 ? {} : {outputTokens}),
    doneReason,
    seconds,
    times: {},
    notes: []
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** https://platform.openai.com/docs/api-reference/chat/object; the thinking fields are vLLM's and llama-server's. */
const choiceSchema = z.looseObject({
  message: z.looseObject({content: z.string().nullish(), reasoning_content: z.string().nullish(), reasoning: z.string().nullish()}),
  finish_reason: z.string().nullish()
});
const answerSchema = z.looseObject({
  choices: z.tuple([choiceSchema], choiceSchema),
  usage: z.looseObject({prompt_tokens: z.number(), completion_tokens: z.number()}).optional()
});
