import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {Reader} from "../reader.ts";
import {type StatedField, statedRecord} from "../stated-record.ts";
import {isTotal, metricNamed, statisticNamed} from "./genai-perf-names.ts";

/**
 * `profile_export_genai_perf.json` and `profile_export_aiperf.json`: `{"request_latency": {"unit": "ms", "avg": …, "p99": …}, …,
 * "input_config": {…}}`. `input_config` is settings. https://github.com/triton-inference-server/perf_analyzer
 */
export const genaiPerfJson: Reader = {
  format: "genai-perf-json",
  category: "serving",
  detect: ({text, documents}) => text.includes('"request_latency"') && documents.length === 1 && isReport(documents[0]?.value),
  read({path, documents}) {
    const report = reportSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const labels = labelsOf(report);
    const n = statisticsSchema.safeParse(report["request_count"]).data?.avg;
    const reported = Object.entries(report).flatMap(([name, value]) => {
      const parsed = statisticsSchema.safeParse(value);
      const metric = parsed.success ? metricNamed(name, parsed.data.unit.toLowerCase()) : undefined;
      if (!parsed.success || metric === undefined) return [];
      const entries = Object.entries(parsed.data).filter(([, raw]) => typeof raw === "number");
      const isSingle = entries.length === 1;
      const fields = entries.flatMap(([word, raw]): StatedField[] => {
        const statistic = isSingle ? (isTotal(name) ? "sum" : "value") : statisticNamed(word);
        return statistic === undefined ? [] : [[statistic, `/${name}/${word}`, raw]];
      });
      const over = isSingle ? ("unknown" as const) : ("samples" as const);
      return statedRecord(
        {...metric, part: `/${name}`, labels, n: typeof n === "number" ? Math.round(n) : undefined, over, fields},
        path,
        problems
      );
    });
    return {tables: [], reported, session: {tool: "aiperf_version" in report ? "aiperf" : "genai-perf", environment: {}}, problems};
  }
};

/** Other tools write a `request_latency` too: three metrics of the same shape are asked for. */
function isReport(value: unknown): boolean {
  const report = reportSchema.safeParse(value);
  return report.success && Object.values(report.data).filter(metric => statisticsSchema.safeParse(metric).success).length >= 3;
}

function labelsOf({input_config: config}: Report): Labels {
  const model = config?.model_names?.[0] ?? config?.endpoint?.model_names?.[0] ?? config?.model;
  const concurrency = config?.perf_analyzer?.stimulus?.concurrency ?? config?.loadgen?.concurrency ?? config?.concurrency;
  return {
    ...(model === undefined ? {} : {model}),
    ...(concurrency === undefined ? {} : {concurrency})
  };
}

const word = z.string().min(1).optional().catch(undefined);
const words = z.array(z.string()).optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const statisticsSchema = z.looseObject({unit: z.string(), avg: z.number().nullable()});
const reportSchema = z.looseObject({
  request_latency: statisticsSchema,
  input_config: z
    .looseObject({
      model: word,
      model_names: words,
      concurrency: number,
      endpoint: z.looseObject({model_names: words}).optional().catch(undefined),
      loadgen: z.looseObject({concurrency: number}).optional().catch(undefined),
      perf_analyzer: z
        .looseObject({stimulus: z.looseObject({concurrency: number}).optional().catch(undefined)})
        .optional()
        .catch(undefined)
    })
    .optional()
    .catch(undefined)
});
type Report = z.infer<typeof reportSchema>;
