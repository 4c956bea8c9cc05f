import {ollamaLines} from "../ollama-calls.ts";
import {quantCsv} from "./forms.ts";
import type {Plant} from "./plant.ts";
import {measured, type Request, withMishaps} from "./requests.ts";
import {quantized} from "./settings.ts";

/** A coarser quantization than the usual one is faster and has a higher perplexity: logs of llama-perplexity beside the requests. */
export const tradeoff: Plant = (draw, form) => {
  const {requests} = quantized(draw, 3);
  const usual = requests.find(({quantization}) => quantization === "Q4_K_M")!;
  const speedup = draw.between(1.2, 1.5);
  const coarse: Request = {
    ...usual,
    model: usual.model.replace("q4_k_m", "q2_k"),
    quantization: "Q2_K",
    decode: usual.decode / speedup
  };
  const all = withMishaps([...requests, ...Array.from({length: draw.whole(10, 16)}, () => coarse)], draw);
  const value = draw.between(12, 30);
  const perplexity = new Map(
    [...new Set(all.map(({quantization = ""}) => quantization))].map(name => {
      const times = name === "Q2_K" ? draw.between(1.3, 1.6) : draw.between(0.995, 1);
      return [name, {value: value * times, error: value * 0.02}];
    })
  );
  const calls = measured(all, draw);
  const logs = [...perplexity].map(([name, of]): [string, string] => {
    const model = all.find(({quantization}) => quantization === name)!.model.replace(":", "-");
    return [`quality/perplexity-${name}.log`, perplexityLog(model, of.value, of.error)];
  });
  return {
    files: {
      ...(form === "jsonl" ? {"quant/results.jsonl": ollamaLines(calls)} : {"quant/quant_runs.csv": quantCsv(calls)}),
      ...Object.fromEntries(logs)
    },
    requests: all,
    perplexity,
    expected: {kind: "tradeoff", subject: {quantization: "Q2_K"}, variants: ["quality-cost"]}
  };
};

const perplexityLog = (model: string, value: number, error: number): string =>
  [
    `llama_model_loader: loaded meta data with 33 key-value pairs and 236 tensors from ${model}.gguf (version GGUF V3 (latest))`,
    "perplexity: calculating perplexity over 20 chunks, n_ctx=512, batch_size=2048, n_seq=4",
    `[1]${(value * 0.97).toFixed(4)},[2]${value.toFixed(4)},`,
    `Final estimate: PPL = ${value.toFixed(4)} +/- ${error.toFixed(5)}`
  ].join("\n");
