import type {Labels} from "../contracts/index.ts";
import {type Cell, columnIn, jointValues, partsOf} from "./cells.ts";
import {shownSubject} from "./comparable.ts";
import type {Context} from "./context.ts";
import {shortName} from "./derive.ts";
import {valueSources} from "./facts.ts";
import {groupBy, labelKey, onlyKeys} from "./labels.ts";
import {medianInterval} from "./statistics/median-interval.ts";

export const phaseNames = ["load", "prefill", "decode"] as const;
export type PhaseName = (typeof phaseNames)[number];
export const phaseMetrics: Readonly<Record<PhaseName, string>> = {load: "load_time", prefill: "prefill_time", decode: "decode_time"};

/** Steady attempts of one subject whose time can be split up, under settings that shift the shares. */
export interface PhaseUnit {
  subject: Labels;
  /** Settings with a shown effect on the time: what is pooled is split by them. */
  split: Labels;
  session: Cell["session"];
  cells: Cell[];
  n: number;
  /** Fact id of n. */
  count: string;
  /** Sum of the phase over sum of the total, 0 to 1. */
  shares: Readonly<Record<PhaseName, number>>;
  /** Fact ids of the shares; `rest` is what no phase accounts for, where the file gives a total of its own. */
  facts: Readonly<Record<PhaseName, string> & {rest?: string}>;
  top: PhaseName;
  /**
   * The first phase is ahead of the second by the smallest effect of interest (of the total time) and more: in the whole interval of the
   * median difference (below 6 attempts: in every one of them).
   */
  isClear: boolean;
}

const metrics = ["total_time", ...phaseNames.map(name => phaseMetrics[name])];

/** Needed by the finding and by its table. */
export function phaseUnits(context: Context): PhaseUnit[] {
  const timed = context.steady
    .filter(cell => jointValues(cell.parts, metrics).length > 0)
    .map(cell => ({cell, subject: shownSubject(cell.subject), split: onlyKeys(cell.settings, shiftingSettings(context, cell))}));
  return [...groupBy(timed, ({cell, subject, split}) => [cell.session.id, labelKey(subject), labelKey(split)].join(" ")).values()].flatMap(
    group => {
      const first = group[0];
      return first === undefined
        ? []
        : [
            unitOf(
              context,
              first.subject,
              first.split,
              group.map(({cell}) => cell)
            )
          ];
    }
  );
}

/** Settings of a sweep with a shown effect on its first question: what they tell apart is never pooled. */
export function shiftingSettings({effects}: Context, cell: Cell): string[] {
  return effects
    .filter(({primary, verdict, session, basis}) => primary && verdict === "shown" && session === cell.session && basis !== "levels")
    .map(({factor}) => factor);
}

function unitOf({store, options}: Context, subject: Labels, split: Labels, cells: Cell[]): PhaseUnit {
  const parts = partsOf(cells);
  const rows = jointValues(parts, metrics);
  const sums = metrics.map((_, at) => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0));
  const total = sums[0] ?? 0;
  const shares = {load: (sums[1] ?? 0) / total, prefill: (sums[2] ?? 0) / total, decode: (sums[3] ?? 0) / total};
  const session = cells[0]?.session;
  if (session === undefined) throw new Error("a unit without cells");
  const scope = {subject, settings: split, session: session.id, n: rows.length};
  const share = (metric: string, value: number, fields: readonly string[], formula: string) =>
    store.add({
      kind: "derived",
      metric,
      definition: "standard",
      statistic: "share",
      ...scope,
      where: {phase: "warm"},
      value,
      unit: "fraction",
      digits: 2,
      formula,
      sources: fields.flatMap(field => valueSources(parts, field)),
      sourceCount: rows.length
    });
  const name = (metric: string) => {
    const column = columnIn(parts, metric);
    return column?.formula ?? shortName(column?.fields[0] ?? metric);
  };
  const facts = Object.fromEntries(
    phaseNames.map(phase => {
      const metric = phaseMetrics[phase];
      return [phase, share(metric, shares[phase], [metric, "total_time"], `sum(${name(metric)}) / sum(${name("total_time")})`)];
    })
  ) as Record<PhaseName, string>;
  const count = store.count(
    "attempts",
    rows.length,
    {subject, settings: split, session: session.id, where: {phase: "warm", of: "shares"}},
    valueSources(parts, "total_time"),
    rows.length
  );
  const isWhole = columnIn(parts, "total_time")?.formula !== undefined;
  const rest = isWhole
    ? undefined
    : share(
        "rest_time",
        1 - shares.load - shares.prefill - shares.decode,
        metrics,
        `1 - sum(${phaseNames.map(phase => name(phaseMetrics[phase])).join(" + ")}) / sum(${name("total_time")})`
      );
  const order = [...phaseNames].sort((a, b) => shares[b] - shares[a]);
  const [top = "decode", second = "prefill"] = order;
  return {
    subject,
    split,
    session,
    cells,
    n: rows.length,
    count,
    shares,
    facts: {...facts, ...(rest === undefined ? {} : {rest})},
    top,
    isClear: isAhead(rows, phaseNames.indexOf(top), phaseNames.indexOf(second), options.smallestEffect)
  };
}

/** `least`: as a share of the total time. */
function isAhead(rows: readonly (readonly number[])[], top: number, second: number, least: number): boolean {
  const differences = rows.map(row => ((row[top + 1] ?? 0) - (row[second + 1] ?? 0)) / (row[0] ?? 1));
  const interval = medianInterval(differences);
  return interval === undefined ? differences.length > 1 && differences.every(difference => difference > least) : interval[0] > least;
}
