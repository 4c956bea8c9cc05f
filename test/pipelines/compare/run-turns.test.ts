import {readdirSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {random} from "../../../agents/analyst/statistics/random.ts";
import type {CellRun} from "../../../agents/contracts/index.ts";
import {cellsOf} from "../../../pipelines/compare/matrix.ts";
import {type Turn, turnsOf} from "../../../pipelines/compare/turns.ts";
import {runTurns, storedResult, type TurnEffects} from "../../../pipelines/compare/run-turns.ts";
import {realEffects} from "../../../pipelines/effects.ts";
import {openStore} from "../../../pipelines/store.ts";
import {cellRuns} from "../../support/cell-runs.ts";
import {temporaryFolder} from "../../support/temporary-folder.ts";

const cells = cellsOf({agents: ["baseline", "chimera"], models: ["m"], options: {num_ctx: [1024, 2048]}, exclude: []});
const turns = turnsOf(cells, 3, 1, random(1));

const runOf = ({cell, repeat, seed}: Turn, failed = 0): CellRun => ({
  ...cellRuns({cell: cell.id, repeats: 1, seed, refusal: 0.1, seconds: 1, noise: 0})[0]!,
  repeat,
  seed,
  calls: {count: 5, first: 5, valid: 5 - failed, failed: Array.from({length: failed}, () => ({code: "reply-cut", values: {}}))}
});

interface Play {
  folder?: string;
  run?: TurnEffects["run"];
  signal?: AbortSignal;
  /** What else the replies depend on. */
  keys?: readonly string[];
}

function effectsOf({folder = temporaryFolder(), run = async turn => runOf(turn), signal, keys = []}: Play = {}) {
  const asked: string[] = [];
  const effects: TurnEffects = {
    store: openStore(folder, realEffects()),
    keyOf: ({cell}) => [cell.agent, cell.model, JSON.stringify(cell.options), ...keys],
    run: async turn => {
      asked.push(`${turn.cell.id} ${turn.repeat}`);
      return await run(turn);
    },
    reasonOf: error => (error instanceof TypeError ? undefined : {code: "model-gone"}),
    ...(signal === undefined ? {} : {signal})
  };
  return {effects, asked, folder};
}

describe("runTurns", () => {
  it("runs every repeat once, and none again the second time", async () => {
    const {effects, asked, folder} = effectsOf();
    expect(await runTurns(turns, false, effects)).toEqual({stored: 0, run: 12, faulty: 0});
    expect(new Set(asked).size).toBe(12);
    const second = effectsOf({folder});
    expect(await runTurns(turns, false, second.effects)).toEqual({stored: 12, run: 0, faulty: 0});
    expect(second.asked).toEqual([]);
  });

  it("keeps repeats apart and runs only the new ones when more are wanted", async () => {
    const {effects, folder} = effectsOf();
    await runTurns(turns, false, effects);
    const more = effectsOf({folder});
    await runTurns(turnsOf(cells, 5, 1, random(9)), false, more.effects);
    expect(more.asked.every(turn => /[45]$/.test(turn))).toBe(true);
    expect(more.asked).toHaveLength(8);
  });

  it("runs anew when anything that can change a reply is another", async () => {
    const {effects, folder} = effectsOf({keys: ["digest-1"]});
    await runTurns(turns, false, effects);
    const other = effectsOf({folder, keys: ["digest-2"]});
    expect((await runTurns(turns, false, other.effects)).run).toBe(12);
    const seeded = effectsOf({folder, keys: ["digest-1"]});
    expect((await runTurns(turnsOf(cells, 3, 7, random(1)), false, seeded.effects)).run).toBe(12);
  });

  it("keeps repeats with failed calls as faulty, and runs just those again on demand until they are whole", async () => {
    const isBad = ({cell, repeat}: Turn) => cell.agent === "chimera" && repeat === 2;
    const {effects, folder} = effectsOf({run: async turn => runOf(turn, isBad(turn) ? 1 : 0)});
    expect(await runTurns(turns, false, effects)).toEqual({stored: 0, run: 12, faulty: 2});
    expect(await runTurns(turns, false, effectsOf({folder}).effects)).toEqual({stored: 12, run: 0, faulty: 2});
    const retried = effectsOf({folder});
    expect(await runTurns(turns, true, retried.effects)).toEqual({stored: 10, run: 2, faulty: 0});
    expect(retried.asked.every(turn => turn.startsWith("chimera") && turn.endsWith(" 2"))).toBe(true);
    expect(await runTurns(turns, true, effectsOf({folder}).effects)).toEqual({stored: 12, run: 0, faulty: 0});
  });

  it("does not lose a faulty result to a retry that gives nothing", async () => {
    const {effects, folder} = effectsOf({run: async turn => runOf(turn, 1)});
    await runTurns(turns, false, effects);
    const gone = effectsOf({
      folder,
      run: async () => {
        throw new Error("gone");
      }
    });
    expect((await runTurns(turns, true, gone.effects)).faulty).toBe(12);
    expect((await storedResult(turns[0]!, gone.effects))?.kind).toBe("faulty");
  });

  it("goes on after a repeat that failed, with its reason, and stops for what is our fault", async () => {
    let times = 0;
    const {effects} = effectsOf({
      run: async turn => {
        times += 1;
        if (times === 3) throw new Error("gone");
        return runOf(turn);
      }
    });
    expect(await runTurns(turns, false, effects)).toEqual({stored: 0, run: 12, faulty: 1});
    expect(await storedResult(turns[2]!, effects)).toEqual({kind: "failed", reason: {code: "model-gone", values: {}}});
    const broken = effectsOf({
      run: async () => {
        throw new TypeError("a bug");
      }
    });
    await expect(runTurns(turns, false, broken.effects)).rejects.toThrow("a bug");
  });

  it("loses only the turn under way when it is stopped, and stores nothing of it", async () => {
    const abort = new AbortController();
    const {effects, asked, folder} = effectsOf({
      signal: abort.signal,
      run: async turn => {
        if (asked.length === 5) {
          abort.abort(new Error("stopped"));
          throw abort.signal.reason;
        }
        return runOf(turn);
      }
    });
    await expect(runTurns(turns, false, effects)).rejects.toThrow("stopped");
    const rest = effectsOf({folder});
    expect(await runTurns(turns, false, rest.effects)).toEqual({stored: 4, run: 8, faulty: 0});
    expect(readdirSync(folder, {recursive: true}).filter(name => String(name).endsWith(".tmp"))).toEqual([]);
  });

  it("gives the stored result the name that the cell has now", async () => {
    const {effects, folder} = effectsOf();
    await runTurns(turns, false, effects);
    const [first] = turns;
    const renamed = {...first!, cell: {...first!.cell, id: "another name"}};
    expect(await storedResult(renamed, effectsOf({folder}).effects)).toMatchObject({kind: "whole", run: {cell: "another name"}});
  });
});
