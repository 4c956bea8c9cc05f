import {z} from "zod";
import type {NoteInput} from "../../contracts/index.ts";
import {measuredValue} from "../measured-value.ts";
import type {Reader} from "../reader.ts";
import {percentileStatistic, type StatedField, statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";

/**
 * `vllm bench latency --output-json`: seconds of whole batches; a row per iteration from `latencies`, mean and percentiles as stated. The
 * file names no model. https://docs.vllm.ai/en/latest/cli/bench/latency.html
 */
export const vllmLatency: Reader = {
  format: "vllm-latency",
  category: "serving",
  detect: ({text, documents}) =>
    text.includes('"avg_latency"') && documents.length === 1 && resultSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const problems: NoteInput[] = [];
    const {avg_latency: mean, latencies, percentiles} = resultSchema.parse(documents[0]?.value);
    const at = documents[0]?.at ?? "";
    const fields: StatedField[] = [
      ["mean", `${at}/avg_latency`, mean],
      ...Object.entries(percentiles ?? {}).flatMap(([percent, raw]): StatedField[] => {
        const statistic = percentileStatistic(percent);
        return statistic === undefined ? [] : [[statistic, `${at}/percentiles/${percent}`, raw]];
      })
    ];
    const rows = latencies.map(raw => ({place: at, values: {"/latencies": measuredValue("latency", raw).value}}));
    return {
      tables: rows.length === 0 ? [] : [buildTable({part: "latencies", columns: [{metric: "latency", field: "/latencies"}], rows})],
      reported: statedRecord(
        {metric: "latency", part: `${at}/avg_latency`, labels: {}, over: "samples", n: rows.length, fields},
        path,
        problems
      ),
      session: {tool: "vllm-bench-latency", environment: {}},
      problems
    };
  }
};

const resultSchema = z.looseObject({
  avg_latency: z.number().nullable(),
  latencies: z.array(z.number().nullable()),
  percentiles: z.record(z.string(), z.number().nullable()).optional()
});
