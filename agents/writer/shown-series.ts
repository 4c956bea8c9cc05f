import type {HistorySeries, Labels} from "../contracts/index.ts";

type Named = Pick<HistorySeries, "tool" | "metric" | "definition" | "subject" | "settings" | "phase">;

/** A series with the labels that tell it from the others beside it. */
export interface ShownSeries<T extends Named = HistorySeries> {
  series: T;
  labels: Labels;
}

/** What says the same in other words: left out where the other one of the same attempts is there. */
const sameAs: Readonly<Record<string, string>> = {
  e2e_latency: "total_time",
  prefill_time: "prefill_throughput",
  decode_time: "decode_throughput"
};

/** Metrics in the order in which they are read; others follow by name. */
const order = [
  "total_time",
  "e2e_latency",
  "latency",
  "decode_throughput",
  "output_throughput",
  "request_throughput",
  "prefill_throughput",
  "ttft",
  "tpot",
  "itl",
  "load_time"
];

/** Labels that name what was measured; others stand only where series differ in them, or where none of these is there. */
const naming = ["model", "quantization", "test", "command"];

const phases = ["warm", "unknown", "cached", "cold"];

/** Series as people read them: by metric and subject, none twice under two names, with the labels that differ between them. */
export function shownSeries<T extends Named>(all: readonly T[]): ShownSeries<T>[] {
  const keyOf = (series: Named, metric: string) =>
    JSON.stringify([series.tool, metric, sorted(series.subject), sorted(series.settings), series.phase]);
  const known = new Set(all.map(series => keyOf(series, series.metric)));
  const kept = all.filter(series => {
    const other = sameAs[series.metric];
    return other === undefined || !known.has(keyOf(series, other));
  });
  const labelsOf = (series: Named): Labels => ({...series.subject, ...series.settings});
  const varying = new Set(
    kept.flatMap(series => Object.keys(labelsOf(series))).filter(key => new Set(kept.map(series => labelsOf(series)[key])).size > 1)
  );
  return kept
    .map(series => ({
      series,
      labels: namingLabels(labelsOf(series), varying)
    }))
    .sort((a, b) => rank(a.series) - rank(b.series));
}

function namingLabels(labels: Labels, varying: ReadonlySet<string>): Labels {
  const isNamed = naming.some(key => labels[key] !== undefined);
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !isNamed || naming.includes(key) || varying.has(key)));
}

const rank = ({metric, phase}: Named): number => {
  const place = order.indexOf(metric);
  return phases.indexOf(phase) * 1000 + (place < 0 ? order.length : place);
};

const sorted = (labels: Labels): [string, Labels[string]][] => Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
