import {type Evidence, exitCodes, type Manifest, manifestSchema} from "../agents/contracts/index.ts";
import {buildId, packageVersion} from "./build-id.ts";
import {writable} from "./destination.ts";
import type {Effects} from "./effects.ts";
import {runGraph} from "./graph.ts";
import {jsonDocument} from "./json-document.ts";
import {contentOf} from "./export/index.ts";
import {findingsOf, outcomeSchema, type StoredOutcome} from "./outcome.ts";
import type {PreparedReport} from "./prepare-report.ts";
import type {ReportKeys} from "./report-keys.ts";
import type {StageName} from "./stage-names.ts";
import {type Stages, stagesOf} from "./stages.ts";
import {openStore, sha256, stageKey} from "./store.ts";

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
  const {plan, keys, destination} = prepared;
  const {signal, progress, ...world} = effects;
  const store = openStore(`${plan.out}/.chimera`, effects);
  const aborted = signal === undefined ? {} : {signal};
  const stages = stagesOf(prepared, {...world, store, ...aborted, ...(progress === undefined ? {} : {progress: progress.file})});
  return await writable(plan.out, async () => {
    const seconds = await runGraph(stages, {
      clock: effects.clock,
      ...aborted,
      ...(progress === undefined ? {} : {progress: progress.stage})
    });
    const files = await filesOf(stages);
    const outcome = await outcomeOf(stages);
    await store.write("outcome", stageKey(keys.export), outcomeSchema, outcome);
    signal?.throwIfAborted();
    const manifest = manifestSchema.parse(manifestOf(prepared, files, seconds));
    await writeFolder(destination.temporary, [...files, ["manifest.json", `${JSON.stringify(manifest, null, 2)}\n`]], effects);
    return outcome;
  });
}

/** Name and content. */
type WrittenFile = [string, string | Uint8Array];

async function filesOf(stages: Stages): Promise<WrittenFile[]> {
  const exported = (await stages.export()).value;
  return [
    ["evidence.json", jsonDocument((await stages.evidence()).value)],
    ["analysis.json", jsonDocument((await stages.analysis()).value)],
    ["report.json", jsonDocument((await stages.report()).value)],
    ...Object.entries(exported).map(([name, text]): WrittenFile => [name, contentOf(name, text)])
  ];
}

async function outcomeOf(stages: Stages): Promise<StoredOutcome> {
  const isMeasurable = holdsMeasurements((await stages.evidence()).value);
  return {
    version: 1,
    exitCode: isMeasurable ? exitCodes.done : exitCodes.nothingMeasurable,
    findings: findingsOf((await stages.report()).value)
  };
}

const holdsMeasurements = ({measurements, reported}: Evidence): boolean => measurements.length + reported.length > 0;

function manifestOf({plan, keys, destination}: PreparedReport, files: readonly WrittenFile[], seconds: Manifest["timings"]): Manifest {
  const {artifacts: _artifacts, out: _out, ...spec} = plan;
  return {
    version: 1,
    generator: "chimera-report",
    artifacts: destination.artifacts,
    spec,
    versions: {"chimera-report": packageVersion, build: buildId, node: process.versions.node},
    hashes: {...stageKeys(keys), ...Object.fromEntries(files.map(([name, content]) => [name, sha256(content)]))},
    timings: seconds,
    calls: []
  };
}

function stageKeys(keys: ReportKeys): Record<string, string> {
  return Object.fromEntries(Object.values(keys).map(stage => [stage.name, stageKey(stage)]));
}

async function writeFolder(folder: string, files: readonly WrittenFile[], {disk}: Effects): Promise<void> {
  await disk.makeFolder(folder);
  for (const [name, content] of files) await disk.create(`${folder}/${name}`, content, {sync: true});
  await disk.syncFolder(folder);
}
