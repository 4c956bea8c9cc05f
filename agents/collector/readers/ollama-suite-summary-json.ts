import {z} from "zod";
import type {Labels, NoteInput} from "../../contracts/index.ts";
import {measuredCell} from "../measured-value.ts";
import {namedModel} from "../model-name.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {settingLabels} from "../setting-labels.ts";
import {writtenTime} from "../zoned-time.ts";

/** `ttft_s` is `load_s + prompt_eval_s` in this family of files. */
const means = [
  {metric: "decode_throughput", name: "mean_tokens_s"},
  {metric: "ttft", name: "mean_ttft_s", definition: "load+prefill"}
] as const;

/**
 * Summary of an Ollama prompt suite (`models: [{model, prompt_count, completed, options, mean_ttft_s, mean_tokens_s}]`): means over
 * the `completed` prompts; the others are counted as failed in the first record of a model. The prompts themselves are not read.
 */
export const ollamaSuiteSummaryJson: Reader = {
  format: "ollama-suite-summary-json",
  category: "inference",
  detect: ({documents}) => documents.length === 1 && summarySchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const problems: NoteInput[] = [];
    const summary = summarySchema.parse(documents[0]?.value);
    const startedAt = writtenTime(summary.generated_at);
    return {
      tables: [],
      reported: summary.models.flatMap((model, index) => recordsOf(model, `/models/${index}`, path, problems)),
      session: {tool: "ollama", environment: {}, ...(startedAt === undefined ? {} : {startedAt})},
      problems
    };
  }
};

function recordsOf(model: ModelSummary, part: string, path: string, problems: NoteInput[]): ReportedDraft[] {
  const labels: Labels = {
    ...namedModel(model.model),
    ...settingLabels(model.options)
  };
  const failed = Math.max(0, model.prompt_count - model.completed);
  return means.flatMap(({metric, name, ...rest}, index) => {
    const at = `${part}/${name}`;
    const value = measuredCell({metric, raw: model[name], at}, path, problems);
    const counted = index === 0 ? {failed} : {};
    if (value === null && index > 0) return [];
    const statistics = [{statistic: "mean" as const, value, at}];
    return [buildReported({part, metric, ...rest, labels, over: "samples", n: model.completed, ...counted, statistics})];
  });
}

const summarySchema = z.looseObject({
  generated_at: z.string().optional(),
  models: z
    .array(
      z.looseObject({
        model: z.string(),
        prompt_count: z.int(),
        completed: z.int(),
        options: z.unknown().optional(),
        mean_ttft_s: z.number().nullish(),
        mean_tokens_s: z.number().nullish()
      })
    )
    .min(1)
});
type ModelSummary = z.infer<typeof summarySchema>["models"][number];
