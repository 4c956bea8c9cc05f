import type {Table} from "../../contracts/index.ts";
import type {Context} from "../context.ts";
import {differing, groupBy} from "../labels.ts";
import {scalingCurves} from "../scaling.ts";

const columns = ["throughput", "ttft", "itl", "e2e"] as const;

/** Throughput and latency against the number of clients, one table per session. */
export function scalingTables(context: Context): Omit<Table, "id">[] {
  return [...groupBy(scalingCurves(context), ({session}) => session.id).values()].flatMap(curves => {
    const first = curves[0];
    if (first === undefined) return [];
    const varying = differing(curves.map(({settings}) => settings));
    const rows = curves.flatMap(({subject, settings, levels}) =>
      levels.map(level => ({labels: {...subject, ...settings, concurrency: level.concurrency}, facts: level.facts}))
    );
    const used = columns.filter(role => rows.some(({facts}) => facts[role] !== undefined));
    return [
      {
        kind: "scaling",
        section: "performance" as const,
        words: {place: first.session.place, tool: first.session.tool},
        facts: {},
        labels: [
          ...(differing(curves.map(({subject}) => subject)).length > 0 || first.subject.model !== undefined ? ["model"] : []),
          ...varying,
          "concurrency"
        ],
        columns: ["n", "repeats", ...used],
        rows,
        notes: curves.every(({levels}) => levels.every(({throughputs}) => throughputs.length < 2))
          ? [{code: "single-runs", values: {}}]
          : []
      }
    ];
  });
}
