import type {Table} from "../../contracts/index.ts";
import type {Context} from "../context.ts";
import {groupBy} from "../labels.ts";
import {type PhaseUnit, phaseUnits} from "../phase-units.ts";

/** Where the time of a steady request goes, for the session with most attempts per tool; the others are named by the finding. */
export function phaseTables(context: Context): Omit<Table, "id">[] {
  const units = phaseUnits(context).filter(({n}) => n > 1);
  return [...groupBy(units, ({session}) => session.tool).values()].flatMap(own => {
    const sessions = [...groupBy(own, ({session}) => session.id).values()].sort((a, b) => attempts(b) - attempts(a));
    const main = sessions[0] ?? [];
    const session = main[0]?.session;
    if (session === undefined) return [];
    const splits = [...new Set(main.flatMap(({split}) => Object.keys(split)))].sort();
    return [
      {
        kind: "phases",
        section: "performance" as const,
        words: {place: session.place, tool: session.tool},
        facts: {},
        labels: ["model", ...(main.some(({subject}) => subject.quantization !== undefined) ? ["quantization"] : []), ...splits],
        columns: ["n", "load", "prefill", "decode", ...(main.some(({facts}) => facts.rest !== undefined) ? ["rest"] : [])],
        rows: main.map(unit => ({labels: {...unit.subject, ...unit.split}, facts: {n: unit.count, ...unit.facts}})),
        notes: []
      }
    ];
  });
}

const attempts = (units: readonly PhaseUnit[]): number => units.reduce((sum, {n}) => sum + n, 0);
