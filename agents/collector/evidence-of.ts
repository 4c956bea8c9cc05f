import {createHash} from "node:crypto";
import type {Claim, Evidence, Labels, Measurement, NoteInput, Reported} from "../contracts/index.ts";
import type {ArtifactReading} from "./artifact-reading.ts";
import type {CollectedFile} from "./collected-file.ts";
import {withoutPrivateLabels, withoutPrivateNote, withoutPrivateWords} from "./private-words.ts";
import {citations} from "./relations/citations.ts";
import {relationsOf} from "./relations/relations-of.ts";
import {type ReadArtifact, sessionKey, sessionsOf} from "./sessions.ts";
import {type StatedLabels, statedLabels, withStatedLabels} from "./stated-labels.ts";

interface Numbered extends ReadArtifact {
  sha256: string;
  session: string;
}

/** Puts the files, in path order, beside each other: sessions, ids, relations; names of people and machines replaced. Not yet checked by the schema. */
export function evidenceOf(files: readonly CollectedFile[]): Evidence {
  const read = files.flatMap(({artifact, reading}) =>
    reading === undefined ? [] : executionsOf(reading).map(one => ({path: artifact.path, sha256: artifact.sha256 ?? "", ...one}))
  );
  const speaking = read.filter(({reading}) => reading.status === "read" || reading.status === "partial");
  const {sessions, idOf, warnings} = sessionsOf(speaking);
  const stated = statedLabels(speaking);
  const numbered = speaking.map(file => ({...file, session: idOf.get(sessionKey(file)) ?? ""}));
  const measurements = numbered.flatMap(file => measurementsOf(file, stated));
  const reported = numbered.flatMap(file => reportedOf(file, stated));
  const artifacts = files.map(({artifact}) => artifact);
  const claims = read.flatMap(({reading}) => reading.claims.map(withoutPrivateQuote));
  const citing = read.map(({path, reading}) => ({path, citations: reading.citations}));
  return {
    version: 1,
    artifacts,
    sessions: sessions.map(session => ({...session, environment: withoutPrivate(session.environment)})),
    measurements,
    reported,
    claims,
    relations: [...relationsOf({artifacts, measurements, reported}), ...citations({artifacts, measurements, reported, claims}, citing)],
    warnings: warnings.map(noted)
  };
}

/** The executions that one file holds, nearly always one. */
function executionsOf({others = [], ...reading}: ArtifactReading): Pick<ReadArtifact, "reading" | "execution">[] {
  return [{reading}, ...others.map((other, index) => ({reading: {...reading, ...other}, execution: index + 2}))];
}

const noted = (note: NoteInput) => ({...withoutPrivateNote(note), values: note.values ?? {}});

function withoutPrivateQuote({quote, heading, ...claim}: Claim): Claim {
  const shown = {...claim, quote: withoutPrivateWords(quote).slice(0, 200)};
  return heading === undefined ? shown : {...shown, heading: withoutPrivateWords(heading).slice(0, 200)};
}

function measurementsOf(file: Numbered, stated: ReadonlyMap<string, StatedLabels>): Measurement[] {
  const idOf = identifier("m", file.sha256);
  return file.reading.tables.map(table => {
    const {part, ...rest} = withStatedLabels(table, file, stated);
    return {
      id: idOf(part),
      artifact: file.path,
      part,
      session: file.session,
      ...rest,
      subject: withoutPrivate(rest.subject),
      settings: withoutPrivate(rest.settings),
      factors: rest.factors.map(factor => ({...factor, levels: factor.levels.map(level => withoutPrivateLabels(factor.key, level))})),
      failures: rest.failures.map(failure => ({...failure, reason: withoutPrivateWords(failure.reason)})),
      warnings: rest.warnings.map(withoutPrivateNote)
    };
  });
}

function reportedOf(file: Numbered, stated: ReadonlyMap<string, StatedLabels>): Reported[] {
  const idOf = identifier("r", file.sha256);
  return file.reading.reported.map(record => {
    const {part, ...rest} = withStatedLabels(record, file, stated);
    const names = rest.statistics.map(({statistic}) => statistic).join(",");
    return {
      id: idOf(`${part}\n${rest.metric}\n${rest.role}\n${names}`),
      artifact: file.path,
      session: file.session,
      ...rest,
      subject: withoutPrivate(rest.subject),
      settings: withoutPrivate(rest.settings),
      warnings: rest.warnings.map(withoutPrivateNote)
    };
  });
}

/** Ids from the bytes of the file and the part in it; equal parts, which no reader should make, are counted. */
function identifier(prefix: "m" | "r", sha256: string): (part: string) => string {
  const uses = new Map<string, number>();
  return part => {
    const use = (uses.get(part) ?? 0) + 1;
    uses.set(part, use);
    const hash = createHash("sha256")
      .update(`${sha256}\n${part}${use === 1 ? "" : `\n${use}`}`)
      .digest("hex");
    return `${prefix}${hash.slice(0, 10)}`;
  };
}

function withoutPrivate(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, withoutPrivateLabels(key, value)]));
}
