import {type ExitCode, exitCodes, manifestSchema} from "../agents/contracts/index.ts";
import {publish, refusalOf} from "./destination.ts";
import {errorCode} from "./error-code.ts";
import type {MakeEffects} from "./make-report.ts";
import {isFound, providerWarning, type Warning} from "./model-run.ts";
import {outcomeSchema, type StoredOutcome} from "./outcome.ts";
import {type Preparation, type PreparedReport, prepareReport} from "./prepare-report.ts";
import type {ReportPlan} from "./spec.ts";
import {stageKey} from "./store.ts";

/** What `report` did. */
export interface ReportOutcome {
  /** Absolute path of the report's folder. */
  path: string;
  exitCode: ExitCode;
  /** The first findings as plain text in the report's language, best first. */
  findings: string[];
  /** What weakens the result without stopping it; worded by the locale under `warning.<code>`. */
  warnings: Warning[];
}

export interface ReportEffects extends MakeEffects {
  /** Runs the stages of a report that is not there yet, here or in another thread. */
  make: (prepared: PreparedReport, effects: MakeEffects) => Promise<StoredOutcome>;
}

/**
 * One report, in `<out>/<name>/<lang>/`. When the same report of the same files is there already, nothing is read but its hashes.
 * The folder is replaced as a whole, or not at all.
 * @throws SpecError for what the user can fix; the signal's reason when aborted.
 */
export async function report(plan: ReportPlan, effects: ReportEffects): Promise<ReportOutcome> {
  const preparation = await prepareReport(plan, effects, effects.signal);
  const {prepared, index} = preparation;
  const found = await findReport(preparation, effects);
  const outcome = found ?? (await makeAndPublish(prepared, effects));
  try {
    await index.save();
  } catch (error) {
    // The index only saves time: a report that can be read but not written is no fault.
    if (refusalOf(error) === undefined) throw error;
  }
  const isMissing = prepared.model !== undefined && !isFound(prepared.model);
  return {
    path: prepared.destination.folder,
    exitCode: isMissing ? exitCodes.noModel : outcome.exitCode,
    findings: outcome.findings,
    warnings: warningsOf(outcome, prepared.model)
  };
}

function warningsOf({exitCode, failures}: StoredOutcome, model: PreparedReport["model"]): ReportOutcome["warnings"] {
  const isNothing = exitCode === exitCodes.nothingMeasurable;
  return [
    ...(isNothing ? [{code: "nothing-measurable"}] : []),
    ...(model?.notes.map(providerWarning) ?? []),
    ...(model === undefined || isFound(model) ? [] : [{code: "model-not-used", cause: model.error}]),
    ...failures.map(cause => ({code: "model-failed", cause}))
  ];
}

/** The whole report in its place, or an error and what was there before. */
export async function makeAndPublish(prepared: PreparedReport, effects: ReportEffects): Promise<StoredOutcome> {
  const {destination} = prepared;
  const {make, ...rest} = effects;
  try {
    const outcome = await make(prepared, rest);
    effects.signal?.throwIfAborted();
    await publish(destination, effects);
    return outcome;
  } catch (error) {
    await effects.disk.remove(destination.temporary);
    throw error;
  }
}

/** The outcome of the report that is there, when it was made from the same keys and nobody touched its files. */
export async function findReport(
  {prepared, store, index}: Preparation,
  {disk}: Pick<ReportEffects, "disk">
): Promise<StoredOutcome | undefined> {
  const {folder} = prepared.destination;
  const key = stageKey(prepared.keys.export);
  try {
    const manifest = manifestSchema.safeParse(JSON.parse(await disk.readText(`${folder}/manifest.json`)));
    if (!manifest.success || manifest.data.hashes["export"] !== key) return undefined;
    const files = Object.entries(manifest.data.hashes).filter(([name]) => name.includes("."));
    for (const [name, hash] of files) {
      const stamp = await disk.stamp(`${folder}/${name}`);
      if (stamp === undefined || (await index.sha256(`report/${name}`, `${folder}/${name}`, stamp)) !== hash) return undefined;
    }
    return await store.read("outcome", key, outcomeSchema);
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return undefined;
    throw error;
  }
}
