import PQueue from "p-queue";
import {gateResult} from "../../agents/analyst/index.ts";
import {exitCodes, type Gate, type History, historySchema} from "../../agents/contracts/index.ts";
import type {Effects} from "../effects.ts";
import {outcomeSchema, type StoredOutcome} from "../outcome.ts";
import {type ReportTexts, readReportTexts} from "../prompt-files.ts";
import {refusalOf} from "../destination.ts";
import type {PreparedReport, ReportHistory} from "../prepare-report.ts";
import {hashOf, openStore, type Store, stageKey, sweepStore} from "../store.ts";
import type {BatchResult, ItemResult} from "./batch-result.ts";
import {openCatalogue, type RunCard} from "./catalogue.ts";
import {type Failure, failureOf, isLasting} from "./failure.ts";
import {findRuns, type FoundRuns, requireRuns, type Run} from "./find-runs.ts";
import {type Histories, historiesOf} from "./histories.ts";
import {decide, failed, type Item, lookAt, named, remember} from "./item.ts";
import {writeIndex} from "./index-page.ts";
import {openJournal} from "./journal.ts";
import {takeLock} from "./lock.ts";
import {makeInPlace} from "./make-in-place.ts";
import type {Owner, OwnerEffects} from "./owner.ts";
import {type BatchPlan, planOf} from "./plan-batch.ts";
import type {MakeReason} from "./reason.ts";
import type {WorkQueue} from "./queue.ts";
import {seriesKeyOf} from "./series-key.ts";
import type {BatchWork} from "./work.ts";

/** What a batch says while it runs. */
export interface BatchProgress {
  /** Another batch works in the same folder and has to end first. */
  waits: (owner: Owner, since: string) => void;
  reads: (done: number, total: number, run: string) => void;
  ends: (result: ItemResult, done: number, total: number) => void;
}

export interface BatchEffects extends Effects, OwnerEffects {
  clock: Effects["clock"];
  /** Does what takes long, in another thread. */
  work: (work: BatchWork, signal: AbortSignal | undefined) => Promise<unknown>;
  /** Reads runs and makes reports elsewhere. */
  queue?: Pick<WorkQueue, "read" | "make">;
  signal?: AbortSignal;
  listener?: BatchProgress;
  /** Whether the files of a run stopped arriving; by default they did. */
  isStill?: (run: Run) => boolean;
}

/** Runs that are looked at together: the file system takes turns. */
const lookedAtOnce = 8;

/**
 * A report of each run in each language, only where something changed, then all runs beside each other. Each report is old and whole or new
 * and whole whatever happens. @throws SpecError for what concerns all runs; the signal's reason when aborted.
 */
export async function batch(plan: BatchPlan, gates: readonly Gate[], effects: BatchEffects): Promise<BatchResult> {
  const found = await findRuns({root: plan.root, patterns: plan.runs, out: plan.report.out}, effects);
  if (!plan.watch) requireRuns(found, plan.root);
  if (plan.dryRun) return await new Round(plan, found, withoutWriting(effects)).run(gates);
  const lock = await takeLock(`${plan.report.out}/.chimera`, {...effects, waits: (owner, since) => effects.listener?.waits(owner, since)});
  try {
    const signal = effects.signal === undefined ? lock.lost : AbortSignal.any([effects.signal, lock.lost]);
    const result = await new Round(plan, found, {...effects, signal}).run(gates);
    signal.throwIfAborted();
    await writeIndex(plan, result, effects);
    return result;
  } finally {
    await lock.release();
  }
}

/** A dry run leaves no trace. */
function withoutWriting(effects: BatchEffects): BatchEffects {
  const nothing = async () => {};
  const disk = {...effects.disk, create: nothing, rename: nothing, remove: nothing, makeFolder: nothing, syncFolder: nothing};
  return {...effects, disk};
}

/** One pass over all runs. */
class Round {
  readonly #plan: BatchPlan;
  readonly #found: FoundRuns;
  readonly #effects: BatchEffects;
  readonly #store: Store;
  readonly #texts: ReadonlyMap<string, ReportTexts>;
  /** Why a run has no series. */
  readonly #unread = new Map<string, Failure>();
  #done = 0;

  constructor(plan: BatchPlan, found: FoundRuns, effects: BatchEffects) {
    this.#plan = plan;
    this.#found = found;
    this.#effects = effects;
    this.#store = openStore(`${plan.report.out}/.chimera`, effects);
    this.#texts = new Map(plan.langs.map(lang => [lang, readReportTexts(lang)]));
  }

  async run(gates: readonly Gate[]): Promise<BatchResult> {
    await sweepStore(`${this.#plan.report.out}/.chimera`, this.#effects);
    const interrupted = await openJournal(this.#plan.report.out, this.#effects).sweep();
    const {still, waiting} = this.#byStillness();
    const items = await this.#lookAtAll(still);
    const catalogue = await openCatalogue(this.#store, hashOf([this.#plan.root]));
    const cards = await this.#cardsOf(items, catalogue.card);
    const read = new Set(cards.map(({run}) => run));
    // A run that cannot be read just now is remembered: else it would change the history of those after it.
    const remembered = this.#found.runs.flatMap(({name}) => (read.has(name) ? [] : (catalogue.before.get(name) ?? [])));
    const histories = historiesOf([...cards, ...remembered]);
    const made = await this.#each(items, this.#plan.concurrency, item => this.#make(item, histories, interrupted));
    const results = [...made, ...this.#unusable(), ...waiting];
    const names = new Set([...this.#found.runs, ...this.#found.failed].map(({name}) => name));
    const history = await this.#historyOf(histories.ordered).catch(error => {
      this.#effects.signal?.throwIfAborted();
      return failureOf(error);
    });
    if (!this.#plan.dryRun) await unlessRefused(() => catalogue.save(histories.ordered));
    return {
      items: results,
      runs: this.#states(histories.ordered),
      gone: [...catalogue.before.keys()].filter(run => !names.has(run)),
      ...(history === undefined ? {} : "code" in history ? {historyFailure: history} : {history}),
      gates: history === undefined || "code" in history ? [] : gates.map(gate => gateResult(history, gate))
    };
  }

  #byStillness(): {still: Run[]; waiting: ItemResult[]} {
    const {isStill = () => true} = this.#effects;
    const arriving = this.#found.runs.filter(run => !isStill(run));
    const waiting = arriving.flatMap(run =>
      this.#plan.langs.map((lang): ItemResult => {
        const plan = planOf(this.#plan, run, lang);
        const path = `${plan.out}/${plan.name}/${lang}`;
        return {run: run.name, lang, path, action: "waiting", why: "arriving", exitCode: exitCodes.done, findings: [], seconds: 0};
      })
    );
    return {still: this.#found.runs.filter(run => !arriving.includes(run)), waiting};
  }

  #lookAtAll(runs: readonly Run[]): Promise<Item[]> {
    const asked = runs.flatMap(run => [...this.#texts].map(([lang, texts]) => ({run, lang, texts})));
    return this.#each(asked, lookedAtOnce, ({run, lang, texts}) => lookAt(run, planOf(this.#plan, run, lang), texts, this.#effects));
  }

  /** What each run measured: from the store, else read now. A run that cannot be read has no card; making its report says why. */
  async #cardsOf(items: readonly Item[], known: (key: string) => Promise<RunCard | undefined>): Promise<RunCard[]> {
    const first = [...new Map(items.filter(({preparation}) => preparation !== undefined).map(item => [item.run.name, item])).values()];
    let done = 0;
    const cards = await this.#each(first, this.#plan.concurrency, async item => {
      const {run, preparation} = item;
      if (preparation === undefined) return undefined;
      const key = stageKey(seriesKeyOf(preparation.prepared, run.name, run.time));
      const card = (await known(key)) ?? (await this.#readSeries(item, key, known));
      done += 1;
      this.#effects.listener?.reads(done, first.length, run.name);
      return card;
    });
    return cards.filter(card => card !== undefined);
  }

  async #readSeries({run, preparation}: Item, key: string, known: (key: string) => Promise<RunCard | undefined>) {
    if (preparation === undefined || this.#plan.dryRun) return undefined;
    try {
      const time = run.time === undefined ? {} : {time: run.time};
      const {queue, work, signal} = this.#effects;
      const reading = {kind: "series", prepared: preparation.prepared, run: run.name, ...time} as const;
      await (queue === undefined ? work(reading, signal) : queue.read(reading, signal));
    } catch (error) {
      this.#effects.signal?.throwIfAborted();
      this.#unread.set(run.name, failureOf(error));
      return undefined;
    }
    return await known(key);
  }

  async #make(item: Item, histories: Histories, interrupted: ReadonlySet<string>): Promise<ItemResult> {
    const {clock, listener} = this.#effects;
    const start = clock.seconds();
    const history = histories.of(item.run.name);
    const decision = await decide(item, history, {...this.#plan, interrupted}, this.#effects);
    const result = "result" in decision ? decision.result : await this.#made(item, decision);
    if (!this.#plan.dryRun) await unlessRefused(async () => await item.preparation?.index.save());
    this.#done += 1;
    const ended = {...result, seconds: clock.seconds() - start};
    listener?.ends(ended, this.#done, this.#found.runs.length * this.#plan.langs.length);
    return ended;
  }

  async #made(item: Item, {make, why}: {make: PreparedReport; why: MakeReason}): Promise<Omit<ItemResult, "seconds">> {
    const {signal} = this.#effects;
    const unread = this.#unread.get(item.run.name);
    if (unread !== undefined) return await this.#failed(item, make.history, unread, why);
    const base = {...named(item), action: "made", why, date: item.plan.date} as const;
    if (this.#plan.dryRun) return {...base, exitCode: exitCodes.done, findings: []};
    try {
      const outcome = await this.#outcomeOf(make);
      await remember(item, make.history, undefined);
      const exitCode = item.plan.provider === "none" ? outcome.exitCode : exitCodes.noModel;
      return {...base, exitCode, findings: outcome.findings};
    } catch (error) {
      signal?.throwIfAborted();
      return await this.#failed(item, make.history, failureOf(error), why);
    }
  }

  #outcomeOf(prepared: PreparedReport): Promise<StoredOutcome> {
    const {queue, signal, work} = this.#effects;
    if (queue !== undefined) return queue.make(prepared, signal);
    return makeInPlace(prepared, {
      ...this.#effects,
      make: async one => outcomeSchema.parse(await work({kind: "report", prepared: one}, signal))
    });
  }

  async #failed(item: Item, history: ReportHistory | undefined, failure: Failure, why: MakeReason) {
    if (isLasting(failure)) await unlessRefused(() => remember(item, history, failure));
    return failed(item, failure, why);
  }

  #unusable(): ItemResult[] {
    return this.#found.failed.flatMap(({name, failure}) =>
      this.#plan.langs.map((lang): ItemResult => {
        const path = `${this.#plan.report.out}/${name}/${lang}`;
        return {run: name, lang, path, action: "failed", why: "new", exitCode: exitCodes.someFailed, failure, findings: [], seconds: 0};
      })
    );
  }

  async #historyOf(ordered: readonly RunCard[]): Promise<History | undefined> {
    const series = ordered.map(({key}) => key);
    if (series.length === 0 || this.#plan.dryRun) return undefined;
    const key = hashOf(series);
    const stored = await this.#store.read("history", key, historySchema);
    if (stored !== undefined) return stored;
    await this.#effects.work({kind: "history", out: this.#plan.report.out, key, series}, this.#effects.signal);
    return await this.#store.read("history", key, historySchema);
  }

  #states(ordered: readonly RunCard[]): BatchResult["runs"] {
    const known = new Set(ordered.map(({run}) => run));
    const rest = [...this.#found.runs, ...this.#found.failed].filter(({name}) => !known.has(name));
    return [
      ...ordered.map(({run, time, isCompared}) => ({run, ...(time === undefined ? {} : {time}), isCompared})),
      ...rest.map(({name}) => ({run: name, isCompared: false}))
    ];
  }

  /** In order; what is not begun when the signal is aborted never is. */
  async #each<T, R>(all: readonly T[], concurrency: number, run: (one: T) => Promise<R>): Promise<R[]> {
    const queue = new PQueue({concurrency});
    const {signal} = this.#effects;
    return await Promise.all(
      all.map(one =>
        queue.add(async () => {
          signal?.throwIfAborted();
          return await run(one);
        })
      )
    );
  }
}

/** For what only saves time: a full disk is then no fault. */
async function unlessRefused(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (refusalOf(error) === undefined) throw error;
  }
}
