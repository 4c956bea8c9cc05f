import type {Unit} from "../../contracts/index.ts";
import {fieldName, knownMetric, snakeCase} from "../field-name.ts";

/** Words that tell what somebody's own metric is, whatever stands around them. */
const words: readonly {pattern: RegExp; metric: string; unit: Unit}[] = [
  {pattern: /(?:^|_)loss(?:_|$)/, metric: "loss", unit: "1"},
  {pattern: /(?:^|_)(?:acc|accuracy)(?:_|$)/, metric: "accuracy", unit: "fraction"},
  {pattern: /(?:^|_)(?:ppl|perplexity)(?:_|$)/, metric: "perplexity", unit: "1"},
  {pattern: /(?:^|_)f1(?:_|$)/, metric: "f1", unit: "fraction"},
  {pattern: /(?:^|_)(?:fps|frames_per_second)(?:_|$)/, metric: "frame_throughput", unit: "1/s"}
];

export interface TrackedMetric {
  metric: string;
  unit: Unit;
  /** base = written * factor */
  factor: number;
  /** The name as logged, where the metric does not say it all: `train_loss_epoch` of `loss`. */
  scope?: string;
}

/** Metric of an experiment tracker by the name its user gave it; a share beyond 0 to 1 has no unit. Trackers state none, so only names and values can. */
export function trackedMetric(name: string, values: readonly number[]): TrackedMetric {
  const snake = snakeCase(name);
  const found = words.find(({pattern}) => pattern.test(snake));
  if (found !== undefined) {
    const isShare = found.unit !== "fraction" || values.every(value => value >= 0 && value <= 1);
    return {metric: found.metric, unit: isShare ? found.unit : "unknown", factor: 1, ...(snake === found.metric ? {} : {scope: name})};
  }
  const field = fieldName(name);
  const known = knownMetric(field);
  const unit = known?.unit ?? field.unit ?? "unknown";
  return {
    metric: known?.metric ?? `x.${field.base === "" ? snake : field.base}`,
    unit,
    factor: field.factor,
    ...(known === undefined ? {} : {scope: name})
  };
}

/** What was chosen, not measured: learning rates, sizes, and counters of progress. */
export const isLoggedSetting = (name: string): boolean =>
  /(?:^|_)(?:lr|learning_rate|batch_size|weight_decay|dropout|seed|epoch|epochs|global_step|step|steps|num_workers|momentum|warmup_steps|max_steps)(?:_|$)/.test(
    snakeCase(name)
  ) && !/(?:^|_)(?:loss|acc|accuracy|time|f1)(?:_|$)/.test(snakeCase(name));
