import {describe, expect, it} from "vitest";
import {analyzeFolder, factValue, ofKind} from "../../support/folder.ts";
import {type Call, ollamaLines} from "../../support/ollama-calls.ts";
import {promptSuite} from "../../support/prompt-suite.ts";

const codesOf = (analysis: Awaited<ReturnType<typeof analyzeFolder>>) => analysis.remarks.map(({note}) => note.code);

/** Per-answer CSV in which no answer came. */
const unreachable = [
  "timestamp,model,prompt_index,prompt_text,ttft_s,tokens_s,load_s,prompt_eval_s,eval_s,prompt_eval_count,eval_count,response_chars,error",
  ...[1, 2, 3].map(index => `2026-01-05T11:00:00+00:00,toy:1b,${index},question,0,0,0,0,0,0,0,0,All connection attempts failed`)
].join("\n");

const warm: Call[] = Array.from({length: 8}, (_, index) => ({repeat: index}));

describe("sessions without a result", () => {
  it("are counted, named, and lead to checking the server first", async () => {
    const analysis = await analyzeFolder({"good/runs.jsonl": ollamaLines(warm), "lost/runs.csv": unreachable});
    const [finding] = ofKind(analysis, "failures");
    expect([factValue(analysis, finding?.facts.lost), factValue(analysis, finding?.facts.sessions)]).toEqual([1, 2]);
    expect(finding?.words).toMatchObject({has_lost: "yes", never_reached: "yes"});
    expect(codesOf(analysis)).toContain("sessions-without-result");
    expect(analysis.recommendations.map(({action}) => action.code)).toContain("check-server");
  });

  it("are none where some attempt succeeded", async () => {
    const analysis = await analyzeFolder({"a/runs.jsonl": ollamaLines([...warm, {failed: "status"}])});
    expect(ofKind(analysis, "failures")[0]?.words).toMatchObject({has_lost: "no", never_reached: "no"});
    expect(codesOf(analysis)).not.toContain("sessions-without-result");
    expect(analysis.recommendations.map(({action}) => action.code)).not.toContain("check-server");
  });
});

describe("a failure without a reason", () => {
  const log = (message: string) =>
    [
      "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes,Latency",
      "1767600000000,300,home,200,OK,t1,text,true,512,100",
      `1767600001000,300,home,,${message},t1,text,false,512,100`
    ].join("\n");

  it("is said to have none, and one with a text unknown to us is quoted", async () => {
    const reasons = async (message: string) =>
      ofKind(await analyzeFolder({"log.jtl": log(message)}), "failures")[0]?.members.map(({words}) => [words.reason, words.quote]);
    expect(await reasons("")).toEqual([["unstated", undefined]]);
    expect(await reasons("odd thing")).toEqual([["other", "odd thing"]]);
  });
});

describe("totals of a file", () => {
  const test = (total: number) =>
    JSON.stringify({
      total_tests: 2,
      successful_tests: 2,
      total_tokens: total,
      results: [
        {test_name: "a", generation_time_ms: 1000, tokens: 3, tokens_per_second: 3, banter_text: "one two three", success: true},
        {test_name: "b", generation_time_ms: 1000, tokens: 2, tokens_per_second: 2, banter_text: "one two", success: true}
      ]
    });

  it("are said to contradict its rows, with both values, or not mentioned", async () => {
    const analysis = await analyzeFolder({"test.json": test(9)});
    const note = analysis.remarks.map(remark => remark.note).find(({code}) => code === "stated-differs");
    const value = (key: string) => {
      const item = note?.values[key];
      return typeof item === "object" && "fact" in item ? factValue(analysis, item.fact) : undefined;
    };
    expect([value("stated"), value("found")]).toEqual([9, 5]);
    expect(codesOf(await analyzeFolder({"test.json": test(5)}))).not.toContain("stated-differs");
  });

  it("are in words where the answers hold as many words as the file says tokens", async () => {
    expect(codesOf(await analyzeFolder({"test.json": test(5)}))).toContain("tokens-are-words");
    const tokens = test(5).replaceAll('"tokens":3', '"tokens":4');
    expect(codesOf(await analyzeFolder({"test.json": tokens}))).not.toContain("tokens-are-words");
  });
});

describe("quality", () => {
  const toy = JSON.stringify({
    baseline: {accuracy: 0.75, loss: 0.6, model_size_bytes: 2781},
    int8: {accuracy: 0.5, loss: 0.9, model_size_bytes: 3029}
  });
  const speed = promptSuite([1, 2, 3, 4].map(prompt => ({model: "toy:1b", tag: "toy", prompt, speed: 50})));

  it("is missing for the models whose speed was measured, whatever another model's is", async () => {
    const gaps = async (files: Record<string, string>) =>
      (await analyzeFolder(files)).gaps.map(({what}) => what.code).filter(code => code.startsWith("quality"));
    expect(await gaps({"q/quantization_report.json": toy, "s/runs.csv": speed})).toEqual(["quality-of-models"]);
    expect(await gaps({"s/runs.csv": speed})).toEqual(["quality"]);
    expect(await gaps({"q/quantization_report.json": toy})).toEqual([]);
  });

  it("of a toy model is shown with its size and said to be of a toy model", async () => {
    const analysis = await analyzeFolder({"q/quantization_report.json": toy});
    expect(analysis.tables.find(({kind}) => kind === "quality")?.columns).toEqual(["accuracy", "loss", "model_size"]);
    expect(codesOf(analysis)).toContain("toy-model");
    const large = toy.replaceAll("2781", "2781000000").replaceAll("3029", "3029000000");
    expect(codesOf(await analyzeFolder({"q/quantization_report.json": large}))).not.toContain("toy-model");
  });
});

describe("columns known by their names only", () => {
  it("make no finding that is fully relied on", async () => {
    const rows = Array.from({length: 40}, (_, index) => `${index % 2 === 0 ? 1 : 2},${(index % 2 === 0 ? 50 : 90) + (index % 5)}`);
    const analysis = await analyzeFolder({"own.csv": ["threads,latency_ms", ...rows].join("\n")});
    const [finding] = ofKind(analysis, "factor_matters");
    expect(finding?.confidence).toBe("medium");
    expect(finding?.reasons.map(({code}) => code)).toContain("as-named");
    const known = await analyzeFolder({"a/runs.jsonl": ollamaLines(warm)});
    expect(known.findings.flatMap(({reasons}) => reasons.map(({code}) => code))).not.toContain("as-named");
  });
});
