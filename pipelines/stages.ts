import {z} from "zod";
import {analyze} from "../agents/analyst/index.ts";
import {type CollectEffects, collect, artifactReadingSchema, largestArtifact} from "../agents/collector/index.ts";
import {
  type Analysis,
  analysisSchema,
  type Artifact,
  type Evidence,
  evidenceSchema,
  type Report,
  reportSchema,
  SpecError
} from "../agents/contracts/index.ts";
import {loadLocale} from "../agents/locale/index.ts";
import {type ModelUse, rewordable, type WriteOptions, write} from "../agents/writer/index.ts";
import {columnFolder, columnsOf} from "./column-folder.ts";
import type {Effects} from "./effects.ts";
import {exportReport} from "./export/index.ts";
import {historyOfRuns, withHistory} from "./history-section.ts";
import {type Listing, listedFiles} from "./listing.ts";
import {type FoundModel, isFound, type ModelRun} from "./model-run.ts";
import type {PromptPack} from "./packs.ts";
import type {PreparedReport} from "./prepare-report.ts";
import {readHtmlTemplate, readLocaleFiles, readTypstTemplate} from "./prompt-files.ts";
import {type SaidExplanations, type SaidInput, type SaidProse, type Spoken, allSaid, sayExplanations, sayProse} from "./said-stages.ts";
import {hashOf, type Store, type Stored} from "./store.ts";

/** File name -> text, in base64 where the file is none, of the formats that were asked for. */
const exportSchema = z.record(z.string(), z.string());

export interface StageEffects extends Pick<Effects, "folder" | "clock" | "unique"> {
  store: Store;
  signal?: AbortSignal;
  progress?: CollectEffects["progress"];
  /** The model that was found. */
  run?: ModelRun;
}

/** The stages of one report. Each is run at most once; a later one asks for the output of the one before. */
export interface Stages {
  evidence: () => Promise<Stored<z.infer<typeof evidenceSchema>>>;
  analysis: () => Promise<Stored<z.infer<typeof analysisSchema>>>;
  /** What a model says; absent without one. */
  said?: {
    explanations: () => Promise<Spoken<SaidExplanations> | undefined>;
    prose: () => Promise<Spoken<SaidProse>[] | undefined>;
  };
  report: () => Promise<Stored<z.infer<typeof reportSchema>>>;
  export: () => Promise<Stored<z.infer<typeof exportSchema>>>;
}

/** Each stage finds its output in the store or makes it there; none keeps anything of its own. */
export function readingStages({plan, listing, keys}: PreparedReport, effects: StageEffects): Pick<Stages, "evidence" | "analysis"> {
  const {store} = effects;
  const evidence = once(() =>
    store.stage({...keys.evidence, schema: evidenceSchema, isHandedOff: true}, async () => {
      const files = await listedFiles(plan.artifacts, listing, effects.folder);
      const columns = columnFolder(columnsOf(plan.out), effects.unique);
      try {
        return unchanged(
          await collect({include: plan.include, exclude: plan.exclude}, {...collectEffects(effects), files, columns}),
          listing
        );
      } finally {
        columns.close();
      }
    })
  );
  const analysis = once(() =>
    store.stage({...keys.analysis, schema: analysisSchema, isHandedOff: true}, async () => analyze((await evidence()).value))
  );
  return {evidence, analysis};
}

/** All of them: what `readingStages` gives, worded by a pack and a language. */
export function stagesOf(prepared: PreparedReport, pack: PromptPack, effects: StageEffects): Stages {
  const {plan, keys, model, history} = prepared;
  const {store, run} = effects;
  const {evidence, analysis} = readingStages(prepared, effects);
  const files = readLocaleFiles(plan.lang);
  const options = once(
    async (): Promise<WriteOptions> => ({
      locale: loadLocale(files.name, files.texts),
      date: plan.date,
      agentType: pack.type,
      configuration: {...pack.options, ...plan.options},
      ...(model !== undefined && !isFound(model) ? {modelMissing: model.error.code} : {})
    })
  );
  const input = async (): Promise<SaidInput> => {
    const [all, analyzed] = [await options(), await analysis()];
    return {analysis: analyzed, locale: all.locale, localeKey: files.key, sentences: () => rewordable(write(analyzed.value, all))};
  };
  const context = isFound(model) && run !== undefined ? {store, model, run, pack, repeat: plan.repeat ?? 0} : undefined;
  const explanations = once(async () => (context === undefined ? undefined : await sayExplanations(await input(), context)));
  const prose = once(async () => (context === undefined ? undefined : await sayProse(await input(), context)));
  const written = async (value: Analysis, all: WriteOptions): Promise<Report> => {
    const report = write(value, all);
    return history === undefined ? report : withHistory(report, await historyOfRuns(history.series, store, history.order), all.locale);
  };
  const report = once(async () => {
    const use = context === undefined ? undefined : modelUse(context.model, await explanations(), await prose());
    const stage = use === undefined ? keys.report : {...keys.report, inputKeys: [...keys.report.inputKeys, hashOf([JSON.stringify(use)])]};
    return await store.stage({...stage, schema: reportSchema, isHandedOff: true}, async () =>
      written((await analysis()).value, {...(await options()), ...(use === undefined ? {} : {model: use})})
    );
  });
  const exported = once(async () => {
    const {key, value} = await report();
    return await store.stage({...keys.export, inputKeys: [...keys.export.inputKeys, key], schema: exportSchema}, () =>
      exportReport(value, plan.formats, {
        markdown: files.texts["report.md.hbs"] ?? "",
        html: readHtmlTemplate(),
        typst: readTypstTemplate()
      })
    );
  });
  return {evidence, analysis, ...(context === undefined ? {} : {said: {explanations, prose}}), report, export: exported};
}

function modelUse(
  {provider, name, digest}: FoundModel,
  explanations: Spoken<SaidExplanations> | undefined,
  prose: readonly Spoken<SaidProse>[] = []
): ModelUse {
  return {
    provider,
    name,
    ...(digest === undefined ? {} : {digest}),
    effective: allSaid(explanations, prose).effective,
    ...(explanations === undefined ? {} : {explanations: explanations.value.value}),
    prose: prose.map(({value}) => value.value)
  };
}

/** Bytes from which a file is slower to read anew than to find in the store. */
const worthStoring = 64 * 1024;

function collectEffects({store, signal, progress}: StageEffects): Omit<CollectEffects, "files"> {
  return {
    memo: async (key, make, bytes) => {
      if (bytes < worthStoring) return await make();
      const stage = {name: "reading", codeVersion: "1", inputKeys: [key], schema: artifactReadingSchema};
      return (await store.stage(stage, make, {sync: false})).value;
    },
    ...(signal === undefined ? {} : {signal}),
    ...(progress === undefined ? {} : {progress})
  };
}

/** Evidence is stored under the hashes that were listed: a file that changed meanwhile would poison it. */
function unchanged(evidence: Evidence, {hashes}: Listing): Evidence {
  const isUnread = ({sha256, bytes}: Artifact) => sha256 === undefined && bytes > largestArtifact;
  const changed = evidence.artifacts.find(artifact => artifact.sha256 !== hashes.get(artifact.path) && !isUnread(artifact));
  if (changed === undefined) return evidence;
  throw new SpecError("artifact-changed", `${changed.path}: changed while it was read; run again when nothing writes to it`, {
    path: changed.path
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
