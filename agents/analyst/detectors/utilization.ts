import {partsOf, valuesOf} from "../cells.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import {valueSources} from "../facts.ts";
import {groupBy} from "../labels.ts";
import {medianInterval} from "../statistics/median-interval.ts";
import {type Window, windowsOf} from "../windows.ts";

/** A resource is full when the whole interval of its median load lies above, and idle when it lies below. */
const FULL = 0.9;
const IDLE = 0.5;

/** Loads as shares of what there is. */
const loads = ["gpu_utilization", "cpu_utilization", "memory_utilization"] as const;

/**
 * Load of the machine beside the speed of the attempts that ran in the same time: a resource that is full (`saturated`), or the one that
 * should do the work and mostly waits (`underused`: the GPU where one was read, else the processor).
 */
export const utilization: Detector = context => {
  const members = windowsOf(context).flatMap(window => membersOf(context, window));
  return [...groupBy(members, ({variant, window}) => `${window.session.tool} ${variant}`).values()].map(group => findingOf(context, group));
};

interface Member {
  variant: "saturated" | "underused";
  window: Window;
  draft: FindingDraft["members"][number];
}

function membersOf(context: Context, window: Window): Member[] {
  const worker = window.readings.some(({parts}) => valuesOf(parts, "gpu_utilization").length > 0) ? "gpu_utilization" : "cpu_utilization";
  return window.readings.flatMap(({subject, parts}) =>
    loads.flatMap((metric): Member[] => {
      const interval = medianInterval(valuesOf(parts, metric));
      if (interval === undefined) return [];
      const variant = interval[0] >= FULL ? "saturated" : metric === worker && interval[1] <= IDLE ? "underused" : undefined;
      const speed = variant === undefined ? undefined : speedOf(context, window);
      if (variant === undefined || speed === undefined) return [];
      const {store} = context;
      const scope = {subject, session: window.session.id, where: {of: "same time"}};
      const n = valuesOf(parts, metric).length;
      return [
        {
          variant,
          window,
          draft: {
            subject,
            facts: {
              load: store.median(parts, metric, scope) ?? "",
              speed: speed.fact,
              readings: store.count("readings", n, {...scope, where: {...scope.where, metric}}, valueSources(parts, metric), n)
            },
            words: {metric, speed_metric: speed.metric, place: window.session.place}
          }
        }
      ];
    })
  );
}

/** Speed of the attempts of a window: as their rows state it, else attempts per second. */
function speedOf({store}: Context, {session, cells, seconds}: Window): {metric: string; fact: string} | undefined {
  const parts = partsOf(cells);
  for (const metric of ["output_throughput", "decode_throughput", "request_throughput"]) {
    const fact = store.median(parts, metric, {session: session.id, where: {of: "same time"}});
    if (fact !== undefined) return {metric, fact};
  }
  const [timed] = ["e2e_latency", "total_time", "latency"].filter(metric => valuesOf(parts, metric).length > 0);
  if (timed === undefined || seconds <= 0) return undefined;
  const done = valuesOf(parts, timed).length;
  const fact = store.add({
    kind: "derived",
    metric: "request_throughput",
    definition: "standard",
    statistic: "rate",
    session: session.id,
    where: {of: "same time"},
    value: done / seconds,
    unit: "req/s",
    n: done,
    formula: "attempts / (last end - first start)",
    sources: valueSources(parts, timed),
    sourceCount: done
  });
  return {metric: "request_throughput", fact};
}

function findingOf({pass}: Context, group: readonly Member[]): FindingDraft {
  const cells = new Set(group.flatMap(({window}) => window.cells));
  return {
    kind: "utilization",
    variant: group[0]?.variant ?? "saturated",
    workload: group[0]?.window.session.tool ?? "",
    members: group.map(({draft}) => draft),
    severity: pass.share(pass.seconds([...cells])),
    confidence: "medium",
    reasons: [{code: "joined-by-time", values: {}}]
  };
}
