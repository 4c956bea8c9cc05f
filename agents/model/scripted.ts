import type {ModelDescription, ModelPort, ModelReply, ModelRequest, ModelWindow} from "./port.ts";
import {estimatedPrompt, estimatedTokens} from "./budget.ts";

/** What a scripted model does with one request: a text, a whole reply, or an error that it throws. */
export type ScriptedReply = string | Partial<ModelReply> | Error;

/** Replies in order (the last one again and again), or made from the request. `index` counts from 0. */
export type Script = readonly ScriptedReply[] | ((request: ModelRequest, index: number) => ScriptedReply | Promise<ScriptedReply>);

export interface ScriptedPort extends ModelPort {
  /** What was asked, in order. */
  readonly requests: readonly ModelRequest[];
}

/** A model that says what it is told to, for tests and demonstrations. `digest` and window are part of what it plays. */
export function openScripted(
  script: Script,
  {window = {asked: 1024, effective: 1024}, digest}: {window?: ModelWindow; digest?: string} = {}
): ScriptedPort {
  const requests: ModelRequest[] = [];
  const description: ModelDescription = {
    provider: "scripted",
    model: "scripted",
    ...(digest === undefined ? {} : {digest}),
    capabilities: [],
    window,
    asked: {},
    effective: {},
    ignored: [],
    notes: []
  };
  return {
    requests,
    describe: async () => description,
    load: async () => description,
    complete: async request => {
      request.signal?.throwIfAborted();
      const index = requests.push(request) - 1;
      const reply = typeof script === "function" ? await script(request, index) : script[Math.min(index, script.length - 1)];
      request.signal?.throwIfAborted();
      if (reply instanceof Error) throw reply;
      return wholeReply(request, typeof reply === "string" ? {text: reply} : (reply ?? {}));
    },
    close: async () => undefined
  };
}

function wholeReply(request: ModelRequest, {text = "", ...rest}: Partial<ModelReply>): ModelReply {
  return {
    text,
    thinkingCharacters: 0,
    promptTokens: estimatedPrompt(request),
    outputTokens: estimatedTokens(text, "json"),
    doneReason: "stop",
    seconds: 0,
    times: {},
    notes: [],
    ...rest
  };
}
