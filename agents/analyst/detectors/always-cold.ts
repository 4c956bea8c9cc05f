import {type Cell, jointValues, partsOf, valuesOf} from "../cells.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import {valueSources} from "../facts.ts";
import {groupBy, modelKey} from "../labels.ts";

/** Fewer calls than this are a look at a cold start, not a habit. */
const FEWEST = 3;

/**
 * Every recorded call of a model waits for it to load (`every`), so that there is no warm call to compare with: what loading takes of
 * their time.
 */
export const alwaysCold: Detector = context => {
  const loads = context.cells.filter(({parts}) => valuesOf(parts, "load_time").length > 0);
  return [...groupBy(loads, ({session}) => session.tool)].flatMap(([tool, cells]) => {
    const groups = [...groupBy(cells, ({subject}) => modelKey(subject)).values()].filter(
      group => group.every(({phase}) => phase === "cold") && jointValues(partsOf(group), metrics).length >= FEWEST
    );
    return groups.length === 0 ? [] : [findingOf(context, tool, groups)];
  });
};

const metrics = ["load_time", "total_time"];

function findingOf(context: Context, tool: string, groups: readonly (readonly Cell[])[]): FindingDraft {
  const {pass} = context;
  const share = pass.share(pass.seconds(groups.flat(), "load_time"));
  const isOften = groups.every(group => jointValues(partsOf(group), metrics).length >= 6);
  return {
    kind: "cold_start",
    variant: "every",
    workload: tool,
    members: groups.map(group => memberOf(context, group)),
    severity: share,
    gain: {share, basis: "bound"},
    confidence: isOften ? "high" : "medium",
    reasons: [{code: "plan-sets-share", values: {}}, ...(isOften ? [] : [{code: "few-cold-calls", values: {}}])]
  };
}

function memberOf({store}: Context, group: readonly Cell[]): FindingDraft["members"][number] {
  const {model} = group[0]?.subject ?? {};
  const subject = model === undefined ? {} : {model};
  const where = {phase: "cold", of: "every"};
  const parts = partsOf(group);
  const rows = jointValues(parts, metrics);
  const [load, total] = metrics.map((_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0));
  const share = store.add({
    kind: "derived",
    metric: "load_time",
    statistic: "share",
    subject,
    where,
    value: (load ?? 0) / (total ?? 1),
    unit: "fraction",
    digits: 2,
    formula: "sum(load) / sum(total)",
    sources: metrics.flatMap(metric => valueSources(parts, metric)),
    sourceCount: rows.length
  });
  return {
    subject,
    facts: {
      load: store.median(parts, "load_time", {subject, where}) ?? "",
      share,
      n: store.count("attempts", rows.length, {subject, where}, valueSources(parts, "load_time"), rows.length)
    }
  };
}
