import type {Labels, NoteInput} from "../../contracts/index.ts";
import {measuredCell} from "../measured-value.ts";
import {modelName} from "../model-name.ts";
import type {DraftRow, ReaderInput, Reading, TableDraft} from "../reader.ts";
import {buildTable, type DraftColumn} from "../table.ts";

/** One line of Ollama's `bench` tool: a step of one epoch. */
interface BenchStep {
  place: string;
  model: string;
  step: string;
  /** `ns` per token for prefill and generate, for the whole step otherwise; undefined fields were not written. */
  nanoseconds: string;
  tokensPerSecond: string | undefined;
  /** Labels of the `# Model:` line above. */
  labels: Labels;
}

const steps: Readonly<Record<string, {metric: string; rate?: string; definition?: string}>> = {
  prefill: {metric: "prefill_time_per_token", rate: "prefill_throughput"},
  generate: {metric: "tpot", rate: "decode_throughput"},
  ttft: {metric: "ttft", definition: "client"},
  load: {metric: "load_time"},
  total: {metric: "total_time"}
};

/** `# Model: gemma3:270m | Params: 268.10M | Quant: Q4_K_M | … | NumCtx: 4096`; undefined for other lines. */
function benchHeading(line: string): Labels | undefined {
  if (!/^# Model: \S/.test(line)) return undefined;
  const words = new Map(
    line
      .slice(1)
      .split("|")
      .map(part => [part.split(":")[0]?.trim() ?? "", part.slice(part.indexOf(":") + 1).trim()])
  );
  const model = words.get("Model") ?? "";
  const context = Number(words.get("NumCtx"));
  const quantization = words.get("Quant") || modelName(model).quantization;
  return {
    model,
    ...(quantization === undefined ? {} : {quantization}),
    ...(context > 0 ? {num_ctx: context} : {})
  };
}

/** A line's step without what stands around it; undefined for lines that are none. */
type StepOf = (line: string) => Omit<BenchStep, "place" | "labels"> | undefined;

/** Reads both forms of the tool's output, a step a line; places are lines. */
export function readBench({path, lines}: ReaderInput, stepOf: StepOf): Reading {
  const problems: NoteInput[] = [];
  const found: BenchStep[] = [];
  let labels: Labels = {};
  for (const [index, text] of lines.entries()) {
    labels = benchHeading(text) ?? labels;
    const step = stepOf(text);
    if (step !== undefined) found.push({...step, place: `L${index + 1}`, labels: labels["model"] === step.model ? labels : {}});
  }
  return {tables: benchTable(found, path, problems), reported: [], session: {tool: "ollama-bench", environment: {}}, problems};
}

/**
 * A row per epoch from its steps (`ttft`, `load`, `total`, …), which follow each other; an epoch ends where a step returns or the model changes.
 * `fields` names the columns of a step's time and rate in places. Rates of 1e21 tokens a second come from a time of zero: rejected.
 */
function benchTable(all: readonly BenchStep[], path: string, problems: NoteInput[]): TableDraft[] {
  const epochs: BenchStep[][] = [];
  for (const step of all) {
    const open = epochs.at(-1);
    if (open === undefined || open[0]?.model !== step.model || open.some(each => each.step === step.step)) epochs.push([step]);
    else open.push(step);
  }
  if (epochs.length === 0) return [];
  const columns: DraftColumn[] = Object.entries(steps).flatMap(([step, {metric, rate, definition}]) => [
    {metric, field: fieldOf(step, "ns"), ...(definition === undefined ? {} : {definition})},
    ...(rate === undefined ? [] : [{metric: rate, field: fieldOf(step, "rate")}])
  ]);
  return [buildTable({columns, rows: epochs.map((epoch, index) => rowOf(epoch, index, epochs, path, problems))})];
}

const fieldOf = (step: string, what: "ns" | "rate") => (what === "ns" ? step : `${step}, token/s`);

function rowOf(epoch: readonly BenchStep[], index: number, epochs: readonly BenchStep[][], path: string, problems: NoteInput[]): DraftRow {
  const values: Record<string, number | null> = {};
  const keep = (metric: string, field: string, raw: string, per: number, at: string) => {
    values[field] = measuredCell({metric, raw, per, at}, path, problems);
  };
  for (const {step, nanoseconds, tokensPerSecond, place} of epoch) {
    const known = steps[step];
    if (known === undefined) continue;
    keep(known.metric, fieldOf(step, "ns"), nanoseconds, 1e9, place);
    if (known.rate !== undefined && tokensPerSecond !== undefined) keep(known.rate, fieldOf(step, "rate"), tokensPerSecond, 1, place);
  }
  const first = epoch[0];
  const model = first?.model ?? "";
  const before = epochs.slice(0, index).filter(other => other[0]?.model === model).length;
  const last = epoch.at(-1)?.place ?? "";
  return {
    place: first === undefined || first.place === last ? last : `${first.place}-${last}`,
    values,
    labels: {model, ...first?.labels},
    repeat: {repeat: before + 1}
  };
}
