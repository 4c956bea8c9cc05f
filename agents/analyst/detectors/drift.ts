import {type Cell, columnIn, isSteady, type Part, valuesOf} from "../cells.ts";
import {isWorkAlike, namedSubject} from "../comparable.ts";
import type {Context, Detector, FindingDraft} from "../context.ts";
import {groupBy, onlyKeys} from "../labels.ts";
import {mannKendall} from "../statistics/mann-kendall.ts";
import {median} from "../statistics/quantile.ts";

/** Fewest moments of which a trend is told: attempts that clients begin at once share one. */
const FEWEST = 20;

/** Neighbours in time resemble each other: the trend is tested on the medians of this many stretches of time. */
const STRETCHES = 10;

/** Searched for in every cell of every session, so held to a stricter level than one comparison. */
const STRICTER = 5;

/** Attempts of equal work and settings that grow slower or faster along a session, by the clock of the rows (`changed`, variant `drift`). */
export const drift: Detector = context => {
  const found = context.cells.filter(isSteady).flatMap(cell => trendOf(context, cell) ?? []);
  return [...groupBy(found, ({cell, metric, ratio}) => [cell.session.id, metric, ratio > 1].join(" ")).values()].map(group =>
    findingOf(context, group)
  );
};

interface Trend {
  cell: Cell;
  metric: string;
  /** The last quarter of the attempts against the first. */
  ratio: number;
  first: Part[];
  last: Part[];
  n: number;
}

interface TimedRow {
  part: Part;
  row: number;
  time: number;
  value: number;
}

function trendOf({options}: Context, cell: Cell): Trend | undefined {
  const metric = ["total_time", "e2e_latency", "latency", "decode_throughput"].find(name => valuesOf(cell.parts, name).length >= FEWEST);
  if (metric === undefined || hasSeveralPrompts(cell) || !isWorkEven(cell)) return undefined;
  const rows = timedRows(cell, metric);
  const moments = [...groupBy(rows, ({time}) => `${time}`).values()];
  if (moments.length < FEWEST) return undefined;
  const stretch = (index: number, of: number) =>
    moments.slice(Math.round((index * moments.length) / of), Math.round(((index + 1) * moments.length) / of)).flat();
  const medians = Array.from({length: STRETCHES}, (_, index) => median(stretch(index, STRETCHES).map(({value}) => value)));
  const [first, last] = [stretch(0, 4), stretch(3, 4)];
  const ratio = median(last.map(({value}) => value)) / median(first.map(({value}) => value));
  const isShown = mannKendall(medians).p < options.level / STRICTER && Math.abs(ratio - 1) >= options.smallestEffect;
  return isShown ? {cell, metric, ratio, first: partsOfRows(first), last: partsOfRows(last), n: rows.length} : undefined;
}

/** Measured rows that have a clock, in its order. Small numbers are no clock but a count. */
function timedRows({parts}: Cell, metric: string): TimedRow[] {
  return parts
    .flatMap(part => {
      const {measurement, columns} = part.frame;
      const times = Array.isArray(measurement.times) ? measurement.times : [];
      return part.rows.flatMap(row => {
        const [time, value] = [times[row], columns.get(metric)?.values[row]];
        return typeof time !== "number" || time < 1e6 || typeof value !== "number" || value <= 0 ? [] : [{part, row, time, value}];
      });
    })
    .sort((a, b) => a.time - b.time);
}

const partsOfRows = (rows: readonly TimedRow[]): Part[] =>
  [...groupBy(rows, ({part}) => part.frame.measurement.id).values()].flatMap(group =>
    group[0] === undefined ? [] : [{frame: group[0].part.frame, rows: group.map(({row}) => row)}]
  );

/** Prompts of different work one after the other look like a trend. */
const hasSeveralPrompts = ({parts}: Cell): boolean =>
  parts.some(({frame, rows}) =>
    frame.measurement.factors.some(({role, index}) => role === "pairing" && new Set(rows.map(row => index[row])).size > 1)
  );

function isWorkEven(cell: Cell): boolean {
  const tokens = valuesOf(cell.parts, "output_tokens");
  return isWorkAlike([cell]) && (tokens.length === 0 || Math.max(...tokens) <= 1.03 * Math.min(...tokens));
}

function findingOf({pass, store}: Context, group: readonly Trend[]): FindingDraft {
  const [lead] = group;
  if (lead === undefined) throw new Error("a finding without trends");
  const {session} = lead.cell;
  const siblings = group.map(({cell}) => cell.settings);
  const varying = Object.keys(lead.cell.settings).filter(key => new Set(siblings.map(settings => settings[key])).size > 1);
  return {
    kind: "changed",
    variant: "drift",
    workload: session.tool,
    words: {place: session.place, metric: lead.metric, direction: lead.ratio > 1 ? "more" : "less"},
    members: group.map(trend => ({
      subject: {...namedSubject(trend.cell.subject), ...onlyKeys(trend.cell.settings, varying)},
      facts: memberFacts(store, trend)
    })),
    severity: pass.share(pass.seconds(group.map(({cell}) => cell))),
    confidence: "medium",
    reasons: [{code: "drift-cause", values: {}}]
  };
}

function memberFacts(store: Context["store"], {cell, metric, first, last, n}: Trend): Record<string, string> {
  const {subject, settings, session, phase, parts} = cell;
  const scope = {subject, settings, session: session.id};
  const [from, to] = [
    store.median(first, metric, {...scope, where: {phase, part: "first quarter"}}) ?? "",
    store.median(last, metric, {...scope, where: {phase, part: "last quarter"}}) ?? ""
  ];
  const effect = store.add({
    kind: "derived",
    metric,
    definition: columnIn(parts, metric)?.definition ?? "standard",
    statistic: "ratio",
    ...scope,
    where: {phase, part: "last quarter"},
    versus: {part: "first quarter"},
    value: store.value(to) / store.value(from),
    unit: "x",
    n,
    digits: 2,
    formula: "b / a",
    inputs: [from, to],
    sourceCount: 0
  });
  return {first: from, last: to, effect};
}
