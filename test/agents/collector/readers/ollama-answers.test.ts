import {describe, expect, it} from "vitest";
import {claiming, fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";

const read = (text: string) => readWith("ollama-answers", text, "answers.jsonl");

const answer = {
  model: "gemma3:270m-q8_0",
  created_at: "2026-11-25T02:00:10Z",
  message: {role: "assistant", content: "a private answer"},
  done: true,
  done_reason: "length",
  total_duration: 4e9,
  load_duration: 1e9,
  prompt_eval_count: 20,
  prompt_eval_duration: 5e8,
  eval_count: 10,
  eval_duration: 2e9
};

const lines = (...records: object[]) => records.map(record => JSON.stringify(record)).join("\n");

describe("ollamaAnswers", () => {
  it("turns nanoseconds into seconds and takes created_at for the end", () => {
    const reading = read(JSON.stringify(answer));
    expect(valuesOf(reading, "total_time")).toEqual([4]);
    expect(valuesOf(reading, "decode_time")).toEqual([2]);
    expect(valuesOf(reading, "output_tokens")).toEqual([10]);
    expect(reading.tables[0]?.times).toEqual([Date.parse("2026-11-25T02:00:06Z") / 1000]);
    expect(reading.tables[0]?.subject).toEqual({model: "gemma3:270m-q8_0", quantization: "Q8_0"});
    expect(reading.tables[0]?.columns.map(({metric}) => metric)).not.toContain("decode_throughput");
  });

  it("takes an answer that reached its length for a success", () => {
    expect(read(JSON.stringify(answer)).tables[0]?.failures).toEqual([]);
  });

  it("reads an array of answers", () => {
    const reading = read(JSON.stringify([answer, answer]));
    expect(reading.tables[0]?.places).toEqual(["/0", "/1"]);
  });

  it("takes settings, phase, repeat and start from a client's line around the answer", () => {
    const reading = readWith("ollama-answers", fixtureText("ollama-answers/wrapped.jsonl"));
    expect(labelsOfRow(reading, 1)).toEqual({
      model: "gemma3:270m-q4_0",
      quantization: "Q4_0",
      num_ctx: 2048,
      num_thread: 2,
      temperature: 0,
      seed: 1,
      num_predict: 48,
      repeat: 1
    });
    expect(reading.tables[0]?.phases?.slice(0, 2)).toEqual(["cold", "warm"]);
    expect(reading.tables[0]?.columns.map(({field}) => field)).toEqual(expect.arrayContaining(["/response/eval_duration", "/wall_ms"]));
    expect(reading.tables[1]).toMatchObject({part: "sizes", row: "property", rows: 1, places: ["#1"]});
  });

  it("keeps an unknown option under its own name", () => {
    const reading = read(
      lines({model: "m", options: {mirostat: 2, n_ctx: 512, stop: ["x"]}, started: "s", response: {...answer, model: "m"}})
    );
    expect(reading.tables[0]?.settings).toEqual({"x.mirostat": 2, num_ctx: 512});
  });

  it("counts an answer without done:true as one failure of four", () => {
    const reading = readWith("ollama-answers", fixtureText("ollama-answers/wrapped.jsonl"));
    expect(reading.tables[0]?.failures.map(({row}) => row)).toEqual([3, 4, 6, 10]);
    expect(reading.tables[0]?.failures[0]).toMatchObject({kind: "payload", reason: "done: false"});
    expect(valuesOf(reading, "e2e_latency")[3]).toBeNull();
  });

  it.each([
    [
      {http_status: 500, response: {error: "out of memory"}},
      {kind: "status", reason: "out of memory"}
    ],
    [
      {http_status: 503, response: {}},
      {kind: "status", reason: "http_status: 503"}
    ],
    [{error: "timeout after 800 ms"}, {kind: "timeout", reason: "timeout after 800 ms"}],
    [{error: "ECONNREFUSED"}, {kind: "error", reason: "ECONNREFUSED"}]
  ])("makes %j one failed row with its reason", (rest, failure) => {
    const wrapper = {model: "m", options: {}, phase: "warm", started: "2026-11-25T02:00:00Z"};
    const reading = read(lines({...wrapper, response: {...answer, model: "m"}}, {...wrapper, ...rest}));
    expect(reading.tables[0]?.failures).toEqual([{row: 1, ...failure}]);
    expect(labelsOfRow(reading, 1)).toMatchObject({model: "m"});
  });

  it("cuts a quoted error at 300 characters", () => {
    const reading = read(lines(answer, {error: "x".repeat(1000)}));
    expect(reading.tables[0]?.failures[0]?.reason).toHaveLength(300);
  });

  it("makes one row of a stream, at the line with the timings", () => {
    const reading = readWith("ollama-answers", fixtureText("ollama-answers/stream.ndjson"));
    expect(reading.tables[0]).toMatchObject({rows: 1, places: ["#13"], failures: []});
  });

  it("makes one failed row of a stream that broke, and one row of the next", () => {
    const reading = readWith("ollama-answers", fixtureText("ollama-answers/stream-broken.ndjson"));
    expect(reading.tables[0]).toMatchObject({rows: 2, subject: {model: "gemma3:270m"}});
    expect(reading.tables[0]?.failures).toEqual([
      {row: 0, kind: "error", reason: "an error was encountered while running the model: unexpected EOF"}
    ]);
  });

  it("tells a stream that just stops from the one after it by its start", () => {
    const piece = (second: string) => ({model: answer.model, created_at: `2026-11-25T02:00:${second}Z`, response: "word", done: false});
    const end = {...answer, message: {role: "assistant", content: ""}};
    const reading = read(lines(piece("01"), piece("02"), piece("08"), piece("09"), end));
    expect(reading.tables[0]).toMatchObject({rows: 2, places: ["#2", "#5"], failures: [{row: 0, kind: "payload", reason: "done: false"}]});
  });

  it("takes whole answers that never ended, one by one, for failures", () => {
    const reading = read(lines({...answer, done: false}, {...answer, done: false}, answer));
    expect(reading.tables[0]).toMatchObject({rows: 3, failures: [{row: 0}, {row: 1}]});
  });

  it("leaves out calls that only load a model", () => {
    const load = {model: "m", created_at: "2026-11-25T02:00:00Z", message: {}, done: true, done_reason: "load"};
    expect(read(lines(load, answer)).tables[0]).toMatchObject({rows: 1, places: ["#2"]});
  });

  it("rejects impossible durations with their place and keeps the rest of the row", () => {
    const reading = read(lines(answer, {...answer, eval_duration: -(2 ** 63)}, {...answer, prompt_eval_duration: 0}));
    expect(valuesOf(reading, "decode_time")).toEqual([2, null, 2]);
    expect(valuesOf(reading, "total_time")).toEqual([4, 4, 4]);
    expect(reading.problems).toMatchObject([
      {code: "impossible-value", source: {artifact: "answers.jsonl", at: "#2/eval_duration"}},
      {code: "impossible-value", source: {artifact: "answers.jsonl", at: "#3/prompt_eval_duration"}}
    ]);
  });

  it("leaves a count that is not there unmeasured, without complaint", () => {
    const {prompt_eval_count: _, ...cached} = answer;
    const reading = read(lines(answer, cached));
    expect(valuesOf(reading, "prompt_tokens")).toEqual([20, null]);
    expect(reading.problems).toEqual([]);
  });

  it("names a record that is no answer with its place", () => {
    const reading = read(lines(...Array<object>(60).fill(answer), {note: "restarted"}));
    expect(reading.tables[0]?.rows).toBe(60);
    expect(reading.problems).toEqual([{code: "unknown-record", values: {}, source: {artifact: "answers.jsonl", at: "#61"}}]);
  });

  it("does not take examples in a manual for measurements", () => {
    expect(
      claiming("usage.md", `# API\n\nAn answer looks like this:\n\n${JSON.stringify(answer)}\n\nDurations are nanoseconds.\n`)
    ).toEqual([]);
    expect(claiming("log.txt", lines(answer, answer, answer).replace("\n", "\nretrying\n")).map(({format}) => format)).toEqual([
      "ollama-answers"
    ]);
  });

  it.each([
    ["a chunk of another protocol", {id: "chatcmpl-1", object: "chat.completion.chunk", model: "m", choices: []}],
    ["a list of models", {models: [{name: "m", model: "m", size: 1}]}],
    ["an error alone", {error: "model not found"}]
  ])("does not claim %s", (_, record) => {
    expect(claiming("x.json", JSON.stringify(record))).toEqual([]);
  });
});
