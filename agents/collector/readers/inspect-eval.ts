import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {type StatedField, statedRecord} from "../stated-record.ts";
import {buildTable} from "../table.ts";
import {writtenTime} from "../zoned-time.ts";
import {evaluationMetric} from "./evaluation-metrics.ts";

const spreads: ReadonlySet<string> = new Set(["stderr", "bootstrap_std", "bootstrap_stderr", "std", "var"]);

/**
 * Log of Inspect AI (`version`, `status`, `eval`, `results`, `stats`): scores of the task and tokens used. A score of `NaN` is not measured whatever the status; other
 * statuses than `success` are a failed attempt. Samples and messages are not read. https://inspect.aisi.org.uk/eval-logs.html
 */
export const inspectEval: Reader = {
  format: "inspect-eval",
  category: "quality",
  detect: ({text, documents}) => text.includes('"status"') && documents.length === 1 && logSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const log = logSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const labels: Labels = {model: log.eval.model, task: log.eval.task};
    const startedAt = writtenTime(log.stats?.started_at ?? log.eval.created);
    const endedAt = writtenTime(log.stats?.completed_at);
    const isDone = log.status === "success";
    const failure = {
      reason: `status: ${log.status}${log.error?.message === undefined ? "" : `: ${log.error.message}`}`,
      kind: "error" as const
    };
    return {
      tables: isDone ? [] : [buildTable({labels, columns: [], rows: [{place: "/status", values: {}, failure}]})],
      reported: [...(isDone ? scoresOf(log, labels, path, problems) : []), ...usageOf(log, labels, path, problems)],
      session: {
        tool: "inspect",
        environment: {},
        ...(startedAt === undefined ? {} : {startedAt}),
        ...(endedAt === undefined ? {} : {endedAt})
      },
      problems
    };
  }
};

function scoresOf({results}: Log, labels: Labels, path: string, problems: NoteInput[]): ReportedDraft[] {
  const old = results?.metrics === undefined ? [] : [{base: "/results/metrics", metrics: results.metrics, labels}];
  const scores = (results?.scores ?? []).map(({name, metrics}, index) => ({
    base: `/results/scores/${index}/metrics`,
    metrics,
    labels: (results?.scores?.length ?? 0) > 1 && name !== undefined ? {...labels, test: name} : labels
  }));
  return [...old, ...scores].flatMap(({base, metrics, labels: own}) => {
    const error = Object.entries(metrics).find(([name]) => /stderr/.test(name));
    return Object.entries(metrics).flatMap(([name, {value}]) => {
      const at = `${base}/${name}/value`;
      if (spreads.has(name)) return [];
      if (value === null || value === undefined) {
        problems.push({code: "not-a-number", values: {value: "NaN"}, source: {artifact: path, at}});
        return [];
      }
      const fields: StatedField[] = [
        ["value", at, value],
        ...(error === undefined ? [] : [["stderr", `${base}/${error[0]}/value`, error[1].value] as const])
      ];
      const n = results?.completed_samples ?? undefined;
      return statedRecord({...evaluationMetric(name), part: at, labels: own, over: "samples", n, fields}, path, problems);
    });
  });
}

const counts = [
  {name: "input_tokens", metric: "prompt_tokens"},
  {name: "output_tokens", metric: "output_tokens"},
  {name: "total_tokens", metric: "total_tokens"}
] as const;

function usageOf({stats}: Log, labels: Labels, path: string, problems: NoteInput[]): ReportedDraft[] {
  return Object.entries(stats?.model_usage ?? {}).flatMap(([model, usage]) =>
    counts.flatMap(({name, metric}) => {
      const at = `/stats/model_usage/${model.replaceAll("~", "~0").replaceAll("/", "~1")}/${name}`;
      return statedRecord({metric, part: at, labels: {...labels, model}, fields: [["sum", at, usage[name]]]}, path, problems);
    })
  );
}

const metricsSchema = z.record(z.string(), z.looseObject({value: z.number().nullish()}));
const logSchema = z.looseObject({
  version: z.number(),
  status: z.string(),
  eval: z.looseObject({task: z.string(), model: z.string(), created: z.string().optional()}),
  error: z.looseObject({message: z.string().optional()}).nullish(),
  results: z
    .looseObject({
      metrics: metricsSchema.optional(),
      scores: z.array(z.looseObject({name: z.string().optional(), metrics: metricsSchema})).optional(),
      completed_samples: z.int().positive().optional().catch(undefined)
    })
    .nullish(),
  stats: z
    .looseObject({
      started_at: z.string().optional(),
      completed_at: z.string().optional(),
      model_usage: z.record(z.string(), z.looseObject({})).optional()
    })
    .optional()
});
type Log = z.infer<typeof logSchema>;
