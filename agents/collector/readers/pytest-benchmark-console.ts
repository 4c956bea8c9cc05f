import {type NoteInput, type Statistic, writtenUnit} from "../../contracts/index.ts";
import {plainLine} from "../plain-line.ts";
import {plainNumber, timesFactor} from "../quantity.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";

const heading = /^Name \(time in (ns|us|ms|s)\)\s+(.*\S)\s*$/;
const cell = /(-?[\d,.]+(?:;[\d,.]+)?|inf|nan)(?:\s+\(>?[\d,.]+\)|\s+\(inf\))?/gi;
const statistics: Readonly<Record<string, Statistic>> = {min: "min", max: "max", mean: "mean", stddev: "std", median: "p50"};

/**
 * The table that pytest-benchmark prints: `Name (time in us)  Min  Max  Mean …`, chosen columns in chosen order, each value with its ratio to the best in
 * brackets. The unit may be another than in the JSON beside it. https://pytest-benchmark.readthedocs.io
 */
export const pytestBenchmarkConsole: Reader = {
  format: "pytest-benchmark-console",
  category: "other",
  detect: ({text, lines}) => text.includes("Name (time in ") && lines.some(line => heading.test(plainLine(line))),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const reported: ReportedDraft[] = [];
    let table: {columns: string[]; factor: number} | undefined;
    for (const [index, written] of lines.entries()) {
      const line = plainLine(written);
      const [, unit, titles] = heading.exec(line) ?? [];
      if (titles !== undefined) table = {columns: titles.split(/\s{2,}/), factor: writtenUnit(unit ?? "")?.factor ?? Number.NaN};
      else if (/^\s*$|^Legend:/.test(line)) table = undefined;
      else if (table !== undefined && !/^-+$/.test(line.trim())) reported.push(...recordOf(line, `L${index + 1}`, table, path, problems));
    }
    return {tables: [], reported, session: {tool: "pytest-benchmark", key: path, environment: {}}, problems};
  }
};

function recordOf(
  line: string,
  place: string,
  {columns, factor}: {columns: readonly string[]; factor: number},
  path: string,
  problems: NoteInput[]
): ReportedDraft[] {
  const [, name = "", rest = ""] = /^(\S.*?)\s{2,}(\S.*)$/.exec(line) ?? [];
  const cells = [...rest.matchAll(cell)].map(([, value]) => value ?? "");
  if (name === "" || cells.length !== columns.length) {
    problems.push({code: "ragged-row", values: {cells: cells.length, columns: columns.length}, source: {artifact: path, at: place}});
    return [];
  }
  const named = new Map(columns.map((title, index) => [title.toLowerCase(), plainNumber(cells[index])]));
  return [
    buildReported({
      part: place,
      metric: "latency",
      labels: {test: name},
      over: "samples",
      n: named.get("rounds"),
      statistics: Object.entries(statistics).flatMap(([title, statistic]) => {
        const value = named.get(title);
        return value === undefined || (value === 0 && statistic !== "std")
          ? []
          : [{statistic, value: timesFactor(value, factor), at: place}];
      })
    })
  ];
}
