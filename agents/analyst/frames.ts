import type {Better, Evidence, Labels, Measurement, Phase, Reported, Session, Unit} from "../contracts/index.ts";
import {derivedColumns} from "./derive.ts";
import {inferPhases} from "./phases.ts";
import {filedStatements, isFiled} from "./filed-columns.ts";

/** A column as the analyst computes with it; several fields and a formula when it was derived from other columns. */
export interface FrameColumn {
  metric: string;
  definition: string;
  unit: Unit;
  better: Better;
  values: readonly (number | null)[];
  fields: readonly string[];
  formula?: string;
}

/** A measurement with its session, derived columns and a phase per row. */
export interface Frame {
  measurement: Measurement;
  session: Session;
  columns: ReadonlyMap<string, FrameColumn>;
  phases: readonly Phase[];
  phaseBasis: "stated" | "inferred" | "none";
}

/** What may be computed with: evidence without copies and summaries, which would count the same attempt twice. */
export interface Frames {
  frames: readonly Frame[];
  reported: readonly (Reported & {place: Session})[];
  sessions: ReadonlyMap<string, Session>;
}

export function framesOf(evidence: Evidence): Frames {
  const repeats = new Set(evidence.relations.filter(({kind}) => kind === "copy" || kind === "summary").map(({from}) => from));
  for (const path of printedTwins(evidence)) repeats.add(path);
  const sessions = new Map(evidence.sessions.map(session => [session.id, session]));
  const sessionOf = (id: string): Session => {
    const session = sessions.get(id);
    if (session === undefined) throw new Error(`measurement of an unknown session: ${id}`);
    return session;
  };
  const drafts = evidence.measurements
    .filter(measurement => !repeats.has(measurement.artifact) && !isFiled(measurement))
    .map(measurement => ({measurement, session: sessionOf(measurement.session), columns: columnsOf(measurement)}));
  const frames = inferPhases(drafts);
  const reported = [...evidence.reported, ...evidence.measurements.filter(isFiled).flatMap(filedStatements)]
    .filter(({artifact, role}) => !repeats.has(artifact) && role === "measured")
    .map(record => ({...record, place: sessionOf(record.session)}));
  return {frames, reported, sessions};
}

/** Markdown beside a JSON file of the same name and tool: a print-out of it, even where too few digits show that it is a copy. */
function printedTwins({artifacts, sessions}: Evidence): string[] {
  const toolOf = new Map(sessions.flatMap(({tool, artifacts: own}) => own.map(path => [path, tool] as const)));
  const read = new Set(artifacts.filter(({status}) => status === "read" || status === "partial").map(({path}) => path));
  return [...read].filter(path => {
    const twin = path.replace(/\.md$/, ".json");
    return twin !== path && read.has(twin) && toolOf.get(twin) === toolOf.get(path);
  });
}

function columnsOf(measurement: Measurement): Map<string, FrameColumn> {
  const columns = new Map<string, FrameColumn>();
  for (const {metric, definition, unit, better, field, values, kind} of measurement.columns) {
    if (!Array.isArray(values) || kind === "cumulative" || columns.has(metric)) continue;
    columns.set(metric, {metric, definition, unit, better, values, fields: [field]});
  }
  for (const column of derivedColumns(columns, measurement.rows)) columns.set(column.metric, column);
  return columns;
}

/** Subject and settings of one row: the table's own and the levels of its factors. */
export function rowLabels(measurement: Measurement, row: number): {subject: Labels; settings: Labels} {
  const subject: Labels = {...measurement.subject};
  const settings: Labels = {...measurement.settings};
  for (const {key, role, levels, index} of measurement.factors) {
    const level = levels[index[row] ?? -1];
    if (level === null || level === undefined) continue;
    if (role === "subject") subject[key] = level;
    else if (role === "setting") settings[key] = level;
  }
  return {subject, settings};
}
