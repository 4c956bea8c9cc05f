import type {Labels, NoteInput, Statistic} from "../../contracts/index.ts";
import {headedRecords} from "../headed-records.ts";
import {rejectedCell} from "../measured-value.ts";
import {quantity} from "../quantity.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {buildTable} from "../table.ts";
import {dotNetResults, dotNetSizes} from "./benchmarkdotnet-markdown.ts";

const statistics: readonly (readonly [Statistic, string])[] = [
  ["mean", "Mean"],
  ["std", "StdDev"],
  ["stderr", "StdErr"],
  ["p50", "Median"],
  ["min", "Min"],
  ["max", "Max"],
  ["p95", "P95"]
];

/**
 * `*-report.csv` of BenchmarkDotNet: the columns of its Markdown and those of the job (`Default` mostly), unit per cell, delimiter and decimal sign by the locale.
 * https://benchmarkdotnet.org/articles/configs/exporters.html
 */
export const benchmarkDotNetCsv: Reader = {
  format: "benchmarkdotnet-csv",
  category: "other",
  detect: ({text}) => {
    const names =
      text
        .slice(0, 4000)
        .split(/\r?\n/, 1)[0]
        ?.split(/[,;\t]/)
        .map(name => name.replaceAll('"', "")) ?? [];
    return (
      ["Method", "Mean", "StdDev"].every(name => names.includes(name)) &&
      ["Error", "Job", "Runtime", "Allocated"].some(name => names.includes(name))
    );
  },
  read({path, text}) {
    const problems: NoteInput[] = [];
    const {header, records} = headedRecords(text);
    const parameters = header.filter(
      (name, index) => !dotNetResults.test(name) && name !== "Method" && new Set(records.map(record => record[index])).size > 1
    );
    const reported: ReportedDraft[] = [];
    const failed: DraftRow[] = [];
    for (const [index, record] of records.entries()) {
      const place = `R${index + 1}`;
      const cell = (name: string) => record[header.indexOf(name)] ?? "";
      const labels = labelsOf(cell, parameters);
      const mean = sized(cell("Mean"));
      if (/^(?:NA|N\/A|\?|-|)$/.test(cell("Mean"))) {
        failed.push({place, labels, values: {}, failure: {reason: cell("Mean"), kind: "missing"}});
        continue;
      }
      if (mean?.unit !== "s" || mean.value === 0) {
        problems.push(rejectedCell("not-a-number", path, `${place}:Mean`, cell("Mean")));
        continue;
      }
      const stated = statistics.map(([statistic, name]) => ({statistic, value: sized(cell(name))?.value, at: `${place}:${name}`}));
      reported.push(buildReported({part: place, metric: "time_per_op", labels, over: "samples", statistics: stated}));
      const bytes = sized(cell("Allocated"));
      if (bytes?.unit !== "B") continue;
      const allocated = [{statistic: "value" as const, value: bytes.value, at: `${place}:Allocated`}];
      reported.push(buildReported({part: place, metric: "bytes_per_op", labels, statistics: allocated}));
    }
    return {
      tables: failed.length === 0 ? [] : [buildTable({part: "failed", columns: [], rows: failed})],
      reported,
      session: {tool: "BenchmarkDotNet", key: path, environment: {}},
      problems
    };
  }
};

/** `1,234.5 ns`, `1.234,5 ns`, `12,5 μs`: the later sign is that of decimals, a single one with exactly three digits behind it groups. */
function sized(written: string): ReturnType<typeof quantity> {
  const isCommaDecimal = /\.\d{3},|,\d{1,2}(?!\d)|,\d{4,}/.test(written);
  return quantity(isCommaDecimal ? written.replaceAll(".", "").replace(",", ".") : written, dotNetSizes);
}

function labelsOf(cell: (name: string) => string, parameters: readonly string[]): Labels {
  const labels: Labels = {test: cell("Method").replace(/^'(.*)'$/, "$1")};
  for (const name of parameters) {
    const value = cell(name);
    if (value === "" || value === "Default") continue;
    labels[name === "Type" ? "scope" : `x.${name}`] = Number.isNaN(Number(value)) ? value : Number(value);
  }
  return labels;
}
