import {
  type Cell,
  type CellRun,
  type Comparison,
  type Contrast,
  comparisonSchema,
  failureSchema,
  handOff,
  type NoteInput,
  type ScoreName,
  scoreNames,
  type Unit
} from "../../contracts/index.ts";
import {medianInterval} from "../statistics/median-interval.ts";
import {median} from "../statistics/quantile.ts";
import {contrastsWith} from "./contrasts.ts";
import {jointScores, repeatScores} from "./scores.ts";

/** A cell with what its repeats gave. */
export interface MeasuredCell {
  cell: Cell;
  /** In the order of the repeats. */
  runs: readonly CellRun[];
  failures: readonly {repeat: number; reason: NoteInput}[];
}

/** A cell's numbers, without the texts they come from: small, however many repeats there were. */
export type ScoredCell = Omit<Comparison["cells"][number], "isOnFront">;

export interface ComparisonPlan {
  /** Name of the artifacts as it is printed. */
  artifacts: string;
  /** Id of a cell. */
  reference: string;
  repeats: number;
  seed: number;
}

export function scoreCell({cell, runs, failures}: MeasuredCell): ScoredCell {
  return {...cell, done: runs.length, failures: failures.map(failure => failureSchema.parse(failure)), scores: scoresOf(runs)};
}

/** Intervals and tests of agent configurations against the reference. @throws Error when the reference is none of the cells. */
export function compareCells(cells: readonly ScoredCell[], plan: ComparisonPlan): Comparison {
  const reference = cells.find(({id}) => id === plan.reference);
  if (reference === undefined) throw new Error(`${plan.reference}: none of the cells`);
  const others = cells.filter(one => one !== reference);
  const contrasts = contrastsWith(reference, others);
  const candidates = candidatesOf(
    contrasts,
    plan.reference,
    others.map(({id}) => id)
  );
  return handOff("analyst", comparisonSchema, {
    version: 1,
    ...plan,
    cells: cells.map(cell => ({...cell, isOnFront: !cells.some(other => dominates(other.scores, cell.scores))})),
    contrasts,
    ...(candidates.length === 1 ? {winner: candidates[0]} : {}),
    candidates: candidates.length > 1 ? candidates : []
  });
}

type Scores = Comparison["cells"][number]["scores"];

function scoresOf(runs: readonly CellRun[]): Scores {
  const joint = jointScores(runs);
  const valuesOf = (name: ScoreName): {values: number[]; unit: Unit} => {
    if (name === "agreement") return {values: joint === undefined ? [] : [joint.agreement], unit: "fraction"};
    if (name === "distinct_texts") return {values: joint === undefined ? [] : [joint.distinctTexts], unit: "1"};
    const {of, unit} = repeatScores[name];
    return {values: runs.flatMap(run => of(run) ?? []), unit};
  };
  return Object.fromEntries(
    scoreNames
      .map(name => ({name, ...valuesOf(name)}))
      .filter(({values}) => values.length > 0)
      .map(({name, values, unit}) => [name, summary(values, unit)])
  );
}

function summary(values: number[], unit: Unit): NonNullable<Scores[ScoreName]> {
  const interval = medianInterval(values);
  return {values, median: median(values), ...(interval === undefined ? {} : {interval}), unit};
}

/** As good in both and better in one. */
function dominates(one: Scores, other: Scores): boolean {
  const [quality, otherQuality] = [one.acceptance?.median, other.acceptance?.median];
  const [time, otherTime] = [one.wall_time?.median, other.wall_time?.median];
  if (quality === undefined || time === undefined || otherQuality === undefined || otherTime === undefined) return false;
  return quality >= otherQuality && time <= otherTime && (quality > otherQuality || time < otherTime);
}

function candidatesOf(contrasts: readonly Contrast[], reference: string, others: readonly string[]): string[] {
  const verdicts = (id: string): string[] => contrasts.filter(({cell}) => cell === id).map(({verdict}) => verdict);
  const beaten = others.filter(id => verdicts(id).includes("worse") && !verdicts(id).includes("better"));
  const better = others.filter(id => verdicts(id).includes("better") && !verdicts(id).includes("worse"));
  return better.length === 0 && others.length > 0 && beaten.length === others.length ? [reference] : better;
}
