import {type NoteInput, writtenUnit} from "../../contracts/index.ts";
import type {ReportedDraft} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";

/**
 * Tables of torch.utils.benchmark's `Compare`: title in a line of dashes, columns after `|`, `N threads:` above its rows, the unit in the last line
 * (`Times are in microseconds (us).`). Medians; a cell in parentheses or with a `!` is as noisy as the tool says.
 */
export function torchCompareTables(lines: readonly string[], path: string, problems: NoteInput[]): ReportedDraft[] {
  const records: ReportedDraft[] = [];
  let title = "";
  let start = -1;
  for (const [index, line] of lines.entries()) {
    const heading = /^\[-+ (.+?) -+\]\s*$/.exec(line)?.[1];
    if (heading !== undefined && start < 0) {
      title = heading;
      start = index;
    }
    const unit = /^Times are in \w+ \((ns|us|ms|s)\)/.exec(line)?.[1];
    if (unit === undefined || start < 0) continue;
    records.push(...rowsOf(lines.slice(start, index), start, title, writtenUnit(unit)?.factor ?? Number.NaN, path, problems));
    start = -1;
  }
  return records;
}

function rowsOf(
  table: readonly string[],
  start: number,
  first: string,
  factor: number,
  path: string,
  problems: NoteInput[]
): ReportedDraft[] {
  let title = first;
  let columns: readonly string[] = [];
  let threads: number | undefined;
  return table.flatMap((line, index) => {
    title = /^\[-+ (.+?) -+\]\s*$/.exec(line)?.[1] ?? title;
    const count = /^(\d+) threads?: -+/.exec(line)?.[1];
    if (count !== undefined) threads = Number(count);
    if (!line.includes("|")) return [];
    const [name = "", ...cells] = line.split("|").map(cell => cell.trim());
    if (name === "") {
      columns = cells;
      return [];
    }
    const place = `L${start + index + 1}`;
    return cells.flatMap((cell, column) => {
      const raw = /^[(]?([\d.]+)/.exec(cell)?.[1];
      if (raw === undefined) return [];
      const labels = {task: title, test: name, backend: columns[column] ?? "", ...(threads === undefined ? {} : {threads})};
      const part = `${place}:C${column + 2}:${threads ?? ""}`;
      return statedRecord(
        {metric: "latency", per: Math.round(1 / factor), part, labels, over: "samples", fields: [["p50", place, raw]]},
        path,
        problems
      );
    });
  });
}
