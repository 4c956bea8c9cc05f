import type {Labels, NoteInput, RunSeries, Series} from "../../contracts/index.ts";
import {groupBy} from "../labels.ts";
import {seriesKey} from "./series.ts";

export interface Point {
  /** Place of its run among those compared. */
  at: number;
  run: string;
  series: Series;
}

/** The same series from run to run, in the order of the runs. */
export interface Chain {
  points: Point[];
}

/**
 * Series of equal identity. Where a setting changed, or a label is recorded in some runs only, nothing is equal: chains of one
 * metric and subject are still joined if no run has two of them, so that it is no sweep.
 */
export function chainsOf(runs: readonly RunSeries[]): Chain[] {
  const chains = new Map<string, Chain>();
  for (const [index, {run, series}] of runs.entries()) {
    for (const one of series) {
      const key = seriesKey(one);
      const chain = chains.get(key) ?? {points: []};
      if (chain.points.at(-1)?.at !== index) chain.points.push({at: index, run, series: one});
      chains.set(key, chain);
    }
  }
  return [...groupBy(chains.values(), kindOf).values()].flatMap(joinedChains);
}

const firstOf = ({points}: Chain): Series | undefined => points[0]?.series;

function kindOf(chain: Chain): string {
  const {tool, metric, definition, unit, phase} = firstOf(chain) ?? {};
  return JSON.stringify([tool, metric, definition, unit, phase]);
}

function joinedChains(chains: readonly Chain[]): Chain[] {
  const left = [...chains];
  const joined: Chain[] = [];
  for (let chain = left.shift(); chain !== undefined; chain = left.shift()) {
    const first = chain;
    const alike = [first, ...left.filter(other => areAlike(first, other))].sort((a, b) => startOf(a) - startOf(b));
    const isOneAfterAnother = alike.every((other, index) => index === 0 || endOf(alike[index - 1] ?? other) < startOf(other));
    if (!isOneAfterAnother) {
      joined.push(first);
      continue;
    }
    joined.push({points: alike.flatMap(({points}) => points)});
    for (const other of alike.filter(one => one !== first)) left.splice(left.indexOf(other), 1);
  }
  return joined;
}

const startOf = ({points}: Chain): number => points[0]?.at ?? 0;
const endOf = ({points}: Chain): number => points.at(-1)?.at ?? 0;

/** What both name is named alike, and they name something in common. */
function areAlike(one: Chain, other: Chain): boolean {
  const [a, b] = [firstOf(one)?.subject ?? {}, firstOf(other)?.subject ?? {}];
  const shared = Object.keys(a).filter(key => b[key] !== undefined);
  const isNameless = Object.keys(a).length + Object.keys(b).length === 0;
  return (shared.length > 0 || isNameless) && shared.every(key => a[key] === b[key]);
}

/** What else differs between two points: values that changed, and keys that only one of them records. */
export function differencesOf(before: Point, after: Point): {confounders: NoteInput[]; reasons: NoteInput[]} {
  const settings = labelNotes("setting-changed", before.series.settings, after.series.settings);
  const subject = labelNotes("setting-changed", before.series.subject, after.series.subject);
  const environment = labelNotes("environment-changed", before.series.environment, after.series.environment);
  const all = [...subject, ...settings, ...environment];
  return {
    confounders: all.filter(({code}) => code !== "recorded-on-one-side"),
    reasons: all.filter(({code}) => code === "recorded-on-one-side")
  };
}

function labelNotes(code: string, before: Labels, after: Labels): NoteInput[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key): NoteInput[] => {
    const [from, to] = [before[key], after[key]];
    if (from === to) return [];
    return from === undefined || to === undefined
      ? [{code: "recorded-on-one-side", values: {key}}]
      : [{code, values: {key, from: String(from), to: String(to)}}];
  });
}
