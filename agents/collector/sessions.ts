import {createHash} from "node:crypto";
import type {Labels, NoteInput, Session, Time} from "../contracts/index.ts";
import type {ArtifactReading} from "./artifact-reading.ts";

/** A file that was read, and what it says. */
export interface ReadArtifact {
  path: string;
  reading: ArtifactReading;
  /** From 2 on, for the second and later executions that one file holds. */
  execution?: number;
}

export interface Sessions {
  /** In order of the path of their first file. */
  sessions: Session[];
  /** Session id by `sessionKey`. */
  idOf: ReadonlyMap<string, string>;
  /** `environment-differs`: two files of one session name different machines; the first in path order stands. */
  warnings: NoteInput[];
}

/** Files of one folder and tool are one execution, unless their content sets them apart by a key. `artifacts`: in path order. */
export function sessionsOf(artifacts: readonly ReadArtifact[]): Sessions {
  const groups = new Map<string, ReadArtifact[]>();
  const idOf = new Map<string, string>();
  for (const artifact of artifacts) {
    const {session} = artifact.reading;
    if (session === undefined) continue;
    const id = `s${sha(`${session.tool}\n${session.key ?? folderOf(artifact.path)}`)}`;
    idOf.set(sessionKey(artifact), id);
    groups.set(id, [...(groups.get(id) ?? []), artifact]);
  }
  const neighbours = bySharedFolder(artifacts);
  const warnings: NoteInput[] = [];
  const sessions = [...groups].map(([id, files]) => {
    const paths = new Set(files.map(({path}) => path));
    const speaking = (neighbours.get(placeKey(files[0])) ?? files).filter(file => paths.has(file.path) || measuresNothing(file.reading));
    return {...sessionOf(id, files, speaking), environment: environmentOf(id, speaking, warnings)};
  });
  return {sessions, idOf, warnings};
}

/** The path; with a number for further executions in the file. */
export const sessionKey = ({path, execution}: ReadArtifact): string => (execution === undefined ? path : `${path}\n${execution}`);

/** Files that may speak for each other: one tool, one folder. Key as `placeKey` makes it. */
export function bySharedFolder(artifacts: readonly ReadArtifact[]): Map<string, ReadArtifact[]> {
  const shared = new Map<string, ReadArtifact[]>();
  for (const artifact of artifacts) {
    if (artifact.reading.session === undefined) continue;
    const key = placeKey(artifact);
    const known = shared.get(key);
    if (known === undefined) shared.set(key, [artifact]);
    else known.push(artifact);
  }
  return shared;
}

/** Tool and folder of a file. */
export function placeKey(artifact: ReadArtifact | undefined): string {
  return `${artifact?.reading.session?.tool ?? ""}\n${folderOf(artifact?.path ?? "")}`;
}

const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** `meta.json` and the like: such a file speaks for all sessions of its tool and folder. */
const measuresNothing = (reading: ArtifactReading) => reading.tables.length + reading.reported.length === 0;

const sha = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 10);

function sessionOf(id: string, files: readonly ReadArtifact[], speaking: readonly ReadArtifact[]): Omit<Session, "environment"> {
  const first = files[0]?.path ?? "";
  const folder = folderOf(first);
  const paths = [...new Set(files.map(({path}) => path))];
  const startedAt = edge(
    speaking.flatMap(({reading}) => times(reading, "startedAt")),
    -1
  );
  const endedAt = edge(
    speaking.flatMap(({reading}) => times(reading, "endedAt")),
    1
  );
  return {
    id,
    tool: files[0]?.reading.session?.tool ?? "",
    place: paths.length === 1 ? first : folder === "" ? "." : folder,
    ...(startedAt === undefined ? {} : {startedAt}),
    ...(endedAt === undefined ? {} : {endedAt}),
    artifacts: paths
  };
}

function environmentOf(session: string, speaking: readonly ReadArtifact[], warnings: NoteInput[]): Labels {
  const environment = new Map<string, Labels[string]>();
  for (const {path, reading} of speaking) {
    for (const [key, value] of Object.entries(reading.session?.environment ?? {})) {
      if (!environment.has(key)) environment.set(key, value);
      else if (environment.get(key) !== value) warnings.push({code: "environment-differs", values: {key, session, artifact: path}});
    }
  }
  return Object.fromEntries(environment);
}

/** Stated, else the first or last clock of the rows. */
function times(reading: ArtifactReading, which: "startedAt" | "endedAt"): Time[] {
  const stated = reading.session?.[which];
  if (stated !== undefined) return [stated];
  const sign = which === "startedAt" ? -1 : 1;
  let found: number | undefined;
  for (const table of reading.tables) {
    if (!Array.isArray(table.times)) continue;
    for (const time of table.times) if (time !== null && (found === undefined || (time - found) * sign > 0)) found = time;
  }
  if (found === undefined || Math.abs(found) > 8.6e12) return [];
  const utc = new Date(Math.round(found * 1000)).toISOString();
  return [{text: utc, utc}];
}

/** Earliest (-1) or latest (1) of the times that can be ordered; one without zone stands only where no other is known. */
function edge(found: readonly Time[], sign: -1 | 1): Time | undefined {
  const ordered = found.filter(time => time.utc !== undefined);
  if (ordered.length === 0) return found[0];
  const instant = (time: Time) => Date.parse(time.utc ?? "");
  return ordered.reduce((best, time) => ((instant(time) - instant(best)) * sign > 0 ? time : best));
}
