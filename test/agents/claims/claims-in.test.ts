import {describe, expect, it} from "vitest";
import {claimsIn} from "../../../agents/claims/index.ts";

/** Claims of a text as `value unit metric statistic hedge`, undefined ones left out. */
const brief = (text: string) =>
  claimsIn(text, "notes.md").map(({value, unit, metric, statistic, hedge}) =>
    [Number(value.toPrecision(12)), unit, metric, statistic, hedge].filter(part => part !== undefined).join(" ")
  );
const subjects = (text: string) => claimsIn(text, "notes.md").map(({subject}) => subject);

describe("claimsIn prose", () => {
  it.each([
    ["Mean TTFT: 128 ms with gemma3:270m.", ["0.128 s ttft mean"]],
    ["Decode throughput of 102.85 tokens/s on average", ["102.85 tok/s decode_throughput mean"]],
    ["The result is 102.31 tokens/s @ 0.128s TTFT", ["102.31 tok/s decode_throughput", "0.128 s ttft"]],
    ["CPU 13.9% avg / 15.4% peak", ["0.139 fraction cpu_utilization mean", "0.154 fraction cpu_utilization max"]],
    ["Accuracy: 0.75", ["0.75 accuracy"]],
    ["perplexity of 20.1174", ["20.1174 perplexity"]],
    ["latency_ms=46.570 tokens_per_s=2.008", ["0.04657 s latency", "2.008 tok/s decode_throughput"]],
    ["p95 latency: 1.5 s", ["1.5 s latency p95"]],
    ["44 JSON files were read", ["44 1 files"]]
  ])("reads %s", (text, claims) => {
    expect(brief(text)).toEqual(claims);
  });

  it.each([
    ["Средняя скорость генерации: 102,85 токен/с", ["102.85 tok/s decode_throughput mean"]],
    ["Максимальная задержка 1,5 с", ["1.5 s latency max"]],
    ["Время до первого токена составляет 120 мс", ["0.12 s ttft"]],
    ["Прочитано 44 файла", ["44 1 files"]]
  ])("reads Russian: %s", (text, claims) => {
    expect(brief(text)).toEqual(claims);
  });

  it("tells thousands of English from decimals of Russian", () => {
    expect(brief("total time of 1,234 s")).toEqual(["1234 s total_time"]);
    expect(brief("полное время 1,234 с")).toEqual(["1.234 s total_time"]);
    expect(brief("полное время 10 000 с")).toEqual(["10000 s total_time"]);
  });

  it.each([
    ["versions and dates", "Ollama 0.17.7, CUDA 12.8, on 2025-10-08 at 12:27:01, October 8, 2025"],
    ["settings", "with num_ctx=4096 and temperature: 0.4, batch size 8, 40 layers, top_p of 0.9"],
    ["names", "RTX 4080, llama3.1:8b, q4_0, gemma-3-270m, section 3.2, report_20251002.md, `runs/7/a.csv`"],
    ["addresses", "http://127.0.0.1:11434 and https://example.org/a/12.5ms"],
    ["tokens of a prompt", "The prompt has 190 tokens."],
    ["fenced code", "```\nTTFT: 128 ms\n```"]
  ])("leaves out %s", (_, text) => {
    expect(brief(text)).toEqual([]);
  });

  it.each([
    ["TTFT of ~0.12 s", "about"],
    ["TTFT of about 0.12 s", "about"],
    ["TTFT below 0.12 s", "bound"],
    ["TTFT of 0.12+ s", "bound"],
    ["TTFT up to 0.12 s", "bound"],
    ["The target TTFT is 0.12 s", "bound"],
    ["TTFT of 0.12 s when warm", "part"],
    ["TTFT of the first prompt: 0.12 s", "part"],
    ["TTFT is 0.12 s lower", "change"],
    ["TTFT: 0.12 s vs the other model", "versus"],
    ["TTFT of 0.12 s on long prompts", "condition"],
    ["TTFT: 0,12 с при 8 клиентах", "condition"],
    ["TTFT — примерно 0,12 с", "about"]
  ])("marks why a number is no plain value: %s", (text, hedge) => {
    expect(claimsIn(text, "notes.md")[0]?.hedge).toBe(hedge);
  });

  it("takes names and settings that are known for no condition", () => {
    const text = "The TTFT of gemma3:270m is 0.12 s with `q4_0`, for num_ctx=2048, on average";
    expect(claimsIn(text, "notes.md").map(({hedge}) => hedge)).toEqual([undefined]);
  });

  it("marks both ends of a range, with the unit of the second", () => {
    expect(brief("TTFT of 2.3-2.6 s")).toEqual(["2.3 s ttft bound", "2.6 s ttft bound"]);
  });

  it("gives only the first of several numbers behind a name as its plain value", () => {
    expect(brief("decode throughput 46.5 tok/s, and 177 tok/s elsewhere")).toEqual([
      "46.5 tok/s decode_throughput",
      "177 tok/s decode_throughput part"
    ]);
  });

  it("takes no metric that is named in the clause behind", () => {
    expect(brief("It took 59.8 s, load time not included")).toEqual(["59.8 s"]);
  });
});

describe("what a claim is about", () => {
  it("is the name in front of the number, with the variant that it holds and the settings of the sentence", () => {
    expect(subjects("llama3.1:8b-instruct-q4_0 reaches 77.6 tok/s with num_ctx=2048")).toEqual([
      {model: "llama3.1:8b-instruct-q4_0", quantization: "Q4_0", num_ctx: 2048}
    ]);
  });

  it("follows names that come before their numbers one by one", () => {
    expect(subjects("q4_0 at 76.59 tok/s, q8_0 at 46.57 tok/s").map(({quantization}) => quantization)).toEqual(["Q4_0", "Q8_0"]);
  });

  it("is left open where numbers come before several names", () => {
    expect(subjects("78 tok/s with q4_0 and 65 tok/s with q5_K_M")).toEqual([{}, {}]);
  });

  it("keeps the headings above, glued ones too, but not below a comparison", () => {
    const text = "# Suite ## Results\nTTFT: 1.5 s\n## gemma3 vs llama3.1\nTTFT: 2.5 s\n# Other\nTTFT: 3.5 s | ## CUDA\nTTFT: 4.5 s";
    expect(claimsIn(text, "notes.md").map(({heading}) => heading)).toEqual(["Suite / Results", undefined, "Other", "Other / CUDA"]);
  });

  it("says where it stands, with the line as a quote of at most 200 characters", () => {
    const [claim] = claimsIn(`\n${"word ".repeat(60)}with a TTFT of 1.5 s`, "notes.md");
    expect(claim?.source).toEqual({artifact: "notes.md", at: "L2"});
    expect(claim?.quote).toContain("TTFT of 1.5 s");
    expect(claim?.quote.length).toBeLessThanOrEqual(200);
  });
});

describe("claimsIn hand-made tables", () => {
  it("reads cells by heading, unit column, row name and settings", () => {
    const table = "| Config | num_gpu | TTFT (s) | Tokens/s |\n| --- | --- | --- | --- |\n| best | 999 | 0.128 | **102.31** |";
    expect(brief(table)).toEqual(["0.128 s ttft", "102.31 tok/s decode_throughput"]);
    expect(subjects(table)).toEqual([{num_gpu: 999}, {num_gpu: 999}]);
    expect(claimsIn(table, "notes.md")[0]?.table).toBe("L1");
  });

  it("reads a list of properties, and takes the model of the list for all of it", () => {
    const table =
      "| Metric | Value |\n|---|---|\n| Model | gemma3:latest |\n| Mean TTFT | 0.165 s (warm) |\n| Peak Throughput | 253.9 tok/s |";
    expect(brief(table)).toEqual(["0.165 s ttft mean part", "253.9 tok/s decode_throughput max"]);
    expect(subjects(table)).toEqual([{model: "gemma3:latest"}, {model: "gemma3:latest"}]);
  });

  it("repeats the name of the row above for an empty cell only", () => {
    const table =
      "| Model | Backend | Mean Latency (ms) |\n|---|---|---|\n| `mlp` | eager | 0.493 |\n| | jit | 0.635 |\n| all | jit | 2.5 |";
    expect(subjects(table).map(({model}) => model)).toEqual(["mlp", "mlp", "all"]);
  });

  it("takes the subject of a column's heading, and none for two values set against each other", () => {
    const table = "| Metric | gemma3:latest | llama3.1:8b |\n|---|---|---|\n| Mean Throughput | 102.85 tok/s | 76.59 tok/s |";
    expect(subjects(table).map(({model}) => model)).toEqual(["gemma3:latest", "llama3.1:8b"]);
  });

  it("finds a header that is glued to the sentence before it", () => {
    const text = "TTFT is 0.097 s. | tag | mean_tokens_s |\n| --- | --- |\n| q4_0 | 76.59 |";
    expect(brief(text)).toEqual(["0.097 s ttft", "76.59 tok/s decode_throughput mean"]);
  });

  it("has no statistic to compare for mean ± deviation", () => {
    expect(brief("| Mean ± std TTFT (s) |\n|---|\n| 0.165 ± 0.02 |\n").every(claim => /part|bound/.test(claim))).toBe(true);
  });
});

describe("hostile texts", () => {
  it("passes over dumps of numbers in a moment", () => {
    const dump = `${"TTFT 1.5 s ".repeat(40_000)}\n`.repeat(3) + `${"0.5 ms, ".repeat(900)}\n`.repeat(100);
    const begin = performance.now();
    expect(claimsIn(dump, "notes.md")).toEqual([]);
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
