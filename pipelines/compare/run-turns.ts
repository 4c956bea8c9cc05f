import {z} from "zod";
import {type CellRun, cellRunSchema, failureSchema, type Note, type NoteInput, noteSchema} from "../../agents/contracts/index.ts";
import {type Store, stageKey} from "../store.ts";
import type {Turn} from "./turns.ts";

/** What came of a repeat: a whole one, one with calls that failed, or none at all. */
export type TurnResult = {kind: "whole" | "faulty"; run: CellRun} | {kind: "failed"; reason: Note};

export interface TurnEffects {
  store: Pick<Store, "read" | "write">;
  /** Everything that can change the replies of a turn, but for its seed and repeat: pack, prompts, schema, model digest, options, provider, version. */
  keyOf: (turn: Turn) => readonly string[];
  /** Makes one report with the configuration. @throws what made it impossible; the signal's reason when aborted. */
  run: (turn: Turn) => Promise<CellRun>;
  /** The reason of an error that ends a repeat; undefined for one that ends everything. */
  reasonOf: (error: unknown) => NoteInput | undefined;
  signal?: AbortSignal;
  progress?: (done: number, total: number, turn: Turn, wasStored: boolean) => void;
}

export interface TurnCounts {
  stored: number;
  run: number;
  /** Repeats with failed calls, or without any result. */
  faulty: number;
}

const faultSchema = z.strictObject({run: cellRunSchema.optional(), reason: noteSchema.optional()});

/**
 * Runs what is not stored, in the order given, and stores each result at once: what is stopped loses the turn under way and nothing else.
 * Whole repeats are never run again. Faulty ones are kept apart and run again only when `isRetry`; they stay until a repeat is whole.
 * @throws the signal's reason when aborted; errors that end everything.
 */
export async function runTurns(turns: readonly Turn[], isRetry: boolean, effects: TurnEffects): Promise<TurnCounts> {
  const counts = {stored: 0, run: 0, faulty: 0};
  for (const [index, turn] of turns.entries()) {
    effects.signal?.throwIfAborted();
    const stored = await storedResult(turn, effects);
    const isKept = stored !== undefined && (stored.kind === "whole" || !isRetry);
    const result = isKept ? stored : await runAndStore(turn, effects);
    counts[isKept ? "stored" : "run"]++;
    if (result.kind !== "whole") counts.faulty++;
    effects.progress?.(index + 1, turns.length, turn, isKept);
  }
  return counts;
}

/** What is stored of a turn, the whole one before the faulty one. */
export async function storedResult(turn: Turn, {store, keyOf}: Pick<TurnEffects, "store" | "keyOf">): Promise<TurnResult | undefined> {
  const key = turnKey(turn, keyOf);
  const run = await store.read("cell-run", key, cellRunSchema);
  if (run !== undefined) return {kind: "whole", run: ofTurn(run, turn)};
  const fault = await store.read("cell-fault", key, faultSchema);
  if (fault?.run !== undefined) return {kind: "faulty", run: ofTurn(fault.run, turn)};
  return fault?.reason === undefined ? undefined : {kind: "failed", reason: fault.reason};
}

/** Names of cells are no part of the key: the same configuration found under another name is the same. */
const ofTurn = (run: CellRun, {cell}: Turn): CellRun => ({...run, cell: cell.id});

function turnKey(turn: Turn, keyOf: TurnEffects["keyOf"]): string {
  return stageKey({name: "cell-run", codeVersion: "1", inputKeys: [...keyOf(turn), String(turn.seed), String(turn.repeat)]});
}

async function runAndStore(turn: Turn, effects: TurnEffects): Promise<TurnResult> {
  const key = turnKey(turn, effects.keyOf);
  try {
    const run = await effects.run(turn);
    const isWhole = run.calls.failed.length === 0;
    if (isWhole) await effects.store.write("cell-run", key, cellRunSchema, run);
    else await effects.store.write("cell-fault", key, faultSchema, {run});
    return {kind: isWhole ? "whole" : "faulty", run};
  } catch (error) {
    if (effects.signal?.aborted === true) throw error;
    const reason = effects.reasonOf(error);
    if (reason === undefined) throw error;
    const {reason: parsed} = failureSchema.parse({repeat: turn.repeat, reason});
    const before = await storedResult(turn, effects);
    if (before !== undefined && before.kind !== "failed") return before;
    await effects.store.write("cell-fault", key, faultSchema, {reason: parsed});
    return {kind: "failed", reason: parsed};
  }
}
