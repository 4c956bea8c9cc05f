import type {NoteInput} from "../../contracts/index.ts";
import {measuredCell} from "../measured-value.ts";
import {modelName} from "../model-name.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable} from "../table.ts";

/** CSV `file,bytes` of model files: a property per file, model and quantization out of its name. */
export const fileSizes: Reader = {
  format: "file-sizes",
  category: "storage",
  detect: ({text, csv}) => /^"?file"?[,;\t]"?bytes"?\s/.test(text) && csv?.header.join() === "file,bytes",
  read({path, csv}) {
    const problems: NoteInput[] = [];
    const rows = (csv?.records ?? []).flatMap(([file = "", bytes], index): DraftRow[] => {
      const place = `R${index + 1}`;
      const value = measuredCell({metric: "file_size", raw: bytes, at: `${place}:bytes`}, path, problems);
      if (value === null) return [];
      const {model, quantization} = modelName(file);
      return [{place, values: {bytes: value}, labels: {model, ...(quantization === undefined ? {} : {quantization})}}];
    });
    const columns = [{metric: "file_size", field: "bytes"}];
    return {
      tables: [buildTable({row: "property", columns, rows})],
      reported: [],
      session: {tool: "file-sizes", environment: {}},
      problems
    };
  }
};
