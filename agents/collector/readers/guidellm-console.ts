import type {Labels, NoteInput, Statistic} from "../../contracts/index.ts";
import {plainLine} from "../plain-line.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {percentileStatistic, type StatedMetric, statedRecord} from "../stated-record.ts";

const rule = /^\|[=-]{3,}/;
const header = /^\|\s*Benchmark\s*\|/;

/** Merged headings by title and group, written together in lower case. */
const groups: Readonly<Record<string, StatedMetric>> = {
  "latency request latency sec": {metric: "e2e_latency"},
  "latency ttft ms": {metric: "ttft", per: 1e3},
  "latency itl ms": {metric: "itl", per: 1e3},
  "latency tpot ms": {metric: "tpot", per: 1e3},
  "throughput requests per sec": {metric: "request_throughput"},
  "throughput requests concurrency": {metric: "request_concurrency"},
  "throughput input tokens per sec": {metric: "input_throughput"},
  "throughput output tokens per sec": {metric: "output_throughput"},
  "throughput total tokens per sec": {metric: "total_throughput"},
  "token input tok per req": {metric: "prompt_tokens"},
  "token output tok per req": {metric: "output_tokens"},
  "token total tok per req": {metric: "total_tokens"}
};

const statistics: Readonly<Record<string, Statistic>> = {mdn: "p50", mean: "mean"};

/**
 * Console of `guidellm benchmark`: box tables whose headings are merged by `||`, a row per strategy. Numbers are rounded copies of the JSON
 * report; of the rates over time only the mean is a result. https://github.com/vllm-project/guidellm
 */
export const guidellmConsole: Reader = {
  format: "guidellm-console",
  category: "serving",
  detect: ({text}) => /Request Latency Statistics|Server Throughput Statistics/.test(text) && /^\|\s*Benchmark\s*\|/m.test(text),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const model = lines
      .map(line => /(?:validated with|Using) model '?([^\s']+)/.exec(plainLine(line))?.[1])
      .find(name => name !== undefined);
    const labels: Labels = model === undefined ? {} : {model};
    return {
      tables: [],
      reported: rowsOf(lines).flatMap(row => recordsOf(row, labels, path, problems)),
      session: {tool: "guidellm", environment: {}},
      problems
    };
  }
};

interface BoxRow {
  place: string;
  title: string;
  strategy: string;
  /** Heading of every column from the second on: group, unit, statistic. */
  columns: readonly {group: string; statistic: string; cell: string}[];
}

function rowsOf(lines: readonly string[]): BoxRow[] {
  const rows: BoxRow[] = [];
  let title = "";
  let headings: string[][] = [];
  for (const [index, written] of lines.entries()) {
    const line = plainLine(written).trimEnd();
    const heading = /(Request Latency|Server Throughput|Request Token) Statistics/.exec(line)?.[1];
    if (heading !== undefined) title = heading.split(" ")[1]?.toLowerCase() ?? "";
    else if (/Statistics|Summary Info/.test(line)) title = "";
    if (header.test(line)) headings = [];
    if (!line.startsWith("|") || rule.test(line) || title === "") continue;
    const cells = cellsOf(line);
    if (!cells.slice(1).some(cell => /^[\d.,]+$/.test(cell))) headings.push(cells);
    else rows.push({place: `L${index + 1}`, title, strategy: cells[0] ?? "", columns: columnsOf(headings, cells)});
  }
  return rows;
}

/** `| a ||| b |`: a heading over three columns stands in each of them. */
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  for (const [, text = "", bars = ""] of line.slice(1).matchAll(/([^|]*)(\|+)/g)) {
    for (let column = 0; column < bars.length; column += 1) cells.push(text.trim());
  }
  return cells;
}

function columnsOf(headings: readonly string[][], cells: readonly string[]): BoxRow["columns"] {
  return cells.slice(1).map((cell, index) => {
    const words = headings.map(row => row[index + 1] ?? "").filter(word => word !== "");
    return {group: words.slice(0, -1).join(" ").toLowerCase(), statistic: words.at(-1)?.toLowerCase() ?? "", cell};
  });
}

function recordsOf({place, title, strategy, columns}: BoxRow, labels: Labels, path: string, problems: NoteInput[]): ReportedDraft[] {
  const records = new Map<string, {metric: StatedMetric; fields: [Statistic, string, unknown][]}>();
  for (const {group, statistic: word, cell} of columns) {
    const metric = groups[`${title} ${group}`];
    const statistic = statistics[word] ?? percentileStatistic(word.slice(1));
    if (metric === undefined || statistic === undefined || (title === "throughput" && statistic !== "mean")) continue;
    const record = records.get(group) ?? {metric, fields: []};
    record.fields.push([statistic, place, cell.replaceAll(",", "")]);
    records.set(group, record);
  }
  const own = {...labels, ...(strategy === "" ? {} : {"x.strategy": strategy})};
  return [...records].flatMap(([group, {metric, fields}]) =>
    statedRecord({...metric, part: `${place} ${group}`, labels: own, over: "samples", fields}, path, problems)
  );
}
