import * as clients from "./clients.ts";
import * as compilers from "./compilers.ts";
import {drawOf} from "./draw.ts";
import type {Folder} from "./folder.ts";
import type {Form} from "./forms.ts";
import type {Plant} from "./plant.ts";
import * as sessions from "./sessions.ts";
import * as settings from "./settings.ts";
import * as suites from "./suites.ts";
import * as summaries from "./summaries.ts";
import {tradeoff} from "./tradeoff.ts";

/** What can be planted, by name; `none …` holds nothing. */
export const kinds: Readonly<Record<string, Plant>> = {
  "dominant decode": suites.dominantDecode,
  "dominant prefill": suites.dominantPrefill,
  "cold start": suites.coldStart,
  "always cold": suites.alwaysCold,
  failures: suites.failures,
  "quantization matters": settings.quantizationMatters,
  "model matters": settings.modelMatters,
  "setting matters": settings.settingMatters,
  "threads matter": settings.threadsMatter,
  "setting does nothing": settings.settingDoesNothing,
  "trade-off": tradeoff,
  "compiled backfires": compilers.compiledBackfires,
  "break-even": compilers.breakEven,
  "scaling limit": clients.scalingLimit,
  outliers: suites.outliers,
  inconsistent: summaries.inconsistentSummary,
  confounded: settings.confounded,
  changed: sessions.changedBetweenRuns,
  utilization: sessions.unevenLoad,
  "none: suite": suites.balanced,
  "none: uneven answers": suites.unevenAnswers,
  "none: variants": settings.nothingInVariants,
  "none: sweep": settings.nothingInSweep,
  "none: compiled": compilers.compiledAlike,
  "none: clients": clients.scalesWell,
  "none: summary": summaries.consistentSummary,
  "none: sessions": sessions.equalRuns,
  "none: monitored": sessions.evenLoad
};

/** The folder of a kind, a form and a seed: always the same. */
export function plantedFolder(kind: string, form: Form, seed: number): Folder {
  const plant = kinds[kind];
  if (plant === undefined) throw new Error(`nothing is planted as ${kind}`);
  const place = Object.keys(kinds).indexOf(kind);
  return plant(drawOf(seed * 1009 + place * 2 + (form === "csv" ? 1 : 0)), form);
}
