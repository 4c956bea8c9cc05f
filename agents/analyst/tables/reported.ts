import type {Table} from "../../contracts/index.ts";
import {valuesOf} from "../cells.ts";
import type {Context} from "../context.ts";
import {differing, groupBy, labelKey, modelKey, onlyKeys} from "../labels.ts";

const shownKeys = ["model", "quantization", "threads", "num_thread", "depth", "batch", "prompt_length", "output_length"];

const speeds = ["prefill_throughput", "decode_throughput"];

/** Means that a tool states and whose rows are not at hand: throughput with its deviation, per session, at most twelve rows. */
export function reportedTables(context: Context): Omit<Table, "id">[] {
  const {frames, store} = context;
  const held = new Set(
    context.cells.flatMap(({session, subject, parts}) =>
      speeds.filter(metric => valuesOf(parts, metric).length > 0).map(metric => [session.id, modelKey(subject), metric].join(" "))
    )
  );
  const stated = frames.reported.filter(
    ({metric, session, subject}) => speeds.includes(metric) && !held.has([session, modelKey(subject), metric].join(" "))
  );
  return [...groupBy(stated, ({session}) => session).values()].flatMap(records => {
    const first = records[0];
    if (first === undefined) return [];
    const labelsOf = (record: (typeof records)[number]) => onlyKeys({...record.subject, ...record.settings}, shownKeys);
    const keyless = (record: (typeof records)[number]) => labelKey(onlyKeys(labelsOf(record), shownKeys.slice(0, 6)));
    const rows = [...groupBy(records, keyless).values()].slice(0, 12).map(group => {
      const facts: Record<string, string> = {};
      for (const record of group) {
        const fact = facts[record.metric] === undefined ? store.stated(record) : undefined;
        if (fact !== undefined) facts[record.metric] = fact;
      }
      return {labels: group[0] === undefined ? {} : onlyKeys(labelsOf(group[0]), shownKeys.slice(0, 6)), facts};
    });
    const keys = differing(
      rows.map(({labels}) => labels),
      ["model"]
    );
    const columns = speeds.filter(role => rows.some(({facts}) => facts[role] !== undefined));
    if (columns.length === 0) return [];
    return [
      {
        kind: "reported",
        section: "performance" as const,
        words: {place: first.place.place, tool: first.place.tool},
        facts: {},
        labels: keys,
        columns,
        rows,
        notes: []
      }
    ];
  });
}
