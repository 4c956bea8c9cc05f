import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {type StatedField, statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";
import {mlperfLabels, mlperfName} from "./mlperf-results.ts";

const line = /^\s*([^:]+?)\s*:\s*(\S.*?)\s*$/;

/**
 * `mlperf_log_summary.txt` of MLPerf inference: throughput and latencies in ns of one scenario. `Result is : INVALID` is a failed attempt whose
 * numbers are not taken; `Test Parameters Used` are settings. https://github.com/mlcommons/inference
 */
export const mlperfSummary: Reader = {
  format: "mlperf-summary",
  category: "inference",
  detect: ({text}) => /^MLPerf Results Summary\s*$/m.test(text) && /^Scenario\s*:/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const blocks = blocksOf(lines);
    const readings = blocks.map(block => readBlock(block, path, problems));
    return {
      tables: readings.flatMap(({tables}) => tables),
      reported: readings.flatMap(({reported}) => reported),
      session: {tool: "mlperf", environment: {}},
      problems
    };
  }
};

interface Entry {
  place: string;
  name: string;
  value: string;
}

/** One summary after the other; what follows `Test Parameters Used` is left out. */
function blocksOf(lines: readonly string[]): Entry[][] {
  const blocks: Entry[][] = [];
  let isResult = false;
  for (const [index, text] of lines.entries()) {
    if (/^MLPerf Results Summary/.test(text)) {
      blocks.push([]);
      isResult = true;
    }
    if (/^Test Parameters Used/.test(text)) isResult = false;
    const [, name, value] = isResult ? (line.exec(text) ?? []) : [];
    if (name !== undefined && value !== undefined) blocks.at(-1)?.push({place: `L${index + 1}`, name, value});
  }
  return blocks;
}

function readBlock(block: readonly Entry[], path: string, problems: NoteInput[]) {
  const find = (name: string) => block.find(entry => entry.name.toLowerCase() === name);
  const labels: Labels = mlperfLabels(find("sut name")?.value, find("scenario")?.value, find("mode")?.value);
  const result = find("result is");
  if (result !== undefined && result.value !== "VALID") {
    const row = {place: result.place, values: {}, failure: {reason: `${result.name} : ${result.value}`, kind: "error" as const}};
    return {tables: [buildTable({part: result.place, labels, columns: [], rows: [row]})], reported: []};
  }
  const groups = new Map<string, {entry: Entry; fields: StatedField[]; named: NonNullable<ReturnType<typeof mlperfName>>}>();
  for (const entry of block) {
    const named = mlperfName(entry.name);
    if (named === undefined) continue;
    const key = `${named.stated.metric} ${named.stated.definition ?? ""}`;
    const group = groups.get(key) ?? {entry, fields: [], named};
    group.fields.push([named.statistic, entry.place, entry.value]);
    groups.set(key, group);
  }
  const reported: ReportedDraft[] = [...groups.values()].flatMap(({entry, fields, named}) =>
    statedRecord({...named.stated, part: entry.place, labels, over: "samples", fields}, path, problems)
  );
  return {tables: [], reported};
}
