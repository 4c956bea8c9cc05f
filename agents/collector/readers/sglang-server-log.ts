import {measuredValue} from "../measured-value.ts";
import {plainLine} from "../plain-line.ts";
import type {DraftRow, Reader} from "../reader.ts";
import {buildTable} from "../table.ts";

const columns = [
  {metric: "output_throughput", field: "gen throughput (token/s)", pattern: /gen throughput \(token\/s\): ([\d.]+)/},
  {metric: "request_concurrency", field: "#running-req", pattern: /#running-req: (\d+)/},
  {metric: "queued_requests", field: "#queue-req", pattern: /#queue-req: (\d+)/},
  {metric: "kv_cache_utilization", field: "token usage", pattern: /token usage: ([\d.]+)/}
] as const;

/**
 * Log of an SGLang server: its `Decode batch. … gen throughput (token/s): 75.5` lines are samples, a row each; a batch of zero is not measured.
 * https://docs.sglang.ai
 */
export const sglangServerLog: Reader = {
  format: "sglang-server-log",
  category: "log",
  detect: ({text}) => /Decode batch[.,]? .*gen throughput \(token\/s\): [\d.]+/.test(text),
  read({lines}) {
    const plain = lines.map(plainLine);
    const model = plain.map(line => /server_args=.*?model_path='([^']+)'/.exec(line)?.[1]).find(found => found !== undefined);
    const rows = plain.flatMap((line, index): DraftRow[] => {
      if (!line.includes("gen throughput (token/s):")) return [];
      const values = columns.map(({metric, field, pattern}) => [field, measuredValue(metric, pattern.exec(line)?.[1]).value]);
      return [{place: `L${index + 1}`, values: Object.fromEntries(values)}];
    });
    const labels = model === undefined ? {} : {model};
    return {
      tables: [buildTable({row: "sample", labels, columns: columns.map(({metric, field}) => ({metric, field})), rows})],
      reported: [],
      session: {tool: "sglang", environment: {}},
      problems: []
    };
  }
};
