import {isDeepStrictEqual} from "node:util";
import type {Manifest} from "../../agents/contracts/index.ts";
import {buildId} from "../build-id.ts";
import type {PreparedReport} from "../prepare-report.ts";
import type {ReportPlan} from "../spec.ts";
import {stageKey} from "../store.ts";

/**
 * Why a report was made: there was none · its artifacts, the options, texts and templates, our version, the earlier runs differ · it was
 * edited or is not whole · asked for · making it failed before, or was cut short.
 */
export const makeReasons = [
  "new",
  "artifacts",
  "options",
  "templates",
  "version",
  "history",
  "incomplete",
  "forced",
  "retried",
  "interrupted"
] as const;
export type MakeReason = (typeof makeReasons)[number];

/** What of the report that is there differs from the one that is wanted. The date is no part of it. */
export function reasonOf(manifest: Manifest | undefined, {plan, keys, history}: PreparedReport): MakeReason {
  if (manifest === undefined) return "new";
  const {hashes, spec, versions} = manifest;
  if (versions["build"] !== buildId) return "version";
  if (!isDeepStrictEqual(withoutDate(spec), withoutDate(planSpec(plan)))) return "options";
  if (hashes["evidence"] !== stageKey(keys.evidence)) return "artifacts";
  if (hashes["history"] !== history?.key) return "history";
  return hashes["export"] === stageKey(keys.export) ? "incomplete" : "templates";
}

function planSpec({artifacts: _artifacts, out: _out, ...spec}: ReportPlan): Record<string, unknown> {
  return spec;
}

function withoutDate({date: _date, ...spec}: Record<string, unknown>): Record<string, unknown> {
  return spec;
}
