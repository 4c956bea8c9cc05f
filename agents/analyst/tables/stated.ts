import {type Labels, metricEntry, type Statistic, type Table} from "../../contracts/index.ts";
import {cellsOf, valuesOf} from "../cells.ts";
import type {Context} from "../context.ts";
import type {FactStore} from "../facts.ts";
import {differing, groupBy, labelKey, onlyKeys} from "../labels.ts";
import {median} from "../statistics/quantile.ts";

type Stated = Context["frames"]["reported"][number];

/** Rows that one table shows at most; what is left out stands in analysis.json. */
const MOST_ROWS = 60;

const latencyKeys = ["model", "test", "command", "kernel", "device", "backend", "precision", "batch"];
const qualityMetrics = ["perplexity", "accuracy", "loss", "model_size", "file_size"];

/** Latency and compile time by way of execution, one table per tool. */
export function latencyTables(context: Context): Omit<Table, "id">[] {
  const held = sessionsOf(context.cells.filter(({parts}) => valuesOf(parts, "latency").length > 0));
  const stated = context.frames.reported.filter(
    ({metric, unit, session}) => unit === "s" && ((metric === "latency" && !held.has(session)) || metric === "compile_time")
  );
  return [...groupBy(stated, ({place}) => place.tool)].flatMap(([tool, records]) => {
    const rows = rowsOf(context.store, records, latencyKeys);
    return rows.length === 0 ? [] : [tableOf("latencies", rows, {tool}, ["latency", "compile_time"])];
  });
}

const sessionsOf = (cells: Context["cells"]): Set<string> => new Set(cells.map(({session}) => session.id));

/** Quality and size of variants, one table per session; sessions that the table of quantizations shows are left out. */
export function qualityTables(context: Context, shown: ReadonlySet<string>): Omit<Table, "id">[] {
  const stated = context.frames.reported.filter(({metric, session}) => qualityMetrics.includes(metric) && !shown.has(session));
  return [...groupBy(stated, ({session}) => session).values()].flatMap(records => {
    const place = records[0]?.place.place ?? "";
    const keys = ["model", "quantization", "test", "task", "device"];
    const rows = rowsOf(context.store, records, keys).map(row => ({
      ...row,
      facts: {...sizesOf(context, records, row.labels), ...row.facts}
    }));
    const columns = qualityMetrics.filter(metric => rows.some(({facts}) => facts[metric] !== undefined));
    return rows.length < 2 || columns.length === 0 ? [] : [tableOf("quality", rows, {place}, columns)];
  });
}

/** Sizes that the session gives for the variant of a row. */
function sizesOf({frames, store}: Context, records: readonly Stated[], labels: Labels): Record<string, string> {
  const properties = frames.frames.filter(({session}) => session.id === records[0]?.session);
  const own = cellsOf(properties, "property").filter(({subject}) => labelKey(subject) === labelKey(labels));
  const facts: Record<string, string> = {};
  for (const {subject, session, parts} of own) {
    for (const metric of ["model_size", "file_size"]) {
      const size = store.median(parts, metric, {subject, session: session.id});
      if (size !== undefined) facts[metric] = size;
    }
  }
  return facts;
}

const shares: readonly Statistic[] = ["mean", "p50", "p90", "p95", "p99", "max"];
const otherKeys = ["model", "quantization", "test", "endpoint", "command", "device", "backend", "batch", "concurrency", "request_rate"];

/** Distributions of times that a tool states (mean, percentiles), a table per tool and metric; where rows are at hand they speak. */
export function distributionTables({frames, store, cells}: Context): Omit<Table, "id">[] {
  const held = sessionsOf(cells.filter(({parts}) => parts.some(({frame}) => frame.columns.size > 0)));
  const own = frames.reported.filter(
    ({metric, unit, session, statistics}) =>
      unit === "s" &&
      metricEntry(metric) !== undefined &&
      metric !== "latency" &&
      metric !== "compile_time" &&
      !held.has(session) &&
      statistics.some(isShare)
  );
  return [...groupBy(own, ({place, metric}) => `${place.tool} ${metric}`).values()].flatMap(records => {
    const {place, metric = ""} = records[0] ?? {};
    const rows = [...groupBy(records, record => `${record.session} ${labelKey(labelsOf(record))}`).values()].flatMap(group =>
      group.slice(0, 1).map(record => ({labels: labelsOf(record), artifact: record.artifact, facts: statedFacts(store, record)}))
    );
    return [tableOf("distribution", rows, {tool: place?.tool ?? "", metric, scale: "one"}, shares)];
  });
}

/** Rates and shares that a tool states once per run: requests a second, errors. */
export function rateTables({frames, store, cells}: Context): Omit<Table, "id">[] {
  const held = sessionsOf(cells.filter(({parts}) => parts.some(({frame}) => frame.columns.size > 0)));
  const own = frames.reported.filter(({metric, session}) => rates.includes(metric) && !held.has(session));
  return [...groupBy(own, ({place}) => place.tool)].flatMap(([tool, records]) => {
    const rows = [...groupBy(records, record => `${record.session} ${labelKey(labelsOf(record))}`).values()].map(group => {
      const facts: Record<string, string> = {};
      for (const record of group) {
        const fact = facts[record.metric] === undefined ? (store.stated(record) ?? store.stated(record, "rate")) : undefined;
        if (fact !== undefined) facts[record.metric] = fact;
      }
      return {labels: group[0] === undefined ? {} : labelsOf(group[0]), artifact: group[0]?.artifact ?? "", facts};
    });
    const table = tableOf(
      "rates",
      rows.filter(({facts}) => Object.keys(facts).length > 0),
      {tool},
      rates
    );
    return table.columns.length === 0 ? [] : [table];
  });
}

const rates = [
  "request_throughput",
  "output_throughput",
  "total_throughput",
  "error_rate",
  "success_rate",
  "completed_requests",
  "failed_attempts"
];

const isShare = ({statistic}: {statistic: Statistic}): boolean => shares.includes(statistic);

const labelsOf = ({subject, settings}: Stated): Labels => onlyKeys({...subject, ...settings}, otherKeys);

const statedFacts = (store: FactStore, record: Stated): Record<string, string> =>
  Object.fromEntries(
    shares.flatMap(statistic => {
      const fact = store.stated(record, statistic);
      return fact === undefined ? [] : [[statistic, fact]];
    })
  );

function tableOf(kind: string, rows: readonly StatedRow[], words: Record<string, string>, wanted: readonly string[]): Omit<Table, "id"> {
  const shown = withFiles(rows);
  const labels = differing(
    shown.map(row => row.labels),
    ["model", "quantization", "test", "command", "kernel"]
  )
    .filter(key => shown.some(row => row.labels[key] !== undefined))
    .sort((a, b) => Number(a === "file") - Number(b === "file"));
  const columns = wanted.filter(metric => rows.some(({facts}) => facts[metric] !== undefined));
  return {
    kind,
    section: "performance",
    words,
    facts: {},
    labels,
    columns,
    rows: shown.slice(0, MOST_ROWS).map(({labels: own, facts}) => ({labels: own, facts})),
    notes: []
  };
}

interface StatedRow {
  labels: Labels;
  facts: Record<string, string>;
  artifact: string;
}

/** Rows that their labels do not tell apart are of several sessions: all rows name their file then, as briefly as it is clear. */
function withFiles(rows: readonly StatedRow[]): StatedRow[] {
  if (new Set(rows.map(({labels}) => labelKey(labels))).size === rows.length) return [...rows];
  const shortened = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  const paths = [...new Set(rows.map(({artifact}) => artifact))];
  const isClear = new Set(paths.map(shortened)).size === paths.length;
  return rows.map(row => ({...row, labels: {...row.labels, file: isClear ? shortened(row.artifact) : row.artifact}}));
}

function rowsOf(store: FactStore, records: readonly Stated[], keys: readonly string[]): StatedRow[] {
  const labelsOf = (record: Stated): Labels => onlyKeys({...record.subject, ...record.settings}, keys);
  const own = records.filter(({over, warnings}) => over !== "run_means" && !warnings.some(({code}) => code === "mean-ruled-by-first-call"));
  return [...groupBy(own, record => `${record.session} ${labelKey(labelsOf(record))}`).values()].flatMap(group => {
    const facts: Record<string, string> = {};
    for (const [metric, same] of groupBy(group, record => record.metric)) {
      const fact = same.length === 1 && same[0] !== undefined ? store.stated(same[0]) : medianOfRuns(store, same, labelsOf);
      if (fact !== undefined) facts[metric] = fact;
    }
    const labels = group[0] === undefined ? {} : labelsOf(group[0]);
    return Object.keys(facts).length === 0 || Object.keys(labels).length === 0 ? [] : [{labels, facts, artifact: group[0]?.artifact ?? ""}];
  });
}

/** Several runs of one thing in one session: the median of what they state, named so by its formula. */
function medianOfRuns(store: FactStore, records: readonly Stated[], labelsOf: (record: Stated) => Labels): string | undefined {
  const [first] = records;
  const inputs = records.flatMap(record => store.stated(record) ?? []);
  if (first === undefined || inputs.length === 0) return undefined;
  return store.add({
    kind: "derived",
    metric: first.metric,
    definition: first.definition,
    statistic: "p50",
    subject: labelsOf(first),
    session: first.session,
    where: {of: "runs"},
    value: median(inputs.map(id => store.value(id))),
    unit: first.unit,
    n: inputs.length,
    formula: "median(run means)",
    inputs,
    sources: inputs.flatMap(id => store.get(id).sources)
  });
}
