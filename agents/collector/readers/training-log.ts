import type {Labels, NoteInput, Statistic, Unit} from "../../contracts/index.ts";
import {plainLine} from "../plain-line.ts";
import type {DraftRow, Reader, ReportedDraft} from "../reader.ts";
import {type StatedMetric, statedRecord} from "../stated-record.ts";
import {buildTable, type DraftColumn} from "../table.ts";

interface Series {
  metric: string;
  definition?: string;
  unit?: Unit;
  /** The file's value is `per` times the base unit. */
  per: number;
}

/** Names of values in step lines, words joined by `_`; the unit is in the name or behind the number. */
const series: readonly {name: RegExp; unit?: RegExp; series: Series}[] = [
  {name: /^(?:eval|val|valid|validation|test)_loss$/, series: {metric: "loss", definition: "eval", per: 1}},
  {name: /^(?:train_|step_|lm_|avg_|average_|total_|training_)?loss$/, series: {metric: "loss", per: 1}},
  {name: /^eval_samples_per_second$/, series: {metric: "sample_throughput", definition: "eval", per: 1}},
  {name: /^eval_steps_per_second$/, series: {metric: "step_throughput", definition: "eval", per: 1}},
  {name: /^samples_per_sec(?:ond)?$/, series: {metric: "sample_throughput", per: 1}},
  {name: /^steps_per_sec(?:ond)?$/, series: {metric: "step_throughput", per: 1}},
  {name: /^elapsed_time_per_iteration_ms$/, series: {metric: "step_time", per: 1e3}},
  {name: /^(?:step_|iter_|iteration_|batch_)?time$/, unit: /^ms$/, series: {metric: "step_time", per: 1e3}},
  {name: /^(?:step_|iter_|iteration_|batch_)?time$/, unit: /^s(?:ec)?$/, series: {metric: "step_time", per: 1}},
  {name: /^tokens_per_(?:sec|second)$|^tok_s$/, series: {metric: "x.training_throughput", unit: "tok/s", per: 1}},
  {name: /^(?:tps|throughput|samples_s|speed)$/, series: {metric: "x.throughput", unit: "unknown", per: 1}}
];

const pair = /(?:^|[\s,{|(])['"]?([A-Za-z][\w/ ]{0,40}?(?: \(ms\))?)['"]?\s*[:=]\s*(-?\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*([a-z]+\b)?/g;
const unnamedPair = /\b(loss|val loss|train loss|time) (\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*(ms|s)?\b/gi;
const stepMark =
  /\b(?:global[_ ])?(?:step|iter(?:ation)?)s?\s*[:=#]?\s*\[?(\d+)(?:\s*\/\s*\d+)?|\(\d+, (\d+)\)|'epoch':\s*([\d.]+)|\bEpoch:?\s*\[?(\d+)/i;

/**
 * Step lines of a training run (`step_loss : 4.8 … throughput : 32.80`, `iter 100: loss 2.45, time 123.45ms`, `{'loss': 2.3, …, 'epoch': 0.1}`) between other output: a row per
 * line, `step` numbers them. Learning rates are settings. The first steps may hold compilation, throughputs may be running means.
 */
export const trainingLog: Reader = {
  format: "training-log",
  category: "other",
  detect: ({text, lines, documents}) =>
    /loss\b/i.test(text) && !/^\s*[[{]"/.test(text) && documents.length < 3 && lines.filter(line => isStep(line)).slice(0, 3).length === 3,
  read({path, lines}) {
    const problems: NoteInput[] = [];
    const labels = settingsOf(lines);
    const columns = new Map<string, DraftColumn>();
    const rows = lines.flatMap((written, index) => {
      const line = plainLine(written);
      if (!isStep(line) || summary.test(line)) return [];
      const values = valuesOf(line, columns);
      const step = stepMark.exec(line);
      const number = Number(step?.[1] ?? step?.[2] ?? step?.[3] ?? step?.[4]);
      const row: DraftRow = {place: `L${index + 1}`, values, ...(Number.isNaN(number) ? {} : {repeat: {step: number}})};
      return Object.keys(values).length === 0 ? [] : [row];
    });
    return {
      tables: [buildTable({row: "sample", labels, columns: [...columns.values()], rows})],
      reported: lines.flatMap((line, index) => (summary.test(line) ? summaryOf(line, `L${index + 1}`, labels, path, problems) : [])),
      session: {tool: "training", environment: {}},
      problems
    };
  }
};

/** A step and a loss or throughput with a number in one line of a log; tables of other programs have bars. */
const isStep = (line: string): boolean =>
  line.length < 1000 && /loss\b['"]?\s*[:= ]\s*-?\d|throughput\s*[:=]\s*\d/i.test(line) && stepMark.test(line) && !/\|.*[┃│]/.test(line);

function valuesOf(line: string, columns: Map<string, DraftColumn>): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [, written = "", raw = "", unit = ""] of [...line.matchAll(pair), ...line.matchAll(unnamedPair)]) {
    const name = words(written);
    const found = series.find(each => each.name.test(name) && (each.unit === undefined || each.unit.test(unit)))?.series;
    const value = Number(raw.replaceAll(",", ""));
    const field = written.trim();
    if (found === undefined || field in values || !Number.isFinite(value) || value < 0) continue;
    values[field] = value / found.per;
    const {metric, definition, unit: own} = found;
    columns.set(field, {metric, field, ...(definition === undefined ? {} : {definition}), ...(own === undefined ? {} : {unit: own})});
  }
  return values;
}

const words = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");

/** The last line of a trainer of Transformers: totals and means of the whole run. */
const summary = /['"]train_runtime['"]:/;
const totals: readonly (StatedMetric & {name: string; statistic: Statistic})[] = [
  {name: "train_samples_per_second", metric: "sample_throughput", definition: "train", statistic: "value"},
  {name: "train_steps_per_second", metric: "step_throughput", definition: "train", statistic: "value"},
  {name: "train_runtime", metric: "wall_time", statistic: "value"},
  {name: "train_loss", metric: "loss", statistic: "mean"}
];

function summaryOf(line: string, place: string, labels: Labels, path: string, problems: NoteInput[]): ReportedDraft[] {
  return totals.flatMap(({name, statistic, ...metric}) => {
    const raw = new RegExp(`['"]${name}['"]: ([\\d.e+-]+)`).exec(line)?.[1];
    return statedRecord({...metric, part: `${place}:${name}`, labels, fields: [[statistic, `${place}:${name}`, raw]]}, path, problems);
  });
}

/** Of the dump of the arguments: what everybody calls alike. */
function settingsOf(lines: readonly string[]): Labels {
  const dump = lines.find(line => /\bNamespace\(/.test(line)) ?? "";
  const option = (name: string) => new RegExp(`\\b${name}=(\\d+)\\b`).exec(dump)?.[1];
  const found = {
    batch: option("(?:micro_|per_device_train_)?batch_size"),
    "x.grad_accum": option("(?:grad_accum_usteps|gradient_accumulation_steps)"),
    "x.max_steps": option("max_steps"),
    "x.sequence_length": option("seq_len(?:gth)?")
  };
  const model = lines.map(line => /'Model': '([^']+)'|\bmodel_name_or_path='([^']+)'/.exec(line)).find(match => match !== null);
  const name = model?.[1] ?? model?.[2];
  return {
    ...(name === undefined ? {} : {model: name}),
    ...Object.fromEntries(Object.entries(found).flatMap(([key, value]) => (value === undefined ? [] : [[key, Number(value)]])))
  };
}
