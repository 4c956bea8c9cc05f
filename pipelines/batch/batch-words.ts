import type {Span} from "../../agents/contracts/index.ts";
import type {Locale} from "../../agents/locale/index.ts";
import type {ItemResult} from "./batch-result.ts";
import type {Failure} from "./failure.ts";
import type {BatchPlan} from "./plan-batch.ts";

/** Why there is no report, in the language of the locale; no path of the machine in it. */
export function failureText({code: name, message, values}: Failure, plan: BatchPlan, locale: Locale): string {
  const shown = (one: string): string => one.replaceAll(`${plan.report.out}/`, "").replaceAll(`${plan.root}/`, "");
  const key = `error.${name}`;
  if (!locale.has(key)) return shown(message);
  return locale.text(key, Object.fromEntries(Object.entries(values).map(([one, value]) => [one, shown(value)])));
}

/** What became of a report: made, kept, failed, … */
export const actionSpans = ({action}: ItemResult, isDryRun: boolean, locale: Locale): Span[] =>
  locale.message(`batch.action.${isDryRun && action === "made" ? "to-make" : action}`);
