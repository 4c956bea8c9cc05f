import {type Evidence, handOff, type RunSeries, runSeriesSchema, type Time} from "../../contracts/index.ts";
import {cellsOf} from "../cells.ts";
import {framesOf} from "../frames.ts";
import {attemptsOf, seriesOf} from "./series.ts";

export interface RunName {
  /** Name of the run among those it will be compared with. */
  run: string;
  /** What else tells when it was (its folder's name): used where the data give no time. */
  time?: Time;
}

/** What one run measured, series by series. Pure. @throws ContractError when the result is none. */
export function runSeriesOf(evidence: Evidence, {run, time}: RunName): RunSeries {
  const {frames, reported} = framesOf(evidence);
  const known = startOf(evidence) ?? time;
  return handOff("analyst", runSeriesSchema, {
    version: 1,
    run,
    ...(known === undefined ? {} : {time: known}),
    aborted: isAborted(evidence),
    ...attemptsOf(frames),
    series: seriesOf([...cellsOf(frames), ...cellsOf(frames, "group")], reported)
  });
}

/** Whether the data of any of the files, by default of all, say that the run was stopped before its end. */
export const isAborted = ({artifacts}: Evidence, paths?: readonly string[]): boolean =>
  artifacts.some(({path, problems}) => (paths === undefined || paths.includes(path)) && problems.some(({code}) => code === "run-aborted"));

/** Earliest start of the sessions that can be ordered; without one the first that is written. */
function startOf({sessions}: Evidence): Time | undefined {
  const times = sessions.flatMap(({startedAt}) => startedAt ?? []);
  const zoned = times.flatMap(time => (time.utc === undefined ? [] : [{time, utc: time.utc}])).sort((a, b) => (a.utc < b.utc ? -1 : 1));
  return zoned[0]?.time ?? times[0];
}
