import {type Labels, settingAliases, settingKeys, type Statistic, subjectKeys, type Unit} from "../contracts/index.ts";
import {type FieldName, fieldName, knownMetric, snakeCase} from "./field-name.ts";
import {inBaseUnit, type NamedColumn, type Numbers, numbersOf} from "./column-numbers.ts";
import {isAbsent, type NumberStyle} from "./numbers.ts";
import {epochSeconds, isFailureName, isStatusName, isStatusWord, isTimeName} from "./words-of-columns.ts";

export type ColumnRole =
  | {role: "nothing"}
  | {role: "failure"}
  | {role: "settings"}
  | {role: "status"}
  | {role: "time"; values: (number | null)[]}
  | ({role: "metric"; metric: string; unit: Unit; statistic?: Statistic; isTarget: boolean} & Numbers)
  | {role: "label"; key: string; as: "labels" | "pairing" | "repeat"; values: (Labels[string] | null)[]};

/** A column as the rules see it. */
interface Described {
  column: NamedColumn;
  name: FieldName;
  /** All words of the name. */
  words: string;
  numbers: (Numbers & {unit?: Unit}) | undefined;
  /** Distinct present cells. */
  levels: ReadonlyMap<string, number>;
}

type Rule = (described: Described) => ColumnRole | undefined;

/** Role of a column: the first rule that fits (READING section 1). Nothing is guessed from the size of a number. */
export function columnRole(column: NamedColumn, style: NumberStyle = {decimal: "."}): ColumnRole {
  const described = describe(column, style);
  for (const rule of rules) {
    const role = rule(described);
    if (role !== undefined) return role;
  }
  return {role: "nothing"};
}

function describe(column: NamedColumn, style: NumberStyle): Described {
  const levels = new Map<string, number>();
  for (const cell of column.cells) {
    const text = String(cell ?? "");
    if (typeof cell === "number" || !isAbsent(text)) levels.set(text, (levels.get(text) ?? 0) + 1);
  }
  const numbers = numbersOf(column, style);
  const name = fieldName(column.name, column.unit, column.prefix);
  return {column, name, words: snakeCase(`${column.prefix ?? ""} ${column.name}`), numbers, levels};
}

const settings: ReadonlySet<string> = new Set(settingKeys);
const subjects: ReadonlySet<string> = new Set(subjectKeys);

const subjectSynonyms: Readonly<Record<string, string>> = {
  model_name: "model",
  model_id: "model",
  quant: "quantization",
  dtype: "precision",
  engine: "framework",
  gpu_name: "gpu",
  device_name: "device",
  name: "test",
  benchmark: "test",
  test_name: "test",
  case: "test",
  scenario: "test",
  cmd: "command"
};

/** Longer texts are somebody's words. */
const longestLabel = 100;

const repeatNames =
  /^(?:run|runs|repeat|rep|repetition|iter|iteration|trial|attempt|step|index|idx|i|id|no|row|epoch|sample|sample_index|run_id|run_index|request|request_id|request_index|seq|time_step)$/;
const pairingNames = /^(?:prompt|prompts|prompt_index|prompt_id|prompt_idx|prompt_text|question|question_id|input|input_text|item|doc_id)$/;
const textNames =
  /^(?:system|system_prompt|template|prefix|suffix|stop|messages|answer|response|output|text|content|completion|message|analysis|note|notes|comment|comments|description|generated_text|output_text|reasoning)$/;
/** Conditions of a run that carry a unit and are no result. */
const conditionWords = /^(?:warmup|warm_up)(?:_|$)|(?:^|_)(?:timeout|interval|seed|port|version|sha|hash|digest|uuid|pid)(?:_|$)/;
const targetWords = /(?:^|_)(?:target|expected|threshold|limit|slo)(?:_|$)/;
const countWords = /(?:^|_)(?:count|counts|num|number|n)(?:_|$)|^(?:samples|requests|completed|successful|total_requests|graph_breaks)$/;

/** In the order of READING section 1; the numbers are its rule numbers. */
const rules: readonly Rule[] = [
  /* 0 */ ({levels}) => (levels.size === 0 ? {role: "nothing"} : undefined),
  /* 1 */ ({words, numbers}) => (isFailureName(words) && numbers === undefined ? {role: "failure"} : undefined),
  /* 2 */ ({levels}) => ([...levels.keys()].every(text => /^\{.*\}$/s.test(text)) ? {role: "settings"} : undefined),
  /* 3 */ timeRole,
  /* 4 */ ({words, levels, numbers}) =>
    isStatusName(words) || (numbers === undefined && levels.size <= 8 && [...levels.keys()].every(isStatusWord))
      ? {role: "status"}
      : undefined,
  configurationRole,
  limitOfSettings,
  described => (conditionWords.test(described.words) ? label(described, `x.${described.words}`) : undefined),
  /* 5 */ described => (targetWords.test(described.words) ? metricRole(described, true) : undefined),
  /* 6 */ described =>
    described.name.unit !== undefined || (described.numbers?.unit ?? "unknown") !== "unknown" ? metricRole(described, false) : undefined,
  /* 7 */ temperatureRole,
  /* 8 */ settingRole,
  /* 9 */ described => (knownMetric(described.name) === undefined ? undefined : metricRole(described, false)),
  /* 10 */ orderRole,
  /* 11 */ subjectRole,
  /* 12 */ described => (described.name.statistic !== undefined ? metricRole(described, false) : undefined),
  /* 14 */ described =>
    countWords.test(described.words) && isWhole(described.numbers)
      ? metricRole({...described, name: {...described.name, unit: "1"}}, false)
      : undefined,
  /* 15 */ described =>
    described.numbers !== undefined && described.levels.size === 1 && described.column.cells.length > 2
      ? label(described, `x.${described.words}`)
      : undefined,
  /* 16 */ described => (isBalanced(described) ? label(described, `x.${described.words}`) : undefined),
  /* 13, 17 */ described => metricRole(described, false),
  /* 18 */ ({levels, words}) =>
    textNames.test(words) || [...levels.keys()].some(text => text.length > 60 || text.split(/\s+/).length > 6) || levels.size > 50
      ? {role: "nothing"}
      : undefined,
  /* 19 */ described => label(described, `x.${described.words}`)
];

function timeRole({column, words, levels}: Described): ColumnRole | undefined {
  const times = column.cells.map(cell => epochSeconds(cell, isTimeName(words)));
  const found = times.filter(time => time !== undefined).length;
  if (found === 0 || found < [...levels.values()].reduce((sum, count) => sum + count, 0) * 0.8) return undefined;
  return {role: "time", values: times.map(time => time?.utc ?? null)};
}

/** By its own name first: `device` of `model: {device}` is the device. */
function configurationRole(described: Described): ColumnRole | undefined {
  if (described.column.isConfiguration !== true) return undefined;
  const own = {...described, words: snakeCase(described.column.name)};
  if (pairingNames.test(own.words) || textNames.test(own.words)) return {role: "nothing"};
  const isPlainName = own.words !== "name" && described.words !== own.words;
  const known =
    settingRole(own) ?? (isPlainName || described.column.prefix === "" ? subjectRole(own) : undefined) ?? subjectRole(described);
  return known ?? label(described, `x.${described.words}`);
}

/** `max_batch_size` is a setting's name, not the maximum of something, unless unit or vocabulary say otherwise. */
function limitOfSettings(described: Described): ColumnRole | undefined {
  const {name, words, numbers} = described;
  if (!/^(?:max|min)_/.test(words) || name.unit !== undefined || numbers?.unit !== undefined || knownMetric(name) !== undefined)
    return undefined;
  return (
    settingRole(described) ??
    (numbers === undefined ? undefined : {role: "metric", metric: `x.${words}`, unit: "unknown", isTarget: false, ...plain(numbers)})
  );
}

function temperatureRole(described: Described): ColumnRole | undefined {
  const {words, numbers} = described;
  if (words !== "temperature" || numbers === undefined) return undefined;
  if (numbers.values.every(value => value === null || value <= 2)) return label(described, "temperature");
  return {role: "metric", metric: "gpu_temperature", unit: "unknown", isTarget: false, ...plain(numbers)};
}

function settingRole(described: Described): ColumnRole | undefined {
  const {words} = described;
  const key = Object.hasOwn(settingAliases, words) ? settingAliases[words] : settings.has(words) ? words : undefined;
  return key === undefined ? undefined : label(described, key);
}

/** Prompts are told apart by number: their text is the user's. */
function orderRole(described: Described): ColumnRole | undefined {
  const {words, column} = described;
  if (repeatNames.test(words)) return label(described, words, "repeat");
  if (!pairingNames.test(words)) return undefined;
  const known = new Map<string, number>();
  const values = column.cells.map(cell => {
    const text = String(cell ?? "");
    if (!known.has(text)) known.set(text, known.size + 1);
    return known.get(text) ?? null;
  });
  return {role: "label", key: "prompt", as: "pairing", values};
}

function subjectRole(described: Described): ColumnRole | undefined {
  const {words} = described;
  const key = Object.hasOwn(subjectSynonyms, words) ? subjectSynonyms[words] : subjects.has(words) ? words : undefined;
  return key === undefined ? undefined : label(described, key);
}

function metricRole({name, words, numbers}: Described, isTarget: boolean): ColumnRole | undefined {
  if (numbers === undefined) return undefined;
  const unit = numbers.unit ?? name.unit;
  const factor = numbers.unit === undefined ? name.factor : 1;
  const known = knownMetric({...name, ...(unit === undefined ? {} : {unit})});
  const isShare =
    known?.unit !== "fraction" || unit !== undefined || numbers.values.every(value => value === null || (value >= 0 && value <= 1));
  const rest = name.base === "" ? (name.statistic === undefined ? words : "value") : name.base;
  return {
    role: "metric",
    metric: known?.metric ?? `x.${rest}`,
    unit: isShare ? (known?.unit ?? unit ?? "unknown") : "unknown",
    ...(name.statistic === undefined ? {} : {statistic: name.statistic}),
    isTarget,
    rejected: numbers.rejected,
    values: factor === 1 ? numbers.values : numbers.values.map(value => inBaseUnit(value, factor))
  };
}

const plain = ({values, rejected}: Numbers): Numbers => ({values, rejected});

function label({column, numbers}: Described, key: string, as: "labels" | "pairing" | "repeat" = "labels"): ColumnRole {
  if (column.cells.some(cell => typeof cell === "string" && cell.length > longestLabel)) return {role: "nothing"};
  const values = column.cells.map((cell, row) => {
    if (typeof cell !== "string") return cell;
    if (isAbsent(cell)) return null;
    return numbers !== undefined && numbers.unit === undefined ? (numbers.values[row] ?? cell) : cell;
  });
  return {role: "label", key, as, values};
}

function isWhole(numbers: Numbers | undefined): boolean {
  return numbers?.values.every(value => value === null || (Number.isInteger(value) && value >= 0)) ?? false;
}

/** Few levels, each as often as the others: the column of a design. */
function isBalanced({numbers, levels, column}: Described): boolean {
  const counts = [...levels.values()];
  return (
    numbers !== undefined &&
    counts.length >= 2 &&
    counts.length <= 8 &&
    column.cells.length >= counts.length * 3 &&
    Math.max(...counts) <= Math.min(...counts) * 1.5
  );
}
