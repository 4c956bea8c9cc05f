import type {Table} from "../../contracts/index.ts";
import type {Context} from "../context.ts";
import {groupBy} from "../labels.ts";
import {phaseUnits} from "../phase-units.ts";

/** Where the time of a steady request goes: a table per tool, over all its sessions. */
export function phaseTables(context: Context): Omit<Table, "id">[] {
  const units = phaseUnits(context).filter(({n}) => n > 1);
  return [...groupBy(units, ({session}) => session.tool)].map(([tool, own]) => {
    const splits = [...new Set(own.flatMap(({split}) => Object.keys(split)))].sort();
    const hasPlaces = new Set(own.map(({session}) => session.id)).size > 1;
    return {
      kind: "phases",
      section: "performance" as const,
      words: {
        place: own[0]?.session.place ?? "",
        tool,
        places: hasPlaces ? "many" : "one",
        has_rest: own.some(({facts}) => facts.rest !== undefined) ? "yes" : "no"
      },
      facts: {},
      labels: [
        ...(hasPlaces ? ["place"] : []),
        "model",
        ...(own.some(({subject}) => subject.quantization !== undefined) ? ["quantization"] : []),
        ...splits
      ],
      columns: ["n", "load", "prefill", "decode", ...(own.some(({facts}) => facts.rest !== undefined) ? ["rest"] : [])],
      rows: own.map(unit => ({
        labels: {place: unit.session.place, ...unit.subject, ...unit.split},
        facts: {n: unit.count, ...unit.facts}
      })),
      notes: []
    };
  });
}
