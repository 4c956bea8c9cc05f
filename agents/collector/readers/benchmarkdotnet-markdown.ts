import type {Labels, NoteInput} from "../../contracts/index.ts";
import {type MarkdownTable, markdownTables} from "../../markdown-tables.ts";
import {type Quantity, quantity} from "../quantity.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable} from "../table.ts";

/** BenchmarkDotNet's `KB` are 1024 bytes. */
export const dotNetSizes: Readonly<Record<string, Quantity>> = {
  KB: {value: 1024, unit: "B"},
  MB: {value: 1024 ** 2, unit: "B"},
  GB: {value: 1024 ** 3, unit: "B"}
};
/** Statistics, and what follows from them; other columns are parameters and jobs. `Error` is half of a 99.9 % interval. */
export const dotNetResults =
  /^(?:Mean|Error|StdErr(?:or)?|StdDev|Median|Min|Max|Q1|Q3|P\d+|Op\/s|Scaled|ScaledSD|Ratio|RatioSD|Alloc Ratio|Rank|Gen ?\d|Allocated|Allocated native memory|Native memory leak|Code Size|Baseline|MannWhitney.*|Completed Work Items|Lock Contentions|Exceptions|Kurtosis|Skewness|MValue|Iterations|LaunchCount|Welch.*|BranchMispredictions\/Op|CacheMisses\/Op|\w+\/Op)$/;

/**
 * Markdown summary of BenchmarkDotNet: `| Method | Mean | Error | StdDev | … |` below a block with the machine; unit per cell. `NA` is a benchmark that failed,
 * `-` in `Allocated` none. https://benchmarkdotnet.org/articles/configs/exporters.html
 */
export const benchmarkDotNetMarkdown: Reader = {
  format: "benchmarkdotnet-markdown",
  category: "other",
  detect: ({text, lines}) =>
    text.includes("Method") &&
    lines.some(isHeading) &&
    (/BenchmarkDotNet/.test(text) || lines.some(line => isHeading(line) && /\| *StdDev *\|/.test(line))),
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const reported: ReportedDraft[] = [];
    const failed: DraftRow[] = [];
    const tables = markdownTables(lines).filter(({header}) => header.includes("Method") && header.includes("Mean"));
    for (const {header, rows} of tables) {
      for (const row of rows) {
        if (row.cells.every(cell => cell === "")) continue;
        const cell = (name: string) => (row.cells[header.indexOf(name)] ?? "").replaceAll("**", "").trim();
        const place = `L${row.line}`;
        const labels = labelsOf(header, row);
        const mean = quantity(cell("Mean"));
        if (mean?.unit !== "s" || mean.value === 0) {
          if (/^(?:NA|N\/A|\?|-|)$/.test(cell("Mean")))
            failed.push({place, labels, values: {}, failure: {reason: cell("Mean"), kind: "missing"}});
          else problems.push({code: "not-a-number", values: {value: cell("Mean").slice(0, 40)}, source: {artifact: path, at: place}});
          continue;
        }
        const time = (name: string) => quantity(cell(name))?.value;
        reported.push(
          buildReported({
            part: place,
            metric: "time_per_op",
            labels,
            over: "samples",
            statistics: [
              {statistic: "mean", value: mean.value, at: place},
              {statistic: "std", value: time("StdDev"), at: place},
              {statistic: "stderr", value: time("StdErr") ?? time("StdError"), at: place},
              {statistic: "p50", value: time("Median"), at: place},
              {statistic: "min", value: time("Min"), at: place},
              {statistic: "max", value: time("Max"), at: place},
              {statistic: "p95", value: time("P95"), at: place}
            ]
          }),
          ...allocated(cell("Allocated"), labels, place)
        );
      }
    }
    return {
      tables: failed.length === 0 ? [] : [buildTable({part: "failed", columns: [], rows: failed})],
      reported,
      session: {tool: "BenchmarkDotNet", key: path, environment: environmentOf(lines)},
      problems
    };
  }
};

const isHeading = (line: string) => line.length < 5000 && /(?:^|\|) *Method *\|/.test(line.trimStart()) && /\| *Mean *\|/.test(line);

function allocated(text: string, labels: Labels, place: string): ReportedDraft[] {
  const bytes = quantity(text, dotNetSizes);
  if (bytes?.unit !== "B") return [];
  return [buildReported({part: place, metric: "bytes_per_op", labels, statistics: [{statistic: "value", value: bytes.value, at: place}]})];
}

function labelsOf(header: readonly string[], {cells}: MarkdownTable["rows"][number]): Labels {
  const labels: Labels = {};
  for (const [index, name] of header.entries()) {
    const value = (cells[index] ?? "")
      .replaceAll("**", "")
      .replace(/^'(.*)'$/, "$1")
      .trim();
    if (value === "" || dotNetResults.test(name)) continue;
    if (name === "Method") labels["test"] = value;
    else if (name === "Type") labels["scope"] = value;
    else labels[`x.${name}`] = Number.isNaN(Number(value)) ? value : Number(value);
  }
  return labels;
}

/** First lines of the block: version and system, then the processor. */
function environmentOf(lines: readonly string[]): Labels {
  const title = lines.findIndex(line => /^BenchmarkDotNet[ =]v/.test(line));
  if (title < 0) return {};
  const os = /OS=(.*)$|^BenchmarkDotNet v[\d.\w-]+, (.*)$/.exec(lines[title] ?? "");
  const cpu = /^(.*?\bCPU\b.*?|AMD .*?|Intel .*?|Apple M\d.*?)(?:, \d+ CPU.*|, .*logical.*)?$/.exec(lines[title + 1] ?? "")?.[1];
  const system = os?.[1] ?? os?.[2];
  return {...(system === undefined ? {} : {os: system}), ...(cpu === undefined ? {} : {cpu})};
}
