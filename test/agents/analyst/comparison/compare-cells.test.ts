import {describe, expect, it} from "vitest";
import {compareCells, scoreCell} from "../../../../agents/analyst/index.ts";
import type {CellRun, Comparison} from "../../../../agents/contracts/index.ts";
import {cellRuns, playedCell} from "../../../support/cell-runs.ts";

interface Played {
  refusal: number;
  seconds: number;
  repeats?: number;
}

function compared(seed: number, plays: Readonly<Record<string, Played>>): Comparison {
  const measured = Object.entries(plays).map(([id, {refusal, seconds, repeats = 8}], index) =>
    scoreCell({
      cell: playedCell(id),
      runs: cellRuns({cell: id, repeats, seed: seed * 100 + index, refusal, seconds, noise: 0.05}),
      failures: []
    })
  );
  return compareCells(measured, {artifacts: "samples", reference: Object.keys(plays)[0] ?? "", repeats: 8, seed});
}

const verdicts = ({contrasts}: Comparison): Record<string, string> =>
  Object.fromEntries(contrasts.map(({cell, score, verdict}) => [`${cell} ${score}`, verdict]));

const only = (run: Partial<CellRun>): CellRun[] =>
  cellRuns({cell: "a", repeats: 1, seed: 1, refusal: 0, seconds: 1, noise: 0}).map(one => ({...one, ...run}));

describe("compareCells", () => {
  it("finds refusal shares of 0.10 against 0.25 and times 20 % apart in 95 of 100 seeds", () => {
    const found = Array.from({length: 100}, (_, seed) =>
      verdicts(compared(seed, {a: {refusal: 0.1, seconds: 10}, b: {refusal: 0.25, seconds: 12}}))
    );
    expect(found.filter(one => one["b acceptance"] === "worse").length).toBeGreaterThanOrEqual(95);
    expect(found.filter(one => one["b wall_time"] === "worse").length).toBeGreaterThanOrEqual(95);
  });

  it("names a difference in at most 30 of 400 comparisons of a configuration with itself", () => {
    const alike = {refusal: 0.15, seconds: 10};
    const alarms = Array.from({length: 400}, (_, seed) => verdicts(compared(seed, {a: alike, b: alike}))).filter(one =>
      Object.values(one).some(verdict => verdict === "better" || verdict === "worse")
    );
    expect(alarms.length).toBeLessThanOrEqual(30);
  });

  it("says that below six repeats there are too few, and names no winner then", () => {
    const {contrasts, winner, candidates, cells} = compared(1, {
      a: {refusal: 0.5, seconds: 10, repeats: 5},
      b: {refusal: 0, seconds: 5, repeats: 5}
    });
    expect(contrasts.map(({verdict, p}) => [verdict, p])).toEqual([1, 2, 3].map(() => ["too-few", undefined]));
    expect(winner).toBeUndefined();
    expect(candidates).toEqual([]);
    expect(cells[0]?.scores.acceptance?.interval).toBeUndefined();
  });

  it("names the one that is better in something and worse in nothing", () => {
    expect(compared(1, {a: {refusal: 0.3, seconds: 10}, b: {refusal: 0.02, seconds: 10}}).winner).toBe("b");
  });

  it("names the reference when all others are worse", () => {
    const plays = {a: {refusal: 0.02, seconds: 10}, b: {refusal: 0.3, seconds: 10}, c: {refusal: 0.4, seconds: 10}};
    expect(compared(1, plays).winner).toBe("a");
  });

  it("names none where speed is bought with quality, and keeps both on the front", () => {
    const {winner, candidates, cells} = compared(1, {a: {refusal: 0.02, seconds: 20}, b: {refusal: 0.4, seconds: 10}});
    expect([winner, candidates]).toEqual([undefined, []]);
    expect(cells.map(({isOnFront}) => isOnFront)).toEqual([true, true]);
  });

  it("lists candidates that are good at different things, and takes what is dominated off the front", () => {
    const {winner, candidates, cells} = compared(1, {
      a: {refusal: 0.4, seconds: 20},
      quick: {refusal: 0.4, seconds: 10},
      good: {refusal: 0, seconds: 20}
    });
    expect(winner).toBeUndefined();
    expect(candidates).toEqual(["quick", "good"]);
    expect(cells.map(({isOnFront}) => isOnFront)).toEqual([false, true, true]);
  });

  it("compares times as ratios, with an interval", () => {
    const {contrasts} = compared(3, {a: {refusal: 0.1, seconds: 10}, b: {refusal: 0.1, seconds: 12}});
    const time = contrasts.find(({score}) => score === "wall_time");
    expect(time?.effect).toBeCloseTo(1.2, 1);
    expect(time?.interval?.[0]).toBeGreaterThan(1);
    expect(time?.interval?.[1]).toBeLessThan(1.4);
  });

  it("counts how repeats agree, sentence by sentence", () => {
    const [first, second] = [only({}), only({repeat: 2})];
    const changed = second.map(run => ({
      ...run,
      sentences: run.sentences.map(one => (one.number <= 10 ? {...one, text: "Otherwise."} : one))
    }));
    const {cells} = compareCells([scoreCell({cell: playedCell("a"), runs: [...first, ...changed], failures: []})], {
      artifacts: "samples",
      reference: "a",
      repeats: 2,
      seed: 1
    });
    expect(cells[0]?.scores.agreement).toMatchObject({median: 0.75, unit: "fraction"});
    expect(cells[0]?.scores.distinct_texts?.median).toBe(1.25);
  });

  it("counts refusals by reason, each sentence once, and coverage by finding", () => {
    const refused = [
      {
        text: "…",
        faults: [
          {code: "digit-added", values: {}},
          {code: "chat", values: {}},
          {code: "odd", values: {}}
        ]
      }
    ];
    const runs = only({}).map(run => ({
      ...run,
      sentences: run.sentences.map(one => (one.number <= 4 ? {...one, by: "template" as const, refused: [...refused, ...refused]} : one))
    }));
    const {cells} = compareCells([scoreCell({cell: playedCell("a"), runs, failures: []})], {
      artifacts: "s",
      reference: "a",
      repeats: 1,
      seed: 1
    });
    const median = (
      name: "refused_digit" | "refused_chat" | "refused_other" | "refused_letter" | "coverage" | "fallback"
    ): number | undefined => cells[0]?.scores[name]?.median;
    expect([median("refused_digit"), median("refused_chat"), median("refused_other"), median("refused_letter")]).toEqual([
      0.1, 0.1, 0.1, 0
    ]);
    expect([median("coverage"), median("fallback")]).toEqual([0.2, 0.1]);
  });

  it("has no share where nothing was asked, and keeps failures with their reason", () => {
    const failures = [{repeat: 1, reason: {code: "model-gone", values: {}}}];
    const {cells} = compareCells([scoreCell({cell: playedCell("a"), runs: only({sentences: []}), failures})], {
      artifacts: "s",
      reference: "a",
      repeats: 2,
      seed: 1
    });
    expect(cells[0]?.scores.acceptance).toBeUndefined();
    expect(cells[0]?.failures).toEqual(failures);
  });

  it("refuses a reference that is none of the cells", () => {
    expect(() => compareCells([], {artifacts: "s", reference: "x", repeats: 1, seed: 1})).toThrow("x: none of the cells");
  });
});
