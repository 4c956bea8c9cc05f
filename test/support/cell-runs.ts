import type {Cell, CellRun} from "../../agents/contracts/index.ts";
import {random} from "../../agents/analyst/statistics/random.ts";

interface Play {
  cell: string;
  repeats: number;
  seed: number;
  sentences?: number;
  /** Chance that a sentence is refused. */
  refusal: number;
  /** Typical seconds of a repeat and their relative deviation. */
  seconds: number;
  noise: number;
}

/** Repeats of a cell with a given chance of refusal and typical time. */
export function cellRuns({cell, repeats, seed, sentences = 40, refusal, seconds, noise}: Play): CellRun[] {
  const next = random(seed);
  return Array.from({length: repeats}, (_, index) => ({
    version: 1,
    cell,
    repeat: index + 1,
    seed: index,
    sentences: Array.from({length: sentences}, (_sentence, number) => sentence(number + 1, next() < refusal)),
    calls: {count: 5, first: 5, valid: 5, failed: []},
    seconds: seconds * Math.exp(noise * normal(next))
  }));
}

export const playedCell = (id: string): Cell => ({id, agent: id, provider: "scripted", model: "scripted", options: {}});

function sentence(number: number, isRefused: boolean): CellRun["sentences"][number] {
  return {
    section: "summary",
    number,
    ...(number <= 5 ? {finding: `finding-${number}`} : {}),
    template: "Decode takes most of the time.",
    text: isRefused ? "Decode takes most of the time." : "Most of the time goes to decode.",
    by: isRefused ? "template" : "model",
    isRepaired: false,
    refused: isRefused ? [{text: "Decode takes 90 %.", faults: [{code: "digit", values: {}}]}] : []
  };
}

/** Box-Muller, https://en.wikipedia.org/wiki/Box-Muller_transform. */
function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
