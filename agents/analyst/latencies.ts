import type {Labels, Session} from "../contracts/index.ts";
import {type Cell, valuesOf} from "./cells.ts";
import type {Context} from "./context.ts";
import {labelKey, withoutKeys} from "./labels.ts";
import {median} from "./statistics/quantile.ts";
import {mean, standardDeviation} from "./statistics/spread.ts";

/** Latency of one backend on one subject: from rows, or as a tool states it. */
export interface Latency {
  session: Session;
  /** Without the backend and the provider, which is a part of it. */
  subject: Labels;
  settings: Labels;
  backend: string;
  /** Seconds; the median where rows are at hand, else the stated mean. */
  value: number;
  mean: number;
  std?: number;
  n: number;
  values?: number[];
  /** The mean is ruled by one call far above the others: it describes none of them. */
  isRuled: boolean;
  fact: string;
  /** Fact of the stated or measured compile time. */
  compile?: string;
  cells: Cell[];
}

/** An execution provider comes with its backend; the device that it stands for is a label of its own. */
const ofBackend = ["backend", "provider"];

/** A stated maximum above this many means says that one call rules the mean. */
const RULED_BY_ONE = 5;

/** All latencies that name a backend, one per session, subject, settings and backend. */
export function latenciesOf(context: Context): Latency[] {
  const found = [...measured(context), ...reported(context)];
  const compiles = compileTimes(context);
  return found.map(latency => {
    const compile = compiles.get(keyOf(latency.session, latency.subject, latency.backend));
    return compile === undefined ? latency : {...latency, compile};
  });
}

const keyOf = (session: Session, subject: Labels, backend: string): string => [session.id, labelKey(subject), backend].join(" ");

function measured({steady, store}: Context): Latency[] {
  return steady.flatMap(cell => {
    const values = valuesOf(cell.parts, "latency");
    const {backend} = cell.subject;
    if (backend === undefined || values.length === 0) return [];
    const fact = store.typical(cell.parts, "latency", {subject: cell.subject, settings: cell.settings, session: cell.session.id});
    if (fact === undefined) return [];
    const std = standardDeviation(values);
    return [
      {
        session: cell.session,
        subject: withoutKeys(cell.subject, ofBackend),
        settings: cell.settings,
        backend: String(backend),
        value: median(values),
        mean: mean(values),
        ...(std === undefined ? {} : {std}),
        n: values.length,
        values,
        isRuled: Math.max(...values) > RULED_BY_ONE * mean(values),
        fact,
        cells: [cell]
      }
    ];
  });
}

function reported({frames, store}: Context): Latency[] {
  return frames.reported.flatMap(record => {
    const {backend} = record.subject;
    const value = (name: string) => record.statistics.find(({statistic}) => statistic === name);
    const average = value("mean");
    if (record.metric !== "latency" || backend === undefined || average === undefined) return [];
    const [std, max] = [value("std"), value("max")];
    const fact = store.stated(record);
    if (fact === undefined) return [];
    return [
      {
        session: record.place,
        subject: withoutKeys(record.subject, ofBackend),
        settings: record.settings,
        backend: String(backend),
        value: average.value,
        mean: average.value,
        ...(std === undefined ? {} : {std: std.value}),
        n: record.n ?? 1,
        isRuled: max !== undefined && max.value > RULED_BY_ONE * average.value,
        fact,
        cells: []
      }
    ];
  });
}

/** Compile times by session, subject and backend. */
function compileTimes({frames, steady, store}: Context): Map<string, string> {
  const facts = new Map<string, string>();
  for (const record of frames.reported) {
    const {backend} = record.subject;
    const fact = record.metric === "compile_time" && backend !== undefined ? store.stated(record) : undefined;
    if (fact === undefined) continue;
    facts.set(keyOf(record.place, withoutKeys(record.subject, ofBackend), String(backend)), fact);
  }
  for (const cell of steady) {
    const {backend} = cell.subject;
    const fact =
      backend === undefined
        ? undefined
        : store.median(cell.parts, "compile_time", {subject: cell.subject, settings: cell.settings, session: cell.session.id});
    if (fact !== undefined) facts.set(keyOf(cell.session, withoutKeys(cell.subject, ofBackend), String(backend)), fact);
  }
  return facts;
}
