import type {NoteInput} from "../contracts/index.ts";
import {ModelOutputError} from "./errors.ts";
import type {ModelReply} from "./port.ts";

/** The value that a reply holds, not yet checked against a schema. */
export interface ReplyJson {
  value: unknown;
  /** `thinking-stripped`, `fence-stripped`: what stood around it. */
  notes: NoteInput[];
}

/**
 * The JSON of a whole reply. Thinking in front is taken off, and a code fence when it wraps all; inside a string both are left alone. Nothing
 * is mended: mending makes a cut reply look whole.
 * @throws ModelOutputError `reply-cut`, `reply-only-thinking`, `reply-empty`, `reply-prose`, `reply-not-json`.
 */
export function replyJson({text, doneReason, thinkingCharacters, outputTokens}: ModelReply): ReplyJson {
  const notes: NoteInput[] = [];
  const spoken = withoutThinking(text);
  if (spoken !== text) notes.push({code: "thinking-stripped"});
  const isEmpty = spoken.trim() === "";
  if (doneReason === "length" && !(isEmpty && thinkingCharacters > 0)) {
    const tokens = outputTokens === undefined ? "unknown" : String(outputTokens);
    throw new ModelOutputError("reply-cut", `the reply was cut after ${tokens} tokens; raise num_predict or num_ctx`, text, {
      values: {tokens}
    });
  }
  if (isEmpty) throw emptyReply(text, thinkingCharacters);
  const bare = withoutFence(spoken.trim());
  if (bare !== spoken.trim()) notes.push({code: "fence-stripped"});
  try {
    return {value: JSON.parse(bare), notes};
  } catch (error) {
    if (!/[{[]/.test(bare)) {
      const message = "the model answered in prose where JSON was asked for; it refuses, or the server ignores the schema";
      throw new ModelOutputError("reply-prose", message, text);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelOutputError("reply-not-json", `the reply is no JSON: ${reason}; name another model`, text, {
      values: {reason},
      cause: error
    });
  }
}

/** Thinking stands first, in `<think>` or `<thinking>`; one that is never closed leaves nothing. */
function withoutThinking(text: string): string {
  const [, name] = /^\s*<(think|thinking)>/.exec(text) ?? [];
  if (name !== undefined) {
    const end = text.indexOf(`</${name}>`);
    return end === -1 ? "" : text.slice(end + name.length + 3);
  }
  // Some templates write the opening tag themselves, so that only the closing one is in the reply.
  const [all] = /^[^{[]*<\/think(?:ing)?>/.exec(text) ?? [];
  return all === undefined ? text : text.slice(all.length);
}

const withoutFence = (text: string): string => /^```[a-z0-9]*[ \t]*\r?\n([\s\S]*?)\r?\n?[ \t]*```$/i.exec(text)?.[1]?.trim() ?? text;

function emptyReply(text: string, thinkingCharacters: number): ModelOutputError {
  if (thinkingCharacters > 0 || text.trim() !== "") {
    const message = "the model only thought and said nothing; name a model that does not think, or raise num_predict";
    return new ModelOutputError("reply-only-thinking", message, text);
  }
  return new ModelOutputError("reply-empty", "the reply is empty; name another model", text);
}
