import {type Labels, settingKeys} from "../contracts/index.ts";
import {type Cell, partsOf, valuesOf} from "./cells.ts";
import {groupBy, labelKey, modelKey, onlyKeys, sortedLevels, withoutKeys} from "./labels.ts";
import {bookkeeping} from "./paired-work.ts";
import {median} from "./statistics/quantile.ts";

/** Factors of load: what they do is the matter of scaling, not of a setting. */
const loadFactors = ["concurrency", "num_parallel", "request_rate"];

/** Names of the data that no vocabulary knows are shown but explain nothing (a thread, a label). */
const isKnownSetting = (key: string): boolean => settingKeys.some(known => known === key);

/** Cells of one session and subject that differ in the settings of a sweep, ready to be compared along one factor. */
export interface Sweep {
  /** What all cells share. */
  subject: Labels;
  factor: string;
  levels: Labels[string][];
  /** Cells that differ in the factor only. */
  blocks: Map<Labels[string], Cell[]>[];
}

/** Setting of the same meaning under the name that a tool gives it. */
export const sameSetting = (key: string): string => (key === "num_thread" ? "threads" : key);

/** Every factor along which the cells of one session can be compared; for quantizations the model's name is freed of it. */
export function sweepsOf(cells: readonly Cell[]): Sweep[] {
  const sweeps: Sweep[] = [];
  for (const group of groupBy(cells, cell => labelKey(cell.subject)).values()) {
    const first = group[0];
    if (first === undefined) continue;
    for (const factor of varyingKeys(group.map(({settings}) => settings))) {
      sweeps.push(
        sweepAlong(
          factor,
          first.subject,
          group,
          cell => cell.settings[factor],
          cell => withoutKeys(cell.settings, [factor])
        )
      );
    }
  }
  for (const group of groupBy(cells.filter(hasQuantization), cell => modelKey(cell.subject)).values()) {
    if (new Set(group.map(({subject}) => subject.quantization)).size < 2) continue;
    sweeps.push(
      sweepAlong(
        "quantization",
        sharedModel(group),
        group,
        cell => cell.subject.quantization,
        cell => cell.settings
      )
    );
  }
  return sweeps.filter(({blocks}) => blocks.length > 0);
}

const hasQuantization = ({subject}: Cell): boolean => subject.model !== undefined && subject.quantization !== undefined;

/** The shortest of the names without a suffix for the variant. */
function sharedModel(cells: readonly Cell[]): Labels {
  const names = sortedLevels(cells.map(({subject}) => plainName(subject)));
  const shortest = names.reduce((best, name) => (name.length < best.length ? name : best), names[0] ?? "");
  return {model: shortest};
}

/** `gemma3:1b-it-q8_0` of the quantization `Q8_0` -> `gemma3:1b-it`. */
function plainName({model, quantization}: Labels): string {
  const [name, suffix] = [String(model), String(quantization).toLowerCase()];
  const start = name.length - suffix.length - 1;
  return start > 0 && name.toLowerCase().endsWith(suffix) && /[-_.:]/.test(name.charAt(start)) ? name.slice(0, start) : name;
}

function varyingKeys(all: readonly Labels[]): string[] {
  const keys = new Set(all.flatMap(labels => Object.keys(labels)));
  return [...keys]
    .filter(
      key =>
        isKnownSetting(key) && !bookkeeping.includes(key) && !loadFactors.includes(key) && new Set(all.map(labels => labels[key])).size > 1
    )
    .sort();
}

function sweepAlong(
  factor: string,
  subject: Labels,
  cells: readonly Cell[],
  level: (cell: Cell) => Labels[string] | undefined,
  rest: (cell: Cell) => Labels
): Sweep {
  const known = cells.filter(cell => level(cell) !== undefined);
  const blocks: Map<Labels[string], Cell[]>[] = [];
  for (const block of groupBy(known, cell => labelKey(withoutKeys(rest(cell), bookkeeping))).values()) {
    const byLevel = new Map<Labels[string], Cell[]>();
    for (const cell of block) {
      const value = level(cell);
      if (value !== undefined) byLevel.set(value, [...(byLevel.get(value) ?? []), cell]);
    }
    if (byLevel.size > 1) blocks.push(byLevel);
  }
  return {factor, subject, levels: sortedLevels(known.flatMap(cell => level(cell) ?? [])), blocks};
}

/** Whether the cells did the same amount of work (tokens within 3 %), so that their times may be compared. */
export function isWorkAlike(cells: readonly Cell[]): boolean {
  for (const metric of ["output_tokens", "prompt_tokens"]) {
    const sizes = cells.flatMap(cell => {
      const values = valuesOf(cell.parts, metric);
      return values.length === 0 ? [] : [median(values)];
    });
    if (sizes.length > 1 && Math.max(...sizes) > 1.03 * Math.min(...sizes)) return false;
  }
  return true;
}

/**
 * Whether the levels of a factor were measured one block after the other, so that drift cannot be told from the factor. By the
 * clock of the rows; where there is none, by their order in the file.
 */
export function isOrderedByLevel(sweep: Sweep): boolean {
  const stamps = sweep.blocks.flatMap(block =>
    [...block].flatMap(([level, cells]) =>
      partsOf(cells).flatMap(({frame, rows}) => {
        const times = frame.measurement.times;
        return rows.map(row => ({level, file: frame.measurement.artifact, time: Array.isArray(times) ? (times[row] ?? row) : row}));
      })
    )
  );
  const files = new Set(stamps.map(({file}) => file));
  if (files.size > 1 && stamps.every(({time}) => time < 1e6)) return false;
  stamps.sort((a, b) => a.time - b.time);
  let changes = 0;
  for (let at = 1; at < stamps.length; at += 1) if (stamps[at]?.level !== stamps[at - 1]?.level) changes += 1;
  return changes < sweep.levels.length;
}

/** Labels that name a sweep's subject in sentences. */
export const shownSubject = (subject: Labels): Labels =>
  onlyKeys(subject, ["model", "quantization", "backend", "device", "test", "command", "endpoint", "kernel"]);

/** The same; all labels where none of those is there. */
export function namedSubject(subject: Labels): Labels {
  const shown = shownSubject(subject);
  return Object.keys(shown).length > 0 ? shown : subject;
}
