import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import {namedModel} from "../model-name.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";
import {evaluationMetric} from "./evaluation-metrics.ts";
import {epochTime} from "./torch-timing.ts";

/**
 * Results of EleutherAI's lm-evaluation-harness: `results.<task>.acc` beside `acc_stderr`, since 0.4 `"acc,none"` and `"acc_stderr,none"` with the
 * filter behind the comma. Fractions of 1; `groups` repeat tasks. https://github.com/EleutherAI/lm-evaluation-harness
 */
export const lmEval: Reader = {
  format: "lm-eval",
  category: "quality",
  detect: ({text, documents}) =>
    text.includes('"results"') && !text.includes('"config_general"') && documents.length === 1 && isResults(documents[0]?.value),
  read({path, documents}) {
    const results = resultsSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const reported = Object.entries(results.results).flatMap(([task, scores]) =>
      scoresOf(
        task,
        scores,
        {...modelLabels(results), ...taskLabels(results, task)},
        results["n-samples"]?.[task]?.effective,
        path,
        problems
      )
    );
    const total = "/total_evaluation_time_seconds";
    const time = statedRecord(
      {metric: "wall_time", part: total, labels: modelLabels(results), fields: [["value", total, results.total_evaluation_time_seconds]]},
      path,
      problems
    );
    const startedAt = epochTime(results.date);
    return {
      tables: [],
      reported: [...reported, ...time],
      session: {tool: "lm-eval", environment: {}, ...(startedAt === undefined ? {} : {startedAt})},
      problems
    };
  }
};

/** Other programs keep `results` too: a score has its standard error or a filter beside it. */
function isResults(value: unknown): boolean {
  const parsed = resultsSchema.safeParse(value);
  if (!parsed.success) return false;
  const {results, config, versions, configs} = parsed.data;
  if (config === undefined && versions === undefined && configs === undefined) return false;
  return Object.values(results).some(scores => Object.keys(scores).some(key => /^\w+(?:_stderr(?:,|$)|,(?:none|\w+-\w+)$)/.test(key)));
}

function scoresOf(
  task: string,
  scores: Readonly<Record<string, unknown>>,
  labels: Labels,
  n: number | undefined,
  path: string,
  problems: NoteInput[]
): ReportedDraft[] {
  const base = `/results/${task.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return Object.entries(scores).flatMap(([key, raw]) => {
    const [name = "", filter] = key.split(",");
    if (typeof raw !== "number" || name.endsWith("_stderr") || name === "samples") return [];
    const own = filter === undefined || filter === "none" ? labels : {...labels, "x.filter": filter};
    const error = `${name}_stderr${filter === undefined ? "" : `,${filter}`}`;
    const at = `${base}/${key}`;
    return statedRecord(
      {
        ...evaluationMetric(name),
        part: at,
        labels: own,
        over: "samples",
        n,
        fields: [
          ["value", at, raw],
          ["stderr", `${base}/${error}`, scores[error]]
        ]
      },
      path,
      problems
    );
  });
}

function modelLabels({config, model_name: written}: Results): Labels {
  const args =
    typeof config?.model_args === "string"
      ? /(?:^|,)(?:pretrained|model|path)=([^,]+)/.exec(config.model_args)?.[1]
      : (config?.model_args?.pretrained ?? config?.model_args?.model);
  const model = args ?? written;
  return {
    ...namedModel(model),
    ...(config?.model === undefined ? {} : {backend: config.model}),
    ...(config?.device === undefined ? {} : {device: config.device})
  };
}

function taskLabels(results: Results, task: string): Labels {
  const shots = results["n-shot"]?.[task] ?? results.config?.num_fewshot;
  return {task, ...(shots === undefined ? {} : {"x.num_fewshot": shots})};
}

const word = z.string().min(1).optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const resultsSchema = z.looseObject({
  results: z.record(z.string(), z.record(z.string(), z.unknown())),
  versions: z.record(z.string(), z.unknown()).optional(),
  configs: z.record(z.string(), z.unknown()).optional(),
  config: z
    .looseObject({
      model: word,
      model_args: z
        .union([z.string(), z.looseObject({pretrained: word, model: word})])
        .optional()
        .catch(undefined),
      num_fewshot: number,
      device: word
    })
    .optional(),
  model_name: word,
  "n-shot": z.record(z.string(), z.number()).optional().catch(undefined),
  "n-samples": z
    .record(z.string(), z.looseObject({effective: z.int().positive().optional()}))
    .optional()
    .catch(undefined),
  date: z.unknown().optional(),
  total_evaluation_time_seconds: z.unknown().optional()
});
type Results = z.infer<typeof resultsSchema>;
