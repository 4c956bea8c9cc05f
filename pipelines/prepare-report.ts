import {realArtifacts} from "./artifacts.ts";
import {checkDestination, type Destination} from "./destination.ts";
import type {Effects} from "./effects.ts";
import {type FileIndex, openFileIndex} from "./file-index.ts";
import {type Listing, listArtifacts} from "./listing.ts";
import {findModel, type FoundModel, type MissingModel} from "./model-run.ts";
import {packsKey, readHtmlTemplate, readLocaleFiles} from "./prompt-files.ts";
import {type ReportKeys, reportKeys} from "./report-keys.ts";
import type {ReportPlan} from "./spec.ts";
import {hashOf, openStore, type Store} from "./store.ts";

/** Everything that is known of a report before its first stage runs. Plain data: it can be handed to another thread. */
export interface PreparedReport {
  plan: ReportPlan;
  listing: Listing;
  keys: ReportKeys;
  destination: Destination;
  /** Absent: none is asked for. */
  model?: FoundModel | MissingModel;
}

export interface Preparation {
  prepared: PreparedReport;
  store: Store;
  index: FileIndex;
}

/**
 * Looks at the artifacts and the place of the report. Nothing is written but the index of file hashes.
 * @throws SpecError: no such folder, nothing in it may be listed, the place of the report is taken or cannot be written, the agents'
 * configuration is not valid.
 */
export async function prepareReport(plan: ReportPlan, effects: Effects, signal?: AbortSignal): Promise<Preparation> {
  const real = await realArtifacts(plan.artifacts, effects);
  const destination = await checkDestination(plan, hashOf([real]).slice(0, 16), effects);
  const store = openStore(`${plan.out}/.chimera`, effects);
  const index = await openFileIndex(store, hashOf([real, destination.folder]), effects, signal);
  const listing = await listArtifacts(plan.artifacts, plan, index, effects);
  const {packKey, model} = await configured(plan, effects, signal);
  const keys = reportKeys(plan, listing, {locale: readLocaleFiles(plan.lang), htmlTemplate: readHtmlTemplate(), packKey}, model);
  return {prepared: {plan, listing, keys, destination, ...(model === undefined ? {} : {model})}, store, index};
}

/** The agents' configuration and the model. A pack of ours is read only where a model is asked: parsing it takes longer than the rest. */
async function configured(
  plan: ReportPlan,
  effects: Effects,
  signal?: AbortSignal
): Promise<Pick<PreparedReport, "model"> & {packKey: string}> {
  if (plan.provider === "none" && plan.pack === undefined) return {packKey: packsKey()};
  const {loadPack} = await import("./packs.ts");
  const pack = loadPack(plan.pack ?? plan.agent);
  const model = await findModel(plan, pack, {models: effects.models, ...(signal === undefined ? {} : {signal})});
  return {packKey: pack.key, ...(model === undefined ? {} : {model})};
}
