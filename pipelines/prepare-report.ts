import {realArtifacts} from "./artifacts.ts";
import {checkDestination, type Destination} from "./destination.ts";
import type {Effects} from "./effects.ts";
import {type FileIndex, openFileIndex} from "./file-index.ts";
import {type Listing, listArtifacts} from "./listing.ts";
import {findModel, type FoundModel, type MissingModel} from "./model-run.ts";
import {type ReportTexts, readReportTexts} from "./prompt-files.ts";
import {type ReportKeys, reportKeys} from "./report-keys.ts";
import type {ReportPlan} from "./spec.ts";
import {hashOf, openStore, type Store} from "./store.ts";

/** Everything that is known of a report before its first stage runs. Plain data: it can be handed to another thread. */
export interface PreparedReport {
  plan: ReportPlan;
  listing: Listing;
  keys: ReportKeys;
  destination: Destination;
  /** Hash of the agents' configuration. */
  packKey: string;
  /** Absent: none is asked for. */
  model?: FoundModel | MissingModel;
  /** The earlier runs that the report compares its own with. */
  history?: ReportHistory;
}

/** Runs in a batch, as the report of one of them shows them. */
export interface ReportHistory {
  /** Changes with what is compared and with nothing else; part of the key of the report. */
  key: string;
  /** Keys of the series in the store: of the runs before, oldest first, and of the report's own run. */
  series: readonly string[];
  /** Set where their times do not give the order. */
  order?: "given";
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
export async function prepareReport(
  plan: ReportPlan,
  effects: Effects,
  signal?: AbortSignal,
  texts: ReportTexts = readReportTexts(plan.lang)
): Promise<Preparation> {
  const real = await realArtifacts(plan.artifacts, effects);
  const destination = await checkDestination(plan, hashOf([real]).slice(0, 16), effects);
  const store = openStore(`${plan.out}/.chimera`, effects);
  const index = await openFileIndex(store, hashOf([real, destination.folder]), effects, signal);
  const listing = await listArtifacts(plan.artifacts, plan, index, effects);
  const configuration = await configured(plan, texts, effects, signal);
  const keys = reportKeys(plan, listing, texts, configuration);
  return {prepared: {plan, listing, keys, destination, ...configuration}, store, index};
}

/** The agents' configuration and the model. A pack of ours is read only where a model is asked: parsing it takes longer than the rest. */
async function configured(
  plan: ReportPlan,
  texts: ReportTexts,
  effects: Effects,
  signal?: AbortSignal
): Promise<Pick<PreparedReport, "model" | "packKey">> {
  if (plan.provider === "none" && plan.pack === undefined) return {packKey: texts.packs};
  const {loadPack} = await import("./packs.ts");
  const pack = loadPack(plan.pack ?? plan.agent);
  const model = await findModel(plan, pack, {models: effects.models, ...(signal === undefined ? {} : {signal})});
  return {packKey: pack.key, ...(model === undefined ? {} : {model})};
}
