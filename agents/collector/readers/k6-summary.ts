import {z} from "zod";
import type {Labels, NoteInput, Statistic, Unit} from "../../contracts/index.ts";
import {fieldName} from "../field-name.ts";
import {escapedKey} from "../json-leaves.ts";
import type {Reader, ReportedDraft} from "../reader.ts";
import {buildReported} from "../reported.ts";
import {percentileStatistic, type StatedField, type StatedMetric, statedRecord} from "../stated-record.ts";

/**
 * Summary of k6, from `handleSummary` (`metrics.<name>.{type, contains, values}`) or `--summary-export` (values beside each other, a broken threshold is `true`). Trends
 * that contain time are in ms, data in bytes. `passes` of `http_req_failed` are the requests that failed. https://grafana.com/docs/k6/latest/results-output
 */
export const k6Summary: Reader = {
  format: "k6-summary",
  category: "serving",
  detect: ({text, documents}) =>
    text.includes('"metrics"') &&
    text.includes('"iteration') &&
    documents.length === 1 &&
    summarySchema.safeParse(documents[0]?.value).success,
  read({path, documents}) {
    const summary = summarySchema.parse(documents[0]?.value);
    const problems: NoteInput[] = [];
    const metrics = Object.entries(summary.metrics).map(([name, metric]) => metricOf(name, metric));
    const valueOfMetric = (name: string, field: string) =>
      metrics.find(metric => metric.name === name && metric.tags === "")?.values[field];
    const vus = valueOfMetric("vus_max", "max") ?? valueOfMetric("vus_max", "value");
    const requests = valueOfMetric("http_reqs", "count");
    const common: Common = {
      labels: typeof vus === "number" ? {concurrency: vus} : {},
      n: typeof requests === "number" ? requests : undefined,
      path,
      problems
    };
    const duration = summary.state?.testRunDurationMs;
    return {
      tables: [],
      reported: [
        ...metrics.flatMap(metric => recordsOf(metric, common)),
        ...checksOf(summary.root_group, "/root_group", common.labels),
        ...statedRecord(
          {
            metric: "run_time",
            per: 1e3,
            part: "/state",
            labels: common.labels,
            fields: [["value", "/state/testRunDurationMs", duration]]
          },
          path,
          problems
        )
      ],
      session: {tool: "k6", key: path, environment: {}},
      problems
    };
  }
};

interface Common {
  labels: Labels;
  n: number | undefined;
  path: string;
  problems: NoteInput[];
}

interface Metric {
  /** Without the tags in braces. */
  name: string;
  tags: string;
  at: string;
  values: Readonly<Record<string, unknown>>;
  contains: string | undefined;
  /** Thresholds that were crossed. */
  broken: string[];
}

function metricOf(written: string, metric: z.infer<typeof metricSchema>): Metric {
  const [, name = written, tags = ""] = /^(.*?)\{(.*)\}$/.exec(written) ?? [];
  const at = `/metrics/${escapedKey(written)}`;
  const inner = metric.values;
  const broken = Object.entries(metric.thresholds ?? {}).flatMap(([text, state]) => {
    const isBroken = typeof state === "boolean" ? state : state.ok === false;
    return isBroken ? [text] : [];
  });
  return {name, tags, at: inner === undefined ? at : `${at}/values`, values: inner ?? metric, contains: metric.contains, broken};
}

const trends: Readonly<Record<string, StatedMetric>> = {
  http_req_duration: {metric: "e2e_latency"},
  http_req_waiting: {metric: "time_to_first_byte"},
  http_req_connecting: {metric: "connect_time"}
};
/** Trends of k6 itself: the flat form does not say that they contain time. */
const timed = /^(?:http_req_|iteration_duration$|group_duration$|ws_(?:connecting|session_duration|ping)$|grpc_req_duration$|browser_)/;
const words: Readonly<Record<string, Statistic>> = {avg: "mean", min: "min", med: "p50", max: "max"};

function recordsOf(metric: Metric, common: Common): ReportedDraft[] {
  const {name, values} = metric;
  const labels = {...common.labels, ...tagLabels(metric.tags)};
  if ("avg" in values) return trend(metric, labels, common);
  if ("passes" in values && "fails" in values) return rate(metric, labels, common);
  if ("count" in values) return counter(metric, labels, common);
  if ("value" in values && !/^vus(?:_max)?$/.test(name)) return gauge(metric, labels, common);
  return [];
}

function trend(metric: Metric, labels: Labels, {n, path, problems}: Common): ReportedDraft[] {
  const {name, at, values} = metric;
  const fields = Object.entries(values).flatMap(([key, value]): StatedField[] => {
    const percent = /^p\((\d+(?:\.\d+)?)\)$/.exec(key)?.[1];
    const statistic = percent === undefined ? words[key] : percentileStatistic(percent);
    return statistic === undefined ? [] : [[statistic, `${at}/${escapedKey(key)}`, value]];
  });
  const isHttp = name.startsWith("http_req_") && metric.tags === "";
  return statedRecord(
    {...trendMetric(metric), part: at, labels, over: "samples", n: isHttp ? n : undefined, warnings: warningsOf(metric, path), fields},
    path,
    problems
  );
}

/** A trend of the user's own states its unit in `contains` or in its name. */
function trendMetric({name, contains}: Metric): StatedMetric {
  const known = Object.hasOwn(trends, name) ? trends[name] : undefined;
  if (known !== undefined) return {...known, per: 1e3};
  if (contains === "time" || (contains === undefined && timed.test(name)))
    return {metric: `x.${name}`, unit: "s", better: "lower", per: 1e3};
  if (contains === "data") return {metric: `x.${name}`, unit: "B"};
  const {base, unit, factor} = fieldName(name);
  return {metric: `x.${base === "" ? name : base}`, unit: unit ?? "unknown", per: factor === 0 ? 1 : 1 / factor};
}

function rate(metric: Metric, labels: Labels, {path, problems}: Common): ReportedDraft[] {
  const {name, at, values} = metric;
  const field = "rate" in values ? "rate" : "value";
  const [passes, fails] = [Number(values["passes"]), Number(values["fails"])];
  const known: StatedMetric =
    name === "checks"
      ? {metric: "success_rate", definition: "checks"}
      : name === "http_req_failed"
        ? {metric: "error_rate"}
        : {metric: `x.${name}`, unit: "fraction"};
  const failed = name === "checks" ? fails : name === "http_req_failed" ? passes : undefined;
  return statedRecord(
    {
      ...known,
      part: at,
      labels,
      over: "samples",
      n: passes + fails,
      ...(failed === undefined || !Number.isInteger(failed) ? {} : {failed}),
      warnings: warningsOf(metric, path),
      fields: [["value", `${at}/${field}`, values[field]]]
    },
    path,
    problems
  );
}

const bytes: Readonly<Record<string, string>> = {data_received: "network_received", data_sent: "network_sent"};

function counter(metric: Metric, labels: Labels, {path, problems}: Common): ReportedDraft[] {
  const {name, at, values, contains} = metric;
  const isData = contains === "data" || Object.hasOwn(bytes, name);
  const count: StatedMetric = name === "http_reqs" ? {metric: "attempts"} : {metric: `x.${name}`, unit: isData ? "B" : "1"};
  const perSecond: StatedMetric =
    name === "http_reqs"
      ? {metric: "request_throughput"}
      : {metric: (Object.hasOwn(bytes, name) ? bytes[name] : undefined) ?? `x.${name}_rate`, unit: isData ? "B/s" : "1/s"};
  const value = (what: StatedMetric, field: string) =>
    statedRecord(
      {...what, part: at, labels, warnings: warningsOf(metric, path), fields: [["value", `${at}/${field}`, values[field]]]},
      path,
      problems
    );
  return [...value(count, "count"), ...value(perSecond, "rate")];
}

function gauge(metric: Metric, labels: Labels, {path, problems}: Common): ReportedDraft[] {
  const {name, at, values, contains} = metric;
  const unit: Unit = contains === "time" ? "s" : contains === "data" ? "B" : "unknown";
  const fields: StatedField[] = [
    ["last", `${at}/value`, values["value"]],
    ["min", `${at}/min`, values["min"]],
    ["max", `${at}/max`, values["max"]]
  ];
  return statedRecord({metric: `x.${name}`, unit, per: unit === "s" ? 1e3 : 1, part: at, labels, fields}, path, problems);
}

const warningsOf = ({broken, at}: Metric, path: string): NoteInput[] =>
  broken.map(threshold => ({code: "threshold-broken", values: {threshold}, source: {artifact: path, at}}));

/** `{expected_response:true,name:login}` */
function tagLabels(tags: string): Labels {
  const pairs = tags.split(/,\s*/).flatMap(tag => {
    const [, key, value] = /^\s*(\w+)\s*:{1,2}\s*(.*?)\s*$/.exec(tag) ?? [];
    return key === undefined || value === undefined || value === ""
      ? []
      : [[key === "name" || key === "url" ? "endpoint" : `x.${key}`, value]];
  });
  return Object.fromEntries(pairs);
}

/** Attempts that a check did not pass, by its name; groups hold checks and groups. */
function checksOf(group: z.infer<typeof groupSchema> | undefined, at: string, labels: Labels, depth = 0): ReportedDraft[] {
  if (group === undefined || depth > 20) return [];
  const own = Object.entries(group.checks ?? {}).flatMap(([key, raw]) => {
    const check = checkSchema.safeParse(raw).data;
    if (check === undefined) return [];
    const part = `${at}/checks/${escapedKey(key)}`;
    const statistics = [{statistic: "value" as const, value: check.fails, at: `${part}/fails`}];
    return [
      buildReported({
        part,
        metric: "failed_attempts",
        labels: {...labels, test: check.name},
        over: "samples",
        n: check.passes + check.fails,
        statistics
      })
    ];
  });
  const inner = Object.entries(group.groups ?? {}).flatMap(([key, value]) =>
    checksOf(groupSchema.safeParse(value).data, `${at}/groups/${escapedKey(key)}`, labels, depth + 1)
  );
  return [...own, ...inner];
}

const checkSchema = z.looseObject({name: z.string(), passes: z.int(), fails: z.int()});
const listOrMap = z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]);
const groupSchema = z.looseObject({checks: listOrMap.optional(), groups: listOrMap.optional()});
const metricSchema = z.looseObject({
  contains: z.string().optional(),
  values: z.record(z.string(), z.unknown()).optional(),
  thresholds: z.record(z.string(), z.union([z.boolean(), z.looseObject({ok: z.boolean().optional()})])).optional()
});
const summarySchema = z.looseObject({
  metrics: z.record(z.string(), metricSchema).refine(metrics => "iterations" in metrics || "iteration_duration" in metrics),
  root_group: groupSchema.optional(),
  state: z.looseObject({testRunDurationMs: z.number().optional()}).optional()
});
