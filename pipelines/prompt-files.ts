import {existsSync, readdirSync, readFileSync} from "node:fs";
import {join, relative, sep} from "node:path";
import {fileURLToPath} from "node:url";
import {hashOf} from "./store.ts";

/** The same place seen from `pipelines/` and from the bundle in `dist/`. */
const promptsFolder = fileURLToPath(new URL("../prompts", import.meta.url));

/** Texts of one language's folder, by file name. */
export interface LocaleFiles {
  name: string;
  texts: Readonly<Record<string, string>>;
  /** Hash of names and texts. */
  key: string;
}

/** Languages a report can be written in: folders under prompts/report with a `locale.yaml`. */
export function localeNames(): string[] {
  const folders = readdirSync(`${promptsFolder}/report`, {withFileTypes: true}).filter(entry => entry.isDirectory());
  return folders
    .map(({name}) => name)
    .filter(name => readdirSync(`${promptsFolder}/report/${name}`).includes("locale.yaml"))
    .sort();
}

/** All files of a language, or the ones named. */
export function readLocaleFiles(name: string, only?: readonly string[]): LocaleFiles {
  const folder = `${promptsFolder}/report/${name}`;
  const files = readdirSync(folder)
    .filter(file => /\.(yaml|hbs)$/.test(file) && (only?.includes(file) ?? true))
    .sort();
  const texts = Object.fromEntries(files.map(file => [file, readFileSync(`${folder}/${file}`, "utf8")]));
  return {name, texts, key: hashOf(Object.entries(texts).flat())};
}

/** The page around a report, the same for all languages. */
export const readHtmlTemplate = (): string => readFileSync(`${promptsFolder}/report/report.html.hbs`, "utf8");

/** The pages of a PDF, the same for all languages. */
export const readTypstTemplate = (): string => readFileSync(`${promptsFolder}/report/report.typ`, "utf8");

/** JUnit XML of a batch. */
export const readJunitTemplate = (): string => readFileSync(`${promptsFolder}/report/junit.xml.hbs`, "utf8");

/** What words and pages of a report are made from. */
export interface ReportTexts {
  locale: LocaleFiles;
  html: string;
  typst: string;
  /** Hash of the agent configurations under prompts/. */
  packs: string;
}

export const readReportTexts = (language: string): ReportTexts => ({
  locale: readLocaleFiles(language),
  html: readHtmlTemplate(),
  typst: readTypstTemplate(),
  packs: packsKey()
});

/** Agent configurations: `baseline` and `chimera`, and every folder of prompts with an `agent.yaml`. */
export function agentNames(): string[] {
  const folders = readdirSync(promptsFolder, {withFileTypes: true}).filter(entry => entry.isDirectory());
  const packs = folders.map(({name}) => name).filter(name => readdirSync(`${promptsFolder}/${name}`).includes("agent.yaml"));
  return [...new Set(["baseline", "chimera", ...packs])].sort();
}

/** What `init` writes: the files under prompts/init of a language (English where it has none), and a prompt of `chimera` to edit. */
export function readStarterFiles(language: string): Record<string, string> {
  const folder = [language, "en"].map(name => `${promptsFolder}/init/${name}`).find(existsSync) ?? promptsFolder;
  const names = readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(({parentPath, name}) => relative(folder, join(parentPath, name)).replaceAll(sep, "/"));
  const files = Object.fromEntries(names.sort().map(name => [name, readFileSync(`${folder}/${name}`, "utf8")]));
  return {...files, "my-prompts/writer.hbs": readFileSync(`${promptsFolder}/chimera/writer.hbs`, "utf8")};
}

/** Hash of all texts of the agent configurations under prompts/: cheaper than to read what one of them says. */
export function packsKey(): string {
  const texts = agentNames().flatMap(name =>
    readdirSync(`${promptsFolder}/${name}`)
      .sort()
      .flatMap(file => [`${name}/${file}`, readFileSync(`${promptsFolder}/${name}/${file}`, "utf8")])
  );
  return hashOf(texts);
}
