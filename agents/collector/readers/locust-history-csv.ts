import {headedRecords} from "../headed-records.ts";
import {measuredValue} from "../measured-value.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable} from "../table.ts";

/**
 * `*_stats_history.csv` of Locust: a row every ten seconds, mostly of all endpoints together (`Aggregated`), `N/A` where nothing was asked yet. The counts are since the
 * start; the percentiles are of a sliding window and are not read. https://docs.locust.io/en/stable/retrieving-stats.html
 */
export const locustHistoryCsv: Reader = {
  format: "locust-history-csv",
  category: "serving",
  detect: ({text}) => /^"?Timestamp"?,"?User Count"?,"?Type"?,"?Name"?,/i.test(text),
  read({path, text}) {
    const {header, records} = headedRecords(text);
    const rows = records.map((record, index): DraftRow => {
      const cell = (name: string) => record[header.indexOf(name)];
      const users = Number(cell("User Count"));
      const seconds = Number(cell("Timestamp"));
      const values = columns.map(({metric, field}) => [field, measuredValue(metric, cell(field)).value] as const);
      return {
        place: `R${index + 1}`,
        labels: {endpoint: cell("Name") ?? "", ...(Number.isNaN(users) ? {} : {concurrency: users})},
        values: Object.fromEntries(values),
        ...(seconds > 1e8 ? {time: seconds} : {})
      };
    });
    return {
      tables: rows.length === 0 ? [] : [buildTable({row: "sample", columns, rows})],
      reported: [],
      session: {tool: "locust", key: path, environment: {}},
      problems: []
    };
  }
};

const columns = [
  {metric: "request_throughput", field: "Requests/s"},
  {metric: "x.failure_rate", unit: "1/s", field: "Failures/s"},
  {metric: "attempts", kind: "cumulative", field: "Total Request Count"},
  {metric: "failed_attempts", kind: "cumulative", field: "Total Failure Count"}
] as const;
