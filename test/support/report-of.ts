import {readdirSync, readFileSync} from "node:fs";
import {analyze} from "../../agents/analyst/index.ts";
import {collect} from "../../agents/collector/index.ts";
import type {Analysis, Report} from "../../agents/contracts/index.ts";
import {type Locale, loadLocale} from "../../agents/locale/index.ts";
import {write} from "../../agents/writer/index.ts";
import {folderFiles} from "./folder-files.ts";

const prompts = new URL("../../prompts/report/", import.meta.url);

/** Languages of the repository. */
export const languages = ["ru", "en"] as const;

/** Texts of a language's folder, by file name. */
export function localeFiles(name: string): Record<string, string> {
  const folder = new URL(`${name}/`, prompts);
  return Object.fromEntries(readdirSync(folder).map(file => [file, readFileSync(new URL(file, folder), "utf8")]));
}

export function localeOf(name: string): Locale {
  const texts = Object.entries(localeFiles(name)).filter(([file]) => file.endsWith(".yaml"));
  return loadLocale(name, Object.fromEntries(texts));
}

export const markdownTemplate = (name: string): string => readFileSync(new URL(`${name}/report.md.hbs`, prompts), "utf8");

export const htmlTemplate = (): string => readFileSync(new URL("report.html.hbs", prompts), "utf8");

/** Collected and analyzed from a real folder. */
export async function analysisOf(folder: URL): Promise<Analysis> {
  return analyze(await collect({}, {files: await folderFiles(folder)}));
}

/** The report of an analysis as no model and no option gives it, of a fixed day. */
export function reportOf(analysis: Analysis, language: string): Report {
  return write(analysis, {locale: localeOf(language), date: "2026-11-25", agentType: "Baseline", configuration: {}});
}

/** Recorded artifacts of the repository: the whole folder and each folder in it. */
export function sampleFolders(): [string, URL][] {
  const samples = new URL("../../data/samples/", import.meta.url);
  const below = readdirSync(samples, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isDirectory())
    .map(entry => new URL(`file://${entry.parentPath}/${entry.name}/`))
    .map((url): [string, URL] => [url.pathname.slice(samples.pathname.length), url]);
  return [["data/samples", samples], ...below.sort(([a], [b]) => (a < b ? -1 : 1))];
}
