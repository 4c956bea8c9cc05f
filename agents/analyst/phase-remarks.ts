import {type Analysis, metricEntry, type NoteInput, noteSchema} from "../contracts/index.ts";
import {type Cell, partsOf, valuesOf} from "./cells.ts";
import type {Context} from "./context.ts";
import {groupBy, modelKey} from "./labels.ts";
import {median} from "./statistics/quantile.ts";
import {mean} from "./statistics/spread.ts";
import {valueSources} from "./facts.ts";

type Remark = Analysis["remarks"][number];

const remark = (section: Remark["section"], note: NoteInput): Remark => ({section, note: noteSchema.parse(note)});

/** What cold calls do to numbers that are read without them: means over both phases, and single calls far slower than the other cold ones. */
export function phaseRemarksOf(context: Context): Remark[] {
  return [...mixedMeans(context), ...coldOutliers(context)];
}

/** A stated mean agrees with its rows within this share, and differs from the warm ones by more than the smallest effect of interest. */
const SAME_MEAN = 0.005;

/** Means that a tool states over cold and warm calls together. */
function mixedMeans({frames, cells, store, options}: Context): Remark[] {
  return frames.reported.flatMap(record => {
    const stated = record.statistics.find(({statistic}) => statistic === "mean")?.value;
    if (stated === undefined || metricEntry(record.metric)?.unit !== "tok/s") return [];
    const own = cells.filter(({session, subject}) => session.id === record.session && modelKey(subject) === modelKey(record.subject));
    const [cold, warm] = (["cold", "warm"] as const).map(phase => partsOf(own.filter(cell => cell.phase === phase)));
    if (cold === undefined || warm === undefined) return [];
    const [slow, usual] = [valuesOf(cold, record.metric), valuesOf(warm, record.metric)];
    if (slow.length === 0 || usual.length === 0) return [];
    const isOfAll = Math.abs(mean([...slow, ...usual]) / stated - 1) <= SAME_MEAN;
    if (!isOfAll || Math.abs(median(usual) / stated - 1) < options.smallestEffect) return [];
    const scope = {subject: record.subject, session: record.session};
    const fact = (phase: string, parts: typeof cold) => ({
      fact: store.median(parts, record.metric, {...scope, where: {phase, of: "stated mean"}}) ?? ""
    });
    return [
      remark("limitations", {
        code: "mean-mixes-cold",
        values: {
          file: record.artifact,
          metric: record.metric,
          model: String(record.subject.model ?? ""),
          stated: {fact: store.stated(record) ?? ""},
          cold: fact("cold", cold),
          warm: fact("warm", warm)
        }
      })
    ];
  });
}

/** A cold call that waits this many times longer than the median of the cold calls of its model, of at least `FEWEST`. */
const FAR = 3;
const FEWEST = 5;

function coldOutliers({cells, store}: Context): Remark[] {
  const cold = cells.filter(({phase, subject}) => phase === "cold" && subject.model !== undefined);
  const groups = groupBy(cold, ({session, subject}) => [session.tool, modelKey(subject), subject.quantization ?? ""].join(" "));
  return [...groups.values()].flatMap(group => {
    const waits = valuesOf(partsOf(group), "ttft");
    const usual = waits.length < FEWEST ? Number.POSITIVE_INFINITY : median(waits);
    const far = group.filter(({parts}) => valuesOf(parts, "ttft").some(wait => wait > FAR * usual));
    return far.length === 0 ? [] : [outlierRemark(store, group, far)];
  });
}

function outlierRemark(store: Context["store"], group: readonly Cell[], far: readonly Cell[]): Remark {
  const parts = partsOf(group);
  const model = shortestModel(group);
  const worst = Math.max(...valuesOf(partsOf(far), "ttft"));
  const place = far.find(cell => valuesOf(cell.parts, "ttft").includes(worst)) ?? far[0];
  const scope = {subject: {model}, where: {phase: "cold", of: "outliers"}};
  const count = valuesOf(parts, "ttft").length;
  return remark("limitations", {
    code: "cold-outlier",
    values: {
      place: place?.session.place ?? "",
      model,
      worst: {
        fact: store.add({
          kind: "measured",
          metric: "ttft",
          statistic: "max",
          ...scope,
          value: worst,
          unit: "s",
          sources: valueSources(place?.parts ?? [], "ttft")
        })
      },
      usual: {fact: store.median(parts, "ttft", scope) ?? ""},
      n: {fact: store.count("attempts", count, scope, valueSources(parts, "ttft"), count)}
    }
  });
}

const shortestModel = (cells: readonly Cell[]): string =>
  cells.map(({subject}) => String(subject.model)).sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? "";
