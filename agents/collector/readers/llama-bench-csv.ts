import type {NoteInput} from "../../contracts/index.ts";
import {columnField} from "../csv.ts";
import type {Reader} from "../reader.ts";
import {isLlamaBench, type LlamaBenchRecord, llamaBenchSession, modelsTable, reportedSpeed} from "./llama-bench-records.ts";

/** `llama-bench -o csv`: mean and standard deviation of every test; the single repeats are not in this form. */
export const llamaBenchCsv: Reader = {
  format: "llama-bench-csv",
  category: "inference",
  detect: ({text, csv}) => text.slice(0, 2000).includes("avg_ts") && csv !== undefined && isLlamaBench(csv.header),
  read({path, csv}) {
    const problems: NoteInput[] = [];
    const ragged = new Set(csv?.ragged);
    const records = (csv?.records ?? []).flatMap((cells, index): LlamaBenchRecord[] => {
      const place = `R${index + 1}`;
      if (ragged.has(index + 1)) {
        problems.push({code: "ragged-row", values: {}, source: {artifact: path, at: place}});
        return [];
      }
      const fields = Object.fromEntries(cells.map((cell, column) => [columnField(csv?.header ?? [], column), cell]));
      return [{place, at: field => `${place}:${field}`, fields}];
    });
    return {
      tables: modelsTable(records, ""),
      reported: records.map(record => reportedSpeed(record, path, problems)),
      session: llamaBenchSession(records),
      problems
    };
  }
};
