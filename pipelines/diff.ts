import {gateResult, historyOf, runSeriesOf} from "../agents/analyst/index.ts";
import type {Gate, GateResult, History, RunSeries} from "../agents/contracts/index.ts";
import type {Effects} from "./effects.ts";
import {inspect} from "./inspect.ts";

export interface DiffOptions {
  /** Absolute paths of folders or files, and the names they go by: unlike ones. */
  before: {path: string; name: string};
  after: {path: string; name: string};
  include: readonly string[];
  exclude: readonly string[];
  gates: readonly Gate[];
}

export interface Difference {
  runs: readonly [RunSeries, RunSeries];
  /** In the order given. */
  history: History;
  gates: readonly GateResult[];
}

/** Two runs beside each other. Nothing is stored. @throws SpecError when one is not there or cannot be listed. */
export async function diff(options: DiffOptions, effects: Pick<Effects, "disk" | "folder" | "unique">): Promise<Difference> {
  const seriesOf = async ({path, name}: DiffOptions["before"]): Promise<RunSeries> =>
    runSeriesOf(await inspect({artifacts: path, include: options.include, exclude: options.exclude}, effects), {run: name});
  const runs = [await seriesOf(options.before), await seriesOf(options.after)] as const;
  const history = historyOf(runs, {order: "given"});
  return {runs, history, gates: options.gates.map(gate => gateResult(history, gate))};
}
