import {type Locale, noteText} from "../../agents/locale/index.ts";
import type {Warning} from "../model-run.ts";

/** A warning in words, with the words of the error behind it. */
export function warningText(locale: Locale, {cause, ...warning}: Warning): string {
  const reason = cause === undefined ? {} : {reason: noteText(locale, "error", cause)};
  return noteText(locale, "cli.warning", {...warning, values: {...warning.values, ...reason}});
}
