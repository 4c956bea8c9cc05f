import {createHash} from "node:crypto";
import type {Artifact, Note} from "../contracts/index.ts";
import {type ArtifactReading, readArtifact} from "./artifact-reading.ts";
import {bigRecordsBytes, bigRecordsFile, isClaimed} from "./big-records-file.ts";
import {bigTableBytes, type BigTableFile, bigTableFile} from "./big-table-file.ts";
import type {CollectEffects, CollectOptions} from "./collect.ts";
import {memoryColumns} from "./column-files.ts";
import {largestArtifact} from "./decode.ts";
import {errorCode, type FileEntry} from "./discover.ts";
import {matchesGlob} from "./glob.ts";
import {withoutPrivateNote} from "./private-words.ts";
import type {ReaderLists} from "./reader.ts";

/** Part of every memo key: raised when the same bytes are read differently. */
const readerVersion = "2";

export interface CollectedFile {
  artifact: Artifact;
  /** Absent for files that were not read: ignored, duplicate, empty, cannot be opened. */
  reading?: ArtifactReading;
}

export interface CollectContext {
  options: CollectOptions;
  effects: CollectEffects;
  /** The first file with these bytes; filled here. */
  firstByHash: Map<string, CollectedFile>;
  readers: ReaderLists;
}

/** One file of the folder, read if it can be and need be. */
export async function collectFile(entry: FileEntry, context: CollectContext): Promise<CollectedFile> {
  const {effects, firstByHash} = context;
  const reason = notToOpen(entry, context.options);
  if (reason !== undefined) return {artifact: reason};
  if (entry.bytes > largestArtifact) return await streamedFile(entry, context);
  const bytes = await opened(entry.path, effects);
  if (!(bytes instanceof Uint8Array)) return {artifact: closed(entry, "unreadable", bytes)};
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const base = {path: entry.path, bytes: bytes.length, sha256};
  if (bytes.length === 0) return {artifact: {...base, category: "other", status: "empty", problems: [note("empty-file")]}};
  const first = firstByHash.get(sha256);
  if (first !== undefined && !speaksForItsFolder(first)) {
    return {artifact: {...first.artifact, ...base, status: "duplicate", copyOf: first.artifact.path, problems: []}};
  }
  const make = () => readBytes(entry.path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), sha256, context);
  const reading = await (effects.memo?.(memoKey(entry.path, sha256), make, bytes.length) ?? make());
  const {format, category, encoding, status} = reading;
  const known = {...(format === undefined ? {} : {format}), category, ...(encoding === undefined ? {} : {encoding})};
  const file: CollectedFile = {artifact: {...base, ...known, status, problems: reading.problems.map(withoutPrivateNote)}, reading};
  if (first === undefined) firstByHash.set(sha256, file);
  return file;
}

const sliceBytes = 8 * 1024 ** 2;

async function readBytes(path: string, bytes: Buffer, sha256: string, {effects, readers}: CollectContext): Promise<ArtifactReading> {
  const files = effects.columns ?? memoryColumns();
  const table = bytes.length < bigTableBytes ? undefined : await bigTableFile(path, bytes, files, readers);
  const unknown = {dedicated: [], generic: readers.generic};
  const isOfKnownMake = bytes.length < bigRecordsBytes || table !== undefined || (await isClaimed(path, bytes, readers.dedicated));
  const plan = table ?? (isOfKnownMake ? undefined : await bigRecordsFile(path, bytes, files, unknown));
  if (plan === undefined) return await readArtifact(path, bytes, readers);
  for (let at = 0; at < bytes.length; at += sliceBytes) plan.take(bytes.subarray(at, at + sliceBytes), at + sliceBytes >= bytes.length);
  return plan.reading(sha256);
}

/** A file that is larger than what is read whole: its records piece by piece, if it holds such; its hash is made on the way. */
async function streamedFile(entry: FileEntry, {effects, readers, firstByHash}: CollectContext): Promise<CollectedFile> {
  const {path, bytes} = entry;
  const tooLarge = {artifact: closed(entry, "unreadable", note("too-large", {bytes, limit: largestArtifact}))};
  const chunks = effects.files.chunks?.(path);
  if (chunks === undefined) return tooLarge;
  const files = effects.columns ?? memoryColumns();
  const hash = createHash("sha256");
  let plan: BigTableFile | undefined;
  try {
    for await (const chunk of chunks) {
      effects.signal?.throwIfAborted();
      const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      plan ??= (await bigTableFile(path, piece, files, readers)) ?? (await bigRecordsFile(path, piece, files, readers));
      if (plan === undefined) return tooLarge;
      hash.update(piece);
      plan.take(piece, false);
    }
  } catch (error) {
    const reason = errorCode(error);
    if (reason === undefined) throw error;
    return {artifact: closed(entry, "unreadable", note("cannot-open", {reason}))};
  }
  if (plan === undefined) return tooLarge;
  plan.take(Buffer.alloc(0), true);
  const sha256 = hash.digest("hex");
  const first = firstByHash.get(sha256);
  if (first !== undefined) return {artifact: {...first.artifact, path, status: "duplicate", copyOf: first.artifact.path, problems: []}};
  const reading = plan.reading(sha256);
  const {format, category, encoding, status, problems} = reading;
  const known = {...(format === undefined ? {} : {format}), category, ...(encoding === undefined ? {} : {encoding})};
  const file: CollectedFile = {artifact: {path, bytes, sha256, ...known, status, problems: problems.map(withoutPrivateNote)}, reading};
  firstByHash.set(sha256, file);
  return file;
}

/** A file without measurements that describes the session of its folder: the same bytes say something new in another folder. */
function speaksForItsFolder({reading}: CollectedFile): boolean {
  return reading?.session !== undefined && reading.tables.length + reading.reported.length === 0;
}

function notToOpen(entry: FileEntry, {include = [], exclude = []}: CollectOptions): Artifact | undefined {
  const {kind, path} = entry;
  if (kind === "unreadable") return closed(entry, "unreadable", note("cannot-open", {reason: entry.reason ?? "unknown"}));
  if (kind === "link") return closed(entry, "ignored", note("link-skipped", {reason: entry.reason ?? "unknown"}));
  if (kind === "ignored") return closed(entry, "ignored", note(entry.reason ?? "own-report"));
  if (matchesGlob(exclude, path) || (include.length > 0 && !matchesGlob(include, path))) return closed(entry, "ignored", note("excluded"));
  return undefined;
}

function closed({path, bytes}: FileEntry, status: "ignored" | "unreadable", problem: Note): Artifact {
  return {path, bytes, category: "other", status, problems: [problem]};
}

const note = (code: string, values: Note["values"] = {}): Note => ({code, values});

async function opened(path: string, {files}: CollectEffects): Promise<Uint8Array | Note> {
  try {
    return await files.read(path);
  } catch (error) {
    const reason = errorCode(error);
    if (reason === undefined) throw error;
    return note("cannot-open", {reason});
  }
}

function memoKey(path: string, sha256: string): string {
  return createHash("sha256").update([readerVersion, path, sha256].join("\n")).digest("hex");
}
