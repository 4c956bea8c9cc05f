import type {NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {toyModelWarnings, variantLabels} from "./quantization-variants.ts";

const title = /^#\s*Quantization Benchmark\b/;
const item = /##\s+(\S+)|-\s+(Accuracy|Loss|Model Size Bytes):\s*([\d.]+)/g;
const metrics: Readonly<Record<string, string>> = {Accuracy: "accuracy", Loss: "loss", "Model Size Bytes": "model_size"};

/** The Markdown of a quantization report: `## INT8` and `- Accuracy: 0.7500`; headings may be glued to the line before. Values are rounded. */
export const quantizationReportMarkdown: Reader = {
  format: "quantization-report-markdown",
  category: "quality",
  detect: ({text}) => title.test(text) && /-\s+Accuracy:\s*[\d.]+/.test(text) && /-\s+Model Size Bytes:/.test(text),
  read({path, lines}) {
    const values = valuesOf(lines);
    const sizes = values.filter(({metric}) => metric === "model_size").map(({value}) => value);
    const warnings: NoteInput[] = toyModelWarnings(sizes, path);
    return {
      tables: [],
      reported: values.map(({variant, metric, value, at}) =>
        buildReported({part: at, metric, labels: variantLabels(variant), statistics: [{statistic: "value", value, at}], warnings})
      ),
      session: {tool: "quantization-report", environment: {}},
      problems: []
    };
  }
};

interface Value {
  variant: string;
  metric: string;
  value: number;
  at: string;
}

function valuesOf(lines: readonly string[]): Value[] {
  const values: Value[] = [];
  let variant: string | undefined;
  for (const [index, line] of lines.entries()) {
    for (const [, heading, name = "", digits] of line.matchAll(item)) {
      if (heading !== undefined) variant = heading;
      const metric = metrics[name];
      const value = Number(digits);
      if (metric !== undefined && variant !== undefined && Number.isFinite(value))
        values.push({variant, metric, value, at: `L${index + 1}`});
    }
  }
  return values;
}
