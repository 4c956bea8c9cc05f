import {metrics} from "../contracts/index.ts";
import type {FrameColumn} from "./frames.ts";

/** A metric that files seldom state but always imply: computed row by row from columns of the same attempt. */
interface Derivation {
  metric: keyof typeof metrics;
  definition: string;
  from: readonly string[];
  /** Of the names of the fields, for the reader. */
  formula: (names: readonly string[]) => string;
  compute: (values: readonly number[]) => number | null;
}

const quotient = ([amount = 0, seconds = 0]: readonly number[]) => (amount > 0 && seconds > 0 ? amount / seconds : null);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const slash = ([amount = "", seconds = ""]: readonly string[]) => `${amount} / ${seconds}`;

/** Source of the formulas: https://github.com/ollama/ollama/blob/main/docs/api.md (durations in ns; tokens per second = count / duration). */
const derivations: readonly Derivation[] = [
  {metric: "decode_throughput", definition: "request-level", from: ["output_tokens", "decode_time"], formula: slash, compute: quotient},
  {metric: "prefill_throughput", definition: "standard", from: ["prompt_tokens", "prefill_time"], formula: slash, compute: quotient},
  {metric: "output_throughput", definition: "aggregate", from: ["output_tokens", "wall_time"], formula: slash, compute: quotient},
  {
    metric: "ttft",
    definition: "load+prefill",
    from: ["load_time", "prefill_time"],
    formula: names => names.join(" + "),
    compute: sum
  },
  {
    metric: "total_time",
    definition: "sum-of-phases",
    from: ["load_time", "prefill_time", "decode_time"],
    formula: names => names.join(" + "),
    compute: sum
  }
];

/** Columns that follow from the given ones and are not among them. */
export function derivedColumns(columns: ReadonlyMap<string, FrameColumn>, rows: number): FrameColumn[] {
  const derived: FrameColumn[] = [];
  for (const {metric, definition, from, formula, compute} of derivations) {
    const inputs = from.map(name => columns.get(name));
    if (columns.has(metric) || inputs.some(input => input === undefined)) continue;
    const known = inputs.filter(input => input !== undefined);
    const values = Array.from({length: rows}, (_, row) => {
      const cells = known.map(column => column.values[row] ?? null);
      const numbers = cells.filter(cell => cell !== null);
      return numbers.length < cells.length ? null : compute(numbers);
    });
    if (values.every(value => value === null)) continue;
    const fields = known.flatMap(column => column.fields);
    derived.push({
      metric,
      definition,
      unit: metrics[metric].unit,
      better: metrics[metric].better,
      values,
      fields,
      formula: formula(fields.map(shortName))
    });
  }
  return derived;
}

/** Last part of a field name: `/response/eval_count` -> `eval_count`. */
export const shortName = (field: string): string => field.slice(field.lastIndexOf("/") + 1);
