import type {Labels, Measurement, NoteInput, Phase, Reported, Time} from "../contracts/index.ts";
import type {CsvText} from "./csv.ts";
import type {JsonDocument} from "./documents.ts";

/** One decoded artifact as readers see it. The parsed views are made on first use and shared by all readers. */
export interface ReaderInput {
  /** Relative path, POSIX. Only for what stands nowhere in the content. */
  readonly path: string;
  /** Decoded text without BOM. */
  readonly text: string;
  /** `text` split at LF, CRLF or lone CR; line n is `lines[n - 1]`. */
  readonly lines: readonly string[];
  /** JSON documents of the text in order; empty when it is not JSON. */
  readonly documents: readonly JsonDocument[];
  /** What was skipped or repaired while finding the documents (truncated end, text between them). */
  readonly documentProblems: readonly NoteInput[];
  /** The text as a delimited table; undefined when it does not look like one. */
  readonly csv: CsvText | undefined;
}

/** A measurement before the collector gives it id, artifact and session. */
export type TableDraft = Omit<Measurement, "id" | "artifact" | "session" | "warnings"> & {warnings: NoteInput[]};

/** A reported statistic before the collector gives it id, artifact and session; `part` tells records of one file apart. */
export type ReportedDraft = Omit<Reported, "id" | "artifact" | "session" | "warnings"> & {part: string; warnings: NoteInput[]};

/** What a file says of the execution it belongs to. Files of one folder and tool share a session unless `key` sets it apart. */
export interface SessionDraft {
  tool: string;
  /** Only if one folder holds several executions that the content tells apart. */
  key?: string;
  startedAt?: Time;
  endedAt?: Time;
  environment: Labels;
  /** Settings and subject labels that hold for every measurement of the session that does not record its own. */
  settings?: Labels;
  /** Labels per model name (`quantization`, …), for measurements of that model that do not record their own. */
  models?: Readonly<Record<string, Labels>>;
}

export interface Reading {
  tables: TableDraft[];
  reported: ReportedDraft[];
  session: SessionDraft;
  /** Rejected cells and rows with their place: the artifact becomes `partial`. */
  problems: NoteInput[];
  /** Remarks that reject nothing (text between records, repaired end). */
  remarks?: NoteInput[];
}

/**
 * One format. `detect` is cheap and strict, by content; exactly one dedicated reader may claim an artifact.
 * `read` is pure; a bad cell is a rejected cell with its place, and only a structure that cannot be read throws ArtifactError.
 */
export interface Reader {
  format: string;
  category: "inference" | "serving" | "quality" | "storage" | "compilation" | "system" | "log" | "document" | "other";
  /** Manuals are full of it: in a fence of Markdown it is read only below its command line. */
  isShownInManuals?: true;
  detect: (input: ReaderInput) => boolean;
  read: (input: ReaderInput) => Reading;
}

export interface ReaderLists {
  /** At most one may claim a text or a part of it. */
  dedicated: readonly Reader[];
  /** Tried in order when none did; the first that claims the text reads it. */
  generic: readonly Reader[];
}

/** One attempt while a reader builds a table. */
export interface DraftRow {
  /** `R3`, `#12`, … */
  place: string;
  /** Field name -> value in base units; null or absent = not measured. */
  values: Readonly<Record<string, number | null>>;
  /** Labels that may differ from row to row; those that do not become subject or settings of the table. */
  labels?: Labels;
  /** Prompt, repeat, client, burst: never subject or setting. */
  pairing?: Labels;
  repeat?: Labels;
  group?: Labels;
  phase?: Phase;
  /** Epoch seconds. */
  time?: number;
  failure?: {reason: string; kind: Measurement["failures"][number]["kind"]};
}
