import {compareCells, random, type ScoredCell, scoreCell} from "../../agents/analyst/index.ts";
import {
  type Analysis,
  type Cell,
  type CellRun,
  type ExitCode,
  exitCodes,
  type NoteInput,
  noteSchema,
  SpecError
} from "../../agents/contracts/index.ts";
import {type Locale, loadLocale} from "../../agents/locale/index.ts";
import {rewordable, type SentenceTexts, write} from "../../agents/writer/index.ts";
import {publish, writable} from "../destination.ts";
import type {Effects} from "../effects.ts";
import {type FoundModel, findModel, isFound, type MissingModel} from "../model-run.ts";
import {loadPack, type PromptPack} from "../packs.ts";
import {prepareReport} from "../prepare-report.ts";
import {type LocaleFiles, readLocaleFiles} from "../prompt-files.ts";
import {readingStages} from "../stages.ts";
import {openStore, type Stored} from "../store.ts";
import {BrokenRepeat, type CellRunInput, findingsOfSentences, runCell} from "./cell-run.ts";
import type {CompareOutcome} from "./compare-outcome.ts";
import type {ComparedCell, ComparePlan} from "./compare-spec.ts";
import {type Failing, failing} from "./condition.ts";
import {type Turn, turnsOf} from "./turns.ts";
import {runTurns, storedResult, type TurnCounts, type TurnEffects} from "./run-turns.ts";
import {writeDocuments} from "./write-documents.ts";

export interface CompareOptions {
  /** Repeats that were faulty are run again. */
  isRetry: boolean;
  /** Something must be stored already. */
  isResume: boolean;
  /** Nothing is run and nothing written. */
  isDry: boolean;
}

export interface CompareEffects extends Effects {
  signal?: AbortSignal;
  progress?: (done: number, total: number, cell: string, repeat: number) => void;
}

interface Contender {
  cell: ComparedCell;
  pack: PromptPack;
  model: FoundModel | MissingModel;
}

/**
 * Runs the configurations of a plan on the same analysis, scores them and writes `comparison.json`, `.md` and `.html`. Every repeat is
 * stored as soon as it is there. @throws SpecError for what the user can fix; the signal's reason when aborted.
 */
export async function compare(plan: ComparePlan, options: CompareOptions, effects: CompareEffects): Promise<CompareOutcome> {
  const {base} = plan;
  const {signal} = effects;
  const aborted = signal === undefined ? {} : {signal};
  const {prepared} = await prepareReport(withoutModel(base), effects, signal);
  return await writable(base.out, async () => {
    const store = openStore(`${base.out}/.chimera`, effects);
    const analysis = await readingStages(prepared, {
      folder: effects.folder,
      clock: effects.clock,
      unique: effects.unique,
      store,
      ...aborted
    }).analysis();
    const files = readLocaleFiles(base.lang);
    const locale = loadLocale(files.name, files.texts);
    const contenders = await contendersOf(plan, effects);
    if (contenders.every(({model}) => !isFound(model))) return withoutAnyModel(contenders);
    const input = inputOf(analysis, locale, files, base.date);
    const byId = new Map(contenders.map(one => [one.cell.id, one]));
    const turnEffects: TurnEffects = {
      store,
      ...aborted,
      keyOf: ({cell}) => keysOf(byId.get(cell.id), analysis.key, files),
      run: turn =>
        runCell(turn, {...input, ...present(byId.get(turn.cell.id))}, {clock: effects.clock, models: effects.models, ...aborted}),
      reasonOf: error => (error instanceof BrokenRepeat ? error.note : undefined),
      progress: (done, total, {cell, repeat}) => effects.progress?.(done, total, cell.id, repeat)
    };
    const turns = turnsOf(plan.cells, plan.repeats, plan.seed, random(plan.seed)).filter(({cell}) => isFound(byId.get(cell.id)?.model));
    if (options.isResume || options.isDry) {
      const stored = await countStored(turns, turnEffects);
      if (options.isDry) return dryOutcome(stored, turns.length, contenders);
      if (stored === 0)
        throw new SpecError("compare-nothing-stored", "--resume: nothing is stored of this comparison; leave --resume out", {});
    }
    const counts = await runTurns(turns, options.isRetry, turnEffects);
    const {scored, sentences} = await measured(plan, contenders, turnEffects);
    const comparison = compareCells(scored, {
      artifacts: nameOf(base.artifacts),
      reference: plan.reference,
      repeats: plan.repeats,
      seed: plan.seed
    });
    signal?.throwIfAborted();
    const conclusions = await writeDocuments(comparison, {plan, prepared, sentences, locale, files, effects});
    await publish(prepared.destination, effects);
    const failed = failing(comparison, plan.failOn);
    const missing = missingOf(contenders);
    return {
      exitCode: exitCodeOf(counts, failed, missing),
      path: prepared.destination.folder,
      counts: {...counts, total: turns.length},
      comparison,
      conclusions,
      failing: failed,
      missing
    };
  });
}

/** What all configurations are asked about: no sentence that may be reworded names one. */
function inputOf(analysis: Stored<Analysis>, locale: Locale, files: LocaleFiles, date: string): Omit<CellRunInput, "pack" | "model"> {
  const sentences = rewordable(write(analysis.value, {locale, date, agentType: "", configuration: {}}));
  const findings = findingsOfSentences(analysis.value, sentences.summary);
  return {analysis, locale, localeKey: files.key, sentences: () => sentences, findings};
}

const nothingDone = {stored: 0, run: 0, faulty: 0, total: 0};

/** Nothing was asked, nothing is written. */
const withoutAnyModel = (contenders: readonly Contender[]): CompareOutcome => ({
  exitCode: exitCodes.noModel,
  counts: nothingDone,
  conclusions: [],
  failing: [],
  missing: missingOf(contenders)
});

function withoutModel({model: _model, pack: _pack, ...plan}: ComparePlan["base"]): ComparePlan["base"] {
  return {...plan, agent: "baseline", provider: "none"};
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

async function contendersOf({cells}: ComparePlan, {models, signal}: CompareEffects): Promise<Contender[]> {
  const contenders: Contender[] = [];
  for (const cell of cells) {
    signal?.throwIfAborted();
    const pack = loadPack(cell.plan.pack ?? cell.plan.agent);
    const model = await findModel(cell.plan, pack, {models, ...(signal === undefined ? {} : {signal})});
    if (model === undefined) throw new SpecError("compare-no-model", "a comparison needs a model; leave --provider none out", {});
    contenders.push({cell, pack, model});
  }
  return contenders;
}

function present(contender: Contender | undefined): {pack: PromptPack; model: FoundModel} {
  if (contender === undefined || !isFound(contender.model)) throw new Error("a turn of a configuration without model");
  return {pack: contender.pack, model: contender.model};
}

/** Prompts follow from the pack, the language and the analysis; schemas and checks from our own version, which is part of every key. */
function keysOf(contender: Contender | undefined, analysisKey: string, locale: LocaleFiles): string[] {
  const {pack, model} = present(contender);
  return [analysisKey, locale.name, locale.key, pack.key, model.provider, model.key];
}

async function countStored(turns: readonly Turn[], effects: TurnEffects): Promise<number> {
  let stored = 0;
  for (const turn of turns) if ((await storedResult(turn, effects)) !== undefined) stored += 1;
  return stored;
}

function dryOutcome(stored: number, total: number, contenders: readonly Contender[]): CompareOutcome {
  return {
    exitCode: exitCodes.done,
    counts: {total, stored, run: total - stored, faulty: 0},
    conclusions: [],
    failing: [],
    missing: missingOf(contenders)
  };
}

const missingOf = (contenders: readonly Contender[]): CompareOutcome["missing"] =>
  contenders.flatMap(({cell, model}) => (isFound(model) ? [] : [{cell: cell.id, reason: noteSchema.parse(model.error)}]));

/** Scores of every cell, read one cell at a time, and the sentences of the summary as the first whole repeat of each has them. */
async function measured(
  {repeats, seed}: ComparePlan,
  contenders: readonly Contender[],
  effects: TurnEffects
): Promise<{scored: ScoredCell[]; sentences: SentenceTexts[]}> {
  const scored: ScoredCell[] = [];
  const shown = new Map<string, SentenceTexts>();
  for (const {cell, model} of contenders) {
    const runs: CellRun[] = [];
    const failures: {repeat: number; reason: NoteInput}[] = [];
    for (let repeat = 1; repeat <= repeats; repeat += 1) {
      const result = isFound(model) ? await storedResult({cell, repeat, seed: seed + repeat - 1}, effects) : undefined;
      if (result === undefined) failures.push({repeat, reason: isFound(model) ? {code: "not-run"} : model.error});
      else if (result.kind === "failed") failures.push({repeat, reason: result.reason});
      else runs.push(result.run);
    }
    scored.push(scoreCell({cell: shownCell(cell, model), runs, failures}));
    show(shown, cell.id, runs[0]);
  }
  return {scored, sentences: [...shown.values()]};
}

function shownCell({id, shown, options, plan}: ComparedCell, model: Contender["model"]): Cell {
  if (!isFound(model)) return {id, ...shown, provider: plan.provider, options: {...options}};
  const {provider, name, digest, spec} = model;
  return {id, agent: shown.agent, provider, model: name, ...(digest === undefined ? {} : {digest}), options: {...spec.options}};
}

function show(shown: Map<string, SentenceTexts>, cell: string, run: CellRun | undefined): void {
  for (const sentence of run?.sentences.filter(({section}) => section === "summary") ?? []) {
    const {section, number, template} = sentence;
    const key = `${section} ${number}`;
    const known = shown.get(key) ?? {section, number, template, cells: []};
    shown.set(key, {...known, cells: [...known.cells, {cell, sentence}]});
  }
}

/** 5 some repeats failed · 6 a condition is met: the first of these. */
function exitCodeOf({faulty}: TurnCounts, failed: readonly Failing[], missing: readonly unknown[]): ExitCode {
  if (faulty > 0 || missing.length > 0) return exitCodes.someFailed;
  return failed.length > 0 ? exitCodes.claimsFail : exitCodes.done;
}
