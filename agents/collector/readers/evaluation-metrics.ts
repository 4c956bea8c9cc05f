import type {StatedMetric} from "../stated-record.ts";

/** What evaluation harnesses call their scores; others keep their own name and an unknown unit. */
const named: Readonly<Record<string, StatedMetric>> = {
  acc: {metric: "accuracy"},
  accuracy: {metric: "accuracy"},
  acc_norm: {metric: "accuracy", definition: "normalized"},
  exact_match: {metric: "accuracy", definition: "exact-match"},
  em: {metric: "accuracy", definition: "exact-match"},
  qem: {metric: "accuracy", definition: "quasi-exact-match"},
  truthfulqa_mc1: {metric: "accuracy", definition: "mc1"},
  truthfulqa_mc2: {metric: "accuracy", definition: "mc2"},
  mc1: {metric: "accuracy", definition: "mc1"},
  mc2: {metric: "accuracy", definition: "mc2"},
  f1: {metric: "f1"},
  ppl: {metric: "perplexity"},
  perplexity: {metric: "perplexity"},
  word_perplexity: {metric: "perplexity", definition: "word"},
  byte_perplexity: {metric: "perplexity", definition: "byte"}
};

export const evaluationMetric = (name: string): StatedMetric =>
  Object.hasOwn(named, name) ? (named[name] ?? {metric: `x.${name}`}) : {metric: `x.${name}`};
