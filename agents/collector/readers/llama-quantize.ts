import {type Labels, type NoteInput, writtenUnit} from "../../contracts/index.ts";
import {modelName, quantizationName} from "../model-name.ts";
import type {Reader} from "../reader.ts";
import {buildReported} from "../reported.ts";

const target = /quant size\s*=\s*([\d.]+)\s*([KMGT]i?B)\b/;
const conversion = /\btype\s*=\s*(\w+),.{0,200}\b(?:converting|quantizing) to (\w+)/;
const unquantized: ReadonlySet<string> = new Set(["F32", "F16", "BF16"]);

/** Log of llama-quantize: size of the new tensors in bytes, from `quant size = 224.00 MiB`. A source that was quantized already is a warning. */
export const llamaQuantize: Reader = {
  format: "llama-quantize",
  category: "storage",
  detect: ({text}) => target.test(text) && (/model_quantize\w*: quant size/.test(text) || conversion.test(text)),
  read({path, lines}) {
    const conversions = lines.flatMap(line => {
      const [, from, to] = conversion.exec(line) ?? [];
      return from === undefined || to === undefined ? [] : [{from: from.toUpperCase(), to: to.toUpperCase()}];
    });
    const labels = labelsOf(lines, path, mostFrequent(conversions.map(({to}) => to)));
    const warnings = requantized(conversions, labels["quantization"]);
    const reported = lines.flatMap((line, index) => {
      const [, size, unit = ""] = target.exec(line) ?? [];
      const bytes = writtenUnit(unit.replace(/^MB$/, "MiB"))?.factor;
      if (size === undefined || bytes === undefined) return [];
      const at = `L${index + 1}`;
      return [
        buildReported({
          part: at,
          metric: "model_size",
          labels,
          warnings,
          statistics: [{statistic: "value", value: Number(size) * bytes, at}]
        })
      ];
    });
    return {tables: [], reported, session: {tool: "llama-quantize", environment: {}}, problems: []};
  }
};

/** The command line in the log names both files and the target; else the name of the log, if the tensors agree with it, else the tensors. */
function labelsOf(lines: readonly string[], path: string, converted: string | undefined): Labels {
  const command = lines.map(line => /quantizing '[^']*' to '([^']*)' as (\S+)/.exec(line)).find(match => match !== null);
  const stem = (path.split("/").at(-1) ?? "").replace(/\.[^.]*$/, "").replace(/^(?:llama-)?quantize(?=[-_])/, "");
  const file = modelName(command?.[1] ?? stem.replace(/^[-_](?!(?:I?Q|TQ|B?F)\d)/i, ""));
  const named =
    quantizationName(command?.[2] ?? "") ??
    (converted === undefined || file.quantization?.startsWith(converted) ? file.quantization : undefined);
  const quantization = named ?? quantizationName(converted ?? "");
  return {...(file.model === "" ? {} : {model: file.model}), ...(quantization === undefined ? {} : {quantization})};
}

function requantized(conversions: readonly {from: string}[], to: Labels[string] | undefined): NoteInput[] {
  const sources = [...new Set(conversions.map(({from}) => from))].filter(from => !unquantized.has(from)).sort();
  return sources.length === 0 ? [] : [{code: "requantized", values: {from: sources, to: String(to ?? "")}}];
}

function mostFrequent(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
