import type {Labels, NoteInput, RunSeries, Session} from "../../contracts/index.ts";
import {type Cell, isSteady} from "../cells.ts";
import {bookkeeping} from "../paired-work.ts";
import type {Context} from "../context.ts";
import {groupBy, labelKey, withoutKeys} from "../labels.ts";
import {holm} from "../statistics/holm.ts";
import {chainsOf, differencesOf, type Point} from "./chains.ts";
import {againstHistory, changeOf, ofLikeWork, type RawChange, STRICTER, samplingNoise} from "./compare.ts";
import {levelRuns, type LevelOptions, levelsOf} from "./levels.ts";
import {isAborted} from "./run-series.ts";
import {seriesKey, seriesOf} from "./series.ts";

/** A session of a benchmark that was run several times, and its steady cells. */
export interface RunSession {
  session: Session;
  cells: readonly Cell[];
}

/** A series that is another from one session on. */
export interface Step {
  metric: string;
  verdict: "better" | "worse";
  subject: Labels;
  settings: Labels;
  phase: Cell["phase"];
  /** Sessions of the level before, oldest first, and the first one of the new level. */
  before: readonly RunSession[];
  after: RunSession;
  interval?: readonly [number, number];
  basis: "runs" | "samples";
  confounders: NoteInput[];
  reasons: NoteInput[];
}

/** Metrics that are followed: how long an attempt takes, and how fast its parts are. */
export const timeMetrics = ["total_time", "e2e_latency", "latency", "wall_time"] as const;
export const speedMetrics = [
  "decode_throughput",
  "prefill_throughput",
  "output_throughput",
  "request_throughput",
  "total_throughput"
] as const;
const followed: readonly string[] = [...timeMetrics, ...speedMetrics];

/**
 * What changed between the sessions of one folder that ran the same benchmark: one tool, most subjects and settings in common, one
 * after the other by times with a zone. Aborted sessions are left out.
 */
export function sessionSteps(context: Context): Step[] {
  return repeatedSessions(context).flatMap(sessions => stepsOf(sessions, context));
}

function repeatedSessions({cells, evidence}: Context): RunSession[][] {
  const candidates = [...groupBy(cells.filter(isSteady), ({session}) => session.id).values()].flatMap(own => {
    const session = own[0]?.session;
    if (session?.startedAt?.utc === undefined || isAborted(evidence, session.artifacts)) return [];
    return [{session, cells: own, starts: Date.parse(session.startedAt.utc), design: designOf(own)}];
  });
  const families: Candidate[][] = [];
  for (const one of candidates.sort((a, b) => a.starts - b.starts)) {
    const family = families.find(([first]) => first !== undefined && isSameBenchmark(first, one));
    if (family === undefined) families.push([one]);
    else family.push(one);
  }
  return families.filter(family => family.length > 1 && isOneAfterAnother(family));
}

interface Candidate extends RunSession {
  /** Subjects and settings that it measured. */
  design: ReadonlySet<string>;
}

function isSameBenchmark(one: Candidate, other: Candidate): boolean {
  if (one.session.tool !== other.session.tool) return false;
  const shared = [...one.design].filter(key => other.design.has(key)).length;
  return 2 * shared > one.design.size && 2 * shared > other.design.size;
}

const designOf = (cells: readonly Cell[]): Set<string> => new Set(cells.map(cell => labelKey(cell.subject) + labelKey(howOf(cell))));

const howOf = ({settings}: {settings: Labels}): Labels => withoutKeys(settings, bookkeeping);

const isOneAfterAnother = (family: readonly RunSession[]): boolean =>
  family.every(({session}, index) => {
    const ended = family[index - 1]?.session.endedAt?.utc;
    return ended === undefined || session.startedAt?.utc === undefined || Date.parse(ended) <= Date.parse(session.startedAt.utc);
  });

function stepsOf(sessions: readonly RunSession[], {options, evidence}: Context): Step[] {
  const runs = sessions.map(
    ({session, cells}): RunSeries => ({
      version: 1,
      run: session.id,
      aborted: false,
      attempted: 0,
      failed: 0,
      series: seriesOf(cells, [], evidence).filter(({metric, median}) => followed.includes(metric) && median > 0)
    })
  );
  const chains = withoutSecondTimes(
    chainsOf(runs)
      .map(({points}) => points)
      .filter(points => points.length > 1 && new Set(points.map(({series}) => seriesKey(series))).size === 1)
  );
  const long = chains.filter(points => points.length >= levelRuns);
  const rules = {smallest: Math.log1p(options.smallestEffect), level: options.level / Math.max(STRICTER, long.length), floor: 0};
  return [
    ...long.flatMap(points => lastingSteps(points, sessions, {...rules, floor: samplingNoise(points)})),
    ...followedSteps(
      chains.filter(points => points.length < levelRuns),
      sessions,
      rules,
      options
    )
  ];
}

const isTime = (metric: string): boolean => timeMetrics.some(known => known === metric);

/** Of several names for how long an attempt takes, the one that most sessions have: the same thing is asked once. */
function withoutSecondTimes(chains: readonly Point[][]): Point[][] {
  const times = chains.filter(([first]) => isTime(first?.series.metric ?? ""));
  const inOrder = timeMetrics.flatMap(metric => times.filter(([first]) => first?.series.metric === metric));
  const cells = groupBy(inOrder, ([first]) => JSON.stringify([first?.series.subject, first?.series.settings, first?.series.phase]));
  const kept = new Set([...cells.values()].map(own => own.reduce((best, points) => (points.length > best.length ? points : best))));
  return chains.filter(points => !times.includes(points) || kept.has(points));
}

/** Shifts along many sessions. */
function lastingSteps(points: readonly Point[], sessions: readonly RunSession[], rules: LevelOptions): Step[] {
  const last = points.at(-1);
  if (last === undefined) return [];
  const like = [...ofLikeWork(last, points.slice(0, -1)), last];
  const levels = levelsOf(
    like.map(({series}) => Math.log(series.median)),
    rules
  );
  return levels.slice(1).flatMap((level, index) => {
    const [before, after] = [levels[index], like[level.start]];
    if (before === undefined || after === undefined) return [];
    const own = like.slice(before.start, before.end);
    const isUp = level.height > before.height;
    const verdict = isUp === (after.series.better === "higher") ? "better" : "worse";
    return stepOf({verdict, newest: after, earlier: own, basis: "runs", ...differencesOf(own.at(-1) ?? after, after)}, sessions);
  });
}

interface Walk {
  points: readonly Point[];
  /** Points of the level reached. */
  level: Point[];
}

/**
 * A few sessions, one by one: each against those of the level reached. Whether anything changed in the folder is one question, so the level is
 * shared by the sessions after the first. At each the times come first, Holm over all of them; speeds must hold among times and speeds together.
 */
function followedSteps(
  chains: readonly (readonly Point[])[],
  sessions: readonly RunSession[],
  rules: LevelOptions,
  options: Context["options"]
): Step[] {
  const judge = {smallest: options.smallestEffect, level: options.level / Math.max(1, sessions.length - 1)};
  const walks = chains.map((points): Walk => ({points, level: []}));
  return sessions.flatMap((_, index) => {
    const asked = walks.flatMap(walk => {
      const point = walk.points.find(({at}) => at === index);
      const earlier = point === undefined ? [] : ofLikeWork(point, walk.level);
      if (point !== undefined && earlier.length === 0) walk.level = [point];
      return point === undefined || earlier.length === 0 ? [] : [{walk, point, raw: againstHistory(point, earlier, rules)}];
    });
    const raws = asked.map(({raw}) => raw);
    const adjusted = new Map([...adjustedOf(raws), ...adjustedOf(raws.filter(({newest}) => isTime(newest.series.metric)))]);
    return asked.flatMap(({walk, point, raw}) => {
      const {verdict} = changeOf(raw, adjusted.get(raw), judge);
      if (verdict !== "better" && verdict !== "worse") {
        walk.level.push(point);
        return [];
      }
      walk.level = [point];
      return stepOf({...raw, verdict}, sessions);
    });
  });
}

function adjustedOf(raws: readonly RawChange[]): Map<RawChange, number> {
  const tested = raws.filter(({p}) => p !== undefined);
  const adjusted = holm(tested.map(({p}) => p ?? 1));
  return new Map(tested.map((raw, index) => [raw, adjusted[index] ?? 1]));
}

type Shown = Pick<RawChange, "newest" | "earlier" | "basis" | "interval" | "confounders" | "reasons"> & {verdict: "better" | "worse"};

function stepOf({newest, earlier, basis, interval, confounders, reasons, verdict}: Shown, sessions: readonly RunSession[]): Step[] {
  const after = sessions[newest.at];
  if (after === undefined) return [];
  const {metric, subject, settings, phase} = newest.series;
  return [
    {
      metric,
      verdict,
      subject,
      settings,
      phase,
      before: earlier.flatMap(({at}) => sessions[at] ?? []),
      after,
      ...(interval === undefined ? {} : {interval}),
      basis: basis === "runs" ? "runs" : "samples",
      confounders,
      reasons
    }
  ];
}

/** Cells of a session that a step speaks of. */
export const cellsOfStep = ({cells}: RunSession, {subject, settings, phase}: Pick<Step, "subject" | "settings" | "phase">): Cell[] =>
  cells.filter(
    cell => labelKey(cell.subject) === labelKey(subject) && labelKey(howOf(cell)) === labelKey(settings) && cell.phase === phase
  );
