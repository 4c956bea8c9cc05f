import type {Table} from "../../contracts/index.ts";
import {cellsOf, partsOf, valuesOf} from "../cells.ts";
import type {Context} from "../context.ts";
import {groupBy} from "../labels.ts";

const columns = ["cpu_utilization", "gpu_utilization", "memory_used", "gpu_memory_used", "power", "gpu_temperature"] as const;

/** Readings of the system by session, where at least two were taken: a description beside the measurements of speed. */
export function systemTables({frames, store}: Context): Omit<Table, "id">[] {
  const cells = cellsOf(frames.frames, "sample").filter(({parts}) => parts.every(({frame}) => isOfTheMachine(frame.columns)));
  return [...groupBy(cells, ({session}) => session.id).values()].flatMap(own => {
    const {session} = own[0] ?? {};
    const parts = partsOf(own);
    const used = columns.filter(metric => valuesOf(parts, metric).length > 1);
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
        words: {place: session.place},
        facts: {},
        labels: [],
        columns: ["n", ...used],
        rows: [{labels: {}, facts}],
        notes: []
      }
    ];
  });
}

/** Readings of single processes are not those of the machine. */
const isOfTheMachine = (all: ReadonlyMap<string, {definition: string}>): boolean =>
  columns.every(metric => all.get(metric)?.definition !== "process") && columns.some(metric => all.has(metric));
