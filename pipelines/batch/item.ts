import {exitCodes, type Manifest, manifestSchema} from "../../agents/contracts/index.ts";
import {errorCode} from "../error-code.ts";
import {type Preparation, type PreparedReport, prepareReport, type ReportHistory} from "../prepare-report.ts";
import type {ReportTexts} from "../prompt-files.ts";
import {isFound} from "../model-run.ts";
import {reportKeys} from "../report-keys.ts";
import {findReport} from "../report.ts";
import type {ReportPlan} from "../spec.ts";
import {hashOf, stageKey} from "../store.ts";
import type {BatchEffects} from "./batch.ts";
import type {ItemResult} from "./batch-result.ts";
import {type Failure, failureOf, failureSchema} from "./failure.ts";
import type {Run} from "./find-runs.ts";
import {type MakeReason, reasonOf} from "./reason.ts";
import {z} from "zod";

/** One report of a batch: a run in a language, looked at. */
export interface Item {
  run: Run;
  lang: string;
  plan: ReportPlan;
  texts: ReportTexts;
  /** Absent when the run or the place of its report cannot be used; `failure` says why. */
  preparation?: Preparation;
  failure?: Failure;
  /** Of the report that is there. */
  manifest?: Manifest;
}

/** What failed and under which key, so that it is not tried again for nothing. */
const attemptSchema = z.strictObject({version: z.literal(1), key: z.string(), failure: failureSchema.optional()});

/** Looks at a run and at the report that is there; makes nothing. @throws what is neither the user's nor the file system's fault. */
export async function lookAt(run: Run, plan: ReportPlan, texts: ReportTexts, effects: BatchEffects): Promise<Item> {
  const item = {run, lang: plan.lang, plan, texts};
  try {
    const preparation = await prepareReport(plan, effects, effects.signal, texts);
    const manifest = await readManifest(preparation.prepared.destination.folder, effects);
    return {...item, preparation, ...(manifest === undefined ? {} : {manifest})};
  } catch (error) {
    effects.signal?.throwIfAborted();
    return {...item, failure: failureOf(error)};
  }
}

async function readManifest(folder: string, {disk}: BatchEffects): Promise<Manifest | undefined> {
  try {
    return manifestSchema.safeParse(JSON.parse(await disk.readText(`${folder}/manifest.json`))).data;
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return undefined;
    throw error;
  }
}

/** The report as it would be with that date and those earlier runs. */
export function preparedAs({plan, texts}: Item, {prepared}: Preparation, date: string, history?: ReportHistory): PreparedReport {
  const dated = {...plan, date};
  const {packKey, model} = prepared;
  const parts = {packKey, ...(model === undefined ? {} : {model}), ...(history === undefined ? {} : {history: history.key})};
  const keys = reportKeys(dated, prepared.listing, texts, parts);
  return {...prepared, plan: dated, keys, ...(history === undefined ? {} : {history})};
}

export type Decision = {make: PreparedReport; why: MakeReason} | {result: Omit<ItemResult, "seconds">};

export interface DecisionOptions {
  force: boolean;
  retryErrors: boolean;
  /** Folders of reports that were being made when their process was killed. */
  interrupted: ReadonlySet<string>;
}

/** Whether the report has to be made, and why, or why not. */
export async function decide(
  item: Item,
  history: ReportHistory | undefined,
  options: DecisionOptions,
  effects: BatchEffects
): Promise<Decision> {
  const {preparation, manifest, plan} = item;
  if (preparation === undefined) return {result: failed(item, item.failure ?? failureOf(new Error("not looked at")), "new")};
  const wanted = preparedAs(item, preparation, plan.date, history);
  if (options.force) return {make: wanted, why: "forced"};
  const date = typeof manifest?.spec["date"] === "string" ? manifest.spec["date"] : plan.date;
  const there = preparedAs(item, preparation, date, history);
  const found = await findReport({...preparation, prepared: there}, effects);
  if (found !== undefined) {
    const {model} = preparation.prepared;
    const exitCode = model === undefined || isFound(model) ? found.exitCode : exitCodes.noModel;
    return {result: {...named(item), action: "kept", why: "unchanged", exitCode, findings: found.findings, date}};
  }
  const before = await preparation.store.read("attempt", placeKey(preparation), attemptSchema);
  if (before?.failure !== undefined && before.key === attemptKey(item, preparation, history)) {
    if (options.retryErrors) return {make: wanted, why: "retried"};
    return {result: failed(item, before.failure, "failed-before")};
  }
  if (options.interrupted.has(there.destination.folder)) return {make: wanted, why: "interrupted"};
  return {make: wanted, why: reasonOf(manifest, there)};
}

/** Remembers how making a report ended. @param failure absent: well. */
export async function remember(item: Item, history: ReportHistory | undefined, failure: Failure | undefined): Promise<void> {
  const {preparation} = item;
  if (preparation === undefined) return;
  const {store} = preparation;
  const place = placeKey(preparation);
  if (failure === undefined && (await store.read("attempt", place, attemptSchema))?.failure === undefined) return;
  const key = attemptKey(item, preparation, history);
  await store.write("attempt", place, attemptSchema, {version: 1, key, ...(failure === undefined ? {} : {failure})});
}

const placeKey = ({prepared}: Preparation): string => hashOf([prepared.destination.artifacts, prepared.destination.folder]);

/** Without the date: another day is no reason to try again. */
const attemptKey = (item: Item, preparation: Preparation, history: ReportHistory | undefined): string =>
  stageKey(preparedAs(item, preparation, "", history).keys.export);

export const named = ({run, lang, plan}: Item) => ({run: run.name, lang, path: `${plan.out}/${plan.name}/${lang}`});

export function failed(item: Item, failure: Failure, why: ItemResult["why"]): Omit<ItemResult, "seconds"> {
  const date = typeof item.manifest?.spec["date"] === "string" ? {date: item.manifest.spec["date"]} : {};
  return {...named(item), action: "failed", why, exitCode: exitCodes.someFailed, failure, findings: [], ...date};
}
