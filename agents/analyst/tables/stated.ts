import type {Labels, Table} from "../../contracts/index.ts";
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
  const stated = context.frames.reported.filter(({metric, unit}) => unit === "s" && (metric === "latency" || metric === "compile_time"));
  return [...groupBy(stated, ({place}) => place.tool)].flatMap(([tool, records]) => {
    const rows = rowsOf(context.store, records, latencyKeys);
    return rows.length === 0 ? [] : [tableOf("latencies", rows, {tool}, ["latency", "compile_time"])];
  });
}

/** Quality and size of variants, one table per session; sessions that the table of quantizations shows are left out. */
export function qualityTables(context: Context, shown: ReadonlySet<string>): Omit<Table, "id">[] {
  const stated = context.frames.reported.filter(({metric, session}) => qualityMetrics.includes(metric) && !shown.has(session));
  return [...groupBy(stated, ({session}) => session).values()].flatMap(records => {
    const place = records[0]?.place.place ?? "";
    const rows = rowsOf(context.store, records, ["model", "quantization", "test", "task", "device"]);
    const columns = qualityMetrics.filter(metric => rows.some(({facts}) => facts[metric] !== undefined));
    return rows.length < 2 || columns.length === 0 ? [] : [tableOf("quality", rows, {place}, columns)];
  });
}

function tableOf(kind: string, rows: Table["rows"], words: Record<string, string>, wanted: readonly string[]): Omit<Table, "id"> {
  const labels = differing(
    rows.map(row => row.labels),
    ["model", "quantization", "test", "command", "kernel"]
  ).filter(key => rows.some(row => row.labels[key] !== undefined));
  const columns = wanted.filter(metric => rows.some(({facts}) => facts[metric] !== undefined));
  return {kind, section: "performance", words, facts: {}, labels, columns, rows: rows.slice(0, MOST_ROWS), notes: []};
}

function rowsOf(store: FactStore, records: readonly Stated[], keys: readonly string[]): Table["rows"] {
  const labelsOf = (record: Stated): Labels => onlyKeys({...record.subject, ...record.settings}, keys);
  const own = records.filter(({over, warnings}) => over !== "run_means" && !warnings.some(({code}) => code === "mean-ruled-by-first-call"));
  return [...groupBy(own, record => `${record.session} ${labelKey(labelsOf(record))}`).values()].flatMap(group => {
    const facts: Record<string, string> = {};
    for (const [metric, same] of groupBy(group, record => record.metric)) {
      const fact = same.length === 1 && same[0] !== undefined ? store.stated(same[0]) : medianOfRuns(store, same, labelsOf);
      if (fact !== undefined) facts[metric] = fact;
    }
    const labels = group[0] === undefined ? {} : labelsOf(group[0]);
    return Object.keys(facts).length === 0 || Object.keys(labels).length === 0 ? [] : [{labels, facts}];
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
