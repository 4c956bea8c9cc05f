import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import {namedModel} from "../model-name.ts";
import type {Reader} from "../reader.ts";
import {statedRecord} from "../stated-record.ts";
import {evaluationMetric} from "./evaluation-metrics.ts";

/**
 * Results of lighteval and of the Open LLM leaderboard: `results."suite|task|shots".acc` beside `acc_stderr`, fractions of 1. `all` and `…:_average` repeat
 * tasks. https://github.com/huggingface/lighteval
 */
export const lighteval: Reader = {
  format: "lighteval",
  category: "quality",
  detect: ({text, documents}) =>
    text.includes('"config_general"') && documents.length === 1 && resultsSchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const results = resultsSchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const model = modelLabels(results);
    const reported = Object.entries(results.results)
      .filter(([key]) => key !== "all" && !/(?:^|[:|])_average\b/.test(key))
      .flatMap(([key, scores]) => {
        const base = `/results/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
        const n = documentsOf(results, key);
        return Object.entries(scores).flatMap(([name, raw]) => {
          if (typeof raw !== "number" || name.endsWith("_stderr")) return [];
          const at = `${base}/${name}`;
          const fields = [["value", at, raw] as const, ["stderr", `${at}_stderr`, scores[`${name}_stderr`]] as const];
          return statedRecord(
            {...evaluationMetric(name), part: at, labels: {...model, ...taskLabels(key)}, over: "samples", n, fields},
            path,
            problems
          );
        });
      });
    const time = ["total_evaluation_time_secondes", "total_evaluation_time_seconds"].flatMap(name => {
      const at = `/config_general/${name}`;
      return statedRecord(
        {metric: "wall_time", part: at, labels: model, fields: [["value", at, results.config_general[name]]]},
        path,
        problems
      );
    });
    return {tables: [], reported: [...reported, ...time], session: {tool: "lighteval", environment: {}}, problems};
  }
};

function taskLabels(key: string): Labels {
  const [suite, task, shots] = key.split("|");
  if (task === undefined) return {task: key};
  return {task, "x.suite": suite ?? "", ...(shots === undefined || shots === "" ? {} : {"x.num_fewshot": Number(shots)})};
}

function documentsOf({config_tasks: tasks}: Results, key: string): number | undefined {
  const [suite, task] = key.split("|");
  return (tasks?.[key] ?? tasks?.[`${suite}|${task}`])?.effective_num_docs;
}

function modelLabels({config_general: general}: Results): Labels {
  return namedModel(general.model_name ?? general.model_config?.model_name);
}

const word = z.string().min(1).optional().catch(undefined);
const resultsSchema = z.looseObject({
  config_general: z.looseObject({model_name: word, model_config: z.looseObject({model_name: word}).optional().catch(undefined)}),
  results: z.record(z.string(), z.record(z.string(), z.unknown())),
  config_tasks: z
    .record(z.string(), z.looseObject({effective_num_docs: z.int().positive().optional().catch(undefined)}))
    .optional()
    .catch(undefined)
});
type Results = z.infer<typeof resultsSchema>;
