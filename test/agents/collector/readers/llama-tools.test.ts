import {describe, expect, it} from "vitest";
import {fixtureText, labelsOfRow, readWith, valuesOf} from "../../../support/read-artifact.ts";

describe("llamaBatchedBench", () => {
  it("gives a row per number of sequences, speeds over all of them together", () => {
    const reading = readWith("llama-batched-bench", fixtureText("llama-batched-bench/batched-bench.jsonl"));
    expect(labelsOfRow(reading, 2)).toMatchObject({
      concurrency: 4,
      prompt_length: 128,
      output_length: 32,
      threads: 2,
      batch: 512,
      ubatch: 512,
      num_ctx: 2048
    });
    expect(valuesOf(reading, "decode_throughput")).toEqual([113.766045, 124.411476, 167.690277, 203.239288]);
    expect(valuesOf(reading, "total_time")[0]).toBe(0.68678);
    expect(reading.tables[0]?.columns.find(({metric}) => metric === "decode_throughput")?.definition).toBe("aggregate");
    expect(reading.tables[0]?.subject).toEqual({});
  });
});

describe("llamaPerplexity", () => {
  it("reports the final estimate with its standard error over the chunks", () => {
    const [record] = readWith(
      "llama-perplexity",
      fixtureText("llama-perplexity/perplexity-gemma-3-270m-Q4_0.log"),
      "q/perplexity-gemma-3-270m-Q4_0.log"
    ).reported;
    expect(record).toMatchObject({
      metric: "perplexity",
      subject: {model: "gemma-3-270m", quantization: "Q4_0"},
      settings: {num_ctx: 512, chunks: 6, batch: 2048},
      n: 6,
      statistics: [
        {statistic: "value", value: 20.1174, at: "L10"},
        {statistic: "stderr", value: 1.51246, at: "L10"}
      ],
      warnings: []
    });
  });

  it("falls back on the last running value with a warning", () => {
    const {reported} = readWith("llama-perplexity", fixtureText("llama-perplexity/perplexity-tiny-Q2_K.log"), "perplexity-tiny-Q2_K.log");
    expect(reported).toMatchObject([
      {subject: {model: "tiny", quantization: "Q2_K"}, n: 2, statistics: [{value: 29.25, at: "L3"}], warnings: [{code: "running-value"}]}
    ]);
  });

  it("takes model and context from the log where it names them", () => {
    const text = [
      "llama.cpp: loading model from ../models/open-3B-q4_0.bin",
      "llama_model_load_internal: n_ctx      = 128",
      "perplexity: calculating perplexity over 3 chunks, batch_size=128",
      "[1]4.1784,[2]7.8379,[3]8.9700,"
    ].join("\n");
    expect(readWith("llama-perplexity", text).reported[0]).toMatchObject({
      subject: {model: "open-3B", quantization: "Q4_0"},
      settings: {num_ctx: 128, chunks: 3, batch: 128},
      statistics: [{value: 8.97}]
    });
  });

  it("makes nan a failed attempt", () => {
    const text =
      "perplexity: calculating perplexity over 2 chunks, n_ctx=512, batch_size=512, n_seq=1\n[1]nan,[2]nan,\nFinal estimate: PPL = nan +/- nan\n";
    const reading = readWith("llama-perplexity", text);
    expect(reading.reported).toEqual([]);
    expect(reading.tables[0]?.failures).toEqual([{row: 0, kind: "payload", reason: "Final estimate: PPL = nan +/- nan"}]);
  });

  it("says where a run ended before its first value", () => {
    const text = "perplexity: calculating perplexity over 2 chunks, n_ctx=512, batch_size=512, n_seq=1\n";
    expect(readWith("llama-perplexity", text, "p.log")).toMatchObject({reported: [], problems: [{code: "no-result", source: {at: "L1"}}]});
  });
});

describe("llamaQuantize", () => {
  const log = fixtureText("llama-quantize/llama-quantize-Q4_0.log");

  it("reports the size of the new tensors and warns that the source was quantized", () => {
    expect(readWith("llama-quantize", log, "quantization/llama-quantize-Q4_0.log").reported).toMatchObject([
      {
        metric: "model_size",
        subject: {quantization: "Q4_0"},
        statistics: [{statistic: "value", value: 224 * 1024 ** 2}],
        warnings: [{code: "requantized", values: {from: ["Q4_K", "Q5_0", "Q6_K", "Q8_0"], to: "Q4_0"}}]
      }
    ]);
  });

  it("takes the target from the tensors where the path does not name it", () => {
    expect(readWith("llama-quantize", log, "logs/quantize.log").reported[0]?.subject["quantization"]).toBe("Q4_0");
  });

  it("takes file and target from the command line in the log", () => {
    const text = `main: quantizing 'a-f16.gguf' to '/m/a-1B-Q4_K_M.gguf' as Q4_K_M\n[1/1] blk.0.w - [640], type = f16, converting to q4_K .. size = 1 MiB -> 1 MiB\nllama_model_quantize_impl: quant size  =  100.00 MB\n`;
    expect(readWith("llama-quantize", text, "q.log").reported).toMatchObject([
      {subject: {model: "a-1B", quantization: "Q4_K_M"}, statistics: [{value: 100 * 1024 ** 2}], warnings: []}
    ]);
  });
});

describe("fileSizes", () => {
  it("gives a property per file with model and quantization out of its name", () => {
    const reading = readWith("file-sizes", fixtureText("file-sizes/sizes.csv"));
    expect(reading.tables[0]).toMatchObject({row: "property", rows: 4, subject: {model: "gemma-3-270m"}});
    expect(labelsOfRow(reading, 2)).toEqual({model: "gemma-3-270m", quantization: "Q4_K_M"});
    expect(valuesOf(reading, "file_size")[2]).toBe(253113024);
  });

  it("rejects a size that is no number with its place", () => {
    const reading = readWith("file-sizes", "file,bytes\na-Q4_0.gguf,12\nb-Q8_0.gguf,many\n", "s.csv");
    expect(reading.tables[0]?.rows).toBe(1);
    expect(reading.problems).toEqual([{code: "not-a-number", values: {value: "many"}, source: {artifact: "s.csv", at: "R2:bytes"}}]);
  });
});
