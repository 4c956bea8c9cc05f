import {type Comparison, manifestSchema} from "../../agents/contracts/index.ts";
import {type Locale, plain} from "../../agents/locale/index.ts";
import {type SentenceTexts, writeComparison} from "../../agents/writer/index.ts";
import {buildId, packageVersion} from "../build-id.ts";
import type {Effects} from "../effects.ts";
import {renderHtml, renderMarkdown} from "../export/index.ts";
import type {PreparedReport} from "../prepare-report.ts";
import {type LocaleFiles, readHtmlTemplate} from "../prompt-files.ts";
import {sha256} from "../store.ts";
import {writeFolder} from "../write-folder.ts";
import type {ComparedCell, ComparePlan} from "./compare-spec.ts";

interface Documents {
  plan: ComparePlan;
  prepared: PreparedReport;
  sentences: readonly SentenceTexts[];
  locale: Locale;
  files: LocaleFiles;
  effects: Pick<Effects, "disk">;
}

/** Writes the comparison into the destination's temporary folder; publishing it is the caller's. Returns the conclusions as plain text. */
export async function writeDocuments(
  comparison: Comparison,
  {plan, prepared, sentences, locale, files, effects}: Documents
): Promise<string[]> {
  const commands = Object.fromEntries(plan.cells.map(cell => [cell.id, commandOf(cell)]));
  const report = writeComparison(comparison, {locale, date: plan.base.date, sentences, commands});
  const {temporary, artifacts} = prepared.destination;
  const texts: [string, string][] = [
    ["comparison.json", `${JSON.stringify(comparison, null, 2)}\n`],
    ["comparison.md", renderMarkdown(report, files.texts["report.md.hbs"] ?? "")],
    ["comparison.html", await renderHtml(report, readHtmlTemplate())]
  ];
  const manifest = manifestSchema.parse({
    version: 1,
    generator: "chimera-report",
    artifacts,
    spec: {lang: plan.base.lang, date: plan.base.date, cells: plan.cells.map(({id}) => id), repeats: plan.repeats, seed: plan.seed},
    versions: {"chimera-report": packageVersion, build: buildId, node: process.versions.node},
    hashes: Object.fromEntries(texts.map(([name, text]) => [name, sha256(text)])),
    timings: {},
    calls: []
  });
  await writeFolder(temporary, [...texts, ["manifest.json", `${JSON.stringify(manifest, null, 2)}\n`]], effects);
  return report.sections
    .filter(({id}) => id === "summary")
    .flatMap(({blocks}) =>
      blocks.flatMap(block => (block.type === "paragraph" ? [plain(block.spans)] : block.type === "list" ? block.items.map(plain) : []))
    );
}

/** What makes the report of a configuration; paths by their last part. */
function commandOf({shown: {agent, model}, options, plan}: ComparedCell): string {
  const isFolder = plan.pack !== undefined;
  return [
    "chimera report",
    plan.artifacts.slice(plan.artifacts.lastIndexOf("/") + 1),
    `--agent ${isFolder ? `./${agent}` : agent}`,
    ...(plan.provider === "auto" ? [] : [`--provider ${plan.provider}`]),
    `--model ${model}`,
    ...Object.entries(options).map(([name, value]) => `--set ${name}=${value}`)
  ].join(" ");
}
