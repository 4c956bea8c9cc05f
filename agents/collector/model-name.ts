import type {Labels} from "../contracts/index.ts";

/** Model, quantization and size as far as a name states them. */
interface ModelName {
  /** File names: without folder, extension and quantization. Names of a server (`gemma3:270m-q4_0`): as written, since they are its ids. */
  model: string;
  /** As llama.cpp writes it: `Q4_K_M`, `Q8_0`, `F16`. */
  quantization?: string;
  /** `270M`, `8B`, `8x7B`. */
  parameters?: string;
}

const quantization = /^(?:i?q\d_[a-z0-9]+(?:_[a-z]{1,3})?|tq\d_\d|mxfp4|bf16|fp?16|fp?32)$/i;
const quantizationAtEnd = /[-_.:](i?q\d_(?:k_(?:xxs|xs|s|m|l|xl)|[a-z0-9]+)|tq\d_\d|mxfp4|bf16|fp?16|fp?32)$/i;
const fileExtension = /\.(?:gguf|ggml|bin|safetensors)$/i;
const size = /(?:^|[-_: ])(\d+(?:\.\d+)?|\d+x\d+(?:\.\d+)?)([bm])(?=$|[-_.: ])/i;

/** Reads the name of a model file (with or without folders) or of a model on a server. */
export function modelName(text: string): ModelName {
  const last = text.trim().split(/[/\\]/).at(-1) ?? "";
  const isServerName = last.includes(":") && !fileExtension.test(last);
  const stem = last.replace(fileExtension, "").replace(/-\d{5}-of-\d{5}$/, "");
  const found = quantizationAtEnd.exec(stem);
  const name = found === null ? undefined : quantizationName(found[1] ?? "");
  const bare = found === null ? stem : stem.slice(0, found.index);
  const [, amount, scale] = size.exec(bare) ?? [];
  return {
    model: isServerName ? text.trim() : bare,
    ...(name === undefined ? {} : {quantization: name}),
    ...(amount === undefined || scale === undefined ? {} : {parameters: `${amount}${scale.toUpperCase()}`})
  };
}

/** Labels of a model under the name that a tool gives it, with the quantization that the name states; none without a name. */
export function namedModel(model: string | undefined): Labels {
  if (model === undefined) return {};
  const {quantization} = modelName(model);
  return {model, ...(quantization === undefined ? {} : {quantization})};
}

/** A tag such as `q4_K_M` in the spelling of llama.cpp; undefined when it is no quantization. */
export function quantizationName(text: string): string | undefined {
  const word = text.trim();
  return quantization.test(word) ? word.toUpperCase().replace(/^FP(?=16|32)/, "F") : undefined;
}
