import type {NoteInput} from "../../contracts/index.ts";
import {measuredCell} from "../measured-value.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable} from "../table.ts";
import {generationColumns} from "./generation-columns.ts";

const header = ["Test Name", "Context", "Tone", "Generation Time (ms)", "Tokens", "Tokens per Second", "Success"];
const fields = {time: "Generation Time (ms)", tokens: "Tokens", rate: "Tokens per Second"} as const;
const read = [
  {metric: "total_time", field: fields.time, per: 1e3},
  {metric: "output_tokens", field: fields.tokens, per: 1},
  {metric: "output_throughput", field: fields.rate, per: 1}
] as const;

/** The CSV of a generation test, rounded. Its `Tokens` are words, as in the JSON of the same client, although no text is there to count. */
export const generationTestCsv: Reader = {
  format: "generation-test-csv",
  category: "inference",
  detect: ({text, csv}) => text.startsWith("Test Name") && csv?.header.join("\n") === header.join("\n"),
  read({path, csv}) {
    const problems: NoteInput[] = [];
    const ragged = new Set(csv?.ragged);
    const rows = (csv?.records ?? []).flatMap((cells, index): DraftRow[] => {
      const place = `R${index + 1}`;
      if (!ragged.has(index + 1)) return [rowOf(place, name => cells[header.indexOf(name)] ?? "", path, problems)];
      problems.push({code: "ragged-row", values: {}, source: {artifact: path, at: place}});
      return [];
    });
    const warnings = [{code: "tokens-are-words", values: {}, source: {artifact: path, at: ""}}];
    return {
      tables: rows.length === 0 ? [] : [buildTable({columns: generationColumns(fields, true), rows, warnings})],
      reported: [],
      session: {tool: "generation-test", key: path, environment: {}},
      problems
    };
  }
};

function rowOf(place: string, cell: (name: string) => string, path: string, problems: NoteInput[]): DraftRow {
  const pairing = {prompt: cell("Test Name")};
  if (!/^true$/i.test(cell("Success")))
    return {place, values: {}, pairing, failure: {reason: `Success: ${cell("Success")}`, kind: "status"}};
  const values = read.map(({metric, field, per}) => {
    const value = measuredCell({metric, raw: cell(field), per, at: `${place}:${field}`}, path, problems);
    return [field, value] as const;
  });
  return {place, values: Object.fromEntries(values), pairing};
}
