import {type Analysis, type NoteInput, noteSchema} from "../contracts/index.ts";
import type {Context} from "./context.ts";
import {groupBy, modelKey} from "./labels.ts";
import {quantizationTradeoffs, type Quantizations, variantCells, variantSpeed} from "./quantizations.ts";

type Remark = Analysis["remarks"][number];

/** Measurements that would settle what the data leave open. */
export function nextStepsOf(context: Context): Remark[] {
  return [...toolDifferences(context), ...missingQuality(context), ...fewPairs(context), ...orderedSweeps(context)].map(note => ({
    section: "next_steps",
    note: noteSchema.parse(note)
  }));
}

/** The same variant of the same model is faster in one tool than in another, beyond both intervals or deviations. */
function toolDifferences(context: Context): NoteInput[] {
  return quantizationTradeoffs(context).flatMap(model => {
    const tools = [...new Set(variantCells(model).map(({session}) => session.tool))].sort();
    const speeds = tools.flatMap(tool => {
      const id = variantSpeed(context, model, model.reference, tool, "decode_throughput");
      return id === undefined ? [] : [{tool, id, ...rangeOf(context, id)}];
    });
    const [one, two] = speeds;
    if (one === undefined || two === undefined || (one.low <= two.high && two.low <= one.high)) return [];
    return [
      {code: "tools-differ", values: {tool: one.tool, other_tool: two.tool, speed: {fact: one.id}, other: {fact: two.id}, ...names(model)}}
    ];
  });
}

const names = ({model, reference}: Quantizations) => ({model, variant: reference});

function rangeOf({store}: Context, id: string): {low: number; high: number} {
  const {interval, deviation = 0} = store.get(id);
  const value = store.value(id);
  return {low: interval?.[0] ?? value - 2 * deviation, high: interval?.[1] ?? value + 2 * deviation};
}

/** Models whose speed was measured but whose quality was not, while another model's was. */
function missingQuality({cells, frames}: Context): NoteInput[] {
  const rated = new Set(frames.reported.filter(({metric}) => metric === "perplexity").map(({subject}) => modelKey(subject)));
  if (rated.size === 0) return [];
  const speeds = cells.filter(
    ({subject, parts}) => subject.model !== undefined && parts.some(({frame}) => frame.columns.has("decode_throughput"))
  );
  const models = [...groupBy(speeds, ({subject}) => modelKey(subject))]
    .filter(([key, group]) => !rated.has(key) && group.some(({phase}) => phase === "warm"))
    .map(([, group]) => shortestName(group.map(({subject}) => String(subject.model))));
  return models.length === 0 ? [] : [{code: "measure-quality", values: {models}}];
}

const shortestName = (all: readonly string[]): string => [...all].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? "";

/** Factors whose levels differ, but were measured one after the other: only another order tells the two apart. */
function orderedSweeps({effects}: Context): NoteInput[] {
  const unclear = effects.filter(
    ({primary, ordered, verdict, factor}) => primary && ordered && verdict === "shown" && factor !== "quantization"
  );
  return [...groupBy(unclear, ({factor, session}) => `${session.id} ${factor}`).values()].flatMap(([first]) =>
    first === undefined ? [] : [{code: "random-order", values: {factor: first.factor, place: first.session.place}}]
  );
}

/** Factors that were varied, but in too few pairs to conclude anything. */
function fewPairs({effects, store}: Context): NoteInput[] {
  const few = effects.filter(({primary, verdict}) => primary && verdict === "too-few");
  return [...groupBy(few, ({factor, session}) => `${session.id} ${factor}`).values()].flatMap(group => {
    const first = group[0];
    if (first === undefined) return [];
    const n = store.count("comparisons", first.n, {session: first.session.id, where: {factor: first.factor, of: "too few"}}, [], first.n);
    return [{code: "few-pairs", values: {factor: first.factor, place: first.session.place, n: {fact: n}}}];
  });
}
