import {type Evidence, exitCodes, type Labels, type Manifest, manifestSchema} from "../agents/contracts/index.ts";
import {buildId, packageVersion} from "./build-id.ts";
import {writable} from "./destination.ts";
import type {Effects} from "./effects.ts";
import {runGraph} from "./graph.ts";
import {jsonDocument} from "./json-document.ts";
import {type FoundModel, isFound, openModelRun, shownModel} from "./model-run.ts";
import {contentOf} from "./export/index.ts";
import {findingsOf, outcomeSchema, type StoredOutcome} from "./outcome.ts";
import {loadPack} from "./packs.ts";
import type {PreparedReport} from "./prepare-report.ts";
import type {ReportKeys} from "./report-keys.ts";
import {type AllSaid, allSaid} from "./said-stages.ts";
import type {StageName} from "./stage-names.ts";
import {columnsOf} from "./column-folder.ts";
import {type Stages, stagesOf} from "./stages.ts";
import {hashOf, openStore, type Store, sha256, stageKey} from "./store.ts";
import {type WrittenFile, writeFolder} from "./write-folder.ts";

/** Stages as they begin and end, and files as they are read. */
export interface ReportProgress {
  stage: (name: StageName, event: "begins" | "ends") => void;
  file: (done: number, total: number, path: string) => void;
}

export interface MakeEffects extends Effects {
  signal?: AbortSignal;
  progress?: ReportProgress;
}

/** Runs the stages and puts the whole report together in the destination's temporary folder; publishing it is the caller's. */
export async function makeReport(prepared: PreparedReport, effects: MakeEffects): Promise<StoredOutcome> {
  const {plan, model} = prepared;
  const {signal, progress, ...world} = effects;
  const store = openStore(`${plan.out}/.chimera`, effects);
  const aborted = signal === undefined ? {} : {signal};
  const pack = loadPack(plan.pack ?? plan.agent);
  const run = isFound(model) ? openModelRun(model, pack, {clock: effects.clock, models: effects.models, ...aborted}) : undefined;
  const stages = stagesOf(prepared, pack, {
    ...world,
    store,
    ...aborted,
    ...(progress === undefined ? {} : {progress: progress.file}),
    ...(run === undefined ? {} : {run})
  });
  try {
    return await made(prepared, stages, store, effects);
  } finally {
    await run?.close();
  }
}

async function made(prepared: PreparedReport, stages: Stages, store: Store, effects: MakeEffects): Promise<StoredOutcome> {
  const {plan, keys, destination} = prepared;
  const {signal, progress} = effects;
  const aborted = signal === undefined ? {} : {signal};
  return await writable(plan.out, async () => {
    const seconds = await runGraph(stages, {
      clock: effects.clock,
      ...aborted,
      ...(progress === undefined ? {} : {progress: progress.stage})
    });
    const files = await filesOf(stages);
    const said = allSaid(await stages.said?.explanations(), await stages.said?.prose());
    const outcome = await outcomeOf(stages, said);
    if (said.isWhole) await store.write("outcome", stageKey(keys.export), outcomeSchema, outcome);
    signal?.throwIfAborted();
    const manifest = manifestSchema.parse(manifestOf(prepared, files, seconds, said));
    await writeFolder(destination.temporary, [...files, ["manifest.json", `${JSON.stringify(manifest, null, 2)}\n`]], effects);
    for (const name of filedColumns((await stages.evidence()).value))
      await effects.disk.copy(`${columnsOf(plan.out)}/${name}`, `${destination.temporary}/${name}`);
    return outcome;
  });
}

async function filesOf(stages: Stages): Promise<WrittenFile[]> {
  const exported = (await stages.export()).value;
  return [
    ["evidence.json", jsonDocument((await stages.evidence()).value)],
    ["analysis.json", jsonDocument((await stages.analysis()).value)],
    ["report.json", jsonDocument((await stages.report()).value)],
    ...Object.entries(exported).map(([name, text]): WrittenFile => [name, contentOf(name, text)])
  ];
}

async function outcomeOf(stages: Stages, {calls}: AllSaid): Promise<StoredOutcome> {
  const isMeasurable = holdsMeasurements((await stages.evidence()).value);
  const errors = new Map(calls.flatMap(({error}) => (error === undefined ? [] : [[error.code, error]])));
  return {
    version: 1,
    exitCode: isMeasurable ? exitCodes.done : exitCodes.nothingMeasurable,
    findings: findingsOf((await stages.report()).value),
    failures: [...errors.values()]
  };
}

/** Files that hold the cells of long columns: they lie beside evidence.json. */
const filedColumns = ({measurements}: Evidence): string[] =>
  measurements
    .flatMap(({columns, times}) => [...columns.map(({values}) => values), times ?? []])
    .flatMap(values => (Array.isArray(values) ? [] : [values.file]));

const holdsMeasurements = ({measurements, reported}: Evidence): boolean => measurements.length + reported.length > 0;

function manifestOf(
  {plan, keys, destination, model, history}: PreparedReport,
  files: readonly WrittenFile[],
  seconds: Manifest["timings"],
  {calls, effective, isWhole}: AllSaid
): Manifest {
  const {artifacts: _artifacts, out: _out, pack: _pack, baseUrl: _baseUrl, ...spec} = plan;
  return {
    version: 1,
    generator: "chimera-report",
    artifacts: destination.artifacts,
    spec: {...spec, ...(plan.model === undefined ? {} : {model: shownModel(plan.model)})},
    versions: {"chimera-report": packageVersion, build: buildId, node: process.versions.node},
    ...(isFound(model) ? {model: modelOf(model, effective)} : {}),
    hashes: {
      ...stageKeys(keys, isWhole),
      ...(history === undefined ? {} : {history: history.key}),
      ...Object.fromEntries(files.map(([name, content]) => [name, sha256(content)]))
    },
    timings: seconds,
    calls
  };
}

const modelOf = ({provider, name, digest, spec}: FoundModel, effective: Labels): Manifest["model"] => ({
  provider,
  name,
  ...(digest === undefined ? {} : {digest}),
  asked: {...spec.options},
  effective
});

/** A report that lacks something because the model failed bears no key of its own: it is not taken for the whole one. */
function stageKeys(keys: ReportKeys, isWhole: boolean): Record<string, string> {
  const all = Object.fromEntries(Object.values(keys).map(stage => [stage.name, stageKey(stage)]));
  return isWhole ? all : {...all, export: hashOf([all["export"] ?? "", "incomplete"])};
}
