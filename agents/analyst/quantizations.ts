import type {Labels} from "../contracts/index.ts";
import {type Cell, cellsOf, partsOf} from "./cells.ts";
import type {Context} from "./context.ts";
import type {Effect} from "./effects.ts";
import {groupBy, modelKey} from "./labels.ts";
import {holm} from "./statistics/holm.ts";
import {normalTail} from "./statistics/normal-tail.ts";

/** One quantization of one model, with what was measured of it anywhere. */
export interface Variant {
  quantization: string;
  cells: Cell[];
  /** Fact ids. */
  size?: string;
  fileSize?: string;
  quality?: string;
  /** Perplexity is worse than the reference's beyond its standard errors (Holm over the variants). */
  quality_verdict: "worse" | "better" | "same" | "unknown";
  /** Speed against the reference, by tool and metric. */
  effects: Effect[];
}

export interface Quantizations {
  model: string;
  reference: string;
  variants: Variant[];
}

interface Quality {
  quantization: string;
  value: number;
  stderr: number;
  fact: string;
}

/** Models of which several quantizations were measured, whose speed and at least one of size and quality are known. */
export function quantizationTradeoffs(context: Context): Quantizations[] {
  return quantizedModels(context).filter(({variants}) =>
    variants.some(({quality, size, fileSize}) => (quality ?? size ?? fileSize) !== undefined)
  );
}

/** Models of which the speed of at least two quantizations was measured in one session. */
function quantizedModels(context: Context): Quantizations[] {
  const sweeps = context.effects.filter(({factor}) => factor === "quantization");
  return [...groupBy(sweeps, ({subject}) => modelKey(subject)).values()].flatMap(effects => {
    const first = effects[0];
    if (first === undefined) return [];
    const key = modelKey(first.subject);
    const reference = String(first.from);
    const names = [...new Set(effects.flatMap(({from, to}) => [String(from), String(to)]))].sort();
    const qualities = qualitiesOf(context, key);
    const verdicts = qualityVerdicts(qualities, reference);
    const model =
      [...new Set(effects.map(({subject}) => String(subject.model)))].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? "";
    return [
      {
        model,
        reference,
        variants: names.map(quantization => ({
          quantization,
          cells: context.steady.filter(({subject}) => modelKey(subject) === key && subject.quantization === quantization),
          ...sizeOf(context, key, quantization),
          ...optional("quality", qualities.find(quality => quality.quantization === quantization)?.fact),
          quality_verdict: quantization === reference ? "same" : (verdicts.get(quantization) ?? "unknown"),
          effects: effects.filter(({to}) => to === quantization)
        }))
      }
    ];
  });
}

const optional = <K extends string>(key: K, value: string | undefined): {[P in K]?: string} =>
  (value === undefined ? {} : {[key]: value}) as {[P in K]?: string};

const isVariant = (labels: Labels, key: string, quantization?: string): boolean =>
  modelKey(labels) === key && labels.quantization !== undefined && (quantization === undefined || labels.quantization === quantization);

function qualitiesOf({frames, store}: Context, key: string): Quality[] {
  return frames.reported.flatMap(record => {
    if (record.metric !== "perplexity" || !isVariant(record.subject, key)) return [];
    const stderr = record.statistics.find(({statistic}) => statistic === "stderr");
    const fact = store.stated(record);
    if (fact === undefined) return [];
    return [{quantization: String(record.subject.quantization), value: store.value(fact), stderr: stderr?.value ?? 0, fact}];
  });
}

/** Two-sided z test on the two standard errors; the text is the same, so this is on the safe side. */
function qualityVerdicts(qualities: readonly Quality[], reference: string): Map<string, Variant["quality_verdict"]> {
  const base = qualities.find(({quantization}) => quantization === reference);
  if (base === undefined) return new Map();
  const others = qualities.filter(({quantization}) => quantization !== reference);
  const ps = others.map(({value, stderr}) => {
    const error = Math.hypot(stderr, base.stderr);
    return error > 0 ? normalTail(Math.abs(value - base.value) / error) : 1;
  });
  const adjusted = holm(ps);
  return new Map(
    others.map(({quantization, value}, index) => [
      quantization,
      (adjusted[index] ?? 1) < 0.05 ? (value > base.value ? "worse" : "better") : "same"
    ])
  );
}

function sizeOf({frames, store}: Context, key: string, quantization: string): Pick<Variant, "size" | "fileSize"> {
  const cells = cellsOf(frames.frames, "property").filter(({subject}) => isVariant(subject, key, quantization));
  const of = (metric: string): string | undefined => {
    const cell = cells.find(({parts}) => parts.some(({frame}) => frame.columns.has(metric)));
    const part = cell?.parts.find(({frame}) => frame.columns.has(metric));
    if (cell === undefined || part === undefined) return undefined;
    return store.median([{frame: part.frame, rows: part.rows.slice(0, 1)}], metric, {subject: cell.subject});
  };
  return {...optional("size", of("model_size")), ...optional("fileSize", of("file_size"))};
}

/** Cells of all variants of a model. */
export const variantCells = ({variants}: Quantizations): Cell[] => variants.flatMap(({cells}) => cells);

/** A metric of one variant with one tool, from the cells that were compared: median, or mean and deviation where rows are few. */
export function variantSpeed(
  {store}: Context,
  {variants}: Quantizations,
  quantization: string,
  tool: string,
  metric: string
): string | undefined {
  const effect = variants
    .flatMap(({effects}) => effects)
    .find(({session, metric: name, cells}) => session.tool === tool && name === metric && cells.has(quantization));
  const cells = effect?.cells.get(quantization);
  if (cells === undefined) return undefined;
  const {subject} = cells[0] ?? {};
  return store.typical(partsOf(cells), metric, {subject: subject ?? {}, where: {of: "variants", tool}});
}
