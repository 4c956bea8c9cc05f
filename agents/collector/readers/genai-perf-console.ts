import type {Labels, NoteInput} from "../../contracts/index.ts";
import {plainLine} from "../plain-line.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {type StatedField, statedRecord} from "../stated-record.ts";
import {isTotal, metricNamed, nameAndUnit, statisticNamed} from "./genai-perf-names.ts";

const border = /^\s*[┏┡└┗┠├╞+][━─═┳╇┷┻┴┬┼╪+=-]{3,}/;

/**
 * Box table of the console of GenAI-Perf and AIPerf (`┃ Statistic ┃ avg ┃ min ┃ …`): thousands commas, `N/A` cells, labels wrapped over two
 * rows. A single `avg` of a rate or count is its value. Command line or title above name the model. https://github.com/triton-inference-server/perf_analyzer
 */
export const genaiPerfConsole: Reader = {
  format: "genai-perf-console",
  category: "serving",
  detect: ({text}) => /^[^\S\n]*[┃|]\s*(?:Statistic|Metric)\s*[┃|]\s*avg\s*[┃|]/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const tables = tablesOf(lines.map(plainLine));
    return {
      tables: [],
      reported: tables.flatMap(table => recordsOf(table, path, problems)),
      session: {tool: lines.some(line => /AIPerf/.test(line)) ? "aiperf" : "genai-perf", environment: {}},
      problems
    };
  }
};

interface BoxTable {
  labels: Labels;
  header: readonly string[];
  rows: {place: string; label: string; cells: readonly string[]}[];
}

function tablesOf(lines: readonly string[]): BoxTable[] {
  const tables: BoxTable[] = [];
  let open: BoxTable | undefined;
  let labels: Labels = {};
  for (const [index, line] of lines.entries()) {
    const model = /\b(?:genai-perf|aiperf)\b.*?\s(?:-m|--model(?:-names)?)[ =](\S+)/.exec(line)?.[1];
    if (model !== undefined) labels = {model: model.replace(/^["']|["']$/g, "")};
    const concurrency = /--concurrency[ =](\d+)/.exec(line)?.[1];
    if (concurrency !== undefined) labels = {...labels, concurrency: Number(concurrency)};
    if (border.test(line)) continue;
    const cells = /^\s*[┃│|]/.test(line) ? cellsOf(line) : undefined;
    if (cells === undefined) open = undefined;
    else if (/^(?:Statistic|Metric)$/.test(cells[0] ?? "") && cells[1] === "avg") {
      open = {labels, header: cells.slice(1), rows: []};
      tables.push(open);
    } else if (open !== undefined) addRow(open, `L${index + 1}`, cells);
  }
  return tables;
}

/** A row without a single number continues the label above it. */
function addRow(table: BoxTable, place: string, [label = "", ...cells]: string[]): void {
  const last = table.rows.at(-1);
  if (cells.every(cell => cell === "")) {
    if (last !== undefined) last.label = `${last.label} ${label}`;
  } else table.rows.push({place, label, cells});
}

const cellsOf = (line: string) =>
  line
    .trim()
    .replace(/^[┃│|]|[┃│|]$/g, "")
    .split(/[┃│|]/)
    .map(cell => cell.trim());

function recordsOf({labels, header, rows}: BoxTable, path: string, problems: NoteInput[]): ReportedDraft[] {
  const cellOf = (cells: readonly string[], index: number) => (cells[index] ?? "").replaceAll(",", "");
  const count = rows.find(({label}) => /^Request Count\b/i.test(label));
  const n = count === undefined ? undefined : Math.round(Number(cellOf(count.cells, 0)));
  return rows.flatMap(({place, label, cells}) => {
    const {name, unit} = nameAndUnit(label);
    const metric = metricNamed(name, unit);
    if (metric === undefined) return [];
    const isSingle = cells.slice(1).every(cell => /^(?:N\/A|-)?$/i.test(cell));
    const fields = header.flatMap((heading, index): StatedField[] => {
      const statistic = isSingle ? (index === 0 ? (isTotal(name) ? "sum" : "value") : undefined) : statisticNamed(heading);
      return statistic === undefined ? [] : [[statistic, place, cellOf(cells, index)]];
    });
    return statedRecord(
      {...metric, part: place, labels, n: Number.isNaN(n) ? undefined : n, over: isSingle ? "unknown" : "samples", fields},
      path,
      problems
    );
  });
}
