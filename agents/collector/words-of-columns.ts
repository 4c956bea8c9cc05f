const failureNames =
  /^(?:error|errors|err|error_message|error_msg|error_type|exception|failure|failure_reason|fail_reason|reason|stderr|traceback|error_text|ошибка)$/;
const statusNames =
  /^(?:status|success|succeeded|ok|passed|valid|http_status|status_code|http_code|exit_code|return_code|returncode|done|статус)$/;
const timeNames =
  /(?:^|_)(?:time|timestamp|ts|date|datetime|started|start|created|created_at|started_at|ended|epoch|wall_time|время)(?:_|$)|_at$/;

const goodWords: ReadonlySet<string> = new Set(
  "ok pass passed success successful succeeded true yes complete completed finished done valid good 200 успех".split(" ")
);
const badWords: ReadonlySet<string> = new Set(
  "fail failed failure error timeout timed_out oom crash crashed killed cancelled canceled aborted incomplete invalid nok false no fail_accuracy fail_to_run eager_fail_to_run infra_error ошибка отказ".split(
    " "
  )
);

export const isFailureName = (words: string) => failureNames.test(words);
/** `result` and `state` are measured as often as they are a status: their words decide, not their name. */
export const isStatusName = (words: string) => statusNames.test(words);
export const isTimeName = (words: string) => timeNames.test(words);
/** Yes and no say what they answer only under the name of a status. */
export const isStatusWord = (text: string) =>
  !/^(?:true|false|yes|no|\d+)$/i.test(text) && (goodWords.has(statusWord(text)) || badWords.has(statusWord(text)));

const statusWord = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");

/** Why a status cell says that the attempt failed; undefined when it does not. `words`: the column's name. */
export function failureOfStatus(words: string, cell: string | number | boolean | null): string | undefined {
  if (cell === null || cell === "") return undefined;
  const text = statusWord(String(cell));
  const number = Number(text);
  if (/http|status_code/.test(words)) return Number.isFinite(number) && (number >= 400 || number === 0) ? `HTTP ${number}` : undefined;
  if (/exit|return/.test(words)) return Number.isFinite(number) && number !== 0 ? `exit code ${number}` : undefined;
  if (badWords.has(text)) return text === "false" || text === "no" ? `${words}: ${text}` : String(cell).trim();
  return text === "0" && /^(?:success|succeeded|ok|passed|valid|done)$/.test(words) ? `${words}: 0` : undefined;
}

/** The text of an error cell, undefined for the ways of saying "none". */
export function failureOfError(cell: string | number | boolean | null): string | undefined {
  if (cell === null || cell === false || cell === true || cell === 0) return undefined;
  const text = String(cell).trim();
  return /^(?:|0|none|null|nan|n\/a|na|-|ok|false|no|\[\]|\{\})$/i.test(text) ? undefined : text;
}

const isoTime = /^(\d{4}[-/]\d\d[-/]\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s?(Z|UTC|[+-]\d\d:?\d\d)?)?$/;

/** A cell that is a time; `utc` in epoch seconds only where a zone is stated or it is an epoch, which needs a name that says so. */
export function epochSeconds(cell: string | number | boolean | null, isNamedTime: boolean): {utc: number | null} | undefined {
  if (typeof cell === "boolean" || cell === null) return undefined;
  const match = typeof cell === "string" ? isoTime.exec(cell.trim()) : null;
  if (match !== null) {
    const zone = match[3]?.replace("UTC", "Z");
    const utc = zone === undefined ? Number.NaN : Date.parse(`${match[1]?.replaceAll("/", "-")}T${match[2]}${zone}`) / 1000;
    return {utc: Number.isFinite(utc) ? utc : null};
  }
  const number = typeof cell === "number" ? cell : /^\d{9,19}(?:\.\d+)?$/.test(cell.trim()) ? Number(cell) : Number.NaN;
  if (!isNamedTime || !Number.isFinite(number)) return undefined;
  const scale = [1, 1e3, 1e6, 1e9].find(each => number / each >= 9e8 && number / each < 4e9);
  return scale === undefined ? undefined : {utc: number / scale};
}
