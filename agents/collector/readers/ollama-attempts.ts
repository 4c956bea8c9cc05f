import type {JsonDocument} from "../documents.ts";
import {measuredValue} from "../measured-value.ts";
import {epochSeconds} from "../zoned-time.ts";

type JsonRecord = Readonly<Record<string, unknown>>;

/** One request to Ollama as a file holds it. */
export interface Attempt {
  /** Place of the line with the timings, or of the last line that came. */
  place: string;
  /** The line itself: the client's fields, or the answer's own. */
  record: JsonRecord;
  /** The server's answer: `record`, or what lies under `prefix`; empty when none came. */
  answer: JsonRecord;
  prefix: "" | "/response";
  /** Body of an error answer. */
  error?: string;
}

/** Every document must be an answer, a client's line around one, or an error; at least one must show that Ollama answered. */
export function looksLikeAnswers(documents: readonly JsonDocument[]): boolean {
  const first = recordsOf(documents.slice(0, 50)).slice(0, 50);
  return first.every(({record}) => kindOf(record) !== undefined) && first.some(({record}) => isAnswer(record) || hasServerAnswer(record));
}

/**
 * Attempts in file order. Lines of one stream are one attempt: the pieces (`done: false`) that came after its start, which is
 * `created_at - total_duration` of its last line; pieces before that start belong to an answer that never ended. `unknown`: places
 * of records that are nothing of all this.
 */
export function attemptsOf(documents: readonly JsonDocument[]): {attempts: Attempt[]; unknown: string[]} {
  const records = recordsOf(documents);
  const isStream = hasStream(records.map(({record}) => record));
  const attempts: Attempt[] = [];
  const unknown: string[] = [];
  let open: {place: string; record: JsonRecord}[] = [];
  const close = () => {
    const pieces = isStream ? open.slice(-1) : open;
    for (const {place, record} of pieces) attempts.push({place, record, answer: record, prefix: ""});
    open = [];
  };
  for (const {place, record} of records) {
    const kind = kindOf(record);
    if (kind === "piece") {
      if (open.at(-1)?.record["model"] !== record["model"]) close();
      open.push({place, record});
    } else if (kind === "error") {
      const model = open.at(-1)?.record["model"];
      if (isStream) open = [];
      else close();
      attempts.push({place, record, answer: model === undefined ? {} : {model}, prefix: "", error: errorText(record) ?? ""});
    } else if (kind === "wrapped") {
      close();
      attempts.push(wrapped(place, record));
    } else if (kind === "answer") {
      if (isStream) open = open.filter(piece => !isPieceOf(piece.record, record));
      close();
      if (!isLoadOnly(record)) attempts.push({place, record, answer: record, prefix: ""});
    } else {
      unknown.push(place);
    }
  }
  close();
  return {attempts, unknown};
}

function recordsOf(documents: readonly JsonDocument[]): {place: string; record: JsonRecord}[] {
  return documents.flatMap(({at, value}) => {
    const values = Array.isArray(value) ? value.map((item, index) => ({place: `${at}/${index}`, item})) : [{place: at, item: value}];
    return values.flatMap(({place, item}) => (isRecord(item) ? [{place, record: item}] : [{place, record: {}}]));
  });
}

function wrapped(place: string, record: JsonRecord): Attempt {
  const answer = isRecord(record["response"]) ? record["response"] : {};
  const error = errorText(answer);
  return {place, record, answer, prefix: "/response", ...(error === undefined ? {} : {error})};
}

type Kind = "answer" | "piece" | "wrapped" | "error";

function kindOf(record: JsonRecord): Kind | undefined {
  if (isAnswer(record)) {
    const isPiece = record["done"] === false && !("wall_ms" in record) && !("started" in record);
    return isPiece ? "piece" : "answer";
  }
  if (hasServerAnswer(record)) return "wrapped";
  if (errorText(record) !== undefined && Object.keys(record).length === 1) return "error";
  const saysOutcome = "error" in record || "http_status" in record;
  return hasClientFields(record) && saysOutcome && !("attempt" in record) ? "wrapped" : undefined;
}

/** A client's line with what the server said under `response`. */
function hasServerAnswer(record: JsonRecord): boolean {
  const {response} = record;
  return isRecord(response) && (isAnswer(response) || (errorText(response) !== undefined && hasClientFields(record)));
}

/** No schema here: a large file asks this of every line several times. */
function isAnswer(record: JsonRecord): boolean {
  const {model, created_at: createdAt, done, response} = record;
  if (typeof model !== "string" || typeof createdAt !== "string" || typeof done !== "boolean") return false;
  return "message" in record || typeof response === "string" || "eval_duration" in record || "total_duration" in record;
}

const hasClientFields = (record: JsonRecord) =>
  typeof record["model"] === "string" && ("options" in record || "phase" in record) && ("started" in record || "wall_ms" in record);

const errorText = (record: JsonRecord) => (typeof record["error"] === "string" ? record["error"] : undefined);

/** A whole answer carries its text; the last line of a stream carries none, and timings only. */
function hasStream(records: readonly JsonRecord[]): boolean {
  const pieces = records.filter(record => kindOf(record) === "piece").length;
  if (pieces === 0) return false;
  const ends = records.filter(record => kindOf(record) === "answer");
  if (ends.length === 0) return pieces > 1 || records.some(record => kindOf(record) === "error");
  return ends.some(record => textOf(record) === "");
}

const textOf = ({response, message}: JsonRecord): unknown => response ?? (isRecord(message) ? message["content"] : undefined);

function isPieceOf(piece: JsonRecord, end: JsonRecord): boolean {
  const at = epochSeconds(piece["created_at"]);
  const ended = epochSeconds(end["created_at"]);
  const total = measuredValue("total_time", end["total_duration"], 1e9).value;
  if (piece["model"] !== end["model"]) return false;
  return at === undefined || ended === undefined || total === null || at >= ended - total;
}

/** An empty prompt only loads or unloads the model: no inference. */
const isLoadOnly = ({done_reason: reason}: JsonRecord) => reason === "load" || reason === "unload";

const isRecord = (value: unknown): value is JsonRecord => typeof value === "object" && value !== null && !Array.isArray(value);
