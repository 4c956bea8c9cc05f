import type {Labels, NoteInput} from "../../contracts/index.ts";
import {columnField} from "../csv.ts";
import {type HeadedRecords, headedRecords} from "../headed-records.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {percentileStatistic, type StatedField, type StatedMetric, statedRecord} from "../stated-record.ts";

/** Headings by version; before 1.0 `# requests`. */
const names = {
  method: /^(?:type|method)$/i,
  endpoint: /^name$/i,
  requests: /^(?:request count|# requests)$/i,
  failures: /^(?:failure count|# failures)$/i,
  median: /^median response time$/i,
  mean: /^average response time$/i,
  min: /^min response time$/i,
  max: /^max response time$/i,
  size: /^average content size$/i,
  rate: /^requests\/s$/i
} as const;

/**
 * `*_stats.csv` of Locust: an endpoint a row, times in ms, percentiles rounded to two digits. The last row, `Aggregated` (`Total` before 1.0), repeats or mixes the others
 * and is left out. https://docs.locust.io/en/stable/retrieving-stats.html
 */
export const locustStatsCsv: Reader = {
  format: "locust-stats-csv",
  category: "serving",
  detect: ({text}) => /^"?(?:Type|Method)"?,"?Name"?,"?(?:Request Count|# requests)"?,"?(?:Failure Count|# failures)"?,/i.test(text),
  read({path, text}) {
    const problems: NoteInput[] = [];
    const table = headedRecords(text);
    const {records} = table;
    const isTotal = records.map(record => record[0] === "" || /^(?:Aggregated|Total)$/.test(cell(table, record, names.endpoint) ?? ""));
    const hasOthers = isTotal.includes(false);
    const left = isTotal.indexOf(true);
    return {
      tables: [],
      reported: records.flatMap((record, index) =>
        hasOthers && isTotal[index] ? [] : recordsOf(table, record, `R${index + 1}`, path, problems)
      ),
      session: {tool: "locust", key: path, environment: {}},
      problems,
      ...(hasOthers && left >= 0
        ? {
            remarks: [
              {code: "total-rows", values: {rows: isTotal.filter(total => total).length}, source: {artifact: path, at: `R${left + 1}`}}
            ]
          }
        : {})
    };
  }
};

function cell({header}: HeadedRecords, record: readonly string[], name: RegExp): string | undefined {
  const index = header.findIndex(title => name.test(title));
  return index < 0 ? undefined : record[index];
}

function recordsOf(table: HeadedRecords, record: readonly string[], place: string, path: string, problems: NoteInput[]): ReportedDraft[] {
  const {header} = table;
  const field = (statistic: StatedField[0], name: RegExp): StatedField => {
    const index = header.findIndex(title => name.test(title));
    return [statistic, `${place}:${columnField(header, Math.max(index, 0))}`, index < 0 ? undefined : record[index]];
  };
  const percentiles = header.flatMap((title, index): StatedField[] => {
    const statistic = percentileStatistic(/^(\d+(?:\.\d+)?)%$/.exec(title)?.[1] ?? "");
    return statistic === undefined || statistic === "p50" ? [] : [[statistic, `${place}:${title}`, record[index]]];
  });
  const requests = Number(cell(table, record, names.requests));
  const failures = Number(cell(table, record, names.failures));
  const method = cell(table, record, names.method) ?? "";
  const labels: Labels = {endpoint: cell(table, record, names.endpoint) ?? "", ...(method === "" ? {} : {"x.method": method})};
  const stated = (metric: StatedMetric, fields: readonly StatedField[]) =>
    statedRecord({...metric, part: place, labels, over: "samples", n: requests > 0 ? requests : undefined, fields}, path, problems);
  const counts = [
    ...stated({metric: "attempts"}, [field("value", names.requests)]),
    ...stated({metric: "failed_attempts"}, [field("value", names.failures)])
  ];
  if (requests > 0 && failures >= requests) {
    problems.push({code: "all-failed", values: {requests}, source: {artifact: path, at: place}});
    return counts;
  }
  const times = [field("mean", names.mean), field("p50", names.median), field("min", names.min), field("max", names.max), ...percentiles];
  return [
    ...counts,
    ...stated({metric: "e2e_latency", per: 1e3}, times).map(latency => (failures > 0 ? {...latency, failed: failures} : latency)),
    ...stated({metric: "request_throughput"}, [field("value", names.rate)]),
    ...stated({metric: "response_size"}, [field("mean", names.size)])
  ];
}
