import {realArtifacts} from "./artifacts.ts";
import {checkDestination, type Destination} from "./destination.ts";
import type {Effects} from "./effects.ts";
import {type FileIndex, openFileIndex} from "./file-index.ts";
import {type Listing, listArtifacts} from "./listing.ts";
import {readHtmlTemplate, readLocaleFiles, readTypstTemplate} from "./prompt-files.ts";
import {type ReportKeys, reportKeys} from "./report-keys.ts";
import type {ReportPlan} from "./spec.ts";
import {hashOf, openStore, type Store} from "./store.ts";

/** Everything that is known of a report before its first stage runs. Plain data: it can be handed to another thread. */
export interface PreparedReport {
  plan: ReportPlan;
  listing: Listing;
  keys: ReportKeys;
  destination: Destination;
}

export interface Preparation {
  prepared: PreparedReport;
  store: Store;
  index: FileIndex;
}

/**
 * Looks at the artifacts and the place of the report. Nothing is written but the index of file hashes.
 * @throws SpecError: no such folder, nothing in it may be listed, the place of the report is taken or cannot be written.
 */
export async function prepareReport(plan: ReportPlan, effects: Effects, signal?: AbortSignal): Promise<Preparation> {
  const real = await realArtifacts(plan.artifacts, effects);
  const destination = await checkDestination(plan, hashOf([real]).slice(0, 16), effects);
  const store = openStore(`${plan.out}/.chimera`, effects);
  const index = await openFileIndex(store, hashOf([real, destination.folder]), effects, signal);
  const listing = await listArtifacts(plan.artifacts, plan, index, effects);
  const keys = reportKeys(plan, listing, readLocaleFiles(plan.lang), readHtmlTemplate() + readTypstTemplate());
  return {prepared: {plan, listing, keys, destination}, store, index};
}
