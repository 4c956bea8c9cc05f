import {type Cell, partsOf, valuesOf} from "../cells.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import {valueSources} from "../facts.ts";
import {groupBy, modelKey} from "../labels.ts";
import {median} from "../statistics/quantile.ts";

/** What calls that wait for the model to load cost, how many there were, and their share of the time of all calls. */
export const coldStart: Detector = context => {
  const loads = context.cells.filter(({parts}) => valuesOf(parts, "load_time").length > 0);
  return [...groupBy(loads, ({session}) => session.tool)].flatMap(([tool, cells]) => {
    const members = [...groupBy(cells, ({subject}) => `${modelKey(subject)} ${subject.quantization ?? ""}`).values()].flatMap(
      group => memberOf(context, group) ?? []
    );
    return members.length === 0 ? [] : [finding(context, tool, cells, members)];
  });
};

interface Member {
  subject: Cell["subject"];
  facts: Record<string, string>;
  /** Seconds beyond the usual load, over all cold calls. */
  extra: number;
  cold: Cell[];
}

function memberOf({store}: Context, group: readonly Cell[]): Member | undefined {
  const cold = group.filter(({phase}) => phase === "cold");
  const steady = group.filter(({phase}) => phase === "warm");
  const coldParts = partsOf(cold);
  const warmParts = partsOf(steady);
  if (valuesOf(coldParts, "load_time").length === 0 || valuesOf(warmParts, "load_time").length === 0) return undefined;
  const names = group.flatMap(({subject: {model}}) => (model === undefined ? [] : [String(model)]));
  const [name] = names.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const subject: Cell["subject"] = name === undefined ? {} : {model: name};
  const usual = median(valuesOf(warmParts, "load_time"));
  const loads = valuesOf(coldParts, "load_time");
  const facts: Record<string, string> = {};
  for (const [phase, parts] of [
    ["cold", coldParts],
    ["warm", warmParts]
  ] as const) {
    const where = {phase, of: "model"};
    const ttft = store.median(parts, "ttft", {subject, where});
    const load = store.median(parts, "load_time", {subject, where});
    if (ttft !== undefined) facts[phase] = ttft;
    if (load !== undefined) facts[`load_${phase}`] = load;
  }
  const {load_cold: loadCold, load_warm: loadWarm} = facts;
  if (loadCold === undefined || loadWarm === undefined) return undefined;
  const perCall = loads.map(load => load - usual);
  facts.extra = store.add({
    kind: "derived",
    metric: "load_time",
    definition: "standard",
    statistic: "difference",
    subject,
    where: {phase: "cold", of: "model"},
    versus: {phase: "warm"},
    direction: "worse",
    value: median(perCall),
    unit: "s",
    n: loads.length,
    ...(store.get(loadCold).interval === undefined ? {} : shifted(store.get(loadCold).interval, usual)),
    digits: 2,
    formula: "median(cold) - median(warm)",
    inputs: [loadCold, loadWarm],
    sourceCount: 0
  });
  facts.n = store.count("attempts", loads.length, {subject, where: {phase: "cold", of: "model"}}, valueSources(coldParts, "load_time"));
  return {subject, facts, extra: perCall.reduce((sum, value) => sum + value, 0), cold};
}

/** A model with fewer than three cold calls is counted but not spoken of, unless all are so. */
function spokenFor(members: readonly Member[], store: Context["store"]): readonly Member[] {
  const often = members.filter(({facts}) => store.value(facts.n ?? "") >= 3);
  return often.length === 0 ? members : often;
}

const shifted = (interval: [number, number] | undefined, by: number): {interval?: [number, number]} =>
  interval === undefined ? {} : {interval: [interval[0] - by, interval[1] - by]};

function finding({store, pass}: Context, tool: string, cells: readonly Cell[], members: readonly Member[]): FindingDraft {
  const parts = partsOf(cells);
  const metric = valuesOf(parts, "total_time").length > 0 ? "total_time" : undefined;
  const extra = members.reduce((sum, member) => sum + member.extra, 0);
  const facts: Record<string, string> = {
    extra: store.add({
      kind: "derived",
      metric: "load_time",
      definition: "standard",
      statistic: "sum",
      where: {phase: "cold", of: tool, measure: "extra"},
      value: extra,
      unit: "s",
      formula: "sum(cold) - n * median(warm)",
      inputs: members.flatMap(({facts: own}) => [own.load_cold, own.load_warm].filter(id => id !== undefined)),
      sourceCount: 0
    }),
    n: store.count(
      "attempts",
      members.reduce((sum, {facts: own}) => sum + store.value(own.n ?? ""), 0),
      {where: {phase: "cold", of: tool}}
    )
  };
  if (metric !== undefined) {
    const all = valuesOf(parts, metric).reduce((sum, value) => sum + value, 0);
    facts.total = store.add({
      kind: "derived",
      metric,
      statistic: "sum",
      where: {of: tool},
      value: all,
      unit: "s",
      formula: `sum(${metric})`,
      sources: valueSources(parts, metric),
      sourceCount: valuesOf(parts, metric).length
    });
    facts.share = store.add({
      kind: "derived",
      metric: "load_time",
      statistic: "share",
      where: {phase: "cold", of: tool},
      value: extra / all,
      unit: "fraction",
      digits: 2,
      formula: "extra / sum(total)",
      inputs: [facts.extra ?? "", facts.total],
      sourceCount: 0
    });
  }
  const cold = members.flatMap(member => member.cold);
  const coldSeconds = pass.seconds(cold, "load_time");
  const warmSeconds = members.reduce((sum, member) => sum + store.value(member.facts.load_warm ?? "") * member.cold.length, 0);
  const bases = new Set(cold.flatMap(({parts: own}) => own.map(({frame}) => frame.phaseBasis)));
  const isOftenCold = spokenFor(members, store).every(({facts: own}) => store.value(own.n ?? "") >= 6);
  const share = pass.share(Math.max(0, coldSeconds - warmSeconds));
  return {
    kind: "cold_start",
    variant: "measured",
    workload: tool,
    facts,
    words: {rule: bases.size > 1 ? "mixed" : bases.has("stated") ? "stated" : "inferred"},
    members: spokenFor(members, store).map(({subject, facts: own}) => ({subject, facts: own})),
    severity: share,
    gain: {share, basis: "measured"},
    confidence: isOftenCold ? "high" : "medium",
    reasons: [{code: "plan-sets-share", values: {}}, ...(isOftenCold ? [] : [{code: "few-cold-calls", values: {}}])]
  };
}
