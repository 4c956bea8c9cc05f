import {describe, expect, it} from "vitest";
import {modelName, quantizationName} from "../../../agents/collector/model-name.ts";

describe("modelName", () => {
  it.each([
    ["gemma-3-270m-Q4_K_M.gguf", {model: "gemma-3-270m", quantization: "Q4_K_M", parameters: "270M"}],
    ["/models/x/Snowpiercer-15B-v1.Q3_K_L.gguf", {model: "Snowpiercer-15B-v1", quantization: "Q3_K_L", parameters: "15B"}],
    ["C:\\models\\Qwen3.6-27B-IQ4_XS.gguf", {model: "Qwen3.6-27B", quantization: "IQ4_XS", parameters: "27B"}],
    ["llama-2-7b.q4_0.bin", {model: "llama-2-7b", quantization: "Q4_0", parameters: "7B"}],
    ["Mixtral-8x7B-v0.1-q5_k_s-00001-of-00003.gguf", {model: "Mixtral-8x7B-v0.1", quantization: "Q5_K_S", parameters: "8x7B"}],
    ["tiny-fp16.gguf", {model: "tiny", quantization: "F16"}],
    ["no-such-model.gguf", {model: "no-such-model"}]
  ])("splits the file name %s", (text, expected) => {
    expect(modelName(text)).toEqual(expected);
  });

  it.each([
    ["llama3.1:8b-instruct-q5_K_M", {model: "llama3.1:8b-instruct-q5_K_M", quantization: "Q5_K_M", parameters: "8B"}],
    ["gemma3:1b-it-qat", {model: "gemma3:1b-it-qat", parameters: "1B"}],
    ["gemma3:latest", {model: "gemma3:latest"}],
    ["hf.co/user/Model-GGUF:Q8_0", {model: "hf.co/user/Model-GGUF:Q8_0", quantization: "Q8_0"}]
  ])("keeps the server's name %s whole", (text, expected) => {
    expect(modelName(text)).toEqual(expected);
  });
});

describe("quantizationName", () => {
  it.each([
    ["q4_0", "Q4_0"],
    ["q5_K_M", "Q5_K_M"],
    ["iq3_xxs", "IQ3_XXS"],
    ["fp16", "F16"],
    ["bf16", "BF16"],
    ["MXFP4", "MXFP4"]
  ])("writes %s as llama.cpp does", (text, expected) => {
    expect(quantizationName(text)).toBe(expected);
  });

  it.each(["latest", "q4", "8b", "", "it-qat", "int8"])("does not take %j for a quantization", text => {
    expect(quantizationName(text)).toBeUndefined();
  });
});
