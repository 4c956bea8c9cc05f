import type {Table} from "../../contracts/index.ts";
import {partsOf, valuesOf} from "../cells.ts";
import type {Context} from "../context.ts";
import {groupBy} from "../labels.ts";
import {machineMetrics, machineReadings, windowsOf} from "../windows.ts";

/** Readings of the system by session, where at least two were taken: a description beside the measurements of speed. */
export function systemTables(context: Context): Omit<Table, "id">[] {
  const {store} = context;
  const joined = new Set(
    windowsOf(context).flatMap(({readings}) => readings.flatMap(({parts}) => parts.map(({frame}) => frame.session.id)))
  );
  return [...groupBy(machineReadings(context), ({session}) => session.id).values()].flatMap(own => {
    const {session} = own[0] ?? {};
    const parts = partsOf(own);
    const used = machineMetrics.filter(metric => valuesOf(parts, metric).length > 1);
    if (session === undefined || used.length === 0) return [];
    const facts: Record<string, string> = {};
    for (const metric of used) {
      const id = store.median(parts, metric, {session: session.id, where: {of: "system"}});
      if (id !== undefined) facts[metric] = id;
    }
    const n = Math.max(...used.map(metric => valuesOf(parts, metric).length));
    facts.n = store.count("readings", n, {session: session.id, where: {of: "system"}}, [{artifact: session.artifacts[0] ?? "", at: ""}], n);
    return [
      {
        kind: "system",
        section: "performance" as const,
        words: {place: session.place, joined: joined.has(session.id) ? "yes" : "no"},
        facts: {},
        labels: [],
        columns: ["n", ...used],
        rows: [{labels: {}, facts}],
        notes: []
      }
    ];
  });
}
