import {type Evidence, handOff, type RunSeries, runSeriesSchema, type Session, type Time} from "../../contracts/index.ts";
import {cellsOf} from "../cells.ts";
import {framesOf} from "../frames.ts";
import {attemptsOf, seriesOf} from "./series.ts";

export interface RunName {
  /** Name of the run among those it will be compared with. */
  run: string;
  /** What else tells when it was (its folder's name): used where the data give no time. */
  time?: Time;
}

/** What one run measured, series by series; sessions that were aborted are left out. Pure. @throws ContractError when the result is none. */
export function runSeriesOf(evidence: Evidence, {run, time}: RunName): RunSeries {
  const all = framesOf(evidence);
  const isWhole = (session: Session) => !isAborted(evidence, session.artifacts);
  const frames = all.frames.filter(({session}) => isWhole(session));
  const reported = all.reported.filter(({place}) => isWhole(place));
  const known = startOf(evidence) ?? time;
  return handOff("analyst", runSeriesSchema, {
    version: 1,
    run,
    ...(known === undefined ? {} : {time: known}),
    aborted: frames.length + reported.length === 0 && all.frames.length + all.reported.length > 0,
    ...attemptsOf(all.frames),
    series: seriesOf([...cellsOf(frames), ...cellsOf(frames, "group")], reported, evidence)
  });
}

/** Whether the data of any of the files say that the session was stopped before its end. */
export const isAborted = ({artifacts}: Evidence, paths: readonly string[]): boolean =>
  artifacts.some(({path, problems}) => paths.includes(path) && problems.some(({code}) => code === "run-aborted"));

/** Earliest start of the sessions that can be ordered; without one the first that is written. */
function startOf({sessions}: Evidence): Time | undefined {
  const times = sessions.flatMap(({startedAt}) => startedAt ?? []);
  const zoned = times.flatMap(time => (time.utc === undefined ? [] : [{time, utc: time.utc}])).sort((a, b) => (a.utc < b.utc ? -1 : 1));
  return zoned[0]?.time ?? times[0];
}
