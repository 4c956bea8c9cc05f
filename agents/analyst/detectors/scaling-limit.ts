import {labelKey, withoutKeys} from "../labels.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import {isAbove, kneeOf, type ScalingCurve, scalingCurves, type ScalingLevel} from "../scaling.ts";
import {median} from "../statistics/quantile.ts";

/**
 * More clients and the throughput does not follow: `flat` when it stays as it is while requests queue; `flat-other-setting` when
 * another number of parallel slots was measured too and is faster; `knee` when it grows up to some number of clients and no further.
 */
export const scalingLimit: Detector = context => {
  const curves = scalingCurves(context).filter(({levels}) => levels.length >= 2);
  return curves.flatMap(curve => findingOf(context, curve, curves));
};

function findingOf(context: Context, curve: ScalingCurve, curves: readonly ScalingCurve[]): FindingDraft[] {
  const {options, pass, store} = context;
  const [first, last] = [curve.levels[0], curve.levels.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (last.throughputs.length < 2) return [];
  const isFlat = curve.levels.slice(1).every(level => !isAbove(first, level, options.smallestEffect));
  if (!isFlat) return kneeFinding(context, curve, last);
  const better = betterSetting(context, curve, curves);
  const queued = curve.levels.slice(1).flatMap(({cells}) => cells);
  const medians = curve.levels.map(({throughputs}) => median(throughputs));
  const at = (value: number) => curve.levels[medians.indexOf(value)];
  const lowest = at(Math.min(...medians));
  const highest = at(Math.max(...medians));
  return [
    {
      kind: "scaling_limit",
      variant: better === undefined ? "flat" : "flat-other-setting",
      workload: curve.session.tool,
      subject: {...curve.subject, ...curve.settings},
      facts: {
        low: lowest?.facts.throughput ?? "",
        high: highest?.facts.throughput ?? "",
        clients: clients(context, curve, last),
        repeats: last.facts.repeats ?? "",
        ...(first.facts.ttft === undefined || last.facts.ttft === undefined
          ? {}
          : {ttft_first: first.facts.ttft, ttft_last: last.facts.ttft}),
        ...better?.facts
      },
      words: {
        factor: "concurrency",
        has_ttft: first.facts.ttft === undefined || last.facts.ttft === undefined ? "no" : "yes",
        has_itl: better?.facts.itl_after === undefined ? "no" : "yes",
        ...better?.words
      },
      members: curve.levels.map(level => ({subject: {concurrency: level.concurrency}, facts: level.facts})),
      severity: pass.share(pass.seconds(queued)),
      ...(better === undefined
        ? {}
        : {gain: {share: pass.share(pass.seconds(queued) * (1 - 1 / better.ratio)), basis: "measured" as const}}),
      confidence: store.value(last.facts.repeats ?? "") >= 6 ? "high" : "medium",
      reasons: [{code: "few-repeats", values: {repeats: {fact: last.facts.repeats ?? ""}}}]
    }
  ];
}

function kneeFinding(context: Context, curve: ScalingCurve, last: ScalingLevel): FindingDraft[] {
  const knee = kneeOf(curve.levels);
  if (knee === undefined) return [];
  const {pass, store} = context;
  const hasTtft = knee.facts.ttft !== undefined && last.facts.ttft !== undefined;
  const repeats = last.facts.repeats ?? "";
  return [
    {
      kind: "scaling_limit",
      variant: "knee",
      workload: curve.session.tool,
      subject: {...curve.subject, ...curve.settings},
      facts: {
        knee: clients(context, curve, knee),
        clients: clients(context, curve, last),
        speed_first: curve.levels[0]?.facts.throughput ?? "",
        speed_knee: knee.facts.throughput ?? "",
        speed_last: last.facts.throughput ?? "",
        repeats,
        ...(hasTtft ? {ttft_knee: knee.facts.ttft ?? "", ttft_last: last.facts.ttft ?? ""} : {})
      },
      words: {factor: "concurrency", has_ttft: hasTtft ? "yes" : "no"},
      members: curve.levels.map(level => ({subject: {concurrency: level.concurrency}, facts: level.facts})),
      severity: pass.share(
        pass.seconds(curve.levels.filter(({concurrency}) => concurrency > knee.concurrency).flatMap(({cells}) => cells))
      ),
      confidence: store.value(repeats) >= 6 ? "high" : "medium",
      reasons: [{code: "few-repeats", values: {repeats: {fact: repeats}}}]
    }
  ];
}

function clients({store}: Context, curve: ScalingCurve, level: ScalingLevel): string {
  return store.add({
    kind: "configured",
    metric: "concurrency",
    subject: curve.subject,
    settings: {...curve.settings, concurrency: level.concurrency},
    session: curve.session.id,
    value: level.concurrency,
    unit: "1",
    sourceCount: 0
  });
}

/** The curve that differs in one setting and is faster at the same number of clients; the level where the gain is largest. */
function betterSetting(context: Context, curve: ScalingCurve, curves: readonly ScalingCurve[]) {
  const {options, store} = context;
  const candidates = curves.flatMap(other => {
    if (other === curve || labelKey(other.subject) !== labelKey(curve.subject)) return [];
    const keys = Object.keys(other.settings).filter(key => other.settings[key] !== curve.settings[key]);
    const key = keys[0];
    if (
      key === undefined ||
      keys.length !== 1 ||
      labelKey(withoutKeys(other.settings, keys)) !== labelKey(withoutKeys(curve.settings, keys))
    )
      return [];
    return other.levels.flatMap(level => {
      const same = curve.levels.find(({concurrency}) => concurrency === level.concurrency);
      if (same === undefined || !isAbove(same, level, options.smallestEffect)) return [];
      return [{key, other, level, same, ratio: median(level.throughputs) / median(same.throughputs)}];
    });
  });
  const best = candidates.sort((a, b) => b.ratio - a.ratio)[0];
  if (best === undefined) return undefined;
  const {key, other, level, same, ratio} = best;
  const [from, to] = [String(curve.settings[key]), String(other.settings[key])];
  const gain = store.add({
    kind: "derived",
    metric: "output_throughput",
    definition: "aggregate",
    statistic: "ratio",
    subject: curve.subject,
    settings: {...other.settings, concurrency: level.concurrency},
    session: curve.session.id,
    versus: {[key]: curve.settings[key] ?? ""},
    direction: "better",
    value: ratio,
    unit: "x",
    n: level.throughputs.length,
    digits: 3,
    formula: "median(b) / median(a)",
    inputs: [same.facts.throughput, level.facts.throughput].filter(id => id !== undefined),
    sourceCount: 0
  });
  const before = Object.fromEntries(Object.entries(same.facts).map(([role, id]) => [`${role}_before`, id]));
  const after = Object.fromEntries(Object.entries(level.facts).map(([role, id]) => [`${role}_after`, id]));
  const facts: Record<string, string> = {gain, gain_clients: clients(context, other, level), ...before, ...after};
  return {ratio, words: {setting: key, from, to, setting_to: `${key}=${to}`}, facts};
}
