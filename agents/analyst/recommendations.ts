import type {Finding, NoteInput, Recommendation} from "../contracts/index.ts";
import {recommendationSchema} from "../contracts/index.ts";
import type {Context} from "./context.ts";
import {unreachable} from "./detectors/failures.ts";

/** What to do about the findings, in their order: an action with its object, what it brings, what it costs, how to verify it. */
export function recommendationsOf(context: Context, findings: readonly Finding[]): Recommendation[] {
  return findings.flatMap(finding => {
    const draft = rules[`${finding.kind}.${finding.variant}`]?.(context, finding);
    if (draft === undefined) return [];
    return [recommendationSchema.parse({id: `recommendation.${finding.id}`, findings: [finding.id], ...draft})];
  });
}

interface Draft {
  action: NoteInput;
  expected: NoteInput;
  price?: NoteInput;
  verifyBy: NoteInput;
}

type Rule = (context: Context, finding: Finding) => Draft | undefined;

const fact = (id: string | undefined) => ({fact: id ?? ""});
const factsOf = (finding: Finding, role: string) => finding.members.flatMap(({facts}) => facts[role] ?? []);
const modelsOf = (finding: Finding): string[] => [
  ...new Set(finding.members.flatMap(({subject}) => (subject.model === undefined ? [] : [String(subject.model)])))
];

const rules: Readonly<Record<string, Rule>> = {
  "factor_matters.setting": (_, finding) => {
    if (finding.confidence === "low") return undefined;
    const {factor = "", better = "", metric = "", to = ""} = finding.words;
    const values = {
      setting: `${factor}=${better}`,
      factor,
      models: modelsOf(finding),
      effects: {facts: factsOf(finding, "effect")},
      metric
    };
    const code = better === to ? "set-factor" : "keep-factor";
    return {
      action: {code, values},
      expected: {code, values},
      ...(factor === "num_thread" || factor === "threads" ? {price: {code: "threads-busy", values: {}}} : {}),
      verifyBy: {code: finding.members.some(({facts}) => facts.effect !== undefined) ? "ratio-of-medians" : "repeat", values}
    };
  },
  "cold_start.measured": (context, finding) => {
    const warmest = factsOf(finding, "load_warm");
    const values = {
      extras: {facts: factsOf(finding, "extra")},
      models: modelsOf(finding),
      setting: "keep_alive=-1",
      threshold: {fact: loadThreshold(context, finding, warmest)}
    };
    return {
      action: {code: "keep-loaded", values},
      expected: {code: "keep-loaded", values},
      price: {code: "memory-kept", values: {}},
      verifyBy: {code: "keep-loaded", values}
    };
  },
  "scaling_limit.flat-other-setting": (_, {facts, words}) => {
    const values = {
      setting: `${words.setting ?? ""}=${words.to ?? ""}`,
      clients: fact(facts.gain_clients),
      before: fact(facts.throughput_before),
      after: fact(facts.throughput_after),
      least: fact(facts.least_after ?? facts.throughput_after),
      ...(facts.itl_after === undefined || facts.itl_before === undefined
        ? {}
        : {itl_before: fact(facts.itl_before), itl_after: fact(facts.itl_after)}),
      ...(facts.e2e_after === undefined || facts.e2e_before === undefined
        ? {}
        : {e2e_before: fact(facts.e2e_before), e2e_after: fact(facts.e2e_after)})
    };
    return {
      action: {code: "parallel-slots", values},
      expected: {code: "parallel-slots", values},
      ...(facts.itl_after === undefined ? {} : {price: {code: "parallel-slots", values}}),
      verifyBy: {code: "parallel-slots", values}
    };
  },
  "tradeoff.quality-cost": avoidVariants,
  "tradeoff.quality-cost-one-tool": avoidVariants,
  "tradeoff.quality-loss": avoidVariants,
  "failures.attempts": ({store}, finding) => {
    const lost = finding.members.filter(({words}) => unreachable.includes(words.reason ?? ""));
    const counts = lost.flatMap(({facts}) => facts.count ?? []);
    if (counts.length === 0 || finding.words.never_reached !== "yes") return undefined;
    const failed = store.add({
      kind: "counted",
      metric: "failed_attempts",
      statistic: "count",
      where: {of: "unreachable"},
      value: counts.reduce((sum, id) => sum + store.value(id), 0),
      unit: "1",
      inputs: counts,
      sources: counts.flatMap(id => store.get(id).sources)
    });
    const values = {failed: fact(failed), all: fact(finding.facts.all)};
    return {action: {code: "check-server", values}, expected: {code: "check-server", values}, verifyBy: {code: "check-server", values: {}}};
  },
  "optimization_backfires.compiled": (_, finding) => {
    const values = {backends: [...new Set(finding.members.map(({subject}) => String(subject.backend)))]};
    const isUnlike = finding.confounders.some(({code}) => code === "precision");
    return {
      action: {code: "run-plain", values},
      expected: {code: "run-plain", values},
      verifyBy: {code: isUnlike ? "same-precision" : "repeat-runs", values: {}}
    };
  },
  "break_even.compiled": () => ({
    action: {code: "compile-when-repaid", values: {}},
    expected: {code: "compile-when-repaid", values: {}},
    price: {code: "compile-when-repaid", values: {}},
    verifyBy: {code: "repeat-runs", values: {}}
  }),
  "factor_matters.variant": (_, finding) => {
    const {metric = "", from = "", better} = finding.words;
    if (finding.confidence === "low" || better !== from) return undefined;
    const values = {variant: from, metric};
    return {
      action: {code: "prefer-variant", values},
      expected: {code: "prefer-variant", values},
      price: {code: "quality-unknown", values: {}},
      verifyBy: {code: "repeat-runs", values: {}}
    };
  },
  "failures.incomplete": (_, {facts}) => {
    const values = {failed: fact(facts.failed), total: fact(facts.total)};
    return {
      action: {code: "reject-incomplete", values},
      expected: {code: "reject-incomplete", values},
      verifyBy: {code: "reject-incomplete", values}
    };
  }
};

function avoidVariants(_: Context, finding: Finding): Draft {
  const values = {
    variants: finding.members.map(({subject}) => String(subject.quantization)),
    base: finding.words.base ?? "",
    qualities: {facts: factsOf(finding, "quality")},
    ...(finding.facts.base_quality === undefined ? {} : {base_quality: fact(finding.facts.base_quality)}),
    ...(factsOf(finding, "speed").length === 0 ? {} : {speeds: {facts: factsOf(finding, "speed")}, tool: finding.words.tool ?? ""})
  };
  return {
    action: {code: "avoid-variants", values},
    expected: {code: "avoid-variants", values},
    ...(factsOf(finding, "speed").length === 0 ? {} : {price: {code: "avoid-variants", values}}),
    verifyBy: {code: "avoid-variants", values}
  };
}

/** Half way (geometric) between the slowest usual load and the quickest cold one: what tells the two apart. */
function loadThreshold({store}: Context, finding: Finding, warm: readonly string[]): string {
  const cold = factsOf(finding, "load_cold");
  const high = Math.max(...warm.map(id => store.value(id)));
  const low = Math.min(...cold.map(id => store.value(id)));
  return store.add({
    kind: "derived",
    metric: "load_time",
    statistic: "value",
    where: {of: "threshold", tool: finding.workload},
    value: low > high ? Math.sqrt(low * high) : high,
    unit: "s",
    digits: 1,
    formula: low > high ? "sqrt(max(warm) * min(cold))" : "max(warm)",
    inputs: [...warm, ...cold],
    sourceCount: 0
  });
}
