import {describe, expect, it} from "vitest";
import {random} from "../../../agents/analyst/statistics/random.ts";
import {cellsOf, filtered, type Matrix} from "../../../pipelines/compare/matrix.ts";
import {turnsOf} from "../../../pipelines/compare/turns.ts";

const matrix: Matrix = {
  agents: ["baseline", "chimera"],
  models: ["gemma3:1b", "gemma3"],
  options: {num_ctx: [1024, 2048], top_k: [1]},
  exclude: []
};
const ids = (cells: readonly {id: string}[]): string[] => cells.map(({id}) => id);

describe("cellsOf", () => {
  it("combines agents, models and options in the order given", () => {
    const cells = cellsOf(matrix);
    expect(cells).toHaveLength(8);
    expect(ids(cells).slice(0, 3)).toEqual([
      "baseline · gemma3:1b · num_ctx=1024 · top_k=1",
      "baseline · gemma3:1b · num_ctx=2048 · top_k=1",
      "baseline · gemma3 · num_ctx=1024 · top_k=1"
    ]);
  });

  it("leaves out what is excluded, and names a configuration once", () => {
    expect(ids(cellsOf({...matrix, agents: ["baseline", "baseline"], exclude: [{model: "gemma3", num_ctx: "1024"}]}))).toEqual([
      "baseline · gemma3:1b · num_ctx=1024 · top_k=1",
      "baseline · gemma3:1b · num_ctx=2048 · top_k=1",
      "baseline · gemma3 · num_ctx=2048 · top_k=1"
    ]);
  });

  it("refuses to exclude what is not there, or everything", () => {
    expect(() => cellsOf({...matrix, exclude: [{modell: "gemma3"}]})).toThrow(
      "modell=gemma3: no combination has it; there are: agent, model, num_ctx, top_k"
    );
    expect(() => cellsOf({...matrix, exclude: [{agent: "baseline"}, {agent: "chimera"}]})).toThrow("every combination is excluded");
  });
});

describe("filtered", () => {
  it("keeps the cells that have all the labels", () => {
    expect(ids(filtered(cellsOf(matrix), {agent: "chimera", num_ctx: "2048"}))).toEqual([
      "chimera · gemma3:1b · num_ctx=2048 · top_k=1",
      "chimera · gemma3 · num_ctx=2048 · top_k=1"
    ]);
  });

  it("names the values there are, and says when labels exclude each other", () => {
    const cells = cellsOf({...matrix, exclude: [{agent: "chimera", model: "gemma3"}]});
    expect(() => filtered(cells, {model: "gemma2"})).toThrow("model=gemma2: no combination has it; there are: gemma3:1b, gemma3");
    expect(() => filtered(cells, {agent: "chimera", model: "gemma3"})).toThrow(
      "agent=chimera, model=gemma3: no combination has all of these"
    );
  });
});

describe("turnsOf", () => {
  const cells = cellsOf(matrix);

  it("runs every cell once before any runs again, with the same seed for the same repeat", () => {
    const turns = turnsOf(cells, 3, 40, random(1));
    for (const repeat of [1, 2, 3]) {
      const round = turns.slice((repeat - 1) * 8, repeat * 8);
      expect(new Set(round.map(({cell}) => cell.id)).size).toBe(8);
      expect(new Set(round.map(turn => `${turn.repeat} ${turn.seed}`))).toEqual(new Set([`${repeat} ${39 + repeat}`]));
    }
  });

  it("orders cells anew in each round, the same way for the same numbers, and loads each model and window once a round", () => {
    const order = (from: number): string[] => ids(turnsOf(cells, 2, 0, random(from)).map(({cell}) => cell));
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
    expect(order(1).slice(0, 8)).not.toEqual(order(1).slice(8));
    const loads = turnsOf(cells, 1, 0, random(3)).map(({cell}) => `${cell.model} ${cell.options["num_ctx"]}`);
    expect(loads.filter((load, index) => load !== loads[index - 1])).toHaveLength(4);
  });

  it("gives every cell the first place about as often", () => {
    const counts = new Map<string, number>();
    for (const {cell} of turnsOf(cells, 800, 0, random(7)).filter((_, index) => index % 8 === 0)) {
      counts.set(cell.id, (counts.get(cell.id) ?? 0) + 1);
    }
    expect(Math.min(...counts.values())).toBeGreaterThan(70);
  });
});
