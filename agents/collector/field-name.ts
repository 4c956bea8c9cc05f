import {type MetricEntry, metrics, type Statistic, type Unit, writtenUnit} from "../contracts/index.ts";

/** A column or key name taken apart: `decode_tok_s_median` -> statistic p50, unit tok/s, base `decode`. */
export interface FieldName {
  /** All words but the statistic, lower case, joined by `_`. */
  name: string;
  /** What is left without statistic, rate and unit words; `` for a bare statistic. */
  base: string;
  statistic?: Statistic;
  unit?: Unit;
  /** Written value * factor = value in `unit`. */
  factor: number;
}

const statisticWords: Readonly<Record<string, Statistic>> = {
  mean: "mean",
  avg: "mean",
  average: "mean",
  median: "p50",
  med: "p50",
  min: "min",
  minimum: "min",
  max: "max",
  maximum: "max",
  std: "std",
  stddev: "std",
  stdev: "std",
  std_dev: "std",
  stderr: "stderr",
  p1: "p1",
  p5: "p5",
  p10: "p10",
  p25: "p25",
  p50: "p50",
  p66: "p66",
  p75: "p75",
  p80: "p80",
  p90: "p90",
  p95: "p95",
  p98: "p98",
  p99: "p99",
  p99_9: "p99.9",
  p999: "p99.9",
  p99_99: "p99.99",
  p9999: "p99.99"
};

/** Rates before units: `tok_s` is no number of seconds. Words stand between `_`; `base` keeps what was counted unless it is a token or a request. */
const rates: readonly {words: RegExp; unit: Unit; keeps?: true}[] = [
  {words: /(?:^|_)(?:tok|toks|token|tokens|t)_(?:per_)?(?:s|sec|secs|second|seconds)$/, unit: "tok/s"},
  {words: /(?:^|_)(?:req|reqs|request|requests)_(?:per_)?(?:s|sec|second)$|^rps$/, unit: "req/s"},
  {words: /(?:^|_)(?:bytes|b)_(?:per_)?(?:s|sec|second)$/, unit: "B/s"},
  {words: /_per_(?:s|sec|second)$/, unit: "1/s", keeps: true}
];

const unitWords: Readonly<Record<string, string>> = {
  ns: "ns",
  us: "us",
  usec: "us",
  ms: "ms",
  msec: "ms",
  milliseconds: "ms",
  s: "s",
  sec: "s",
  secs: "s",
  seconds: "s",
  minutes: "min",
  hours: "h",
  bytes: "bytes",
  kb: "kb",
  mb: "mb",
  gb: "gb",
  kib: "kib",
  mib: "mib",
  gib: "gib",
  percent: "%",
  pct: "%",
  w: "w",
  watts: "w",
  mw: "mw",
  joules: "j",
  celsius: "c"
};

/** `unit`: what stands beside the name, in a unit row or a sibling; it wins over the name. `prefix`: names of the objects around a key. */
export function fieldName(written: string, unit?: string, prefix = ""): FieldName {
  const bracket = /[[(]([^\])]*)[\])]\s*$/.exec(written);
  const stated = writtenUnit(unbracketed(unit ?? bracket?.[1] ?? ""));
  const words = snakeCase(stated !== undefined && bracket !== null && unit === undefined ? written.slice(0, bracket.index) : written);
  const {name, statistic} = withoutStatistic(words);
  const named = withoutUnit(name, statistic !== undefined);
  const found = stated ?? (named.unit === undefined ? undefined : {unit: named.unit, factor: named.factor});
  const whole = (own: string) => [snakeCase(prefix), own].filter(part => part !== "").join("_");
  return {
    name: whole(name),
    base: whole(named.base),
    ...(statistic === undefined ? {} : {statistic}),
    ...(found === undefined ? {factor: 1} : found)
  };
}

const unbracketed = (text: string) => text.trim().replace(/^[[(](.*)[\])]$/, "$1");

/** `avgLatencyMs`, `Avg latency (ms)`, `P99.9`, `tok/s` -> words joined by `_`. */
export function snakeCase(written: string): string {
  return written
    .replace(/%/g, " percent ")
    .replace(/\/(s|sec|second)\b/gi, " per $1 ")
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1_$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1_$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
}

/** The first word, or the last before units and rates; `max` and `min` within a longer name belong to it. */
function withoutStatistic(words: string): {name: string; statistic?: Statistic} {
  const plain = words
    .replace(/(?:^|_)(\d{1,2})(?:th|st|nd|rd)?_percentile(?=_|$)/, "_p$1")
    .replace(/(?:^|_)percentile_(\d{1,2})(?=_|$)/, "_p$1")
    .replace(/(?:^|_)p_(\d{2,3})(?=_|$)/, "_p$1")
    .replace(/^(\d{1,2})_percent$/, "p$1")
    .replace(/^_/, "");
  const found = /^(std_dev|p99_99|p99_9|[a-z]+\d*)(?:_|$)/.exec(plain)?.[1] ?? "";
  const leading = statisticOf(found);
  if (leading !== undefined) return {name: plain.slice(found.length).replace(/^_/, ""), statistic: leading};
  const tail =
    /_(std_dev|p99_99|p99_9|[a-z]+\d*)((?:_(?:per|tok|toks|tokens?|t|req|reqs|requests?|[num]?s|secs?|seconds?|msec|usec|bytes|[kmg]i?b|percent|pct|w|watts|c))*)$/.exec(
      plain
    );
  const trailing = statisticOf(tail?.[1] ?? "");
  if (tail !== null && trailing !== undefined) return {name: `${plain.slice(0, tail.index)}${tail[2]}`, statistic: trailing};
  const inner = /_(mean|avg|average|median|std|stddev|stdev|stderr|p\d{2,4})(?=_)/.exec(plain);
  const middle = statisticOf(inner?.[1] ?? "");
  return inner === null || middle === undefined ? {name: words} : {name: plain.replace(inner[0], ""), statistic: middle};
}

const statisticOf = (word: string): Statistic | undefined => (Object.hasOwn(statisticWords, word) ? statisticWords[word] : undefined);

/** A unit alone is a name (`s`, `w`), unless a statistic stood beside it. */
function withoutUnit(name: string, isStatistic: boolean): {base: string; unit?: Unit; factor: number} {
  const rate = rates.find(({words}) => words.test(name));
  if (rate !== undefined) return {base: rate.keeps === true ? name : name.replace(rate.words, ""), unit: rate.unit, factor: 1};
  const last = name.slice(name.lastIndexOf("_") + 1);
  if ((last === name && !isStatistic) || !Object.hasOwn(unitWords, last)) return {base: name, factor: 1};
  const found = writtenUnit(unitWords[last] ?? "");
  return found === undefined ? {base: name, factor: 1} : {base: name.slice(0, -last.length).replace(/_$/, ""), ...found};
}

const byAlias: ReadonlyMap<string, string> = new Map(
  Object.entries(metrics).flatMap(([name, entry]: [string, MetricEntry]) => [name, ...entry.aliases].map(alias => [alias, name] as const))
);

/** What tokens per second are of, by the rest of the name. A bare rate may include the prompt: it stays the file's own. */
const tokenRates: Readonly<Record<string, string>> = {
  gen: "decode_throughput",
  generation: "decode_throughput",
  decode: "decode_throughput",
  eval: "decode_throughput",
  tg: "decode_throughput",
  output: "output_throughput",
  prompt: "prefill_throughput",
  prompt_eval: "prefill_throughput",
  prefill: "prefill_throughput",
  pp: "prefill_throughput",
  input: "prefill_throughput",
  total: "total_throughput"
};

/** Common words that mean the metric only beside its unit. */
const needUnit: ReadonlySet<string> = new Set([
  ..."total load eval decode prefill prompt_eval wall speed tokens power energy duration bytes rss elapsed".split(" "),
  "samples_ns",
  "avg_ns"
]);

/** Metric of the vocabulary that a name means, with its unit in the file (`unknown` when none is stated). Undefined rather than a guess. */
export function knownMetric(name: FieldName): {metric: string; entry: MetricEntry; unit: Unit} | undefined {
  const metric = metricName(name);
  const entry: MetricEntry | undefined =
    metric === undefined ? undefined : new Map<string, MetricEntry>(Object.entries(metrics)).get(metric);
  if (metric === undefined || entry === undefined) return undefined;
  if (name.unit !== undefined) return name.unit === entry.unit ? {metric, entry, unit: entry.unit} : undefined;
  if (needUnit.has(name.base)) return undefined;
  const isUnitless = entry.unit === "1" || entry.unit === "x" || entry.unit === "fraction";
  return {metric, entry, unit: isUnitless ? entry.unit : "unknown"};
}

function metricName(name: FieldName): string | undefined {
  if (name.unit === "tok/s") {
    if (Object.hasOwn(tokenRates, name.base)) return tokenRates[name.base];
    return name.base === "" ? undefined : (byAlias.get(name.name) ?? byAlias.get(`${name.base}_throughput`));
  }
  if (name.unit === "req/s") return name.base === "" || name.base === "throughput" ? "request_throughput" : byAlias.get(name.base);
  return byAlias.get(name.name) ?? byAlias.get(name.base);
}
