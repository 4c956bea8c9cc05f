import {describe, expect, it} from "vitest";
import {ModelOutputError} from "../../../agents/model/errors.ts";
import type {ModelReply} from "../../../agents/model/port.ts";
import {replyJson} from "../../../agents/model/reply-json.ts";

const reply = (text: string, more: Partial<ModelReply> = {}): ModelReply => ({
  text,
  thinkingCharacters: 0,
  doneReason: "stop",
  seconds: 1,
  times: {},
  notes: [],
  ...more
});

describe("replyJson", () => {
  it.each<[string, string, string[]]>([
    ["bare JSON with white space around", '\n{"a": 1}\n\n', []],
    ["thinking in front", '<think>{"a": 2}? no</think>\n{"a": 1}', ["thinking-stripped"]],
    ["thinking whose opening tag the template wrote", 'so then\n</think>\n{"a": 1}', ["thinking-stripped"]],
    ["a fence around all", '```json\n{"a": 1}\n```', ["fence-stripped"]],
    ["thinking, then a fence", '<thinking>x</thinking>```\n{"a": 1}\n```\n', ["thinking-stripped", "fence-stripped"]]
  ])("takes %s", (_, text, codes) => {
    const {value, notes} = replyJson(reply(text));
    expect(value).toEqual({a: 1});
    expect(notes.map(({code}) => code)).toEqual(codes);
  });

  it("leaves a fence and a tag inside a string alone", () => {
    const text = JSON.stringify({a: "```js\nx\n``` and <think>y</think>"});
    expect(replyJson(reply(text))).toEqual({value: JSON.parse(text), notes: []});
  });

  it.each<[string, ModelReply, string]>([
    ["a reply cut at its limit, even if it parses", reply("{}", {doneReason: "length", outputTokens: 9}), "reply-cut"],
    ["nothing", reply("  \n"), "reply-empty"],
    ["thinking in a field of its own and no text", reply("", {thinkingCharacters: 50}), "reply-only-thinking"],
    ["thinking that used up the limit", reply("", {thinkingCharacters: 50, doneReason: "length"}), "reply-only-thinking"],
    ["thinking that is never closed", reply('<think>the JSON is {"a": 1}'), "reply-only-thinking"],
    ["a refusal in prose", reply("I'm sorry, I can't help with that."), "reply-prose"],
    ["JSON that breaks off", reply('{"a": '), "reply-not-json"],
    ["JSON within chat", reply('Here you are: {"a": 1}'), "reply-not-json"],
    ["a fence that wraps only a part", reply('Sure:\n```json\n{"a": 1}\n```'), "reply-not-json"]
  ])("refuses %s", (_, given, code) => {
    let error: unknown;
    try {
      replyJson(given);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ModelOutputError);
    expect(error).toMatchObject({code, raw: given.text});
  });
});
