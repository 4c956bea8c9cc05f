import {z} from "zod";
import {citationsIn, claimsIn} from "../claims/index.ts";
import {ArtifactError, claimSchema, measurementSchema, noteSchema, reportedSchema} from "../contracts/index.ts";
import {labelsSchema, timeSchema} from "../contracts/words.ts";
import {type Decoded, decode} from "./decode.ts";
import type {Reader, ReaderInput, Reading} from "./reader.ts";
import {readerInput} from "./reader-input.ts";

const sessionDraftSchema = z.strictObject({
  tool: z.string(),
  key: z.string().optional(),
  startedAt: timeSchema.optional(),
  endedAt: timeSchema.optional(),
  environment: labelsSchema,
  settings: labelsSchema.optional(),
  models: z.record(z.string(), labelsSchema).optional()
});

/** What one file gave, before it is put beside the other files. Depends on nothing but its path and bytes: it can be stored. */
export const artifactReadingSchema = z.strictObject({
  format: z.string().optional(),
  category: z.string(),
  encoding: z.string().optional(),
  status: z.enum(["read", "partial", "empty", "unknown", "unreadable"]),
  problems: z.array(noteSchema),
  tables: z.array(measurementSchema.omit({id: true, artifact: true, session: true})),
  reported: z.array(reportedSchema.omit({id: true, artifact: true, session: true}).extend({part: z.string()})),
  session: sessionDraftSchema.optional(),
  /** What a document by somebody claims, and the files that it names. */
  claims: z.array(claimSchema).default([]),
  citations: z.array(z.strictObject({at: z.string(), name: z.string()})).default([])
});
export type ArtifactReading = z.infer<typeof artifactReadingSchema>;

export interface ReaderLists {
  /** At most one may claim a file. */
  dedicated: readonly Reader[];
  /** Tried in order when none did; the first that claims the file reads it. */
  generic: readonly Reader[];
}

/**
 * Decodes one file and has it read. A fault of ours (two readers that claim it, a reader that breaks) costs this file only: it is
 * `unreadable` with the reason, and the tests over all fixtures hold such faults out.
 */
export async function readArtifact(path: string, bytes: Uint8Array, readers: ReaderLists): Promise<ArtifactReading> {
  try {
    const decoded = await decode(bytes);
    return decoded === undefined ? unread("unknown", "other", {code: "binary"}) : readDecoded(path, decoded, readers);
  } catch (error) {
    if (error instanceof ArtifactError) return unread("unreadable", "other", problemOf(path, error));
    if (error instanceof ReaderFault) return unread("unreadable", "other", error.problem);
    throw error;
  }
}

/** A fault of our readers, with what to tell of it. */
class ReaderFault extends Error {
  readonly problem: z.input<typeof noteSchema>;

  constructor(message: string, problem: z.input<typeof noteSchema>, cause?: unknown) {
    super(message, cause === undefined ? undefined : {cause});
    this.name = "ReaderFault";
    this.problem = problem;
  }
}

function readDecoded(path: string, {text, encoding}: Decoded, readers: ReaderLists): ArtifactReading {
  const input = readerInput(path, text);
  if (text.trim() === "") return {...unread("empty", "other", {code: "empty-file"}), encoding};
  const reader = readerOf(input, readers);
  if (reader === undefined) return {...unrecognised(input), encoding};
  const {format, category} = reader;
  try {
    const reading = owned(path, format, () => reader.read(input));
    if (readers.generic.includes(reader) && reading.tables.length + reading.reported.length === 0)
      return {...unrecognised(input), encoding};
    return {
      ...statusOf(reading),
      format,
      category,
      encoding,
      tables: parsedTables(reading),
      reported: parsedReported(reading),
      session: reading.session,
      claims: [],
      citations: []
    };
  } catch (error) {
    if (!(error instanceof ArtifactError)) throw error;
    return {...unread("unreadable", category, problemOf(path, error)), format, encoding};
  }
}

function readerOf(input: ReaderInput, {dedicated, generic}: ReaderLists): Reader | undefined {
  const claims = (reader: Reader) => owned(input.path, reader.format, () => reader.detect(input));
  const found = dedicated.filter(claims);
  if (found.length > 1) {
    const formats = found.map(({format}) => format);
    throw new ReaderFault(`${input.path}: claimed by ${formats.join(" and ")}, expected one reader`, {
      code: "claimed-twice",
      values: {formats}
    });
  }
  return found[0] ?? generic.find(claims);
}

/** An exception of a reader that is no ArtifactError is a fault of ours: it says which file and reader. */
function owned<T>(path: string, format: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof ArtifactError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new ReaderFault(
      `${path}: reader ${format} broke: ${message}`,
      {code: "reader-broke", values: {format, message: message.slice(0, 200)}},
      error
    );
  }
}

function statusOf(reading: Reading): Pick<ArtifactReading, "status" | "problems"> {
  const {session, tables, reported} = reading;
  const holdsSession =
    session.startedAt !== undefined ||
    session.settings !== undefined ||
    session.models !== undefined ||
    Object.keys(session.environment).length > 0;
  const isRead = tables.length > 0 || reported.length > 0 || holdsSession;
  const problems = [...reading.problems, ...(reading.remarks ?? [])].map(note => noteSchema.parse(note));
  return {status: isRead ? (reading.problems.length > 0 ? "partial" : "read") : "empty", problems};
}

const parsedTables = (reading: Reading) =>
  reading.tables.map(table => ({...table, warnings: table.warnings.map(note => noteSchema.parse(note))}));
const parsedReported = (reading: Reading) =>
  reading.reported.map(record => ({...record, warnings: record.warnings.map(note => noteSchema.parse(note))}));

function unread(status: "unknown" | "unreadable" | "empty", category: string, problem: z.input<typeof noteSchema>): ArtifactReading {
  return {category, status, problems: [noteSchema.parse(problem)], tables: [], reported: [], claims: [], citations: []};
}

function problemOf(path: string, error: ArtifactError): z.input<typeof noteSchema> {
  return {code: error.code, values: {...error.values}, source: {artifact: path, at: error.at}};
}

/** Tables of texts (lists of sources, prompts) are no documents that claim something. */
const dataName = /\.(?:[ct]sv|jsonl?|ya?ml|log|xml|html?)$/i;

/** Prose is understood, it only measures nothing: its numbers are claims. Anything else is a format that nobody reads yet. */
function unrecognised(input: ReaderInput): ArtifactReading {
  const nothing = {problems: [], tables: [], reported: []};
  if (!isProse(input)) return {category: "other", status: "unknown", ...nothing, claims: [], citations: []};
  const {text, path} = input;
  const isWritten = !dataName.test(path);
  const said = {claims: isWritten ? claimsIn(text, path) : [], citations: isWritten ? citationsIn(text) : []};
  return {format: "text", category: "document", status: "empty", ...nothing, ...said};
}

/** Documents by their content: Markdown headings, or mostly lines of several words. The name only decides where both are thin. */
function isProse({path, text, lines}: ReaderInput): boolean {
  if (/\.(md|mdx|markdown|rst|adoc)$/i.test(path)) return true;
  if (/^\s*[{[<]/.test(text)) return false;
  const sample = lines.slice(0, 300).flatMap(line => (line.trim() === "" ? [] : [line.slice(0, 400)]));
  const sentences = sample.filter(
    line => /(?:\p{L}{2,}[ ,;:]+){3,}\p{L}{2,}/u.test(line) && !/\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|=\S/.test(line)
  );
  return sentences.length >= sample.length * (/\.txt$/i.test(path) ? 0.3 : 0.7);
}
