import {z} from "zod";
import {analyze} from "../agents/analyst/index.ts";
import {type CollectEffects, collect, artifactReadingSchema} from "../agents/collector/index.ts";
import {analysisSchema, type Evidence, evidenceSchema, reportSchema, SpecError} from "../agents/contracts/index.ts";
import {loadLocale} from "../agents/locale/index.ts";
import {write} from "../agents/writer/index.ts";
import type {Effects} from "./effects.ts";
import {exportReport} from "./export/index.ts";
import {type Listing, listedFiles} from "./listing.ts";
import type {PreparedReport} from "./prepare-report.ts";
import {readHtmlTemplate, readLocaleFiles, readTypstTemplate} from "./prompt-files.ts";
import type {Store, Stored} from "./store.ts";

/** File name -> text, in base64 where the file is none, of the formats that were asked for. */
const exportSchema = z.record(z.string(), z.string());

export interface StageEffects extends Pick<Effects, "folder" | "clock"> {
  store: Store;
  signal?: AbortSignal;
  progress?: CollectEffects["progress"];
}

/** The stages of one report. Each is run at most once; a later one asks for the output of the one before. */
export interface Stages {
  evidence: () => Promise<Stored<z.infer<typeof evidenceSchema>>>;
  analysis: () => Promise<Stored<z.infer<typeof analysisSchema>>>;
  report: () => Promise<Stored<z.infer<typeof reportSchema>>>;
  export: () => Promise<Stored<z.infer<typeof exportSchema>>>;
}

/** Each stage finds its output in the store or makes it there; none keeps anything of its own. */
export function stagesOf({plan, listing, keys}: PreparedReport, effects: StageEffects): Stages {
  const {store} = effects;
  const evidence = once(() =>
    store.stage({...keys.evidence, schema: evidenceSchema, isHandedOff: true}, async () => {
      const files = await listedFiles(plan.artifacts, listing, effects.folder);
      return unchanged(await collect({include: plan.include, exclude: plan.exclude}, {...collectEffects(effects), files}), listing);
    })
  );
  const analysis = once(() =>
    store.stage({...keys.analysis, schema: analysisSchema, isHandedOff: true}, async () => analyze((await evidence()).value))
  );
  const locale = readLocaleFiles(plan.lang);
  const report = once(() =>
    store.stage({...keys.report, schema: reportSchema, isHandedOff: true}, async () =>
      write((await analysis()).value, {
        locale: loadLocale(locale.name, locale.texts),
        date: plan.date,
        agentType: plan.agent.slice(0, 1).toUpperCase() + plan.agent.slice(1),
        configuration: plan.options
      })
    )
  );
  const exported = once(() =>
    store.stage({...keys.export, schema: exportSchema}, async () =>
      exportReport((await report()).value, plan.formats, {
        markdown: locale.texts["report.md.hbs"] ?? "",
        html: readHtmlTemplate(),
        typst: readTypstTemplate()
      })
    )
  );
  return {evidence, analysis, report, export: exported};
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
  const changed = evidence.artifacts.find(({path, sha256}) => sha256 !== hashes.get(path));
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
