import type {Labels, NoteInput, Unit} from "../../contracts/index.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {percentileStatistic} from "../stated-record.ts";

const sample = /^([A-Za-z_:][\w:.-]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?\s*$/;
const label = /([A-Za-z_][\w-]*)="((?:[^"\\]|\\.)*)"/g;

/** Of servers whose metrics mean what ours mean. */
const known: Readonly<Record<string, {metric: string; definition?: string}>> = {
  "vllm:time_to_first_token_seconds": {metric: "ttft", definition: "server"},
  "vllm:e2e_request_latency_seconds": {metric: "e2e_latency"},
  "vllm:time_per_output_token_seconds": {metric: "tpot"},
  "vllm:request_time_per_output_token_seconds": {metric: "tpot"},
  "vllm:inter_token_latency_seconds": {metric: "itl"},
  "vllm:num_requests_running": {metric: "request_concurrency"},
  "vllm:num_requests_waiting": {metric: "queued_requests"},
  "vllm:gpu_cache_usage_perc": {metric: "kv_cache_utilization"},
  "vllm:kv_cache_usage_perc": {metric: "kv_cache_utilization"}
};
/** Units stand in the names: https://prometheus.io/docs/practices/naming */
const suffixes: readonly (readonly [pattern: RegExp, unit: Unit])[] = [
  [/_seconds(?:_total)?$/, "s"],
  [/_bytes(?:_total)?$/, "B"],
  [/_(?:ratio|percent_ratio)$/, "fraction"],
  [/_celsius$/, "°C"],
  [/_joules(?:_total)?$/, "J"],
  [/_watts$/, "W"],
  [/_hertz$/, "1/s"],
  [/_total$/, "1"]
];
/** An exporter of a cluster writes tens of thousands. */
const mostRecords = 5000;

/**
 * Text exposition of Prometheus, one scrape: gauges are the value at that time, counters, sums and counts are since the start of the program, so no rate follows from them. Histograms keep their buckets, summaries
 * their quantiles. `NaN`, infinite and undefined values are not measured. https://prometheus.io/docs/instrumenting/exposition_formats
 */
export const prometheusText: Reader = {
  format: "prometheus-text",
  category: "system",
  detect: ({text}) => /^# TYPE \S+ (?:counter|gauge|histogram|gaugehistogram|summary|untyped|unknown|info|stateset)\s*$/m.test(text),
  read({path, lines}) {
    const {types, samples, unmeasured} = samplesOf(lines);
    const problems: NoteInput[] = [];
    if (unmeasured > 0) problems.push({code: "not-measured-values", values: {count: unmeasured}, source: {artifact: path, at: ""}});
    const reported = recordsOf(samples, types);
    if (reported.length > mostRecords)
      problems.push({code: "more-rejected", values: {count: reported.length - mostRecords}, source: {artifact: path, at: ""}});
    return {tables: [], reported: reported.slice(0, mostRecords), session: {tool: "prometheus", key: path, environment: {}}, problems};
  }
};

interface Sample {
  at: string;
  name: string;
  labels: ReadonlyMap<string, string>;
  value: number;
}

function samplesOf(lines: readonly string[]): {types: Map<string, string>; samples: Sample[]; unmeasured: number} {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  let unmeasured = 0;
  for (const [index, line] of lines.entries()) {
    const [, typed, type] = /^# TYPE (\S+) (\w+)/.exec(line) ?? [];
    if (typed !== undefined && type !== undefined) types.set(typed, type);
    if (line.startsWith("#") || line.trim() === "") continue;
    const [, name = "", text = "", written = ""] = sample.exec(line) ?? [];
    const value = Number(written);
    if (name === "" || !Number.isFinite(value)) {
      unmeasured += 1;
      continue;
    }
    const labels = new Map(
      [...text.matchAll(label)].map(([, key = "", own = ""]) => [key, own.replaceAll('\\"', '"').replaceAll("\\\\", "\\")])
    );
    samples.push({at: `L${index + 1}`, name, labels, value});
  }
  return {types, samples, unmeasured};
}

/** Samples of one histogram or summary with the same other labels belong together. */
function recordsOf(samples: readonly Sample[], types: ReadonlyMap<string, string>): ReportedDraft[] {
  const families = new Map<string, {name: string; type: string; samples: Sample[]}>();
  for (const one of samples) {
    const base = one.name.replace(/_(?:bucket|sum|count)$/, "");
    const isPart = /^(?:histogram|summary|gaugehistogram)$/.test(types.get(base) ?? "");
    const name = isPart ? base : one.name;
    const own = [...one.labels].filter(([key]) => !isPart || (key !== "le" && key !== "quantile"));
    const key = isPart ? JSON.stringify([name, own]) : one.at;
    const family = families.get(key) ?? {name, type: types.get(name) ?? types.get(name.replace(/_total$/, "")) ?? "untyped", samples: []};
    family.samples.push(one);
    families.set(key, family);
  }
  return [...families.values()].flatMap(recordOf);
}

function recordOf({name, type, samples}: {name: string; type: string; samples: Sample[]}): ReportedDraft[] {
  const [first] = samples;
  if (first === undefined) return [];
  const stated = Object.hasOwn(known, name) ? known[name] : undefined;
  const metric = stated ?? {metric: `x.${name}`, unit: suffixes.find(([pattern]) => pattern.test(name))?.[1] ?? ("unknown" as const)};
  const common = {...metric, part: first.at, labels: labelsOf(first)};
  const ending = (word: string) => samples.find(one => one.name === `${name}${word}`);
  const statistic = (kind: "sum" | "count", found: Sample | undefined) =>
    found === undefined ? [] : [{statistic: kind, value: found.value, at: found.at}];
  if (type === "histogram" || type === "gaugehistogram" || type === "summary") {
    const [sum, count] = [ending("_sum"), ending("_count")];
    if (count?.value === 0) return [];
    const quantiles = samples.flatMap(one => {
      const share = Number(one.labels.get("quantile"));
      const found = Number.isNaN(share) ? undefined : percentileStatistic(Number((share * 100).toFixed(4)));
      return found === undefined ? [] : [{statistic: found, value: one.value, at: one.at}];
    });
    const record = buildReported({
      ...common,
      over: "samples",
      n: count?.value,
      statistics: [...quantiles, ...statistic("sum", sum), ...statistic("count", count)]
    });
    const histogram = histogramOf(samples.filter(one => one.name === `${name}_bucket`));
    return record.statistics.length === 0 ? [] : [{...record, ...(histogram === undefined ? {} : {histogram})}];
  }
  const kind = type === "counter" || name.endsWith("_total") ? ("sum" as const) : ("last" as const);
  return [buildReported({...common, statistics: [{statistic: kind, value: first.value, at: first.at}]})];
}

/** Buckets are cumulative; the one up to infinity has no bound. */
function histogramOf(buckets: readonly Sample[]): ReportedDraft["histogram"] | undefined {
  const finite = buckets.map(({labels, value}) => ({bound: Number(labels.get("le")), value})).filter(({bound}) => Number.isFinite(bound));
  const [first, last] = [buckets[0], buckets.at(-1)];
  if (finite.length === 0 || first === undefined || last === undefined) return undefined;
  return {
    bounds: finite.map(({bound}) => bound),
    counts: finite.map(({value}, index) => value - (finite[index - 1]?.value ?? 0)),
    at: first.at === last.at ? first.at : `${first.at}-${last.at}`
  };
}

function labelsOf({labels}: Sample): Labels {
  return Object.fromEntries(
    [...labels].flatMap(([key, value]) =>
      value === "" || key === "le" || key === "quantile" ? [] : [[key === "model_name" ? "model" : `x.${key}`, value]]
    )
  );
}
