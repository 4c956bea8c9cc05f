import type {Listing} from "./listing.ts";
import type {LocaleFiles} from "./prompt-files.ts";
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

/** The chain of keys, computed before anything is read: each stage's key is part of the next one's. */
export function reportKeys(plan: ReportPlan, listing: Listing, locale: LocaleFiles, documentTemplates: string): ReportKeys {
  const evidence = {name: "evidence", codeVersion: "1", inputKeys: [listing.key, JSON.stringify([plan.include, plan.exclude])]};
  const analysis = {name: "analysis", codeVersion: "1", inputKeys: [stageKey(evidence)]};
  const written = [plan.date, plan.agent, JSON.stringify(plan.options), locale.name, locale.key];
  const report = {name: "report", codeVersion: "1", inputKeys: [stageKey(analysis), ...written]};
  const asked = [...plan.formats, plan.provider, plan.model ?? ""];
  return {
    evidence,
    analysis,
    report,
    export: {name: "export", codeVersion: "1", inputKeys: [stageKey(report), hashOf([documentTemplates]), ...asked]}
  };
}
