import {type Labels, metricEntry, metrics, type Note, type Table} from "../../contracts/index.ts";
import {type Cell, isSteady, partsOf, valuesOf} from "../cells.ts";
import {shownSubject} from "../comparable.ts";
import type {Context} from "../context.ts";
import {type FactScope, valueSources} from "../facts.ts";
import {differing, groupBy, labelKey, modelKey, onlyKeys} from "../labels.ts";
import {pairedWork} from "../paired-work.ts";
import {shiftingSettings} from "../phase-units.ts";
import {median, quantile} from "../statistics/quantile.ts";
import {pairedRatio} from "../statistics/ratio.ts";
import {ratioOfMedians} from "../statistics/ratio-of-medians.ts";

const columns = ["decode_throughput", "prefill_throughput", "ttft", "load_time", "e2e_latency"];

/** Of programs that are no language models: times and rates that the vocabulary knows, at most so many, first ones first. */
const otherColumns = Object.keys(metrics).filter(name => ["s", "1/s", "B/s", "req/s"].includes(metricEntry(name)?.unit ?? ""));
const MOST_COLUMNS = 5;
const MOST_ROWS = 60;

/** No 95th percentile below this many values. */
const FEWEST_FOR_TAIL = 20;

/** What names the row even where all rows have the same. */
const named = ["model", "quantization", "test", "command", "endpoint", "kernel"];

/** A session of more cells than this is a sweep: its rows are pooled over settings that are not shown to matter. */
const MOST_CELLS = 12;

/** Attempts of one session that one row tells of. */
interface Row {
  labels: Labels;
  settings: Labels;
  cells: Cell[];
  isPooled: boolean;
}

/**
 * Speed by model, variant and phase, cold and warm apart, or times of whatever else was measured: a table per tool, over all its
 * sessions. Sessions in which every request was made once, or that other tables show (variants, scaling), are left out.
 */
export function speedTables(context: Context, shownElsewhere: ReadonlySet<string>): Omit<Table, "id">[] {
  const own = context.cells.filter(({session, phase}) => !shownElsewhere.has(session.id) && phase !== "cached");
  return [...groupBy(own, ({session}) => session.tool)].flatMap(([tool, cells]) => {
    const used = usedColumns(cells);
    const rows = [...groupBy(cells, ({session}) => session.id).values()].flatMap(group => rowsOf(context, group, used));
    return rows.length === 0 ? [] : [tableOf(context, tool, rows.slice(0, MOST_ROWS), used)];
  });
}

function usedColumns(cells: readonly Cell[]): string[] {
  const has = (metric: string): boolean => cells.some(({parts}) => valuesOf(parts, metric).length > 0);
  const known = columns.filter(has);
  return known.length > 0 ? known : otherColumns.filter(has).slice(0, MOST_COLUMNS);
}

function rowsOf(context: Context, session: readonly Cell[], used: readonly string[]): Row[] {
  const measured = session.filter(({parts}) => used.some(metric => valuesOf(parts, metric).length > 0));
  const isSweep = measured.length > MOST_CELLS;
  const varying = differing(measured.map(({settings}) => settings));
  const shown = (cell: Cell): Labels => onlyKeys(cell.settings, isSweep ? shiftingSettings(context, cell) : varying);
  const groups = groupBy(measured, cell => [labelKey(shownSubject(cell.subject)), labelKey(shown(cell)), cell.phase].join(" "));
  const rows = [...groups.values()].flatMap((cells): Row[] => {
    const [first] = cells;
    if (first === undefined) return [];
    const labels = {place: first.session.place, ...shownSubject(first.subject), ...shown(first), phase: first.phase};
    return [{labels, settings: shown(first), cells, isPooled: cells.length > 1}];
  });
  const isRepeated = rows.some(({cells}) => used.some(metric => valuesOf(partsOf(cells), metric).length > 1));
  return isRepeated || !used.some(metric => columns.includes(metric)) ? rows : [];
}

function tableOf(context: Context, tool: string, rows: readonly Row[], used: readonly string[]): Omit<Table, "id"> {
  const labels = rows.map(row => row.labels);
  const keys = differing(labels, ["place", ...named]).filter(key => key !== "phase");
  const hasPlaces = new Set(labels.map(({place}) => place)).size > 1;
  const cells = rows.flatMap(row => row.cells);
  return {
    kind: "speed",
    section: "performance",
    words: {
      tool,
      place: String(labels[0]?.place ?? ""),
      places: hasPlaces ? "many" : "one",
      pooled: rows.some(({isPooled}) => isPooled) ? "yes" : "no",
      has_ttft: used.includes("ttft") ? "yes" : "no"
    },
    facts: {},
    labels: [...keys.filter(key => key !== "place" || hasPlaces), ...(rows.some(row => row.labels.phase !== "unknown") ? ["phase"] : [])],
    columns: ["n", ...used.map(roleOf), ...(rows.some(({cells: own}) => hasTail(own)) ? ["e2e_latency@p95"] : [])],
    rows: rows.map(row => ({labels: row.labels, facts: rowFacts(context, row, used)})),
    notes: [
      ...[...groupBy(cells, ({session}) => session.id).values()].flatMap(own => modelNotes(context, own)),
      ...(rows.some(row => used.some(metric => [1, 2, 3, 4, 5].includes(valuesOf(partsOf(row.cells), metric).length)))
        ? [{code: "no-interval-below-six", values: {}}]
        : [])
    ]
  };
}

function rowFacts({store}: Context, {labels, settings, cells}: Row, metrics: readonly string[]): Record<string, string> {
  const {place: _place, phase = "unknown", ...rest} = labels;
  const subject = onlyKeys(
    rest,
    Object.keys(rest).filter(key => settings[key] === undefined)
  );
  const parts = partsOf(cells);
  const scope = {subject, settings, session: cells[0]?.session.id ?? "", where: {phase}};
  const [most = ""] = [...metrics].sort((a, b) => valuesOf(parts, b).length - valuesOf(parts, a).length);
  const n = valuesOf(parts, most).length;
  const facts: Record<string, string> = {
    n: store.count("attempts", n, {...scope, where: {phase, of: "measured"}}, valueSources(parts, most), n)
  };
  for (const metric of metrics) {
    const id = store.median(parts, metric, scope);
    if (id !== undefined) facts[roleOf(metric)] = id;
  }
  const tail = hasTail(cells) ? tailOf(store, cells, scope) : undefined;
  return tail === undefined ? facts : {...facts, "e2e_latency@p95": tail};
}

/** `throughput` is the overall speed of several clients in other tables. */
const roleOf = (metric: string): string => (metric === "throughput" ? "operations" : metric);

/** The tail of requests is a matter of load tests: of answers of one length it says what the median says. */
const hasTail = (cells: readonly Cell[]): boolean =>
  cells.every(({subject}) => subject.model === undefined) && valuesOf(partsOf(cells), "e2e_latency").length >= FEWEST_FOR_TAIL;

function tailOf(store: Context["store"], cells: readonly Cell[], scope: FactScope): string {
  const values = valuesOf(partsOf(cells), "e2e_latency");
  return store.add({
    kind: "measured",
    metric: "e2e_latency",
    statistic: "p95",
    ...scope,
    value: quantile(values, 0.95),
    unit: "s",
    n: values.length,
    sources: valueSources(partsOf(cells), "e2e_latency"),
    sourceCount: values.length
  });
}

/** Fewest pairs of equal work, or values a side, from which models are compared. */
const FEWEST = 6;

/**
 * Every model against the slowest of its session: on equal prompts and settings where there are enough, else median by median. Models
 * are measured one after the other; order and model cannot be told apart.
 */
function modelNotes(context: Context, session: readonly Cell[]): Note[] {
  const steady = session.filter(cell => isSteady(cell) && cell.subject.model !== undefined && speedOf([cell]).length > 0);
  const models = [...groupBy(steady, ({subject}) => modelKey(subject)).values()].sort((a, b) => median(speedOf(a)) - median(speedOf(b)));
  const [slow, ...others] = models;
  return slow === undefined ? [] : others.flatMap(fast => modelNote(context, slow, fast));
}

const speedOf = (cells: readonly Cell[]): number[] => valuesOf(partsOf(cells), "decode_throughput");

function modelNote({store, options}: Context, slow: readonly Cell[], fast: readonly Cell[]): Note[] {
  const {pairs} = pairedWork(slow, fast, "decode_throughput");
  const isPaired = pairs.length >= FEWEST;
  const isAlike = new Set([...slow, ...fast].map(({settings}) => labelKey(settings))).size === 1;
  if (!isPaired && (!isAlike || Math.min(speedOf(slow).length, speedOf(fast).length) < FEWEST)) return [];
  const {ratio, interval} = isPaired ? pairedRatio(pairs) : ratioOfMedians(speedOf(slow), speedOf(fast));
  if (interval === undefined || interval[0] <= 1 || ratio - 1 < options.smallestEffect) return [];
  const name = (cells: readonly Cell[]): string => String(cells[0]?.subject.model ?? "");
  const fact = store.add({
    kind: "derived",
    metric: "decode_throughput",
    definition: "request-level",
    statistic: "ratio",
    subject: {model: name(fast)},
    session: fast[0]?.session.id ?? "",
    versus: {model: name(slow)},
    direction: "better",
    value: ratio,
    unit: "x",
    interval: [interval[0], interval[1]],
    n: isPaired ? pairs.length : Math.min(speedOf(slow).length, speedOf(fast).length),
    digits: 2,
    formula: isPaired ? "median(b / a)" : "median(b) / median(a)",
    sources: [...slow, ...fast].flatMap(({parts}) => valueSources(parts, "decode_throughput")),
    sourceCount: speedOf(slow).length + speedOf(fast).length
  });
  const code = isPaired ? "models-paired" : "models-compared";
  return [{code, values: {place: fast[0]?.session.place ?? "", fast: name(fast), slow: name(slow), ratio: {fact}}}];
}
