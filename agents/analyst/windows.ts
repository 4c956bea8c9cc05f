import type {Session} from "../contracts/index.ts";
import {type Cell, cellsOf, type Part, partsOf} from "./cells.ts";
import type {Context} from "./context.ts";
import type {Frame} from "./frames.ts";
import {groupBy} from "./labels.ts";

/** What attempts of one session took place while a monitor read the machine. */
export interface Window {
  session: Session;
  cells: readonly Cell[];
  /** Seconds from the first start to the last end. */
  seconds: number;
  /** Readings of the machine in that time, by what was read (a GPU, the system). */
  readings: readonly {subject: Cell["subject"]; parts: readonly Part[]}[];
}

/** What is read of a machine as a whole; readings of single processes have a definition of their own. */
export const machineMetrics = ["cpu_utilization", "gpu_utilization", "memory_used", "gpu_memory_used", "power", "gpu_temperature"] as const;

/** Tables of readings of the machine. */
export const machineReadings = ({frames}: Context): Cell[] =>
  cellsOf(frames.frames, "sample").filter(({parts}) =>
    parts.every(
      ({frame: {columns}}) =>
        machineMetrics.every(metric => columns.get(metric)?.definition !== "process") && machineMetrics.some(metric => columns.has(metric))
    )
  );

/** Sessions with readings of the machine between their first start and last end. Only clocks that state an instant are joined. */
export function windowsOf(context: Context): Window[] {
  const readings = machineReadings(context);
  return [...groupBy(context.cells, ({session}) => session.id).values()].flatMap(cells => {
    const [session] = cells.map(cell => cell.session);
    const span = session === undefined ? undefined : spanOf(session, cells);
    if (session === undefined || span === undefined) return [];
    const own = readings.flatMap(({subject, parts}) => {
      const inside = parts.flatMap(part => within(part, span));
      return inside.length === 0 ? [] : [{subject, parts: inside}];
    });
    return own.length === 0 ? [] : [{session, cells, seconds: span[1] - span[0], readings: own}];
  });
}

/** By the clock of the attempts; one time for all of them is when the file was written. Else as the session states its start and end. */
function spanOf({startedAt, endedAt}: Session, cells: readonly Cell[]): [number, number] | undefined {
  const stamps = partsOf(cells).flatMap(({frame, rows}) =>
    rows.flatMap(row => {
      const start = instantOf(frame, row);
      return start === undefined ? [] : [{start, end: start + durationOf(frame, row)}];
    })
  );
  if (new Set(stamps.map(({start}) => start)).size > 1)
    return [Math.min(...stamps.map(({start}) => start)), Math.max(...stamps.map(({end}) => end))];
  const [from, to] = [startedAt?.utc, endedAt?.utc].map(utc => (utc === undefined ? Number.NaN : Date.parse(utc) / 1000));
  return from !== undefined && to !== undefined && to > from ? [from, to] : undefined;
}

/** Seconds since 1970; clocks that count from the start of a run are no instants. */
function instantOf({measurement: {times}}: Frame, row: number): number | undefined {
  const time = Array.isArray(times) ? times[row] : undefined;
  return typeof time === "number" && time > 1e8 ? time : undefined;
}

function durationOf({columns}: Frame, row: number): number {
  for (const metric of ["total_time", "e2e_latency", "latency", "wall_time"]) {
    const value = columns.get(metric)?.values[row];
    if (typeof value === "number") return value;
  }
  return 0;
}

function within({frame, rows}: Part, [from, to]: readonly [number, number]): Part[] {
  const inside = rows.filter(row => {
    const time = instantOf(frame, row);
    return time !== undefined && time >= from && time <= to;
  });
  return inside.length === 0 ? [] : [{frame, rows: inside}];
}
