import type {Labels, Phase, Session} from "../contracts/index.ts";
import type {Frame, FrameColumn} from "./frames.ts";
import {rowLabels} from "./frames.ts";
import {labelKey} from "./labels.ts";

/** Rows of one frame. */
export interface Part {
  frame: Frame;
  rows: readonly number[];
}

/** Attempts of one session that differ in nothing that was recorded: one subject, one set of settings, one phase. */
export interface Cell {
  session: Session;
  subject: Labels;
  settings: Labels;
  phase: Phase;
  parts: readonly Part[];
}

/** Cells of all frames whose rows are of the given kind, in order of first appearance. Failed rows are in their cell without values. */
export function cellsOf(frames: readonly Frame[], row: "attempt" | "group" | "sample" | "property" = "attempt"): Cell[] {
  const cells = new Map<string, Omit<Cell, "parts"> & {parts: {frame: Frame; rows: number[]}[]}>();
  for (const frame of frames) {
    const {measurement, session} = frame;
    if (measurement.row !== row) continue;
    for (let index = 0; index < measurement.rows; index += 1) {
      const {subject, settings} = rowLabels(measurement, index);
      const phase = frame.phases[index] ?? "unknown";
      const key = [session.id, labelKey(subject), labelKey(settings), phase].join(" ");
      let cell = cells.get(key);
      if (cell === undefined) {
        cell = {session, subject, settings, phase, parts: []};
        cells.set(key, cell);
      }
      const last = cell.parts.at(-1);
      if (last?.frame === frame) last.rows.push(index);
      else cell.parts.push({frame, rows: [index]});
    }
  }
  return [...cells.values()];
}

/** Neither cold nor from the prompt cache: what is compared. `unknown` counts as steady where no load is recorded at all. */
export const isSteady = ({phase}: {phase: Phase}): boolean => phase === "warm" || phase === "unknown";

/** Parts of several cells together. */
export const partsOf = (cells: readonly Cell[]): Part[] => cells.flatMap(({parts}) => parts);

/** Measured values of one metric, in row order; of the first part's definition only: others measure something else. */
export function valuesOf(parts: readonly Part[], metric: string): number[] {
  const definition = columnIn(parts, metric)?.definition;
  return parts.flatMap(({frame, rows}) => {
    const column = frame.columns.get(metric);
    return column === undefined || column.definition !== definition ? [] : rows.flatMap(row => column.values[row] ?? []);
  });
}

/** The column of a metric in the first part that has it. */
export function columnIn(parts: readonly Part[], metric: string): FrameColumn | undefined {
  for (const {frame} of parts) {
    const column = frame.columns.get(metric);
    if (column !== undefined) return column;
  }
  return undefined;
}

/** Definitions under which the rows measure a metric: more than one must not be compared or pooled. */
export const definitionsOf = (parts: readonly Part[], metric: string): Set<string> =>
  new Set(parts.flatMap(({frame}) => frame.columns.get(metric)?.definition ?? []));

/** Values of several metrics of the same attempts; attempts where one is missing are left out. */
export function jointValues(parts: readonly Part[], names: readonly string[]): number[][] {
  return parts.flatMap(({frame, rows}) =>
    rows.flatMap(row => {
      const values = names.map(name => frame.columns.get(name)?.values[row] ?? null).filter(value => value !== null);
      return values.length === names.length ? [values] : [];
    })
  );
}
