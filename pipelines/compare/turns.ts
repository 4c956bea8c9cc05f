import {loadOptions} from "../../agents/model/index.ts";
import type {PlannedCell} from "./matrix.ts";

/** One repeat of one cell. */
export interface Turn {
  cell: PlannedCell;
  /** From 1. */
  repeat: number;
  /** For the model; the same repeat of every cell has the same. */
  seed: number;
}

/**
 * The order in which repeats run: all cells once, then all again, each time in another order drawn from `next` (numbers in [0, 1)), so that
 * neither warming up nor getting hot favours one. Cells of one load stay together, for each change of it costs a load.
 */
export function turnsOf(cells: readonly PlannedCell[], repeats: number, seed: number, next: () => number): Turn[] {
  const groups = [...new Set(cells.map(loadKey))].map(key => cells.filter(cell => loadKey(cell) === key));
  return Array.from({length: repeats}, (_, index) =>
    shuffled(groups, next).flatMap(group => shuffled(group, next).map(cell => ({cell, repeat: index + 1, seed: seed + index})))
  ).flat();
}

const loadKey = ({model, options}: PlannedCell): string => JSON.stringify([model, ...loadOptions.map(name => options[name] ?? "")]);

function shuffled<T>(items: readonly T[], next: () => number): T[] {
  return items
    .map(item => ({item, place: next()}))
    .toSorted((one, other) => one.place - other.place)
    .map(({item}) => item);
}
