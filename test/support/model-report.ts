import {readFileSync} from "node:fs";
import {onTestFinished} from "vitest";
import {type Manifest, manifestSchema, type Report, reportSchema} from "../../agents/contracts/index.ts";
import {openModel} from "../../agents/model/index.ts";
import {spansOf} from "../../agents/writer/index.ts";
import {realEffects} from "../../pipelines/effects.ts";
import {makeReport} from "../../pipelines/make-report.ts";
import {type ReportOutcome, report} from "../../pipelines/report.ts";
import {planReport, type ReportSpec} from "../../pipelines/spec.ts";
import {benchmarkFiles} from "./benchmark-files.ts";
import {echoed, userOf} from "./echo-model.ts";
import {type ChatAnswer, type FakeOllama, startFakeOllama} from "./fake-ollama.ts";
import {openModelEffects} from "./model-effects.ts";
import {temporaryFolder, writeFiles} from "./temporary-folder.ts";

type Chat = (index: number, body: Record<string, unknown>) => ChatAnswer;

/** A fake server that ends with the test. */
export async function fakeServer(chat: Chat, answers: Record<string, string> = {}): Promise<FakeOllama> {
  const server = await startFakeOllama({chat, answers});
  onTestFinished(() => server.close());
  return server;
}

export interface Made {
  outcome: ReportOutcome;
  manifest: Manifest;
  report: Report;
  markdown: string;
  seconds: number;
}

interface ReportPlace {
  run: (spec?: Partial<ReportSpec>) => Promise<Made>;
  /** How often the stages were run. */
  made: () => number;
}

/** A folder of artifacts whose reports may ask a model; pauses between tries end at once. */
export function reportPlace(): ReportPlace {
  const folder = temporaryFolder();
  writeFiles(`${folder}/runs`, benchmarkFiles());
  let times = 0;
  const models = {open: (spec: Parameters<typeof openModel>[0], signal?: AbortSignal) => openModel(spec, openModelEffects(), signal)};
  const context = {
    resolve: (path: string) => (path.startsWith("/") ? path : `${folder}/${path}`),
    locales: ["en", "ru"],
    agents: ["baseline", "chimera"],
    today: "2026-11-25"
  };
  return {
    made: () => times,
    run: async (spec = {}) => {
      const start = performance.now();
      const outcome = await report(planReport({artifacts: "runs", lang: "ru", timeout: "20", ...spec}, context), {
        ...realEffects(),
        models,
        make: async (prepared, rest) => {
          times += 1;
          return await makeReport(prepared, rest);
        }
      });
      const seconds = (performance.now() - start) / 1000;
      const text = (name: string): string => readFileSync(`${outcome.path}/${name}`, "utf8");
      return {
        outcome,
        seconds,
        manifest: manifestSchema.parse(JSON.parse(text("manifest.json"))),
        report: reportSchema.parse(JSON.parse(text("report.json"))),
        markdown: text("report.md")
      };
    }
  };
}

/** Asks the server's `gemma3:270m` as the `chimera` pack does. */
export const asking = (server: FakeOllama, spec: Partial<ReportSpec> = {}): Partial<ReportSpec> => ({
  provider: "ollama",
  model: "gemma3:270m",
  baseUrl: server.url,
  agent: "chimera",
  ...spec
});

/** Says the same with another mark, and supposes the first cause. */
export const goodModel: Chat = (_, body) => ({kind: "reply", text: echoed(userOf(body), text => text.replace(": ", " — "))});

/** Who wrote the blocks of each section. */
export const writers = ({sections}: Report): Map<string, string[]> =>
  new Map(
    sections.map(section => [section.id, section.blocks.flatMap(block => ("by" in block && block.by !== undefined ? [block.by] : []))])
  );

/** The facts that a report prints and how, without what is said of the model: what code put there. */
export const printedFacts = (one: Report): string[] =>
  one.sections
    .filter(({id}) => id !== "limitations")
    .flatMap(section => spansOf({...one, title: [], header: [], sections: [section]}))
    .flatMap(({fact, text}) => (fact === undefined ? [] : [`${fact} ${text}`]))
    .sort();
