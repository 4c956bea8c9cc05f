import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import {escapedKey} from "../json-leaves.ts";
import {measuredCell} from "../measured-value.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable} from "../table.ts";
import {toyModelWarnings, variantLabels} from "./quantization-variants.ts";

/**
 * Quality and size of the variants of one model that is not named (`{"baseline": {accuracy, loss, model_size_bytes}, "int8": …}`):
 * accuracy and loss are reported values, the size is a property of each variant.
 */
export const quantizationReport: Reader = {
  format: "quantization-report",
  category: "quality",
  detect: ({text, documents}) =>
    text.includes('"model_size_bytes"') && documents.length === 1 && reportSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const variants = Object.entries(reportSchema.parse(documents[0]?.value));
    const problems: NoteInput[] = [];
    const warnings = toyModelWarnings(
      variants.map(([, {model_size_bytes: size}]) => size),
      path
    );
    const reported = variants.flatMap(([name, variant]) =>
      (["accuracy", "loss"] as const).flatMap((metric): ReportedDraft[] => {
        const part = `/${escapedKey(name)}`;
        const at = `${part}/${metric}`;
        const found = measuredCell({metric, raw: variant[metric], at}, path, problems);
        if (found === null) return [];
        return [buildReported({part, metric, labels: variantLabels(name), statistics: [{statistic: "value", value: found, at}], warnings})];
      })
    );
    const rows = variants.flatMap(([name, {model_size_bytes: size}]): DraftRow[] => {
      const place = `/${escapedKey(name)}`;
      const bytes = measuredCell({metric: "model_size", raw: size, at: `${place}${sizeField}`}, path, problems);
      return bytes === null ? [] : [{place, labels: variantLabels(name), values: {[sizeField]: bytes}}];
    });
    const columns = [{metric: "model_size", field: sizeField}];
    return {
      tables: rows.length === 0 ? [] : [buildTable({part: "sizes", row: "property", columns, rows, warnings})],
      reported,
      session: {tool: "quantization-report", environment: {}},
      problems
    };
  }
};

const sizeField = "/model_size_bytes";

const number = z.number().nullable();
const reportSchema = z
  .record(z.string(), z.looseObject({accuracy: number, loss: number, model_size_bytes: number}))
  .refine(variants => Object.keys(variants).length >= 2);
