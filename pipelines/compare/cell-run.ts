import type {Analysis, Call, CellRun, Note, RewordedSection, Span} from "../../agents/contracts/index.ts";
import {plain} from "../../agents/locale/index.ts";
import {lettered, unlettered} from "../../agents/prose/index.ts";
import type {Effects} from "../effects.ts";
import {type FoundModel, openModelRun} from "../model-run.ts";
import type {PromptPack} from "../packs.ts";
import {allSaid, type SaidInput, type SaidProse, sayExplanations, sayProse, type Spoken} from "../said-stages.ts";
import type {Store} from "../store.ts";
import type {Turn} from "./turns.ts";

export interface CellRunInput extends SaidInput {
  /** Finding of each sentence of the summary, in reading order. */
  findings: readonly (string | undefined)[];
  pack: PromptPack;
  model: FoundModel;
}

export interface CellRunEffects extends Pick<Effects, "clock" | "models"> {
  signal?: AbortSignal;
}

/** The model failed on the way: what came of the repeat says nothing about the configuration. */
export class BrokenRepeat extends Error {
  readonly note: Note;

  constructor(note: Note) {
    super(note.code);
    this.note = note;
  }
}

/**
 * One report's worth of model calls with the configuration of a turn. Nothing is taken from a store: each repeat asks anew. The model is
 * loaded before the clock starts. @throws BrokenRepeat; the signal's reason when aborted.
 */
export async function runCell(turn: Turn, input: CellRunInput, effects: CellRunEffects): Promise<CellRun> {
  const {pack, model} = input;
  const seeded = {...model, spec: {...model.spec, options: {...model.spec.options, seed: turn.seed}}};
  const run = openModelRun(seeded, pack, effects);
  const context = {store: withoutMemory, model: seeded, run, pack, repeat: turn.repeat};
  try {
    const beforeLoad = effects.clock.seconds();
    const session = await run.session();
    await session.plan([], {user: ""}, 1);
    const start = effects.clock.seconds();
    const explanations = await sayExplanations(input, context);
    const prose = (await sayProse(input, context)) ?? [];
    const seconds = effects.clock.seconds() - start;
    const {calls, isWhole} = allSaid(explanations, prose);
    if (!isWhole) throw new BrokenRepeat(calls.findLast(({error}) => error !== undefined)?.error ?? {code: "model-gone", values: {}});
    return {
      version: 1,
      cell: turn.cell.id,
      repeat: turn.repeat,
      seed: turn.seed,
      sentences: sentencesOf(input, prose),
      calls: callsOf(calls),
      seconds,
      loadSeconds: start - beforeLoad
    };
  } finally {
    await run.close();
  }
}

/** A store in which nothing is ever found. */
const withoutMemory: Store = {
  read: async () => undefined,
  write: async (_name, _key, schema, value) => schema.parse(value),
  stage: async (stage, make) => ({key: "", value: stage.schema.parse(await make()), found: false})
};

/** Every sentence that a model was asked for, as it stands in the report, with what was refused of it on the way. */
function sentencesOf({sentences, findings}: CellRunInput, prose: readonly Spoken<SaidProse>[]): CellRun["sentences"] {
  const offered = sentences();
  return prose.flatMap(({value: {value, calls}}) =>
    offered[value.section].map((spans, index) => {
      const {letters} = lettered(spans);
      const number = index + 1;
      const text = value.sentences.find(({of}) => of === number)?.text;
      const refused = calls
        .flatMap(({rejected}) => rejected.filter(({of}) => of === number))
        .map(({text: said, faults}) => ({text: plain(unlettered(said, letters)), faults}));
      const finding = value.section === "summary" ? findings[index] : undefined;
      const template = plain(spans);
      return {
        section: value.section satisfies RewordedSection,
        number,
        ...(finding === undefined ? {} : {finding}),
        template,
        text: text === undefined ? template : plain(unlettered(text, letters)),
        by: text === undefined ? ("template" as const) : ("model" as const),
        isRepaired: text !== undefined && refused.length > 0,
        refused
      };
    })
  );
}

/** The finding that each of these sentences states, if it prints facts of one. */
export function findingsOfSentences(analysis: Analysis, sentences: readonly (readonly Span[])[]): (string | undefined)[] {
  const owners = findingByFact(analysis);
  return sentences.map(spans => findingOf(spans, owners));
}

/** Fact -> findings that it belongs to. */
function findingByFact({findings}: Analysis): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, string[]>();
  for (const {id, facts, members} of findings) {
    for (const fact of [...Object.values(facts), ...members.flatMap(member => Object.values(member.facts))]) {
      owners.set(fact, [...(owners.get(fact) ?? []), id]);
    }
  }
  return owners;
}

/** The finding most of whose facts the sentence prints. */
function findingOf(spans: readonly Span[], owners: ReadonlyMap<string, readonly string[]>): string | undefined {
  const counts = new Map<string, number>();
  for (const id of spans.flatMap(({fact}) => (fact === undefined ? [] : (owners.get(fact) ?? []))))
    counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Sentences that had no room are noted as calls without a server: they are none. */
const isExchange = ({notes = [], seconds}: Call): boolean => seconds > 0 || !notes.some(({code}) => code === "sentences-dropped");

function callsOf(all: readonly Call[]): CellRun["calls"] {
  const calls = all.filter(isExchange);
  const sum = (of: (call: Call) => number | undefined): number | undefined =>
    calls.some(call => of(call) !== undefined) ? calls.reduce((total, call) => total + (of(call) ?? 0), 0) : undefined;
  const first = calls.filter(({attempt}) => attempt === 1);
  const prompts = calls.flatMap(({times}) => (times?.prompt === undefined ? [] : [times.prompt])).sort((a, b) => a - b);
  const timed = calls.filter(({times, outputTokens}) => times?.output !== undefined && outputTokens !== undefined);
  const output = timed.reduce((total, {times}) => total + (times?.output ?? 0), 0);
  const promptTokens = sum(call => call.promptTokens);
  const outputTokens = sum(call => call.outputTokens);
  const middle = prompts[Math.floor((prompts.length - 1) / 2)];
  return {
    count: calls.length,
    first: first.length,
    valid: first.filter(({error}) => error === undefined).length,
    failed: calls.flatMap(({error}) => (error === undefined ? [] : [error])),
    ...(promptTokens === undefined ? {} : {promptTokens}),
    ...(outputTokens === undefined ? {} : {outputTokens}),
    ...(middle === undefined ? {} : {ttft: middle}),
    ...(output === 0 ? {} : {decodeThroughput: timed.reduce((total, {outputTokens: tokens = 0}) => total + tokens, 0) / output})
  };
}
