import type {NoteInput, Statistic} from "../../contracts/index.ts";
import {measuredCell} from "../measured-value.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";

const title = /^[^\S\r\n]*(?:[A-Z0-9][A-Z0-9 ]*)?ML PERFORMANCE REPORT\s*$/m;
const fields: readonly {name: string; metric: string; statistic: Statistic; per: number; definition?: string}[] = [
  {name: "Average Latency", metric: "latency", statistic: "mean", per: 1e3},
  {name: "P95 Latency", metric: "latency", statistic: "p95", per: 1e3},
  {name: "P99 Latency", metric: "latency", statistic: "p99", per: 1e3},
  {name: "Average Throughput", metric: "output_throughput", statistic: "mean", per: 1, definition: "as-named"},
  {name: "QPS", metric: "request_throughput", statistic: "overall", per: 1}
];

/**
 * Text report of an inference monitor: `- Total Inferences: 0`, `- Average Latency: 0.00 ms`, … With no inferences its zeros are no
 * values and the file is empty. What its tokens are is not stated, so their rate is `as-named`.
 */
export const mlReport: Reader = {
  format: "ml-report",
  category: "inference",
  detect: ({text}) => title.test(text) && total.test(text),
  read({path, text, lines}) {
    const problems: NoteInput[] = [];
    const n = Number(total.exec(text)?.[1] ?? 0);
    const at = `L${lines.findIndex(line => total.test(line)) + 1}`;
    const empty: NoteInput[] = n === 0 ? [{code: "no-inferences", values: {}, source: {artifact: path, at}}] : [];
    const reported = n === 0 ? [] : fields.flatMap(field => recordOf(field, lines, n, path, problems));
    return {tables: [], reported, session: {tool: "ml-metrics", environment: {}}, problems, remarks: empty};
  }
};

const total = /^- Total Inferences: (\d+)/m;

function recordOf(
  {name, metric, statistic, per, definition}: (typeof fields)[number],
  lines: readonly string[],
  n: number,
  path: string,
  problems: NoteInput[]
): ReportedDraft[] {
  const index = lines.findIndex(line => line.startsWith(`- ${name}: `));
  const raw = /: ([\d.]+)/.exec(lines[index] ?? "")?.[1];
  const at = `L${index + 1}`;
  const value = measuredCell({metric, raw, per, at}, path, problems);
  if (value === null) return [];
  const common = {part: at, metric, labels: {}, over: "samples" as const, n, statistics: [{statistic, value, at}]};
  return [buildReported({...common, ...(definition === undefined ? {} : {definition})})];
}
