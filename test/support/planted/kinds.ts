import {drawOf} from "./draw.ts";
import type {Folder} from "./folder.ts";
import type {Form} from "./forms.ts";
import * as calls from "./phases-and-calls.ts";
import * as settings from "./settings.ts";
import * as tools from "./other-tools.ts";
import * as sessions from "./sessions.ts";

/** What can be planted, by name; `none …` holds nothing. */
export const kinds: Readonly<Record<string, calls.Plant>> = {
  "dominant decode": calls.dominantDecode,
  "dominant prefill": calls.dominantPrefill,
  "cold start": calls.coldStart,
  "always cold": calls.alwaysCold,
  failures: calls.failures,
  "quantization matters": settings.quantizationMatters,
  "model matters": settings.modelMatters,
  "setting matters": settings.settingMatters,
  "threads matter": settings.threadsMatter,
  "setting does nothing": settings.settingDoesNothing,
  "trade-off": tools.tradeoff,
  "compiled backfires": tools.compiledBackfires,
  "break-even": tools.breakEven,
  "scaling limit": tools.scalingLimit,
  outliers: calls.outliers,
  inconsistent: tools.inconsistentSummary,
  confounded: settings.confounded,
  changed: sessions.changedBetweenRuns,
  utilization: sessions.underusedGpu,
  "none: suite": calls.balanced,
  "none: uneven answers": calls.unevenAnswers,
  "none: variants": settings.nothingInVariants,
  "none: sweep": settings.nothingInSweep,
  "none: compiled": tools.compiledAlike,
  "none: clients": tools.scalesWell,
  "none: summary": tools.consistentSummary,
  "none: sessions": sessions.equalRuns
};

/** The folder of a kind, a form and a seed: always the same. */
export function plantedFolder(kind: string, form: Form, seed: number): Folder {
  const plant = kinds[kind];
  if (plant === undefined) throw new Error(`nothing is planted as ${kind}`);
  const place = Object.keys(kinds).indexOf(kind);
  return plant(drawOf(seed * 1009 + place * 2 + (form === "csv" ? 1 : 0)), form);
}
