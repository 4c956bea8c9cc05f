import type {Labels} from "../../contracts/index.ts";
import {sameSetting} from "../comparable.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import type {Effect} from "../effects.ts";
import {groupBy, labelKey, modelKey} from "../labels.ts";
import {quantizationTradeoffs} from "../quantizations.ts";

/**
 * A setting or variant with a shown effect (`factor_matters`), or without one against the noise (`no_effect_shown`). Tools that
 * measured the same factor at the same levels speak in one finding: the one with most comparisons leads.
 */
export const factors: Detector = context => {
  const covered = new Set(quantizationTradeoffs(context).map(({model}) => modelKey({model})));
  const primary = context.effects.filter(
    ({primary, factor, subject}) => primary && (factor !== "quantization" || !covered.has(modelKey(subject)))
  );
  const shown = primary.filter(({verdict}) => verdict === "shown");
  const hidden = primary.filter(({verdict, metric, sweep}) => verdict === "not-shown" && metric === firstQuestion(primary, sweep));
  return [
    ...[
      ...groupBy(
        shown,
        effect => `${levelsKey(effect)} ${effect.factor === "quantization" ? effect.ratio > 1 : worseLevel(effect)}`
      ).values()
    ].map(group => mattersFinding(context, group)),
    ...[...groupBy(hidden, effect => `${effect.session.tool} ${effect.basis} ${effect.metric} ${levelsKey(effect)}`).values()].map(group =>
      hiddenFinding(context, group)
    )
  ];
};

/** The metric that decides about a sweep first; silence about the others is no news. */
const firstQuestion = (effects: readonly Effect[], sweep: Effect["sweep"]): string | undefined =>
  effects.find(effect => effect.sweep === sweep)?.metric;

const levelsKey = ({factor, from, to, basis, subject}: Effect): string =>
  factor === "quantization"
    ? `quantization ${modelKey(subject)}`
    : basis === "levels"
      ? `${sameSetting(factor)} levels`
      : labelKey({factor: sameSetting(factor), from, to});

/** Rows or prompts of one run on each side decided, not pairs of settings: how much runs differ is not known. */
const isOneRunEach = ({basis, isByRows}: Effect): boolean => basis === "samples" || basis === "prompts" || isByRows === true;

/** Most compared first: pairs over samples, then by number. */
const weight = ({basis, n}: Effect): number => (basis === "samples" ? 0 : 1000) + n;

function mattersFinding(context: Context, group: readonly Effect[]): FindingDraft {
  const lead = [...group].sort((a, b) => weight(b) - weight(a))[0];
  if (lead === undefined) throw new Error("a finding without effects");
  const {pass, effects} = context;
  const own = group.filter(({session, metric}) => session === lead.session && metric === lead.metric);
  const others = effects.filter(
    ({session, factor, from, to, verdict}) =>
      session.tool !== lead.session.tool &&
      sameSetting(factor) === sameSetting(lead.factor) &&
      from === lead.from &&
      to === lead.to &&
      verdict === "shown"
  );
  const isVariant = lead.factor === "quantization";
  const places = confirmingPlaces(group, own);
  const cells = own.flatMap(effect => effect.cells.get(worseLevel(effect)) ?? []);
  const gain = own.reduce((sum, effect) => sum + pass.seconds(effect.cells.get(worseLevel(effect)) ?? []) * saving(effect), 0);
  return {
    kind: "factor_matters",
    variant: isVariant ? "variant" : lead.basis === "levels" ? "levels" : "setting",
    ...(isVariant ? {subject: lead.subject} : {}),
    workload: lead.session.tool,
    words: {
      factor: lead.factor,
      from: String(lead.from),
      to: String(lead.to),
      setting_from: `${lead.factor}=${lead.from}`,
      setting_to: `${lead.factor}=${lead.to}`,
      direction: lead.ratio < 1 ? "less" : "more",
      has_prefill: own.every(effect => memberFacts(context, effect, others).prefill !== undefined) ? "yes" : "no",
      confirmed: own.every(effect => memberFacts(context, effect, others).prefill_other !== undefined) ? "yes" : "no",
      better: String(worseLevel(lead) === lead.from ? lead.to : lead.from),
      metric: lead.metric,
      tool: lead.session.tool,
      basis: lead.basis,
      ...(others[0] === undefined ? {} : {other_tool: others[0].session.tool})
    },
    members: own.map(effect => ({
      subject: isVariant ? {quantization: effect.to} : effect.subject,
      facts: memberFacts(context, effect, others),
      words: {low: String(effect.from), high: String(effect.to)}
    })),
    severity: pass.share(pass.seconds(cells)),
    gain: {share: pass.share(gain), basis: "measured"},
    confidence: lead.ordered && lead.basis === "levels" ? "low" : isOneRunEach(lead) || lead.ordered ? "medium" : "high",
    confounders: lead.ordered && !isVariant ? [{code: "order", values: {factor: lead.factor}}] : [],
    reasons: [
      ...(places.length > 0
        ? [{code: "confirmed-in-session", values: {places}}]
        : isOneRunEach(lead)
          ? [{code: "one-run-each", values: {}}]
          : []),
      ...(others.length > 0 ? [{code: "confirmed", values: {tool: others[0]?.session.tool ?? ""}}] : [])
    ]
  };
}

/** Places of other sessions of the same tool that show every one of the effects too. */
function confirmingPlaces(group: readonly Effect[], own: readonly Effect[]): string[] {
  const elsewhere = group.filter(
    ({session, metric}) => session !== own[0]?.session && session.tool === own[0]?.session.tool && metric === own[0]?.metric
  );
  return [...groupBy(elsewhere, ({session}) => session.id).values()]
    .filter(effects =>
      own.every(({to, subject}) => effects.some(effect => effect.to === to && modelKey(effect.subject) === modelKey(subject)))
    )
    .flatMap(([effect]) => effect?.session.place ?? []);
}

function memberFacts({effects}: Context, effect: Effect, others: readonly Effect[]): Record<string, string> {
  const facts: Record<string, string> = {effect: effect.fact, ...(effect.noise === undefined ? {} : {noise: effect.noise})};
  for (const [role, metric] of [
    ["prefill", "prefill_throughput"],
    ["decode", "decode_throughput"]
  ] as const) {
    const same = effects.find(
      other => other.sweep === effect.sweep && other.metric === metric && other.to === effect.to && other.verdict === "shown"
    );
    if (same !== undefined && same !== effect) facts[role] = same.fact;
    const elsewhere = others.find(other => other.metric === metric && modelKey(other.subject) === modelKey(effect.subject));
    if (elsewhere !== undefined && same !== undefined) facts[`${role}_other`] = elsewhere.fact;
  }
  return facts;
}

/** The level at which the metric is worse. */
const worseLevel = ({metric, ratio, from, to}: Effect): Labels[string] => (ratio > 1 === metric.endsWith("throughput") ? from : to);

/** Share of the worse level's time that the better one saves: the pessimistic end of the interval where there is one. */
function saving({metric, ratio, interval}: Effect): number {
  const ends = (interval ?? [ratio, ratio]).map(end => (metric.endsWith("throughput") ? 1 / end : end));
  const [low = 1, high = 1] = [Math.min(...ends), Math.max(...ends)];
  return low > 1 ? 1 - 1 / low : Math.max(0, 1 - high);
}

function hiddenFinding({pass, store}: Context, group: readonly Effect[]): FindingDraft {
  const lead = group[0];
  if (lead === undefined) throw new Error("a finding without effects");
  const own = group.filter(({metric}) => metric === lead.metric);
  return {
    kind: "no_effect_shown",
    variant: lead.basis,
    workload: lead.session.tool,
    words: {
      factor: lead.factor,
      from: String(lead.from),
      to: String(lead.to),
      setting_from: `${lead.factor}=${lead.from}`,
      setting_to: `${lead.factor}=${lead.to}`,
      metric: lead.metric,
      tool: lead.session.tool
    },
    members: own.map(effect => ({
      subject: effect.subject,
      facts: {effect: effect.fact, ...(effect.noise === undefined ? {} : {noise: effect.noise})},
      words: {above_noise: effect.noise !== undefined && store.value(effect.fact) > store.value(effect.noise) ? "yes" : "no"}
    })),
    severity: pass.share(pass.seconds(own.flatMap(({cells}) => [...cells.values()].flat()))),
    confidence: isOneRunEach(lead) || lead.ordered ? "medium" : "high",
    confounders: lead.ordered && lead.factor !== "quantization" ? [{code: "order", values: {factor: lead.factor}}] : [],
    reasons: isOneRunEach(lead) ? [{code: "one-run-each", values: {}}] : []
  };
}
