import type {NoteInput} from "../../contracts/index.ts";
import {headedRecords} from "../headed-records.ts";
import type {Reader} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";

const statistics = [
  ["mean", "mean"],
  ["std", "stddev"],
  ["p50", "median"],
  ["min", "min"],
  ["max", "max"]
] as const;

/**
 * `hyperfine --export-csv`: statistics of a command per row, in s, `parameter_…` columns behind. Exit codes are not in it; a command of which the shortest
 * run is 0 took less than the shell's start that hyperfine subtracts: not measured. https://github.com/sharkdp/hyperfine
 */
export const hyperfineCsv: Reader = {
  format: "hyperfine-csv",
  category: "other",
  detect: ({text}) => /^"?command"?,"?mean"?,"?stddev"?,"?median"?,"?user"?,"?system"?,"?min"?,"?max"?(?:[,\r\n]|$)/.test(text),
  read({path, text}) {
    const problems: NoteInput[] = [];
    const {header, records} = headedRecords(text, ",");
    const reported = records.flatMap((record, index) => {
      const place = `R${index + 1}`;
      const cell = (name: string) => record[header.indexOf(name)];
      if (Number(cell("min")) === 0) {
        problems.push({code: "below-resolution", values: {}, source: {artifact: path, at: place}});
        return [];
      }
      const parameters = header.flatMap((name, column) =>
        name.startsWith("parameter_") ? [[`x.${name.slice("parameter_".length)}`, record[column] ?? ""]] : []
      );
      return statedRecord(
        {
          metric: "latency",
          part: place,
          labels: {command: cell("command") ?? "", ...Object.fromEntries(parameters)},
          over: "samples",
          fields: statistics.map(([statistic, name]) => [statistic, `${place}:${name}`, cell(name)])
        },
        path,
        problems
      );
    });
    return {tables: [], reported, session: {tool: "hyperfine", key: path, environment: {}}, problems};
  }
};
