import Papa from "papaparse";
import type {NoteInput} from "../../contracts/index.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {type StatedField, statedRecord} from "../stated-record.ts";
import {isTotal, metricNamed, nameAndUnit, statisticNamed} from "./genai-perf-names.ts";

/**
 * `profile_export_aiperf.csv` and `profile_export_genai_perf.csv`: tables below each other, `Metric,avg,min,…` over the requests and
 * `Metric,Value`, unit in the metric's parentheses; places are lines. GPU telemetry is left out. https://github.com/ai-dynamo/aiperf
 */
export const aiperfCsv: Reader = {
  format: "aiperf-csv",
  category: "serving",
  detect: ({text}) =>
    /^Metric,avg,min,max,/m.test(text) &&
    /^"?(?:Time to First Token|Request Latency|Inter Token Latency|Request Throughput) \(/im.test(text),
  read({path, text, lines}) {
    const problems: NoteInput[] = [];
    const rows = rowsOf(lines);
    const count =
      rows.find(({name}) => name === "request_count")?.cells["Value"] ?? rows.find(({name}) => name === "request_count")?.cells["avg"];
    const n = count === undefined ? undefined : Math.round(Number(count));
    const failed = rows.find(({name}) => name === "error_request_count")?.cells["Value"];
    const reported = rows.flatMap(row => recordOf(row, n !== undefined && n > 0 ? n : undefined, path, problems));
    return {
      tables: [],
      reported:
        failed === undefined
          ? reported
          : reported.map((record, index) => (index === 0 ? {...record, failed: Math.round(Number(failed))} : record)),
      session: {tool: /^Metric,avg,min,max,sum,/m.test(text) ? "aiperf" : "genai-perf", environment: {}},
      problems
    };
  }
};

interface MetricRow {
  place: string;
  name: string;
  unit: string;
  cells: Readonly<Record<string, string>>;
}

function rowsOf(lines: readonly string[]): MetricRow[] {
  const rows: MetricRow[] = [];
  let header: readonly string[] | undefined;
  for (const [index, line] of lines.entries()) {
    const [cells = []] = Papa.parse<string[]>(line, {delimiter: ","}).data;
    if (cells.length < 2) continue;
    if (cells[0] === "Metric") header = cells;
    else if (cells.includes("Metric")) header = undefined;
    else if (header !== undefined && cells.length === header.length) {
      const values = Object.fromEntries(header.map((heading, column) => [heading, cells[column] ?? ""]));
      rows.push({place: `L${index + 1}`, ...nameAndUnit(cells[0] ?? ""), cells: values});
    }
  }
  return rows;
}

/** A metric without unit in parentheses is a count; `Time to First Output Token` repeats the first token of models that do not think. */
function recordOf({place, name, unit, cells}: MetricRow, n: number | undefined, path: string, problems: NoteInput[]): ReportedDraft[] {
  const metric = metricNamed(name, unit);
  if (metric === undefined || metric.metric === "failed_attempts") return [];
  const single = cells["Value"];
  const fields: StatedField[] =
    single === undefined
      ? Object.entries(cells).flatMap(([heading, raw]): StatedField[] => {
          const statistic = statisticNamed(heading);
          return statistic === undefined ? [] : [[statistic, place, raw.replaceAll(",", "")]];
        })
      : [[isTotal(name) ? "sum" : "value", place, single.replaceAll(",", "")]];
  return statedRecord({...metric, part: place, labels: {}, over: single === undefined ? "samples" : "unknown", n, fields}, path, problems);
}
