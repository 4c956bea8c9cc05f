import {z} from "zod";
import {citationsIn, claimsIn} from "../claims/index.ts";
import {ArtifactError, claimSchema, measurementSchema, noteSchema, reportedSchema} from "../contracts/index.ts";
import {labelsSchema, timeSchema} from "../contracts/words.ts";
import {type Decoded, decode} from "./decode.ts";
import {plainText} from "./plain-text.ts";
import {type PartReading, ReaderFault, readParts} from "./read-parts.ts";
import type {Reader, ReaderInput, ReaderLists, Reading, SessionDraft} from "./reader.ts";
import {readerInput} from "./reader-input.ts";
import {toldApart} from "./told-apart.ts";

const sessionDraftSchema = z.strictObject({
  tool: z.string(),
  key: z.string().optional(),
  startedAt: timeSchema.optional(),
  endedAt: timeSchema.optional(),
  environment: labelsSchema,
  settings: labelsSchema.optional(),
  models: z.record(z.string(), labelsSchema).optional()
});

const tableSchema = measurementSchema.omit({id: true, artifact: true, session: true});
const recordSchema = reportedSchema.omit({id: true, artifact: true, session: true}).extend({part: z.string()});

/** What one file gave, before it is put beside the other files. Depends on nothing but its path and bytes: it can be stored. */
export const artifactReadingSchema = z.strictObject({
  format: z.string().optional(),
  category: z.string(),
  encoding: z.string().optional(),
  status: z.enum(["read", "partial", "empty", "unknown", "unreadable"]),
  problems: z.array(noteSchema),
  tables: z.array(tableSchema),
  reported: z.array(recordSchema),
  session: sessionDraftSchema.optional(),
  /** What further executions gave that the same file holds. */
  others: z.array(z.strictObject({tables: z.array(tableSchema), reported: z.array(recordSchema), session: sessionDraftSchema})).optional(),
  /** What a document by somebody claims, and the files that it names. */
  claims: z.array(claimSchema).default([]),
  citations: z.array(z.strictObject({at: z.string(), name: z.string()})).default([])
});
export type ArtifactReading = z.infer<typeof artifactReadingSchema>;

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

function readDecoded(path: string, {text, encoding}: Decoded, readers: ReaderLists): ArtifactReading {
  if (text.trim() === "") return {...unread("empty", "other", {code: "empty-file"}), encoding};
  const input = readerInput(path, plainText(text));
  const parts = readParts(input, readers);
  if (parts.length === 0) return {...unrecognised(input), encoding};
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && "error" in only) {
    return {...unread("unreadable", only.reader.category, problemOf(path, only.error)), format: only.reader.format, encoding};
  }
  return {...combined(path, parts, input), encoding};
}

/** What one reader gave, as a file's reading. */
export const readingOf = (
  path: string,
  reader: Pick<Reader, "format" | "category">,
  reading: Reading,
  encoding: string
): ArtifactReading => ({
  ...combined(path, [{reader, reading}], undefined),
  encoding
});

/** One reading of all parts: those of one format and session together, the first of them as the file's own. */
function combined(path: string, parts: readonly PartReading[], input: ReaderInput | undefined): ArtifactReading {
  const problems = parts.flatMap(part => ("error" in part ? [problemOf(path, part.error)] : part.reading.problems));
  const remarks = parts.flatMap(part => ("error" in part ? [] : (part.reading.remarks ?? [])));
  const readings = parts.flatMap(part => ("error" in part ? [] : [part.reading]));
  for (const tool of new Set(readings.map(({session}) => session.tool))) {
    const own = readings.filter(({session}) => session.tool === tool);
    if (input !== undefined) toldApart(own, input);
  }
  const formats = [...new Set(parts.map(({reader}) => reader.format))];
  const groups = new Map<string, Reading>();
  for (const reading of readings) {
    const key = `${reading.session.tool}\n${reading.session.key ?? ""}`;
    const known = groups.get(key);
    groups.set(
      key,
      known === undefined
        ? reading
        : {
            ...known,
            tables: [...known.tables, ...reading.tables],
            reported: [...known.reported, ...reading.reported],
            session: {...reading.session, ...known.session, environment: {...reading.session.environment, ...known.session.environment}}
          }
    );
  }
  const [first, ...others] = [...groups.values()];
  const whole = {tables: readings.flatMap(({tables}) => tables), reported: readings.flatMap(({reported}) => reported)};
  const isRead = whole.tables.length + whole.reported.length > 0 || readings.some(({session}) => speaks(session));
  return {
    status: isRead ? (problems.length > 0 ? "partial" : "read") : "empty",
    problems: [...problems, ...remarks].map(note => noteSchema.parse(note)),
    format: formats.join(" + "),
    category: parts[0]?.reader.category ?? "other",
    tables: first === undefined ? [] : parsedTables(first),
    reported: first === undefined ? [] : parsedReported(first),
    ...(first === undefined ? {} : {session: first.session}),
    claims: [],
    citations: [],
    ...(others.length === 0
      ? {}
      : {others: others.map(other => ({tables: parsedTables(other), reported: parsedReported(other), session: other.session}))})
  };
}

/** A session that says something even without a value. */
const speaks = ({startedAt, settings, models, environment}: SessionDraft) =>
  startedAt !== undefined || settings !== undefined || models !== undefined || Object.keys(environment).length > 0;

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
