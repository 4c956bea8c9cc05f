import type {Listing} from "./listing.ts";
import {type FoundModel, isFound, type MissingModel} from "./model-run.ts";
import type {ReportTexts} from "./prompt-files.ts";
import type {ReportPlan} from "./spec.ts";
import {hashOf, type StageKey, stageKey} from "./store.ts";

/** What each stage of a report depends on. The store's key of a stage is `stageKey` of it. */
export interface ReportKeys {
  evidence: StageKey;
  analysis: StageKey;
  report: StageKey;
  /** Texts of the exported files; also the key of the whole report. */
  export: StageKey;
}

/** What a report depends on beside its plan, its files and the texts of the language. */
export interface KeyParts {
  /** Hash of the agents' configuration. */
  packKey: string;
  model?: FoundModel | MissingModel;
  /** Key of the earlier runs that the report compares its own with; absent: it compares with none. */
  history?: string;
}

/**
 * The chain of keys, computed before anything is read: each stage's key is part of the next one's. With a model the key of the report
 * stands for what was asked of which model, not for what it said.
 */
export function reportKeys(
  plan: ReportPlan,
  listing: Listing,
  {locale, html, typst}: ReportTexts,
  {packKey, model, history}: KeyParts
): ReportKeys {
  const evidence = {name: "evidence", codeVersion: "1", inputKeys: [listing.key, JSON.stringify([plan.include, plan.exclude])]};
  const analysis = {name: "analysis", codeVersion: "1", inputKeys: [stageKey(evidence)]};
  const asked = isFound(model) ? [model.key, String(plan.repeat ?? 0)] : model === undefined ? [] : [model.error.code];
  const written = [
    plan.date,
    plan.agent,
    packKey,
    JSON.stringify(plan.options),
    locale.name,
    locale.key,
    ...asked,
    ...(history === undefined ? [] : [history])
  ];
  const report = {name: "report", codeVersion: "1", inputKeys: [stageKey(analysis), ...written]};
  return {
    evidence,
    analysis,
    report,
    export: {name: "export", codeVersion: "1", inputKeys: [stageKey(report), hashOf([html, typst]), ...plan.formats]}
  };
}
