import type {Table} from "../../contracts/index.ts";
import {valuesOf, partsOf} from "../cells.ts";
import type {Context} from "../context.ts";
import {quantizationTradeoffs, type Quantizations, variantCells, variantSpeed} from "../quantizations.ts";

/** Size, speed by tool and quality of every quantization of a model. */
export function quantizationTables(context: Context): Omit<Table, "id">[] {
  return quantizationTradeoffs(context).map(model => tableOf(context, model));
}

function tableOf(context: Context, model: Quantizations): Omit<Table, "id"> {
  const tools = [...new Set(variantCells(model).map(({session}) => session.tool))].sort();
  const speeds = tools.flatMap(tool =>
    (["prefill_throughput", "decode_throughput"] as const).flatMap(metric => {
      const cells = variantCells(model).filter(({session}) => session.tool === tool);
      return valuesOf(partsOf(cells), metric).length > 0 ? [{tool, metric, role: `${metric}@${tool}`}] : [];
    })
  );
  const rows = model.variants.map(variant => {
    const facts: Record<string, string> = {};
    const size = variant.size ?? variant.fileSize;
    if (size !== undefined) facts[variant.size === undefined ? "file_size" : "model_size"] = size;
    if (variant.quality !== undefined) facts.perplexity = variant.quality;
    for (const {tool, metric, role} of speeds) {
      const id = variantSpeed(context, model, variant.quantization, tool, metric);
      if (id !== undefined) facts[role] = id;
    }
    return {labels: {quantization: variant.quantization}, facts};
  });
  const columns = ["model_size", "file_size", ...speeds.map(({role}) => role), "perplexity"].filter(role =>
    rows.some(({facts}) => facts[role] !== undefined)
  );
  const requantized = context.frames.reported.some(({warnings}) => warnings.some(({code}) => code === "requantized"));
  return {
    kind: "quantizations",
    section: "performance",
    words: {model: model.model, base: model.reference},
    facts: {},
    labels: ["quantization"],
    columns,
    rows,
    notes: requantized ? [{code: "requantized", values: {}}] : []
  };
}
