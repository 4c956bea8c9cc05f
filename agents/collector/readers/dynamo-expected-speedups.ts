import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";

const column = /^perf_speedup_target_?(.*)$/;
const header = /^#?\s*name,.*\bperf_speedup_target/m;
const keys: Readonly<Record<string, string>> = {name: "model", data_type: "precision", batch_size: "batch", device: "device"};

/**
 * Speedups that PyTorch's CI expects (`#name,data_type,shape,wrapper,perf_speedup_target_<machine>`): targets, no measurements. The header may stand behind `#`;
 * records behind `#` are switched off. Places are lines. https://github.com/pytorch/pytorch/tree/main/benchmarks/dynamo
 */
export const dynamoExpectedSpeedups: Reader = {
  format: "dynamo-expected-speedups",
  category: "compilation",
  detect: ({text}) => header.test(text.slice(0, 4000)),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const start = lines.findIndex(line => header.test(line));
    const names = (lines[start] ?? "")
      .replace(/^#\s*/, "")
      .split(",")
      .map(name => name.trim());
    const reported = lines.slice(start + 1).flatMap((line, index) => {
      if (line.startsWith("#") || line.trim() === "") return [];
      const place = `L${start + index + 2}`;
      const cells = line.split(",").map(cell => cell.trim());
      if (cells.length !== names.length) {
        problems.push({code: "ragged-row", values: {}, source: {artifact: path, at: place}});
        return [];
      }
      return names.flatMap((name, position) => {
        const machine = column.exec(name)?.[1];
        if (machine === undefined) return [];
        const labels: Labels = {...labelsOf(names, cells), ...(machine === "" ? {} : {"x.machine": machine})};
        const part = `${place}:${name}`;
        return statedRecord({metric: "speedup", role: "target", part, labels, fields: [["value", place, cells[position]]]}, path, problems);
      });
    });
    return {tables: [], reported, session: {tool: "torch-dynamo", environment: {}}, problems};
  }
};

function labelsOf(names: readonly string[], cells: readonly string[]): Labels {
  return Object.fromEntries(names.flatMap((name, index) => (column.test(name) ? [] : [[keys[name] ?? `x.${name}`, cells[index] ?? ""]])));
}
