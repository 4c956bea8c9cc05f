import {SpecError} from "../../agents/contracts/index.ts";
import {closest} from "../suggestion.ts";

/** Values to combine. Each list holds at least one. */
export interface Matrix {
  /** Names of prompt packs, or paths. */
  agents: readonly string[];
  models: readonly string[];
  /** Option -> its values. */
  options: Readonly<Record<string, readonly number[]>>;
  /** Combinations to leave out: all labels of one must hold. Keys: `agent`, `model`, options. */
  exclude: readonly Readonly<Record<string, string>>[];
}

/** One configuration to be run. */
export interface PlannedCell {
  /** The same for the same configuration, whatever else is compared: `chimera · gemma3:1b · num_ctx=1024`. */
  id: string;
  agent: string;
  model: string;
  /** As they are printed: folders and weights by their last part, for no path of the machine stands in a report. */
  shown: {agent: string; model: string};
  options: Readonly<Record<string, number>>;
}

/** Every combination that is not excluded, in the order given: agents, then models, then options. @throws SpecError when none is left. */
export function cellsOf({agents, models, options, exclude}: Matrix): PlannedCell[] {
  const sets = combined(Object.entries(options));
  const all = agents.flatMap(agent => models.flatMap(model => sets.map(set => planned(agent, model, set))));
  for (const labels of exclude) checkLabels(labels, all);
  const cells = distinct(all).filter(cell => !exclude.some(labels => holds(cell, labels)));
  if (cells.length > 0) return cells;
  throw new SpecError("compare-all-excluded", "every combination is excluded; leave one at least", {});
}

function planned(agent: string, model: string, options: Readonly<Record<string, number>>): PlannedCell {
  const shown = {agent: shownName(agent), model: shownName(model)};
  const id = [shown.agent, shown.model, ...Object.entries(options).map(([name, value]) => `${name}=${value}`)].join(" · ");
  return {id, agent, model, shown, options};
}

function combined(options: readonly (readonly [string, readonly number[]])[]): Record<string, number>[] {
  return options.reduce<Record<string, number>[]>(
    (sets, [name, values]) => sets.flatMap(set => values.map(value => ({...set, [name]: value}))),
    [{}]
  );
}

const shownName = (name: string): string =>
  /[/\\]/.test(name) && (/^[./\\]/.test(name) || name.endsWith(".gguf"))
    ? (name.split(/[/\\]/).findLast(part => part !== "") ?? name)
    : name;

/** @throws SpecError when two folders or files go by one name. */
function distinct(cells: readonly PlannedCell[]): PlannedCell[] {
  const byId = new Map<string, PlannedCell>();
  for (const cell of cells) {
    const same = byId.get(cell.id);
    if (same !== undefined && (same.agent !== cell.agent || same.model !== cell.model)) {
      throw new SpecError("compare-same-name", `${cell.id}: two of the compared go by this name; rename a folder or file`, {cell: cell.id});
    }
    byId.set(cell.id, cell);
  }
  return [...byId.values()];
}

/** Those cells of which all of `labels` hold. @throws SpecError for a label that no cell has, and when none is left. */
export function filtered(cells: readonly PlannedCell[], labels: Readonly<Record<string, string>>): PlannedCell[] {
  checkLabels(labels, cells);
  const left = cells.filter(cell => holds(cell, labels));
  if (left.length > 0) return left;
  const filter = Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
  throw new SpecError("compare-filter-empty", `${filter}: no combination has all of these`, {filter});
}

const labelsOf = ({agent, model, options}: PlannedCell): Record<string, string> => ({
  agent,
  model,
  ...Object.fromEntries(Object.entries(options).map(([name, value]) => [name, String(value)]))
});

function holds(cell: PlannedCell, labels: Readonly<Record<string, string>>): boolean {
  const own = labelsOf(cell);
  return Object.entries(labels).every(([name, value]) => own[name] === value);
}

function checkLabels(labels: Readonly<Record<string, string>>, cells: readonly PlannedCell[]): void {
  const known = new Map<string, Set<string>>();
  for (const [name, value] of cells.flatMap(cell => Object.entries(labelsOf(cell)))) {
    known.set(name, (known.get(name) ?? new Set()).add(value));
  }
  for (const [name, value] of Object.entries(labels)) {
    const values = known.get(name);
    if (values?.has(value) === true) continue;
    const choices = values === undefined ? [...known.keys()] : [...values];
    const text = `${name}=${value}`;
    throw new SpecError("compare-unknown-label", `${text}: no combination has it; there are: ${choices.join(", ")}`, {
      label: text,
      known: choices.join(", "),
      guess: closest(values === undefined ? name : value, choices) ?? "none"
    });
  }
}
