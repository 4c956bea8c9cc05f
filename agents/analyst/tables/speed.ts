import type {Note, Table} from "../../contracts/index.ts";
import {type Cell, isSteady, partsOf, valuesOf} from "../cells.ts";
import type {Context} from "../context.ts";
import {valueSources} from "../facts.ts";
import {differing, groupBy, labelKey} from "../labels.ts";
import {median} from "../statistics/quantile.ts";
import {ratioOfMedians} from "../statistics/ratio-of-medians.ts";

const columns = ["decode_throughput", "prefill_throughput", "ttft", "load_time", "e2e_latency"] as const;

/** More rows than this are a sweep: its effects are shown instead of its cells. */
const MOST_ROWS = 12;

/**
 * Speed per session, subject, settings and phase, for sessions small enough to be read row by row. Sessions whose cells are all
 * single calls, or that other tables show (variants, scaling), are left out.
 */
export function speedTables(context: Context, shownElsewhere: ReadonlySet<string>): Omit<Table, "id">[] {
  return [...groupBy(context.cells, ({session}) => session.id).values()].flatMap(cells => {
    const session = cells[0]?.session;
    if (session === undefined || shownElsewhere.has(session.id)) return [];
    const rows = cells.filter(cell => cell.phase !== "cached" && columns.some(metric => valuesOf(cell.parts, metric).length > 1));
    if (rows.length < 2 || rows.length > MOST_ROWS) return [];
    const varying = differing(rows.map(({settings}) => settings));
    const used = columns.filter(metric => rows.some(({parts}) => valuesOf(parts, metric).length > 0));
    if (!used.some(metric => metric.endsWith("throughput"))) return [];
    return [
      {
        kind: "speed",
        section: "performance" as const,
        words: {place: session.place, tool: session.tool},
        facts: {},
        labels: [
          "model",
          ...(rows.some(({subject}) => subject.quantization !== undefined) ? ["quantization"] : []),
          ...varying,
          ...(rows.some(({phase}) => phase !== "unknown") ? ["phase"] : [])
        ],
        columns: ["n", ...used],
        rows: rows.map(cell => ({
          labels: {...cell.subject, ...cell.settings, phase: cell.phase},
          facts: rowFacts(context, cell, used)
        })),
        notes: [
          ...modelNotes(context, rows),
          ...(rows.some(({parts}) => valuesOf(parts, "decode_throughput").length < 6) ? [{code: "no-interval-below-six", values: {}}] : [])
        ]
      }
    ];
  });
}

/** Two models under equal settings: which generates faster and which answers first; order and model cannot be told apart. */
function modelNotes({store, options}: Context, cells: readonly Cell[]): Note[] {
  const steady = cells.filter(cell => isSteady(cell) && cell.subject.model !== undefined);
  const [one, two] = steady;
  if (
    one === undefined ||
    two === undefined ||
    steady.length !== 2 ||
    labelKey(one.settings) !== labelKey(two.settings) ||
    one.subject.model === two.subject.model
  )
    return [];
  const speed = (cell: Cell) => valuesOf(cell.parts, "decode_throughput");
  if (speed(one).length < 6 || speed(two).length < 6) return [];
  const [slow, fast] = median(speed(one)) < median(speed(two)) ? [one, two] : [two, one];
  const {ratio, interval} = ratioOfMedians(speed(slow), speed(fast));
  if (interval === undefined || interval[0] <= 1 || ratio - 1 < options.smallestEffect) return [];
  const fact = store.add({
    kind: "derived",
    metric: "decode_throughput",
    definition: "request-level",
    statistic: "ratio",
    subject: {model: fast.subject.model ?? ""},
    session: fast.session.id,
    versus: {model: slow.subject.model ?? ""},
    direction: "better",
    value: ratio,
    unit: "x",
    interval: [interval[0], interval[1]],
    n: Math.min(speed(slow).length, speed(fast).length),
    digits: 2,
    formula: "median(b) / median(a)",
    inputs: [],
    sources: [...valueSources(slow.parts, "decode_throughput"), ...valueSources(fast.parts, "decode_throughput")],
    sourceCount: speed(slow).length + speed(fast).length
  });
  return [{code: "models-compared", values: {fast: String(fast.subject.model), slow: String(slow.subject.model), ratio: {fact}}}];
}

function rowFacts({store}: Context, cell: Cell, metrics: readonly string[]): Record<string, string> {
  const scope = {subject: cell.subject, settings: cell.settings, session: cell.session.id, where: {phase: cell.phase}};
  const counts = metrics.map(metric => ({metric, n: valuesOf(cell.parts, metric).length})).sort((a, b) => b.n - a.n);
  const {metric: most = "", n: measured = 0} = counts[0] ?? {};
  const facts: Record<string, string> = {
    n: store.count("attempts", measured, {...scope, where: {phase: cell.phase, of: "measured"}}, valueSources(cell.parts, most), measured)
  };
  for (const metric of metrics) {
    const id = store.median(partsOf([cell]), metric, scope);
    if (id !== undefined) facts[metric] = id;
  }
  return facts;
}
