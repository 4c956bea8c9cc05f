import type {Time} from "../contracts/index.ts";

const zone = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/** Epoch seconds of an ISO time; undefined without a zone, since such times cannot be ordered against others. */
export function epochSeconds(text: unknown): number | undefined {
  if (typeof text !== "string" || !zone.test(text.trim())) return undefined;
  const milliseconds = Date.parse(text.trim());
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

/** A time as written, with `utc` where it names its zone; undefined when it is no time at all. */
export function writtenTime(text: unknown): Time | undefined {
  if (typeof text !== "string" || !/^\d{4}-\d{2}-\d{2}/.test(text.trim())) return undefined;
  const seconds = epochSeconds(text);
  return {text: text.trim(), ...(seconds === undefined ? {} : {utc: new Date(seconds * 1000).toISOString()})};
}
